"""Settings of the documentation: `make docs` builds it with warnings as errors."""

project = "Groundfloor"
project_copyright = "The Groundfloor authors"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.doctest"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Groundfloor"
autodoc_typehints = "description"
autodoc_member_order = "bysource"
# The annotations name NumPy's aliases and our own ones, which no inventory that is at hand offline describes.
nitpick_ignore_regex = [("py:.*", r".*")]
