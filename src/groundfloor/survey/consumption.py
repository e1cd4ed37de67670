"""Consumption of synthetic households: the published distribution, and who stands where in it."""

from __future__ import annotations

import numpy as np

from groundfloor.survey.composition import Households
from groundfloor.survey.frame import Floats
from groundfloor.survey.margins import Margins

DAYS = 365.0
LOWEST = 0.5


def draw_consumption(margins: Margins, people: Households, rng: np.random.Generator) -> tuple[Floats | None, Floats]:
    """LCU per person and year, and each person's rank in (0, 1); without percentiles there is no consumption, only a rank.

    A household's place is a score: a standard normal number plus the effects of living in a town and of the doubling of its size.
    Persons are ranked by it, and the person at rank p has the published p-th quantile.
    """
    households = len(people.sizes)
    score = rng.normal(size=households)
    urban = people.urban[people.starts]
    score += margins.effects.get("urban", 0.0) * np.nan_to_num(urban)
    score += margins.effects.get("size", 0.0) * np.log2(people.sizes)
    order = np.argsort(score, kind="stable")
    weight = people.weight[people.starts] * people.sizes
    rank = np.empty(households)
    rank[order] = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
    everyone = np.repeat(rank, people.sizes)
    if not margins.percentiles:
        return None, everyone
    value = np.repeat(quantiles(margins, rank), people.sizes)
    if margins.mean is not None:
        value = _with_mean(value, everyone, people.weight, margins)
    return value * DAYS, everyone


def quantiles(margins: Margins, rank: Floats) -> Floats:
    """The published quantile function: logarithms interpolated between percentiles, to half of the lowest one at the foot."""
    shares = np.array([p / 100 for p, _ in margins.percentiles])
    values = np.array([value for _, value in margins.percentiles])
    return np.exp(np.interp(rank, np.append(0.0, shares), np.log(np.append(values[0] * LOWEST, values))))


def _with_mean(value: Floats, rank: Floats, weight: Floats, margins: Margins) -> Floats:
    """Stretch what lies above the highest percentile so that the mean is the published one; nothing below is moved."""
    top, threshold = margins.percentiles[-1][0] / 100, margins.percentiles[-1][1]
    above = rank > top
    wanted = (margins.mean or 0.0) * weight.sum() - (weight * value)[~above].sum()
    mean_above = wanted / weight[above].sum() if above.any() else 0.0
    if mean_above <= threshold:
        return value
    # an exponential tail of the wanted mean, at the ranks there are
    depth = -np.log1p(-np.minimum((rank[above] - top) / (1 - top), 1 - 1e-9))
    scale = (mean_above - threshold) / ((weight[above] * depth).sum() / weight[above].sum())
    out = value.copy()
    out[above] = threshold + scale * depth
    return out
