"""The targeting differential of money: what the poor get per head beside what the others get, in means of all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.figure import size, total

SETS = ("adept",)


def rows(context: Context) -> Iterator[Row]:
    """targeting_differential_normalised by programme, line and area.

    (mean benefit per head of the poor less that of the others) over that of all; poor is below the line in `before`.
    """
    if context.before is None:
        return
    known = ~np.isnan(context.before)
    for one in context.programmes:
        amount = one.receipt.amount
        if not one.receipt.valued:
            continue
        counted = known & ~np.isnan(amount)
        everyone = context.over(counted, context.areas)
        for line, value in context.lines.items():
            sides = [
                context.over(counted & who, context.areas)
                for who in (context.before < value, ~(context.before < value))
            ]
            paid = [context.sums(over, amount) for over in (*sides, everyone)]
            for poor, other, base in zip(sides[0].bases, sides[1].bases, everyone.bases, strict=True):
                part = base.partition
                poorer, richer, mean = (
                    total(part, sums) / size(of) for sums, of in zip(paid, (poor, other, base), strict=True)
                )
                figure = (poorer - richer) / mean
                estimate = figure.estimate(base)
                yield from context.rows(
                    "targeting_differential_normalised", part, estimate, line=line, programme=one.name
                )
