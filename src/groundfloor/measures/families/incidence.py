"""Incidence: how a programme's beneficiaries and its money are spread over groups and deciles."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row
from groundfloor.measures.estimate import share

SETS = ("standard", "adept", "aspire", "received")


def rows(context: Context) -> Iterator[Row]:
    """beneficiary_incidence and benefit_incidence: each group's share of all beneficiaries and of all benefits.

    Deciles are those of welfare before the transfers. The shares of a partition add up to 1 over its groups.
    """
    for one in context.programmes:
        for measure, over in (("beneficiary_incidence", one.reached), ("benefit_incidence", one.money)):
            for base in over.bases:
                estimate = share(base)
                yield from context.rows(measure, base.partition, estimate, programme=one.name, proportion=True)
