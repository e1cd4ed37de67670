"""Targeting: how far a programme reaches the poor and only them, poor being below the line before the transfers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.estimate import difference, weighted

SETS = ("standard", "adept")


def rows(context: Context) -> Iterator[Row]:
    """undercoverage, leakage, leakage_benefits and targeting_differential by line and group.

    undercoverage is the share of the poor without a beneficiary household, leakage the share of beneficiaries who are not
    poor, leakage_benefits the share of benefits that goes to them, targeting_differential the coverage of the poor less
    that of the others.
    """
    if context.before is None:
        return
    known = ~np.isnan(context.before)
    for line, value in context.lines.items():
        poor, other = known & (context.before < value), known & ~(context.before < value)
        spared = other.astype(float)
        for each in context.programmes:
            programme, one = each.name, each.receipt
            among_poor, among_other = (context.over(who & one.asked, context.groups) for who in (poor, other))
            yield from context.proportions(
                "undercoverage", among_poor, 1.0 - one.beneficiary, line=line, programme=programme
            )
            reached = context.over(known & (one.beneficiary == 1.0), context.groups)
            yield from context.proportions("leakage", reached, spared, line=line, programme=programme)
            paid = context.over(known & one.paid, context.groups, one.amount)
            yield from context.ratios("leakage_benefits", paid, one.amount * spared, line=line, programme=programme)
            taking = [
                context.sum(weighted(context.weight, over.counted, one.beneficiary))
                for over in (among_poor, among_other)
            ]
            for first, second in zip(among_poor.bases, among_other.bases, strict=True):
                estimate = difference((first, taking[0]), (second, taking[1]))
                yield from context.rows(
                    "targeting_differential", first.partition, estimate, line=line, programme=programme
                )
