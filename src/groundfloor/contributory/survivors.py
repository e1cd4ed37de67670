"""What survivors receive when an insured person or a pensioner dies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.contributory.bereaved import RelativeRates, prepared_relatives
from groundfloor.contributory.branches import Survivors
from groundfloor.contributory.pensions import Pensioners
from groundfloor.country.rates import Floats, Ints


@dataclass(frozen=True)
class SurvivorRates:
    """The survivors' branch by year; arrays are [year]."""

    minimum_service: Floats
    relatives: RelativeRates
    lump_years: Floats
    lump_until: Floats
    lump_discount: Floats


def prepared_survivors(one: Survivors, years: Ints, variant: str) -> SurvivorRates:
    """The branch's numbers by year; what it does not pay is 0."""
    zero = np.zeros(len(years))
    return SurvivorRates(
        minimum_service=one.minimum_service.by_year(years, variant),
        relatives=prepared_relatives(one.relatives, years, variant),
        lump_years=zero if one.lump_years is None else one.lump_years.by_year(years, variant),
        lump_until=zero if one.lump_until is None else one.lump_until.by_year(years, variant),
        lump_discount=one.lump_discount.by_year(years, variant),
    )


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
