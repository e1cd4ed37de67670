"""Inequality and welfare in one figure: absolute and extended Gini, Sen's welfare index, Hoover, spread around the mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.design import totals
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.estimate import divide
from groundfloor.measures.influence import Figure

SETS = ("ceq", "dasp", "euromod")

NUS = (1.5, 3.0, 4.0)


def rows(context: Context) -> Iterator[Row]:
    """gini_absolute, sgini of the parameters in `NUS`, welfare_index, hoover, sd_welfare and cv by group."""
    for one in context.distributions:
        # the mean of the greater of two persons' welfare is the mean and half the difference between the two
        greater = -one.pairs(-one.ranking.y) / (one.persons * one.persons)
        figures = {
            "gini_absolute": greater - one.mean,
            "welfare_index": 2 * one.mean - greater,
            "hoover": hoover(one),
            **{f"sgini{nu:g}".replace(".", "_"): figure for nu, figure in zip(NUS, sginis(one, NUS), strict=True)},
            **spread(one),
        }
        for measure, figure in figures.items():
            yield from context.rows(measure, one.part, figure.estimate(one.over))


def sginis(one: Distribution, nus: Sequence[float]) -> Iterator[Figure]:
    """The extended Gini coefficients of Donaldson and Weymark (1980), which is Gini's at nu = 2.

    1 - sum y (S^nu - S'^nu) / (W^nu mean), with S the weight of a person and all richer, S' that of the richer. The sum is
    also that of S^nu over the steps from one value to the next, so a person's weight moves it by nu S^(nu-1) over all steps up
    to the own value.
    """
    ranking = one.ranking
    first = np.zeros(len(ranking.y), dtype=bool)
    first[ranking.start[ranking.n > 0]] = True
    step = np.where(first, ranking.y, np.diff(ranking.y, prepend=0.0))
    size = ranking.weight[ranking.code]
    richer = 1 - (ranking.cumulated(ranking.w) - ranking.w) / size
    for nu in nus:
        moved = richer ** (nu - 1) * step
        area = totals(ranking.code, moved * richer, len(ranking.n))
        # the welfare that, had by all, is as good as what they have
        influence = nu * (ranking.cumulated(moved) - area[ranking.code]) / size
        yield 1 - one.ranked(area, influence, one.mean.scale) * one.persons / one.shared


def hoover(one: Distribution) -> Figure:
    """The share of the total that would have to change hands for all to have the mean (Pietra, Schutz, Robin Hood)."""
    ((persons, money),) = one.below([one.mean.value], one.ranking.y)
    return (one.mean * persons - money) / one.shared


def spread(one: Distribution) -> dict[str, Figure]:
    """Standard deviation and coefficient of variation; the weights are persons, so nothing is corrected for the sample."""
    ranking, mean = one.ranking, one.mean
    away = (ranking.y - mean.value[ranking.code]) ** 2
    mean_square = divide(totals(ranking.code, ranking.w * away, len(ranking.n)), ranking.weight)
    influence = (away - mean_square[ranking.code]) / ranking.weight[ranking.code]
    variance = one.ranked(mean_square, influence, mean_square + mean.value**2)
    deviation = variance.power(0.5)
    return {"sd_welfare": deviation, "cv": deviation / mean}
