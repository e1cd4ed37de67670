"""The differences of the curves on which dominance rests, at each of their points."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.comparison.dominating import difference, point
from groundfloor.comparison.pair import Pair, Row
from groundfloor.comparison.parts.dominance import curves

TABLE = "curves"


def rows(pair: Pair) -> Iterator[Row]:
    """fgt0_difference to fgt2_difference by line, lorenz_difference and generalised_lorenz_difference by share of persons."""
    for criterion, _, ordinates in curves(pair):
        for one in ordinates:
            yield point(pair, difference(criterion), one.x, one.change)
