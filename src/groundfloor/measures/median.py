"""The median by group with Woodruff's standard error."""

from __future__ import annotations

import numpy as np

from groundfloor.measures.estimate import Base, Estimate, ratio
from groundfloor.measures.ranking import Ranking
from groundfloor.survey.frame import Floats

HALF = 0.5
NORMAL_95 = 1.959963984540054


def median(over: Base, ranking: Ranking, weight: Floats, values: Floats) -> Estimate:
    """The median of each group; its error is the width of Woodruff's (1952) 95 % interval over 2 x 1.96.

    The interval inverts that of the share of persons not above the median. `weight` is 0 for persons not counted. NaN
    where the interval leaves the data or has no width.
    """
    middle = ranking.quantile(np.full(len(ranking.n), HALF))
    limit = np.append(middle, np.nan)[over.partition.code]
    share = ratio(over, over.partition.atoms.sum(np.where(values <= limit, weight, 0.0)))
    low, high = (ranking.quantile(HALF + side * NORMAL_95 * share.se) for side in (-1, 1))
    error = (high - low) / (2 * NORMAL_95)
    return Estimate(middle, np.where(error > 0, error, np.nan), over.n)
