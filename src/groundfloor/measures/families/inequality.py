"""Inequality: Gini, the share of the poorest 40 % and the Palma ratio."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.estimate import divide, estimated

SETS = ("standard", "adept", "ceq", "euromod", "dasp")

POOR, RICH = 0.4, 0.9


def rows(context: Context) -> Iterator[Row]:
    """gini, bottom40_share and palma (share of the richest tenth over that of the poorest 40 %) by group."""
    living = context.living
    if living is None:
        return
    for over, ranking in zip(living.over.bases, living.rankings, strict=True):
        part = over.partition
        one = np.ones(len(part.names))
        value, influence = ranking.gini()
        yield from context.rows("gini", part, estimated(over, value, influence, one))
        low, low_influence = ranking.lorenz(POOR)
        yield from context.rows("bottom40_share", part, estimated(over, low, low_influence, one))
        upto, upto_influence = ranking.lorenz(RICH)
        palma = divide(1 - upto, low)
        influence = -divide(upto_influence + part.each(palma) * low_influence, part.each(low))
        yield from context.rows("palma", part, estimated(over, palma, influence, palma))
