"""Crisis scenarios: what a shock does to need, to the floor in place and to what it costs, and what a response mends."""

from groundfloor.shocks.case import Case, Shocked, simulate
from groundfloor.shocks.description import Shock
from groundfloor.shocks.reading import cases_of, read_shock, shocks_of
from groundfloor.shocks.tables import tables
from groundfloor.shocks.writing import results, told, write

__all__ = [
    "Case",
    "Shock",
    "Shocked",
    "cases_of",
    "read_shock",
    "results",
    "shocks_of",
    "simulate",
    "tables",
    "told",
    "write",
]
