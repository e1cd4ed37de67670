"""Settings of the documentation: `make docs` builds it with warnings as errors."""

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
    # parts of records, told of where the record is; functions, which people call, must be found
    ("py:class", r"groundfloor\..*|Language|Relaxation"),
]
