"""Average transfers in international dollars a day, as ASPIRE gives them."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row

SETS = ("aspire",)

DAYS = 365.0


def rows(context: Context) -> Iterator[Row]:
    """average_transfer_ppp and average_transfer_recipients_ppp by programme and group, where the survey says what a dollar is.

    They are average_transfer and average_transfer_recipients, over 365 times the LCU that one international dollar is
    (`Survey.dollar`).
    """
    dollar = context.survey.dollar
    if dollar is None:
        return
    for one in context.programmes:
        receipt = one.receipt
        if not receipt.valued:
            continue
        daily = receipt.amount / (DAYS * dollar)
        yield from context.ratios("average_transfer_ppp", one.paid, daily, programme=one.name)
        direct = context.over((receipt.recipient == 1.0) & context.view.spread(receipt.known), one.cuts)
        yield from context.ratios("average_transfer_recipients_ppp", direct, daily, programme=one.name)
