"""Poverty and inequality where only classes, deciles or percentiles are published: fitted Lorenz curves, bounds, synthetic persons."""

from groundfloor.grouped.groups import Groups, from_arrays, groups_of
from groundfloor.grouped.reading import read_groups
from groundfloor.grouped.result import PERSONS, UNIT, Grouped, grouped

__all__ = ["PERSONS", "UNIT", "Grouped", "Groups", "from_arrays", "grouped", "groups_of", "read_groups"]
