"""Coverage of each programme: who receives, and who lives with someone who does."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row

SETS = ("standard", "adept", "aspire", "received")


def rows(context: Context) -> Iterator[Row]:
    """coverage (direct and indirect beneficiaries) and coverage_direct (recipients), share of all persons by group and decile."""
    for one in context.programmes:
        receipt = one.receipt
        yield from context.proportions("coverage", one.asked, receipt.beneficiary, programme=one.name)
        yield from context.proportions("coverage_direct", one.answered, receipt.recipient, programme=one.name)
