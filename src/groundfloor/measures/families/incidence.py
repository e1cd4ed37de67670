"""Incidence: how a programme's beneficiaries and its money are spread over groups and deciles."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row
from groundfloor.measures.estimate import share

SETS = ("standard", "adept", "aspire")


def rows(context: Context) -> Iterator[Row]:
    """beneficiary_incidence and benefit_incidence: each group's share of all beneficiaries and of all benefits.

    Deciles are those of welfare before the transfers. The shares of a partition add up to 1 over its groups.
    """
    parts = [part for part in context.incidence_groups if len(part.names) > 1]
    for programme, one in context.receipts.items():
        reached = one.beneficiary == 1.0
        for over in context.over(reached, parts).bases:
            yield from context.rows(
                "beneficiary_incidence", over.partition, share(over), programme=programme, proportion=True
            )
        for over in context.over(one.paid, parts, one.amount).bases:
            yield from context.rows(
                "benefit_incidence", over.partition, share(over), programme=programme, proportion=True
            )
