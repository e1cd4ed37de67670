"""Settings of the documentation: `make docs` builds it with warnings as errors."""

from importlib import import_module

project = "Groundfloor"
project_copyright = "The Groundfloor authors"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Groundfloor"
autodoc_typehints = "description"
autodoc_member_order = "bysource"
# arrays by the names the library gives them, not by what NumPy writes them out to
autodoc_type_aliases = {"Floats": "Floats", "Ints": "Ints"}
# what other projects document, in inventories that are not at hand offline
nitpick_ignore_regex = [
    ("py:class", r"(numpy|collections|pathlib|datetime|types|typing)\..*"),
    ("py:class", "TypeAliasForwardRef|'?(Floats|Ints)'?"),
    # names that their own module knows only while types are checked
    ("py:class", "Language|Relaxation"),
]


def _own_class(_app, _env, node, shown):
    """The name alone for a class of ours that has no page, such as a part of a record; one that does not exist is still a warning."""
    if node.get("reftype") != "class":
        return None
    module, _, name = node["reftarget"].rpartition(".")
    module = module or node.get("py:module") or ""
    if not module.startswith("groundfloor"):
        return None
    try:
        found = getattr(import_module(module), name, None)
    except ImportError:
        return None
    return shown if found is not None else None


def setup(app):
    """Called by Sphinx."""
    app.connect("missing-reference", _own_class)
