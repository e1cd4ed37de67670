"""Poverty below a share of the median of all persons, with the error of the median in that of the figure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.design import totals
from groundfloor.measures.families.poverty_indices import median_gap

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
        unit = totals(everyone.part.unit, line.cells, everyone.part.design.weighted)
        yield from context.rows(f"arop_line_{per_cent}", everyone.part, line.estimate(everyone.over))
        at = line.value.item()
        for one in context.distributions:
            limit = one.everywhere(at if at > 0 else np.nan)
            poor, density = one.share_below(limit)
            poor = poor.where(limit > 0, np.nan)
            estimate = poor.estimate(one.over, (density, unit))
            yield from context.rows(f"arop_{per_cent}", one.part, estimate, proportion=True)
            middle, rise = one.median_below(limit)
            gap = median_gap(middle, limit)
            # the gap falls as the median of the poor rises with the line, and rises with the line itself
            moved = np.where(middle.value > 0, (middle.value / limit - rise) / limit, 0.0)
            yield from context.rows(f"median_gap_{per_cent}", one.part, gap.estimate(one.over, (moved, unit)))
