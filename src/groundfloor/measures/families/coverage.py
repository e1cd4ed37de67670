"""Coverage of each programme: who receives, and who lives with someone who does."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row

SETS = ("standard", "adept", "aspire")


def rows(context: Context) -> Iterator[Row]:
    """coverage (direct and indirect beneficiaries) and coverage_direct (recipients), share of all persons by group and decile."""
    for programme, one in context.receipts.items():
        yield from context.proportions(
            "coverage", context.answered(one.beneficiary), one.beneficiary, programme=programme
        )
        yield from context.proportions(
            "coverage_direct", context.answered(one.recipient), one.recipient, programme=programme
        )
