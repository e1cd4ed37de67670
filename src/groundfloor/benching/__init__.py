"""The engines beside each other on this machine: the same floor, the same invented persons, the same figures, times and their ratios."""

from groundfloor.benching.comparing import COLUMNS, bench, engines, written
from groundfloor.benching.floors import FEW

__all__ = ["COLUMNS", "FEW", "bench", "engines", "written"]
