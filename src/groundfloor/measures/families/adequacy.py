"""Adequacy: what a programme's transfers mean to the households that receive them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row

SETS = ("standard", "adept", "aspire")


def rows(context: Context) -> Iterator[Row]:
    """average_transfer and adequacy by group and decile, generosity by line and group, all among beneficiaries.

    average_transfer is LCU a year per member of a beneficiary household; adequacy that transfer as a share of the same
    persons' welfare; generosity as a share of the line.
    """
    for programme, one in context.receipts.items():
        over = context.over(one.paid, context.incidence_groups)
        yield from context.ratios("average_transfer", over, one.amount, programme=programme)
        if context.welfare is not None:
            known = one.paid & ~np.isnan(context.welfare)
            living = context.over(known, context.incidence_groups, context.welfare)
            yield from context.ratios("adequacy", living, one.amount, programme=programme)
        within = context.over(one.paid, context.groups)
        for line, value in context.lines.items():
            yield from context.ratios("generosity", within, one.amount / value, line=line, programme=programme)
