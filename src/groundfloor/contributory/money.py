"""Wages, prices, output and interest by year, and amounts that move with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.country.rates import Floats, Ints
from groundfloor.errors import GroundfloorError, Place


@dataclass(frozen=True)
class Index:
    """How an amount moves: the weights of prices and of wages in its yearly rate; both 0 leave it as it is."""

    prices: float = 0.0
    wages: float = 0.0


@dataclass(frozen=True)
class Money:
    """Yearly nominal rates of change of prices and wages as shares of one, by the year they lead to, and nominal GDP in LCU."""

    inflation: Mapping[int, float]
    wages: Mapping[int, float]
    gdp: Mapping[int, float]

    def rate(self, index: Index, year: int) -> float:
        """The yearly rate of an index from `year` - 1 to `year`; a rate that is needed and not known is refused.

        >>> Money({2026: 0.1}, {2026: 0.2}, {}).rate(Index(prices=0.5, wages=0.5), 2026)
        0.15000000000000002
        """
        total = 0.0
        for name, weight, rates in (("inflation", index.prices, self.inflation), ("wages", index.wages, self.wages)):
            if weight:
                if year not in rates:
                    raise GroundfloorError(
                        f"The growth of {name} to {year} is not known",
                        Place("economy.csv"),
                        hint="Add it there, or give past_wage_growth and past_inflation in the scheme's file for years before.",
                    )
                total += weight * rates[year]
        return total

    def level(self, index: Index, start: int, year: int) -> float:
        """The index in `year` over its level in `start`.

        >>> Money({2026: 0.25}, {}, {}).level(Index(prices=1), 2026, 2025)
        0.8
        """
        level = 1.0
        for step in range(min(start, year) + 1, max(start, year) + 1):
            level *= 1 + self.rate(index, step)
        return level if year >= start else 1 / level

    def levels(self, index: Index, start: int, years: Ints) -> Floats:
        """The index in each of `years` over its level in `start`."""
        return np.array([self.level(index, start, int(year)) for year in years])


PRICES, WAGES, NOTHING = Index(prices=1.0), Index(wages=1.0), Index()
