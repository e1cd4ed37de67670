"""How much each percentile grew and, of the same persons, how much those grew who stood there before."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.comparison.dominating import point
from groundfloor.comparison.growing import growth
from groundfloor.comparison.pair import Pair, Row
from groundfloor.measures.ranking import quantile_groups

TABLE = "curves"
PERCENT = 100
GROUPS = 20


def rows(pair: Pair) -> Iterator[Row]:
    """growth_incidence at each percentile and, of the same persons, growth_incidence_same_persons by twentieth of before."""
    for i in range(1, PERCENT):
        p = i / PERCENT
        yield point(pair, "growth_incidence", p, growth(pair.before.quantile(p), pair.after.quantile(p)))
    if pair.same:
        group = quantile_groups(pair.before.y, pair.before.w, GROUPS)
        for k in np.unique(group):
            inside = group == k
            first, second = (side.mean(side.y, inside) for side in (pair.before, pair.after))
            yield point(pair, "growth_incidence_same_persons", (float(k) + 0.5) / GROUPS, growth(first, second))
