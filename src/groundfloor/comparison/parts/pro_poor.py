"""Whether growth was good for the poor: Ravallion and Chen, Kakwani and Pernia, the poverty equivalent growth rate."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from groundfloor.comparison.growing import growth, of_growth
from groundfloor.comparison.linear import NONE, Linear
from groundfloor.comparison.pair import Pair, Row
from groundfloor.comparison.parts.growth_redistribution import counterfactual
from groundfloor.comparison.poverty import INDICES, WATTS
from groundfloor.comparison.side import Side

TABLE = "growth"
NOBODY, NOTHING, POSITIVE = "nobody_poor_before", "growth_moves_nothing", "welfare_not_positive"
UNKNOWN = Linear(math.nan, NONE)


def rows(pair: Pair) -> Iterator[Row]:
    """ravallion_chen, ravallion_chen_watts by line; kakwani_pernia, pegr and elasticity_observed by line and index."""
    grown = growth(pair.before.average, pair.after.average)
    for line in pair.lines:
        poor = counterfactual(pair, "fgt0", line)(0, 0, 0)
        figure, why = ravallion_chen(pair, poor)
        yield of_growth(pair, "ravallion_chen", figure, line=line, why=why)
        at = counterfactual(pair, WATTS, line)
        fall = (at(0, 0, 0) - at(1, 1, 1)) / poor if poor.value > 0 else UNKNOWN
        yield of_growth(pair, "ravallion_chen_watts", fall, line=line, why=POSITIVE if poor.value > 0 else NOBODY)
        for index in INDICES:
            at = counterfactual(pair, index, line)
            start, change, pure = at(0, 0, 0), at(1, 1, 1) - at(0, 0, 0), at(1, 0, 1) - at(0, 0, 0)
            why = NOBODY if start.value == 0 else NOTHING if pure.value == 0 or grown.value == 0 else POSITIVE
            ratio = change / pure
            yield of_growth(pair, "kakwani_pernia", ratio, index=index, line=line, why=why)
            yield of_growth(pair, "pegr", ratio * grown, index=index, line=line, why=why)
            observed = change / start / grown
            yield of_growth(pair, "elasticity_observed", observed, index=index, line=line, why=why)


def ravallion_chen(pair: Pair, poor: Linear) -> tuple[Linear, str]:
    """Mean growth of the logarithm of welfare over the percentiles that were poor before, and why it cannot be had.

    (1/H) times the integral of ln Q2(p) - ln Q1(p) over p from 0 to the headcount H before. Its error has that of H too.
    """
    if not poor.value > 0:
        return UNKNOWN, NOBODY
    first, second = (_upto(side, poor) for side in (pair.before, pair.after))
    return (second - first) / poor, POSITIVE


def _upto(side: Side, share: Linear) -> Linear:
    """The integral of the logarithm of the quantiles up to an estimated `share`; NaN where they are not positive.

    Its influence is (v - q)[v <= q] + p q - the integral, v being the logarithm and q its quantile at the share, and q times
    the influence of the share.
    """
    ranking, p = side.ranking, share.value
    y, w = ranking.y, ranking.w
    if not y[0] > 0:
        return UNKNOWN
    logs = np.log(y)
    upto = np.cumsum(w) / side.total
    at = min(int(np.searchsorted(upto, p - 1e-12)), len(y) - 1)
    q = float(logs[at])
    taken = np.clip(p - (upto - w / side.total), 0.0, w / side.total)
    value = float((taken * logs).sum())
    own = np.log(side.y)
    moved = side.by_unit(side.w * (np.minimum(own - q, 0.0) + p * q - value)) / side.total
    return Linear(value, moved + share.influence * q, max(abs(value), abs(q)))
