"""Health spending held against a household's capacity to pay: what it has beyond basic needs, as WHO's Regional Office for Europe and WHO measure them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.affording import by_row
from groundfloor.measures.context import Context, Row
from groundfloor.survey.budget import HEALTH, NEAR, column, consumption, exceeds, spending
from groundfloor.survey.frame import Floats, Survey
from groundfloor.survey.scales import oxford

SETS = ("services",)

LIMIT = 0.4
BAND, ITEMS = (0.25, 0.35), ("food_consumption", "rent_cost", "utilities_cost")
OF_FOOD, ECONOMIES = (0.45, 0.55), 0.56


def rows(context: Context) -> Iterator[Row]:
    """households_over_40_capacity_europe and households_over_40_capacity_2005 by group: shares of households, not of persons."""
    spent, lived = spending(context.survey, HEALTH), consumption(context.survey)
    food = spending(context.survey, ITEMS[0])
    if spent is None or lived is None or food is None:
        return
    needs = basic_needs(context.survey, lived)
    if needs is not None:
        found = exceeds(spent, LIMIT * (lived - needs))
        yield from _of_households(context, "households_over_40_capacity_europe", found)
    subsistence = subsistence_needs(context.survey, lived, food)
    if subsistence is not None:
        capacity = lived - np.where(food < subsistence, food, subsistence)
        # here, who spends exactly the limit counts
        found = exceeds(spent, LIMIT * capacity - 2 * NEAR * abs(capacity))
        yield from _of_households(context, "households_over_40_capacity_2005", found)


def basic_needs(survey: Survey, lived: Floats) -> Floats | None:
    """By household, what its basic needs cost, LCU a year (WHO Europe).

    Food, rent and utilities an adult equivalent (1, 0.7, 0.5), each the mean of those who spend on it among households between the
    25th and the 35th percentile of consumption an adult equivalent, times the household's adult equivalents. None where one of the
    three or the age of persons is missing from the survey.
    """
    items = [spending(survey, name) for name in ITEMS]
    if any(item is None for item in items) or column(survey, "age") is None:
        return None
    scale, weight = oxford(survey)[survey.starts], survey.weight[survey.starts]
    level = lived / scale
    low, high = (_quantile(level, weight, p) for p in BAND)
    inside = (level >= low) & (level <= high) & (weight > 0)
    total = 0.0
    for item in items:
        assert item is not None  # noqa: S101 (seen above)
        who = inside & (item > 0)
        if who.any():
            total += float(np.average(item[who] / scale[who], weights=weight[who]))
    return total * scale


def subsistence_needs(survey: Survey, lived: Floats, food: Floats) -> Floats | None:
    """By household, its subsistence spending, LCU a year (Xu 2005).

    Food over members to the power of 0.56, the mean of households whose share of food lies between its 45th and 55th percentile,
    times the same power of the own members. None where no household's share is known.
    """
    scale, weight = survey.sizes.astype(float) ** ECONOMIES, survey.weight[survey.starts]
    share = np.divide(food, lived, out=np.full(len(food), np.nan), where=lived > 0)
    low, high = (_quantile(share, weight, p) for p in OF_FOOD)
    inside = (share >= low) & (share <= high) & (weight > 0)
    if not inside.any():
        return None
    return float(np.average(food[inside] / scale[inside], weights=weight[inside])) * scale


def _quantile(values: Floats, weight: Floats, p: float) -> float:
    """The first value at which the cumulated weight reaches a share `p`; NaN where no value is known."""
    known = np.flatnonzero(~np.isnan(values) & (weight > 0))
    if not len(known):
        return np.nan
    order = known[np.argsort(values[known], kind="stable")]
    reached = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(reached, p * reached[-1] * (1 - NEAR))])


def _of_households(context: Context, measure: str, yes: Floats) -> Iterator[Row]:
    """Rows of the share of households: each person counts for their part of one."""
    part, found = by_row(context, 1 / context.survey.sizes), by_row(context, yes)
    known = ~np.isnan(found)
    if known.any():
        over = context.over(known, (*context.groups, *context.fifths), part)
        yield from context.ratios(measure, over, found * part, proportion=True)
