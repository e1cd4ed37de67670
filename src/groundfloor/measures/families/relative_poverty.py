"""Poverty below a share of the median of all persons, with the error of the median in that of the figure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.families.poverty_indices import median_gap
from groundfloor.measures.lines import in_groups

SETS = ("euromod",)

PER_CENT = (40, 50, 60, 70)


def rows(context: Context) -> Iterator[Row]:
    """arop_40 to arop_70, median_gap_40 to median_gap_70 by group, and the lines arop_line_40 to arop_line_70 themselves.

    The line is that share of the median over all persons, whichever the group.
    """
    if not context.distributions:
        return
    everyone = context.distributions[0]
    for per_cent in PER_CENT:
        line = everyone.median * (per_cent / 100)
        yield from context.rows(f"arop_line_{per_cent}", everyone.part, line.estimate(everyone.over))
        for one in context.distributions:
            limit = in_groups(line.above_zero, one.part)
            poor = one.share_below(limit).where(~np.isnan(limit.value), np.nan)
            yield from context.rows(f"arop_{per_cent}", one.part, poor.estimate(one.over), proportion=True)
            gap = median_gap(one.median_below(limit), limit)
            yield from context.rows(f"median_gap_{per_cent}", one.part, gap.estimate(one.over))
