"""Further indices of poverty for each line: Watts, Sen, Sen-Shorrocks-Thon, gaps of the poor, other powers of the gap."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.estimate import divide
from groundfloor.measures.families.poverty import fgt, of_power
from groundfloor.measures.influence import Figure
from groundfloor.measures.lines import in_groups, means
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
        welfare, over = context.living.welfare, context.positive
        moved = context.moving.get(line)
        if moved is None:
            yield from context.ratios("watts", over, watts(welfare, value), line=line)
        else:
            poor = fgt(welfare, value, 0) / value
            for base, figure in means(context, over, moved, watts(welfare, value), poor):
                yield from context.rows("watts", base.partition, figure.estimate(base), line=line)
        for alpha in ALPHAS:
            yield from of_power(context, named(alpha), line, alpha)
        for one in context.distributions:
            at = one.everywhere(value) if moved is None else in_groups(moved, one.part)
            for measure, figure in _indices(one, at).items():
                yield from context.rows(measure, one.part, figure.estimate(one.over), line=line)


def median_gap(middle: Figure, line: Figure | Floats) -> Figure:
    """The shortfall of the median poor person as a share of the line; debts count as nothing, as in all gaps."""
    return 1 - middle.where(~(middle.value < 0), 0.0) / line


def _indices(one: Distribution, at: Figure | Floats) -> dict[str, Figure]:
    """Of a line in every group; where it is a figure, they move with it.

    With the headcount H, and over persons short = sum of gaps and lesser = sum over pairs of the lesser gap, in lines z: short
    rises by (H - short) / z, and lesser by (H H - lesser) / z, as a gap of those below z does by (1 - gap) / z.
    """
    line = at.value if isinstance(at, Figure) else at
    gap = fgt(one.ranking.y, line[0], 1) if len(line) else one.ranking.y
    ((poor, short),) = one.below([line], gap)
    lesser = one.pairs(gap)
    if isinstance(at, Figure):
        still = np.zeros(len(line))
        short = short + at.through(still, divide(poor.value - short.value, line))
        lesser = lesser + at.through(still, divide(poor.value**2 - lesser.value, line))
        poor = one.share_below(at) * one.persons
    some = poor.value > 0
    lesser = lesser / one.persons
    return {
        "sen": (2 * short / one.persons - lesser / poor).where(some | (one.persons.value == 0), 0.0),
        "sst": 2 * short / one.persons - lesser / one.persons,
        "income_gap_ratio": short / poor,
        "median_gap_ratio": median_gap(one.median_below(at), at),
    }
