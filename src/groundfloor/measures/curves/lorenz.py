"""The Lorenz curve: what share of all welfare the poorest share of persons have."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.estimate import estimated

SETS = ("standard", "adept", "ceq", "dasp")
SHARES = tuple(i / 20 for i in range(1, 20))


def rows(context: Context) -> Iterator[Row]:
    """lorenz by group: at each share of persons, poorest first, their share of welfare."""
    living = context.living
    if living is None:
        return
    for over, ranking in zip(living.over.bases, living.rankings, strict=True):
        one = np.ones(len(over.partition.names))
        for p in SHARES:
            value, influence = ranking.lorenz(p)
            yield from context.points("lorenz", over.partition, p, estimated(over, value, influence, one))
