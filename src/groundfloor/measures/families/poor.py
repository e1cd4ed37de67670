"""The poor: how many they are, what they lack in all, and how both are spread over groups."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.estimate import share
from groundfloor.measures.families.poverty import fgt
from groundfloor.measures.figure import total

SETS = ("adept", "dasp")


def rows(context: Context) -> Iterator[Row]:
    """poor_persons and poverty_gap_total by line and group; share_of_poor and share_of_gap, each group's part of them."""
    if context.living is None:
        return
    welfare, known = context.living.welfare, context.living.over
    for line, value in context.lines.items():
        poor, short = fgt(welfare, value, 0), fgt(welfare, value, 1) * value
        for measure, each in (("poor_persons", poor), ("poverty_gap_total", short)):
            sums = context.sums(known, each)
            for base in known.bases:
                figure = total(base.partition, sums).where(base.totals > 0, np.nan)
                yield from context.rows(measure, base.partition, figure.estimate(base), line=line)
        parts = [part for part in context.groups if len(part.names) > 1]
        for measure, each in (("share_of_poor", poor), ("share_of_gap", short)):
            for base in context.over(known.counted, parts, each).bases:
                yield from context.rows(measure, base.partition, share(base), line=line, proportion=True)
