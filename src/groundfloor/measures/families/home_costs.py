"""What a home, its water and its energy cost beside what the household has."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.affording import budgets, by_row, members
from groundfloor.measures.context import Context, Row
from groundfloor.survey.budget import exceeds, spending
from groundfloor.survey.frame import Floats, Survey

SETS = ("services",)

# per cent of the budget from which a cost counts as a burden; the method says whose limits they are
LIMITS = {"housing": (30, 40), "water": (3, 5), "energy": (10,)}


def rows(context: Context) -> Iterator[Row]:
    """housing_share_income, housing_over_30_income and housing_over_40_income, the same of consumption, and of water (3, 5) and energy (10)."""
    persons, found = members(context), budgets(context)
    for name, limits in LIMITS.items():
        cost = costs(context.survey, name)
        if cost is None:
            continue
        paid = by_row(context, cost)
        for of, budget in found.items():
            known = ~np.isnan(paid) & ~np.isnan(budget)
            if not known.any():
                continue
            money = context.over(known, context.equity, budget / persons)
            yield from context.ratios(f"{name}_share_{of}", money, paid / persons)
            over = context.over(known, context.equity)
            for limit in limits:
                burden = exceeds(paid, budget * limit / 100)
                yield from context.proportions(f"{name}_over_{limit}_{of}", over, burden)


def costs(survey: Survey, name: str) -> Floats | None:
    """By household, what it pays, LCU a year; a home is rent and utilities where the survey gives these apart."""
    found = spending(survey, f"{name}_cost")
    if found is None and name == "housing":
        rent, utilities = spending(survey, "rent_cost"), spending(survey, "utilities_cost")
        return None if rent is None or utilities is None else rent + utilities
    return found
