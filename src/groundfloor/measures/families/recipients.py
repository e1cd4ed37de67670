"""Recipients in person: of which groups they are, and what their households get."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row
from groundfloor.measures.estimate import share

SETS = ("adept", "aspire")


def rows(context: Context) -> Iterator[Row]:
    """recipient_incidence and average_transfer_recipients by programme and group.

    recipient_incidence is the group's share of all recipients; average_transfer_recipients is what the household of a
    recipient receives per member, LCU a year, as a mean over recipients.
    """
    for one in context.programmes:
        receipt = one.receipt
        direct = receipt.recipient == 1.0
        for over in context.over(direct, one.wide).bases:
            yield from context.rows(
                "recipient_incidence", over.partition, share(over), programme=one.name, proportion=True
            )
        if receipt.valued:
            paid = context.over(direct & context.view.spread(receipt.known), one.cuts)
            yield from context.ratios("average_transfer_recipients", paid, receipt.amount, programme=one.name)
