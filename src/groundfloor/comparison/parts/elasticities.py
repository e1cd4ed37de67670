"""By how much per cent poverty changes when the mean, or the Gini coefficient, grows by one per cent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.comparison.growing import of_growth
from groundfloor.comparison.linear import Linear
from groundfloor.comparison.pair import Pair, Row
from groundfloor.comparison.poverty import INDICES, WATTS, poverty, slope
from groundfloor.comparison.side import Side
from groundfloor.measures.families.poverty import POWERS

TABLE = "growth"


def rows(pair: Pair) -> Iterator[Row]:
    """elasticity_mean and elasticity_gini, of before and of after, by line and index (Kakwani 1993)."""
    for line, lines in pair.lines.items():
        for when, side, z in zip(("before", "after"), (pair.before, pair.after), lines, strict=True):
            for index in INDICES:
                by_mean, by_gini = elasticities(side, index, z)
                why = f"nobody_poor_{when}"
                yield of_growth(pair, f"elasticity_mean_{when}", by_mean, index=index, line=line, why=why)
                yield of_growth(pair, f"elasticity_gini_{when}", by_gini, index=index, line=line, why=why)


def elasticities(side: Side, index: str, line: float) -> tuple[Linear, Linear]:
    """The elasticities to the mean with the Lorenz curve as it is, and to Gini with the mean as it is.

    The Lorenz curve then moves away from equality in proportion at every point, p - L(p) times 1 + g.
    """
    level, moved = poverty(side, index, line), slope(side, index, line)
    by_mean = moved / level
    if index == "fgt0":
        return by_mean, by_mean * (side.average / line - 1.0) * -1.0
    if index == WATTS:
        poor = (side.y > 0) & (side.y < line)
        inverse = side.mean(np.divide(1.0, side.y, out=np.zeros(side.n), where=poor))
        return by_mean, by_mean + side.average * inverse / level
    power = POWERS[index]
    below = poverty(side, f"fgt{power - 1}", line)
    return by_mean, by_mean + side.average * below * power / (level * line)
