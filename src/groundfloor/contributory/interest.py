"""What a scheme's reserve earns."""

from __future__ import annotations

import numpy as np

from groundfloor.contributory.description import Scheme
from groundfloor.contributory.money import PRICES, Money
from groundfloor.country.rates import Floats, Ints


def interest_rates(scheme: Scheme, money: Money, years: Ints, variant: str) -> Floats:
    """The nominal rate of each year, a share of one; above inflation it needs the growth of prices."""
    rate = scheme.reserve.interest.by_year(years, variant)
    if scheme.reserve.interest.unit == "share":
        return rate
    prices = np.array([money.rate(PRICES, int(year)) for year in years])
    return np.asarray((1 + rate) * (1 + prices) - 1)
