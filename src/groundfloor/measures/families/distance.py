"""Travel time to the nearest health facility."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row, rankings
from groundfloor.measures.median import median
from groundfloor.survey.frame import Text

SETS = ("standard",)

NEAR_MINUTES = 60.0
NEAR = f"share_facility_{NEAR_MINUTES:g}_minutes"


def rows(context: Context) -> Iterator[Row]:
    """facility_minutes_mean, facility_minutes_median and share_facility_60_minutes (at most an hour) by group."""
    minutes = context.survey.columns.get("facility_minutes")
    if minutes is None or isinstance(minutes, Text) or np.isnan(minutes).all():
        return
    over = context.over(~np.isnan(minutes), context.groups)
    yield from context.ratios("facility_minutes_mean", over, minutes)
    order = np.argsort(minutes, kind="stable")
    for one, ranking in zip(
        over.bases, rankings(context.person_groups, minutes, context.survey.weight, order), strict=True
    ):
        yield from context.rows("facility_minutes_median", one.partition, median(one, ranking))
    yield from context.proportions(NEAR, over, (minutes <= NEAR_MINUTES).astype(float))
