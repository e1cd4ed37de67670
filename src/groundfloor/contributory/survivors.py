"""What survivors receive when an insured person or a pensioner dies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.contributory.branches import Survivors
from groundfloor.contributory.pensions import Pensioners, nobody
from groundfloor.country.rates import Floats, Ints


@dataclass(frozen=True)
class SurvivorRates:
    """The survivors' branch by year; arrays [year, sex, age] of the deceased, or [year]."""

    minimum_service: Floats
    married: Floats
    share: Floats
    difference: Floats
    children: Floats
    orphan_share: Floats
    lump_years: Floats
    lump_until: Floats
    lump_discount: Floats
    orphan_age: int
    orphan_until: int


def prepared_survivors(one: Survivors, years: Ints, variant: str) -> SurvivorRates:
    """The branch's numbers by year; what it does not pay is 0."""
    ages = (15, 100)
    none = np.zeros((len(years), 2, 101))
    zero = np.zeros(len(years))
    return SurvivorRates(
        minimum_service=one.minimum_service.by_year(years, variant),
        married=none if one.married is None else one.married.rates(years, ages, variant),
        share=zero if one.share is None else one.share.by_year(years, variant),
        difference=zero if one.age_difference is None else one.age_difference.by_year(years, variant),
        children=none if one.children is None else one.children.rates(years, ages, variant),
        orphan_share=zero if one.orphan_share is None else one.orphan_share.by_year(years, variant),
        lump_years=zero if one.lump_years is None else one.lump_years.by_year(years, variant),
        lump_until=zero if one.lump_until is None else one.lump_until.by_year(years, variant),
        lump_discount=one.lump_discount.by_year(years, variant),
        orphan_age=one.orphan_age,
        orphan_until=one.orphan_until,
    )


def spouses(rates: SurvivorRates, i: int, died: Pensioners) -> Pensioners:
    """Widows and widowers of those who died: wives younger and husbands older by the age difference."""
    gap = round(float(rates.difference[i]))
    out = []
    for values in (died.persons * rates.married[i], died.amounts * rates.married[i] * rates.share[i]):
        wives, husbands = _moved(values[1], -gap), _moved(values[0], gap)
        out.append(np.stack([wives, husbands]))
    return Pensioners(*out)


def _moved(values: Floats, by: int) -> Floats:
    """Ages moved by a difference; who would be outside 0 to 100 is put at the end."""
    target = np.clip(np.arange(101) + by, 0, 100)
    return np.asarray(np.bincount(target, weights=values, minlength=101), dtype=np.float64)


def orphans(rates: SurvivorRates, i: int, died: Pensioners) -> Pensioners:
    """Orphans of those who died, at their mean age, as many girls as boys."""
    if not rates.orphan_until > rates.orphan_age:
        return nobody()
    out = []
    for values in (died.persons * rates.children[i], died.amounts * rates.children[i] * rates.orphan_share[i]):
        cell = np.zeros((2, 101))
        cell[:, rates.orphan_age] = values.sum() / 2
        out.append(cell)
    return Pensioners(*out)


def lump_sums(rates: SurvivorRates, i: int, insured: Pensioners, pensioners: Pensioners) -> float:
    """LCU of the year: years of pension for insured who died, and pensioners' years up to the age guaranteed."""
    discount = float(rates.lump_discount[i])
    left = certain(np.maximum(rates.lump_until[i] - np.arange(101.0), 0.0), discount)
    years = float(certain(rates.lump_years[i : i + 1], discount)[0])
    return float(insured.amounts.sum() * years + (pensioners.amounts * left).sum())


def certain(years: Floats, discount: float) -> Floats:
    """The present value of one LCU a year paid evenly through so many years.

    >>> certain(np.array([15.0]), 0.0).tolist(), certain(np.array([1.0]), 0.1).round(4).tolist()
    ([15.0], [0.9538])
    """
    return years if discount == 0 else np.asarray((1 - (1 + discount) ** -years) / np.log1p(discount))
