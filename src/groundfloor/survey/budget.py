"""What a household lives on and what it pays for a service, both in LCU a year of the same prices, so that one may be held against the other."""

from __future__ import annotations

import numpy as np

from groundfloor.survey.frame import Floats, Survey, Text

HEALTH = "health_spending"
SAME, NEAR = 1e-9, 1e-9


def column(survey: Survey, name: str) -> Floats | None:
    """A column of numbers or of yes and no; None where the survey has none of that name, or one of words."""
    found = survey.columns.get(name)
    return None if found is None or isinstance(found, Text) else found


def consumption(survey: Survey) -> Floats | None:
    """By household, its consumption with all it spends on health, or its income where the survey has no consumption.

    Welfare is shared among members or adult equivalents: this is what was shared. Amounts that consumption leaves out
    (`Survey.without`) are added. NaN where it is not known, None where the survey has neither.

    >>> home = Survey("s", "X", 2020, {"health_spending": np.array([9.0, 9.0])}, np.array([0]), np.ones(2), np.array([50.0, 50.0]))
    >>> consumption(home).tolist()
    [100.0]
    """
    each = column(survey, "consumption")
    each = survey.welfare if each is None else each
    if each is None:
        return None
    total = shared_total(survey, each)
    for name in survey.without:
        more = spending(survey, name)
        total = total + (np.nan if more is None else more)
    return total


def income(survey: Survey) -> Floats | None:
    """By household, the income of its members; NaN where one member's is not known, None where the survey has none in these prices."""
    each = column(survey, "income")
    return None if each is None or apart(survey, "income") else np.add.reduceat(each, survey.starts)


def spending(survey: Survey, name: str) -> Floats | None:
    """By household, what it spends, 0 where that is negative and NaN where it is not known or members differ.

    None where the survey has no such amount, or has it in prices of another year than what people live on.
    """
    found = column(survey, name)
    if found is None or apart(survey, name):
        return None
    spent: Floats = np.maximum(of_household(survey, found), 0.0)
    return spent


def apart(survey: Survey, name: str) -> bool:
    """Whether an amount is in prices of another year than what people live on."""
    lived = survey.amounts.get("consumption", survey.price_year)
    return survey.amounts.get(name, lived) != lived


def beside_lines(survey: Survey) -> bool:
    """Whether what people live on is in the prices of welfare, which are those of poverty lines and of the dollar."""
    return survey.amounts.get("consumption", survey.price_year) == survey.price_year


def shared_total(survey: Survey, each: Floats) -> Floats:
    """By household, what is shared among its members or adult equivalents, from each person's part."""
    if survey.sharing is None:
        total: Floats = np.add.reduceat(each, survey.starts)
        return total
    return of_household(survey, each * survey.sharing)


def of_household(survey: Survey, each: Floats) -> Floats:
    """By household, the value all its members have; NaN where they differ."""
    high, low = np.maximum.reduceat(each, survey.starts), np.minimum.reduceat(each, survey.starts)
    return np.where(np.isclose(high, low, rtol=SAME, atol=0.0), high, np.nan)


def exceeds(amount: Floats, limit: Floats) -> Floats:
    """1 where an amount is above 0 and above a limit by more than rounding, else 0; NaN where one is not known.

    >>> exceeds(np.array([3.0, 0.3, 0.0, 1.0]), np.array([3.0, 0.1, -5.0, -5.0])).tolist()
    [0.0, 1.0, 0.0, 1.0]
    """
    above = (amount > 0) & (amount - limit > NEAR * np.maximum(abs(amount), abs(limit)))
    return np.where(np.isnan(amount) | np.isnan(limit), np.nan, above.astype(float))


def hardship(consumed: Floats, spent: Floats, line: float, share: float = 0.4) -> Floats:
    """1 for financial hardship by SDG indicator 3.8.2 as adopted in 2025, else 0: spending above a share of what is left over the line.

    All are a person (a day, say) in one currency, consumption with the spending in it, `line` the societal poverty line. Where
    nothing is left any spending counts. A share of 1 is impoverishing spending.

    >>> hardship(np.array([10.0, 30.0, 4.0, 4.0]), np.array([3.0, 6.0, 0.1, 0.0]), 5.15).tolist()
    [1.0, 0.0, 1.0, 0.0]
    """
    return exceeds(spent, share * (consumed - line))
