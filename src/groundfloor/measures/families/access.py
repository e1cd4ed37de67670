"""What people have today, as the survey asked them: insurance, pensions, transfers, school, water, light, work."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.survey.frame import Text

SETS = ("standard",)

# the ages asked about: school age, the working age of the ILO, and the age from which the United Nations speak of older persons
SCHOOL, WORKING, OLDER = (6.0, 17.0), (15.0, 64.0), (60.0, math.inf)
# those of the indicators of the SDG on birth registration (16.9.1), child labour (8.7.1) and accounts (8.10.2)
YOUNG, CHILDREN, ADULTS = (0.0, 4.0), (5.0, 17.0), (15.0, math.inf)
SHARES: dict[str, tuple[float, float] | None] = {
    "health_insurance": None,
    "cash_transfer": None,
    "disability": None,
    "basic_water": None,
    "basic_sanitation": None,
    "electricity": None,
    "poor": None,
    "foregone_care": None,
    "clean_fuel": None,
    "overcrowded": None,
    "in_school": SCHOOL,
    "employed": WORKING,
    "formal_work": WORKING,
    "contributes": WORKING,
    "pension": OLDER,
    "birth_registered": YOUNG,
    "child_labour": CHILDREN,
    "bank_account": ADULTS,
}


def named(variable: str, ages: tuple[float, float] | None) -> str:
    """The name of the measure: 'share_pension_60_plus', 'share_in_school_6_17'.

    >>> named("pension", OLDER), named("electricity", None)
    ('share_pension_60_plus', 'share_electricity')
    """
    if ages is None:
        return f"share_{variable}"
    return f"share_{variable}_{ages[0]:g}_" + ("plus" if math.isinf(ages[1]) else f"{ages[1]:g}")


def rows(context: Context) -> Iterator[Row]:
    """Shares of persons for whom a boolean variable of the survey is true, among those for whom it is known."""
    age = context.survey.columns.get("age")
    for variable, ages in SHARES.items():
        column = context.survey.columns.get(variable)
        if column is None or isinstance(column, Text):
            continue
        counted = ~np.isnan(column)
        if ages is not None:
            if age is None or isinstance(age, Text):
                continue
            counted &= (age >= ages[0]) & (age <= ages[1])
        if counted.any():
            yield from context.proportions(named(variable, ages), context.over(counted, context.groups), column)
