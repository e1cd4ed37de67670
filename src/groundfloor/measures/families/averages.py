"""Mean and median welfare, and of how many it is known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.median import median

SETS = ("standard", "adept", "ceq", "euromod", "dasp")


def rows(context: Context) -> Iterator[Row]:
    """mean_welfare and median_welfare by group, in LCU a year as the survey's welfare; share_welfare_known where some is missing."""
    living = context.living
    if living is None:
        return
    yield from context.ratios("mean_welfare", living.over, living.welfare)
    for over, ranking in zip(living.over.bases, living.rankings, strict=True):
        estimate = median(over, ranking)
        yield from context.rows("median_welfare", over.partition, estimate)
    known = living.over.counted
    if not known.all():
        everybody = context.over(np.ones(len(known), dtype=bool), context.groups)
        yield from context.proportions("share_welfare_known", everybody, known.astype(float))
