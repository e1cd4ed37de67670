"""How much each percentile grew."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.comparison.dominating import point
from groundfloor.comparison.growing import growth
from groundfloor.comparison.pair import Pair, Row

TABLE = "curves"
PERCENT = 100


def rows(pair: Pair) -> Iterator[Row]:
    """growth_incidence at each percentile."""
    for i in range(1, PERCENT):
        p = i / PERCENT
        yield point(pair, "growth_incidence", p, growth(pair.before.quantile(p), pair.after.quantile(p)))
