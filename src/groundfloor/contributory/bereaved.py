"""Spouses and orphans of those who died, and what they receive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.contributory.pensions import Pensioners, nobody
from groundfloor.contributory.relatives import Relatives
from groundfloor.country.rates import Floats, Ints

ADULTS = (15, 100)


@dataclass(frozen=True)
class RelativeRates:
    """Relatives by year; arrays [year, sex, age] of the deceased, or [year]."""

    married: Floats
    share: Floats
    difference: Floats
    children: Floats
    orphan_share: Floats
    orphan_age: int
    orphan_until: int


def prepared_relatives(one: Relatives, years: Ints, variant: str) -> RelativeRates:
    """The numbers by year; what is not paid is 0."""
    none, zero = np.zeros((len(years), 2, 101)), np.zeros(len(years))
    return RelativeRates(
        married=none if one.married is None else one.married.rates(years, ADULTS, variant),
        share=zero if one.share is None else one.share.by_year(years, variant),
        difference=zero if one.age_difference is None else one.age_difference.by_year(years, variant),
        children=none if one.children is None else one.children.rates(years, ADULTS, variant),
        orphan_share=zero if one.orphan_share is None else one.orphan_share.by_year(years, variant),
        orphan_age=one.orphan_age,
        orphan_until=one.orphan_until,
    )


def spouses(rates: RelativeRates, i: int, died: Pensioners) -> Pensioners:
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


def orphans(rates: RelativeRates, i: int, died: Pensioners) -> Pensioners:
    """Orphans of those who died, at their mean age, as many girls as boys."""
    if not rates.orphan_until > rates.orphan_age:
        return nobody()
    out = []
    for values in (died.persons * rates.children[i], died.amounts * rates.children[i] * rates.orphan_share[i]):
        cell = np.zeros((2, 101))
        cell[:, rates.orphan_age] = values.sum() / 2
        out.append(cell)
    return Pensioners(*out)
