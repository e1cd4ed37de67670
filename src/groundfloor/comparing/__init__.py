"""Comparisons of scenarios of a country pack, and comparisons in words."""

from groundfloor.comparing.packs import compare_scenarios
from groundfloor.comparing.text import changed, told

__all__ = ["changed", "compare_scenarios", "told"]
