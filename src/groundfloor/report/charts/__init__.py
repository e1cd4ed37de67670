"""Charts as inline SVG, one kind a module, without a library: drawn for a given width, readable in black and white."""
