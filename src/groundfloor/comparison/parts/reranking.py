"""Of the same persons: what of a change in inequality is from richer to poorer, and what is persons changing places."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.comparison.pair import Pair, Row
from groundfloor.comparison.parts.winners import of_persons
from groundfloor.measures.ranking import quantile_groups

TABLE = "winners"
SAME_PERSONS = True
EQUALS = 100  # who is in one percentile before counts as equal


def rows(pair: Pair) -> Iterator[Row]:
    """redistributive_effect = vertical_equity - reranking (Atkinson 1980, Plotnick 1981), and horizontal_inequity (Aronson et al. 1994)."""
    before, after = pair.before, pair.after
    moved = after.concentration(before.y)
    alike = quantile_groups(before.y, before.w, EQUALS).astype(float)
    found = {
        "redistributive_effect": before.gini - after.gini,
        "vertical_equity": before.gini - moved,
        "reranking": after.gini - moved,
        "horizontal_inequity": after.concentration(alike, after.y) - after.concentration(alike),
    }
    for measure, figure in found.items():
        yield of_persons(pair, measure, figure, after.of[after.of])
