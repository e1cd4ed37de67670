"""Further indices of poverty for each line: Watts, Sen, Sen-Shorrocks-Thon, gaps of the poor, other powers of the gap."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.families.poverty import fgt
from groundfloor.measures.influence import Figure
from groundfloor.survey.frame import Floats

SETS = ("dasp",)

ALPHAS = (0.5, 1.5, 3.0)


def named(alpha: float, index: str = "fgt") -> str:
    """The name of an index with its parameter.

    >>> named(3.0), named(0.5, "der")
    ('fgt3', 'der0_5')
    """
    return f"{index}{alpha:g}".replace(".", "_")


def watts(welfare: Floats, line: float) -> Floats:
    """Each person's contribution to the index: ln(z / y) where y < z, else 0; NaN where y is not above 0.

    >>> watts(np.array([50.0, 100.0, 0.0]), 100.0).round(4).tolist()
    [0.6931, 0.0, nan]
    """
    positive = np.where(welfare > 0, welfare, np.nan)
    short: Floats = np.log(line / np.minimum(positive, line))
    return short


def rows(context: Context) -> Iterator[Row]:
    """watts, sen, sst, income_gap_ratio, median_gap_ratio and fgt of the powers in `ALPHAS`, by line and group."""
    if context.living is None or context.positive is None:
        return
    for line, value in context.lines.items():
        welfare, over = context.living.welfare, context.living.over
        yield from context.ratios("watts", context.positive, watts(welfare, value), line=line)
        for alpha in ALPHAS:
            yield from context.ratios(named(alpha), over, fgt(welfare, value, alpha), line=line)
        for one in context.distributions:
            for measure, figure in _indices(one, value).items():
                yield from context.rows(measure, one.part, figure.estimate(one.over), line=line)


def median_gap(middle: Figure, line: Figure | Floats) -> Figure:
    """The shortfall of the median poor person as a share of the line; debts count as nothing, as in all gaps."""
    return 1 - middle.where(~(middle.value < 0), 0.0) / line


def _indices(one: Distribution, line: float) -> dict[str, Figure]:
    gap, at = fgt(one.ranking.y, line, 1), one.everywhere(line)
    ((poor, short),) = one.below([at], gap)
    some = poor.value > 0
    lesser = one.pairs(gap) / one.persons
    return {
        "sen": (2 * short / one.persons - lesser / poor).where(some | (one.persons.value == 0), 0.0),
        "sst": 2 * short / one.persons - lesser / one.persons,
        "income_gap_ratio": short / poor,
        "median_gap_ratio": median_gap(one.median_below(at), at),
    }
