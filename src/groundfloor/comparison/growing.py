"""What the figures on growth have in common."""

from __future__ import annotations

import math

from groundfloor.comparison.linear import NONE, Linear
from groundfloor.comparison.pair import Pair, Row


def growth(before: Linear, after: Linear) -> Linear:
    """Growth as a share of one; NaN from 0 or less."""
    return after / before - 1.0 if before.value > 0 else Linear(math.nan, NONE)


def yearly(growth: Linear, years: float) -> Linear:
    """Growth a year that over `years` makes `growth`."""
    return (growth + 1.0).through(lambda x: math.pow(x, 1 / years) - 1, lambda x: math.pow(x, 1 / years - 1) / years)


def logarithm(figure: Linear) -> Linear:
    """The natural logarithm; NaN of 0 and less."""
    return figure.through(math.log, lambda x: 1 / x)


def of_growth(
    pair: Pair, measure: str, figure: Linear, *, index: str | None = None, line: str | None = None, why: str = ""
) -> Row:
    """One row of the table `growth`; `reason` says why a value or its error cannot be had."""
    cells = pair.figures(figure, (measure, index, line))
    if math.isnan(cells["value"]):
        why = why or "not_positive"
    elif math.isnan(cells["se"]):
        why = "no_error"
    else:
        why = ""
    return {"measure": measure, "index": index, "line": line, **cells, "reason": why or None}
