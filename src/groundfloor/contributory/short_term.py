"""Benefits of short duration and health care: cases times days times a share of the wage, and persons times a cost."""

from __future__ import annotations

import numpy as np

from groundfloor.contributory.branches import Health, Short
from groundfloor.contributory.cohorts import Demography
from groundfloor.contributory.money import Money
from groundfloor.contributory.prepared import Insured
from groundfloor.country.rates import Floats

DAYS = 365.0


def short_term(
    one: Short, insured: Insured, active: Floats, i: int, demography: Demography, variant: str
) -> tuple[float, float]:
    """Cases and LCU of the year: insured x incidence x days / 365 x replacement x insured wage of who contributes.

    Without an incidence cases are births: insured women times the fertility of their age.
    """
    years = demography.years[i : i + 1]
    ages = insured.group.ages
    if one.incidence is None:
        incidence = np.stack([demography.fertility[i], np.zeros(101)])
    else:
        incidence = one.incidence.rates(years, ages, variant)[0]
    persons = active.sum(axis=-1) * insured.density[i]
    cases = persons * incidence
    days = one.days.rates(years, ages, variant)[0]
    replaced = one.replacement.rates(years, ages, variant)[0]
    paid = cases * days / DAYS * replaced * insured.wages[insured.back + i]
    return float(cases.sum()), float(paid.sum())


def health(
    one: Health, insured: float, pensioners: float, money: Money, i: int, demography: Demography, variant: str
) -> tuple[float, float]:
    """Persons covered and LCU of the year."""
    years = demography.years[i : i + 1]
    covered = insured * float(one.per_insured.by_year(years, variant)[0])
    covered += pensioners * float(one.per_pensioner.by_year(years, variant)[0])
    return covered, covered * float(one.cost.at(money, years, variant)[0])
