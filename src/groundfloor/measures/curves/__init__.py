"""Curves, one a module: every module here with `rows(context)` adds its points, in the sets it names in `SETS`."""
