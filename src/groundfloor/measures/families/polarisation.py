"""Polarisation: how far the middle is thinned out (Wolfson), and how persons identify with some and differ from others (DER)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.design import totals
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.estimate import divide
from groundfloor.measures.families.poverty_indices import named
from groundfloor.measures.families.welfare_indices import spread
from groundfloor.measures.influence import Figure
from groundfloor.measures.smoothing import Smoothed
from groundfloor.survey.frame import Floats, Ints

SETS = ("dasp",)

ALPHAS = (0.25, 0.5, 0.75, 1.0)
RULE = 4.7  # of the bandwidth
NOTHING = 1e-9  # a spread below this part of the mean is rounding


def rows(context: Context) -> Iterator[Row]:
    """wolfson, 2 (mean / median) (1 - 2 L(0.5) - gini), between 0 and 1, and der of the parameters in `ALPHAS`, by group."""
    for one in context.distributions:
        (half,) = one.lorenz((0.5,))
        figure = 2 * one.mean / one.median * (1 - 2 * half - one.gini)
        yield from context.rows("wolfson", one.part, figure.estimate(one.over))
        width = bandwidth(one, context.view.homes)
        for alpha in ALPHAS:
            figure = der(one, alpha, width * alpha**0.1)
            yield from context.rows(named(alpha, "der"), one.part, figure.estimate(one.over))


def bandwidth(one: Distribution, household: Ints) -> Figure:
    """By group 4.7 standard deviations over the root of the observations; 0 where all are equal.

    `household` is that of each row. A household is one observation, as often as it has another welfare: it was seen once, however many members it has.
    """
    ranking = one.ranking
    new = np.zeros(len(ranking.y), dtype=bool)
    new[:1] = True
    for key in (ranking.code, ranking.y, one.part.atoms.each(household)[ranking.row]):
        new[1:] |= np.diff(key) != 0
    seen = np.bincount(ranking.code[new], minlength=len(ranking.n))
    deviation = spread(one)["sd_welfare"]
    apart = deviation.value > NOTHING * abs(one.mean.value)
    return (deviation * divide(one.everywhere(RULE), np.sqrt(seen))).where(apart, 0.0)


def der(one: Distribution, alpha: float, width: Figure) -> Figure:
    """The index of Duclos, Esteban and Ray (2004) over twice the mean to 1 - alpha, by group; 0 where all are equal.

    P = sum w f^alpha a / W, with f the density of welfare at a person's own, by a Gaussian kernel, and a the mean distance to
    all persons. Its derivative by a person's weight is 1/W times f^alpha a, alpha times the smoothed sum of w f^(alpha-1) a / W
    around it, and the sum of w f^alpha times the distance to it / W, less (2 + alpha) P; and it moves with the bandwidth.
    """
    ranking = one.ranking
    size, many = ranking.weight[ranking.code], len(ranking.n)
    density, wider = around(one, ranking.w, width.value)
    alienation = distances(one, ranking.w) / size
    # everybody is near oneself, so that a density of 0 is that of a group whose members are all equal
    each = density**alpha
    steep = ranking.w * alpha * np.divide(each, density, out=np.zeros(len(density)), where=density > 0) * alienation
    value, rise = (
        divide(totals(ranking.code, what, many), ranking.weight)
        for what in (ranking.w * each * alienation, steep * wider)
    )
    moved = each * alienation + around(one, steep, width.value)[0]
    moved += distances(one, ranking.w * each) / size - (2 + alpha) * value[ranking.code]
    figure = one.ranked(value, moved / size) + width.through(np.zeros(many), rise)
    return figure / (2 * one.mean.above_zero * one.mean.power(-alpha))


def around(one: Distribution, weight: Floats, width: Floats) -> tuple[Floats, Floats]:
    """For each ranked person the kernel of all in the group, by some weight and per person of it, and its rise with the width.

    Both are 0 in a group without a width.
    """
    ranking = one.ranking
    sums, slopes = np.zeros(len(ranking.y)), np.zeros(len(ranking.y))
    for group in np.flatnonzero((ranking.n > 0) & (width > 0)):
        inside = slice(ranking.start[group], ranking.stop[group])
        found = Smoothed(ranking.y[inside], weight[inside], width[group])
        sums[inside], slopes[inside] = (each / ranking.weight[group] for each in (found.sums, found.slopes))
    return sums, slopes


def distances(one: Distribution, weight: Floats) -> Floats:
    """For each ranked person the sum, by some weight, of the distances to all in the group."""
    ranking = one.ranking
    many = len(ranking.n)
    persons, money = (totals(ranking.code, each, many)[ranking.code] for each in (weight, weight * ranking.y))
    below = ranking.y * (2 * ranking.cumulated(weight) - persons)
    apart: Floats = below - 2 * ranking.cumulated(weight * ranking.y) + money
    return apart
