"""Adequacy: what a programme's transfers mean to the households that receive them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row

SETS = ("standard", "adept", "aspire", "received")


def rows(context: Context) -> Iterator[Row]:
    """average_transfer and adequacy by group and decile, generosity by line and group, all among beneficiaries.

    average_transfer is LCU a year per member of a beneficiary household; adequacy that transfer as a share of the same
    persons' welfare; generosity as a share of the line.
    """
    for one in context.programmes:
        receipt = one.receipt
        yield from context.ratios("average_transfer", one.paid, receipt.amount, programme=one.name)
        if context.welfare is not None:
            known = receipt.paid & ~np.isnan(context.welfare)
            living = context.over(known, one.cuts, context.welfare)
            yield from context.ratios("adequacy", living, receipt.amount, programme=one.name)
        within = context.over(receipt.paid, context.areas)
        for line, value in context.lines.items():
            yield from context.ratios("generosity", within, receipt.amount / value, line=line, programme=one.name)
