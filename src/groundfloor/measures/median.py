"""Quantiles by group, the median among them, with Woodruff's standard error."""

from __future__ import annotations

import numpy as np

from groundfloor.measures.estimate import Base, Estimate, ratio_of
from groundfloor.measures.ranking import Ranking

HALF = 0.5
NORMAL_95 = 1.959963984540054


def median(over: Base, ranking: Ranking) -> Estimate:
    """The median of each group with the error of `quantile`."""
    return quantile(over, ranking, HALF)


def quantile(over: Base, ranking: Ranking, p: float) -> Estimate:
    """Quantile `p` of each group; its error is the width of Woodruff's (1952) 95 % interval over 2 x 1.96.

    The interval inverts that of the share of persons not above the quantile, and the influence is that share's over the
    density which the width implies, so that both give one error. NaN where the interval leaves the data or has no width.
    """
    middle = ranking.quantile(np.full(len(ranking.n), p))
    share = ratio_of(over, ranking.spread((ranking.y <= middle[ranking.code]).astype(float)))
    low, high = (ranking.quantile(p + side * NORMAL_95 * share.se) for side in (-1, 1))
    error = (high - low) / (2 * NORMAL_95)
    error = np.where(error > 0, error, np.nan)
    assert share.influence is not None  # noqa: S101 (a ratio has one)
    return Estimate(middle, error, over.n, -share.influence * over.partition.each(error / share.se))
