"""Benefits beside the whole population: per head, as part of welfare, and beside the group's share of persons."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.aggregates import ALL
from groundfloor.measures.context import Context, Row
from groundfloor.measures.figure import Sums, above, moved_by_all, size, total
from groundfloor.measures.view import Over
from groundfloor.survey.frame import Floats

SETS = ("adept",)


def rows(context: Context) -> Iterator[Row]:
    """transfer_per_capita, relative_incidence, welfare_other, cgh_beneficiaries and cgh_benefits by programme and group.

    transfer_per_capita is the benefits of the group over all its persons, LCU a year; relative_incidence over their welfare;
    welfare_other what remains of it beside all social protection. cgh_beneficiaries and cgh_benefits are the group's share of
    beneficiaries and of benefits over its share of persons (Coady, Grosh and Hoddinott 2004).
    """
    for one in context.programmes:
        receipt = one.receipt
        reached = context.over(receipt.asked, one.wide)
        yield from _cgh(context, "cgh_beneficiaries", reached, receipt.beneficiary, one.name)
        if not receipt.valued:
            continue
        known = ~np.isnan(receipt.amount)
        yield from context.ratios(
            "transfer_per_capita", context.over(known, one.cuts), receipt.amount, programme=one.name
        )
        yield from _cgh(context, "cgh_benefits", context.over(known, one.wide), receipt.amount, one.name)
        if context.welfare is None:
            continue
        living = context.over(known & ~np.isnan(context.welfare), one.cuts, context.welfare)
        yield from context.ratios("relative_incidence", living, receipt.amount, programme=one.name)
        if one.name == ALL:
            yield from context.ratios("welfare_other", living, context.welfare - receipt.amount, programme=one.name)


def _cgh(context: Context, measure: str, over: Over, values: Floats, programme: str) -> Iterator[Row]:
    """The group's share of `values` over its share of persons, both among the persons counted."""
    sums: Sums = context.sums(over, values)
    for base in over.bases:
        part, persons = base.partition, size(base)
        given = total(part, sums)
        figure = (given / above(given)) / (persons / above(persons))
        yield from context.rows(measure, part, figure.estimate(moved_by_all(base)), programme=programme)
