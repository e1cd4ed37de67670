"""Comparisons of scenarios of a country pack."""

from groundfloor.comparing.packs import compare_scenarios

__all__ = ["compare_scenarios"]
