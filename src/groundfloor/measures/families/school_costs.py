"""What school costs households, and whom it keeps out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.affording import by_row, lived_on, members
from groundfloor.measures.context import Context, Row
from groundfloor.measures.families.access import SCHOOL
from groundfloor.survey.budget import apart, column, exceeds
from groundfloor.survey.frame import Floats

SETS = ("services",)

OF_THE_BUDGET = (5, 10)


def rows(context: Context) -> Iterator[Row]:
    """school_cost_mean a pupil; school_cost_share of consumption, school_cost_over_5 and school_cost_over_10 of those who live with a
    pupil; out_of_school_for_cost_6_17 and for_cost_of_out_of_school_6_17, by group.
    """
    attends, cost = column(context.survey, "in_school"), column(context.survey, "school_cost")
    if attends is not None and cost is not None:
        pupils = (attends == 1.0) & ~np.isnan(cost)
        if pupils.any():
            yield from context.ratios("school_cost_mean", context.over(pupils, context.equity), cost)
            yield from _of_households(context, attends, cost)
    yield from _kept_out(context, attends)


def _of_households(context: Context, attends: Floats, cost: Floats) -> Iterator[Row]:
    survey, lived = context.survey, lived_on(context)
    if lived is None or apart(survey, "school_cost"):
        return
    # who does not attend is not asked; a pupil of unknown cost leaves the household unknown
    each = np.where(np.isnan(cost) & (attends != 1.0), 0.0, cost)
    paid = by_row(context, np.add.reduceat(each, survey.starts))
    pupils = by_row(context, np.add.reduceat((attends == 1.0).astype(float), survey.starts))
    known = ~np.isnan(paid) & ~np.isnan(lived)
    if not known.any():
        return
    persons = members(context)
    money = context.over(known, context.equity, lived / persons)
    yield from context.ratios("school_cost_share", money, paid / persons)
    over = context.over(known & (pupils > 0), context.equity)
    for limit in OF_THE_BUDGET:
        yield from context.proportions(f"school_cost_over_{limit}", over, exceeds(paid, lived * limit / 100))


def _kept_out(context: Context, attends: Floats | None) -> Iterator[Row]:
    age, cost = column(context.survey, "age"), column(context.survey, "out_of_school_for_cost")
    if age is None or cost is None or attends is None:
        return
    children = (age >= SCHOOL[0]) & (age <= SCHOOL[1])
    kept = np.where(np.isnan(cost) & (attends == 1.0), 0.0, cost)
    everybody, out = children & ~np.isnan(kept), children & (attends == 0.0) & ~np.isnan(cost)
    named = {"out_of_school_for_cost": everybody, "for_cost_of_out_of_school": out}
    for measure, counted in named.items():
        if counted.any():
            over = context.over(counted, context.equity)
            yield from context.proportions(f"{measure}_{SCHOOL[0]:g}_{SCHOOL[1]:g}", over, kept)
