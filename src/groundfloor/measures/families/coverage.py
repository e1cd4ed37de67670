"""Coverage of each programme: who receives, and who lives with someone who does."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row


def rows(context: Context) -> Iterator[Row]:
    """coverage (direct and indirect beneficiaries) and coverage_direct (recipients), share of all persons by group and decile."""
    for programme, one in context.receipts.items():
        yield from context.ratios("coverage", context.everybody, one.beneficiary, programme=programme)
        yield from context.ratios("coverage_direct", context.everybody, one.recipient, programme=programme)
