"""Consumption per person: each household's place in the distribution, then the published percentile at that place."""

from __future__ import annotations

import math

import numpy as np

from groundfloor.survey.frame import Column, Floats, Ints, Text
from groundfloor.survey.margins import Margins
from groundfloor.survey.synthetic.draws import chances
from groundfloor.survey.synthetic.people import Strata

# how far household size moves a household within its stratum, in standard deviations per log of size
SIZE_EFFECT = -0.6
SMALLEST_TAIL = 1.05


def places(
    strata: Strata, stratum: Ints, size: Floats, weight: Floats, margins: Margins, rng: np.random.Generator
) -> Floats:
    """Each household's place (0 poorest to 1) in the distribution of persons.

    Within its stratum a household's place falls with the log of its size, and is else at random. The strata are moved
    against each other so that the share of their persons among the nation's poorest is what the margins say.
    """
    persons = size * weight
    z = SIZE_EFFECT * np.log(size) + rng.standard_normal(len(size))
    within = np.empty(len(size))
    for s in range(len(strata.region)):
        mine = np.flatnonzero(stratum == s)
        within[mine] = _places(z[mine], persons[mine])
    rate = poor_shares(strata, margins)
    score = _normal_quantile(within) - _normal_quantile(rate)[stratum]
    return _places(score, persons)


def poor_shares(strata: Strata, margins: Margins) -> Floats:
    """The share of each stratum's persons among the nation's poorest `margins.poorest_share`; one half without a margin."""
    if not margins.poorest:
        return np.full(len(strata.region), 0.5)
    columns: dict[str, Column] = {"region": Text(strata.region.astype(np.int32), strata.regions), "urban": strata.urban}
    people = strata.population.sum(axis=1)
    whole = (np.zeros(len(people), dtype=np.int64), np.array([margins.poorest_share]))
    found = []
    for table in margins.poorest:
        cell = table.index(columns)
        inside = cell >= 0
        persons = np.bincount(cell[inside], people[inside], len(table.values))
        # published shares speak of other years: their pattern is kept, their mean is the share spoken of
        factor = margins.poorest_share * persons.sum() / (persons @ table.values)
        found.append((cell, np.minimum(table.values * factor, 0.99)))
    return chances(np.full(len(people), margins.poorest_share), people, [*found, whole])


def _places(score: Floats, weight: Floats) -> Floats:
    order = np.argsort(score, kind="stable")
    running = np.cumsum(weight[order])
    found = np.empty(len(score))
    found[order] = (running - weight[order] / 2) / running[-1]
    return found


def consumption(place: Floats, margins: Margins) -> Floats:
    """Consumption (LCU/person/year) at each place: log-linear between thresholds, a straight line from nought below the first.

    Above the last threshold it follows Pareto's law, with the exponent that gives the published mean, or, without a
    mean, the one on which the last two thresholds lie.
    """
    p, q = margins.percentiles / 100, margins.thresholds
    inner = np.exp(np.interp(place, p, np.log(q)))
    exponent = tail_exponent(margins)
    with np.errstate(divide="ignore"):
        above = q[-1] * ((1 - p[-1]) / np.maximum(1 - place, 1e-12)) ** (1 / exponent)
    below = q[0] * (0.5 + 0.5 * place / p[0])
    return np.where(place < p[0], below, np.where(place > p[-1], above, inner))


def tail_exponent(margins: Margins) -> float:
    """The exponent of Pareto's law above the last threshold."""
    p, q = margins.percentiles / 100, margins.thresholds
    if margins.mean is not None:
        logs, widths = np.diff(np.log(q)), np.diff(p)
        body = float((np.diff(q) / logs * widths).sum()) + p[0] * q[0] * 0.75
        tail = (margins.mean - body) / (1 - p[-1])
        if tail > q[-1] * (1 + 1e-6):
            return max(SMALLEST_TAIL, float(tail / (tail - q[-1])))
    return max(SMALLEST_TAIL, math.log((1 - p[-2]) / (1 - p[-1])) / math.log(q[-1] / q[-2]))


def _normal_quantile(p: Floats) -> Floats:
    """The quantile of the normal law, by Acklam's rational approximation (error below 1.2e-9)."""
    a = (
        -3.969683028665376e1,
        2.209460984245205e2,
        -2.759285104469687e2,
        1.383577518672690e2,
        -3.066479806614716e1,
        2.506628277459239,
    )
    b = (
        -5.447609879822406e1,
        1.615858368580409e2,
        -1.556989798598866e2,
        6.680131188771972e1,
        -1.328068155288572e1,
        1.0,
    )
    c = (
        -7.784894002430293e-3,
        -3.223964580411365e-1,
        -2.400758277161838,
        -2.549732539343734,
        4.374664141464968,
        2.938163982698783,
    )
    d = (7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1.0)
    p = np.clip(p, 1e-9, 1 - 1e-9)
    tail = np.minimum(p, 1 - p)
    q = np.sqrt(-2 * np.log(tail))
    outer = np.polyval(c, q) / np.polyval(d, q) * np.where(p < 0.5, 1, -1)
    r = p - 0.5
    inner = np.polyval(a, r * r) * r / np.polyval(b, r * r)
    return np.where(tail < 0.02425, outer, inner)
