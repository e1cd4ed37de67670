"""Of the same persons: how much those grew who stood at each place before."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.comparison.dominating import point
from groundfloor.comparison.growing import growth
from groundfloor.comparison.pair import Pair, Row
from groundfloor.measures.ranking import quantile_groups

TABLE = "curves"
SAME_PERSONS = True
GROUPS = 20


def rows(pair: Pair) -> Iterator[Row]:
    """growth_incidence_same_persons by twentieth of before."""
    group = quantile_groups(pair.before.y, pair.before.w, GROUPS)
    for k in np.unique(group):
        inside = group == k
        first, second = (side.mean(side.y, inside) for side in (pair.before, pair.after))
        yield point(pair, "growth_incidence_same_persons", (float(k) + 0.5) / GROUPS, growth(first, second))
