"""The concentration curve of a programme: what share of its money goes to the poorest share of persons."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.curves.lorenz import SHARES
from groundfloor.measures.estimate import estimated

SETS = ("adept",)


def rows(context: Context) -> Iterator[Row]:
    """concentration by programme and area: at each share of persons, poorest first, their share of benefits."""
    for one in context.programmes:
        change = one.change
        if change is None:
            continue
        for over, ranking in zip(change.over.bases, change.rankings_after, strict=True):
            unit = np.ones(len(over.totals))
            for p in SHARES:
                value, influence = ranking.concentrated(change.amount, p)
                estimate = estimated(over, value, influence, unit)
                yield from context.points("concentration", over.partition, p, estimate, programme=one.name)
