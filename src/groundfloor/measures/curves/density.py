"""The density of welfare: how persons are spread over amounts, smoothed by a Gaussian kernel."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.influence import Figure
from groundfloor.survey.frame import Floats

SETS = ("dasp",)

FAR = 8.5  # bandwidths beyond which the kernel is below rounding
NORMAL_QUARTILES = 1.34  # the distance between the quartiles of a normal distribution, in standard deviations


def rows(context: Context) -> Iterator[Row]:
    """density by group at each of the amounts of `context.amounts`, persons as a share of all per LCU a year."""
    for one in context.distributions:
        width = bandwidth(one)
        for x in context.amounts:
            yield from context.points("density", one.part, x, density(one, x, width).estimate(one.over))


def bandwidth(one: Distribution) -> Floats:
    """Silverman's (1986) bandwidth by group: 0.9 min(sd, distance of quartiles / 1.34) n^(-1/5), n persons of the survey.

    Where the quartiles are equal it is that of the standard deviation; NaN where all are equal.
    """
    ranking = one.ranking
    with np.errstate(invalid="ignore", divide="ignore"):
        away = (ranking.y - one.mean.value[ranking.code]) ** 2 * ranking.w
        deviation = np.sqrt(np.bincount(ranking.code, away, len(ranking.n)) / ranking.weight)
        low, high = (ranking.quantile(one.everywhere(p)) for p in (0.25, 0.75))
        robust = (high - low) / NORMAL_QUARTILES
        least = np.where(robust > 0, np.minimum(deviation, robust), deviation)
        width = 0.9 * least * one.over.n ** (-1 / 5)
    return np.where(deviation > 1e-9 * abs(one.mean.value), width, np.nan)


def density(one: Distribution, x: float, width: Floats) -> Figure:
    """The mean over persons of the kernel around each, at x; the bandwidth is taken as given."""
    ranking = one.ranking
    first, last = (one.position(x + side * FAR * width) for side in (-1, 1))
    lengths = last - first
    # the places of those near enough, group after group
    near = np.arange(lengths.sum()) + np.repeat(first - (np.cumsum(lengths) - lengths), lengths)
    h = width[ranking.code[near]]
    kernel = np.exp(-(((x - ranking.y[near]) / h) ** 2) / 2) / (h * np.sqrt(2 * np.pi))
    cells = one.gathered(near, kernel)
    value = one.part.groups(cells)
    known = np.where(np.isnan(width), np.nan, value)
    return Figure(one.part, known, cells, abs(value)) / one.persons
