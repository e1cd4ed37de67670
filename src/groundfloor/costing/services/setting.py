"""What services are costed on: people, the economy and its prices; and the view of it under one variant of the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from groundfloor.costing.index import price_index
from groundfloor.costing.services.prices import Amount, Prices
from groundfloor.country.given import Given
from groundfloor.country.rates import Floats, Ints
from groundfloor.errors import GroundfloorError, Place


@dataclass(frozen=True)
class Setting:
    """Years from the base year on, people [..., year, sex f m, age 0 ... 100+], births and GDP in LCU of the year [..., year].

    `rates` are yearly rates of change as shares of one by the year they lead to: inflation, wages, gdp_per_capita; `exchange_rate` is
    LCU for one US dollar by year. Each may hold one value, or one a path [path]; people, births and GDP then have that axis before the years, and so have costs.
    """

    years: Ints
    people: Floats
    births: Floats
    gdp: Floats
    rates: Mapping[str, Mapping[int, Any]]
    exchange_rate: Mapping[int, Any]


@dataclass(frozen=True)
class View:
    """A setting with the prices of a sector, under one variant. `still` keeps every number as in the base year and lets prices move."""

    setting: Setting
    prices: Prices
    tradable: Given
    variant: str = "base"
    still: bool = False

    @property
    def years(self) -> Ints:
        """The years that numbers are read for."""
        return np.full_like(self.setting.years, self.setting.years[0]) if self.still else self.setting.years

    def value(self, given: Given | None, absent: float = 0.0) -> Floats:
        """A number [year], `absent` where there is none."""
        return np.full(len(self.years), absent) if given is None else given.by_year(self.years, self.variant)

    def money(self, amount: Amount | None) -> Floats:
        """An amount [year] in LCU of each year; 0 where there is none."""
        if amount is None:
            return np.zeros(len(self.years))
        value = amount.given.by_year(self.years, self.variant)
        if amount.of_gdp_per_head:
            return np.asarray(value * self.setting.gdp / self.setting.people.sum(axis=(-2, -1)))
        return np.asarray(value * self._rate_of_exchange(amount) * self.level(amount))

    def level(self, amount: Amount) -> Floats:
        """The prices [year] that an amount moves with, over their level in the year whose money it is in."""
        return self._levels(amount.year, amount.tradable or self.tradable)

    def unmoved(self) -> View:
        """The same with numbers as in the base year."""
        return replace(self, still=True)

    def _levels(self, start: int, tradable: Given) -> Floats:
        years = self.setting.years
        first, last = min(start, int(years[0])), max(start, int(years[-1]))
        steps = np.arange(first + 1, last + 1)
        shares = tradable.by_year(steps, self.variant) if len(steps) else np.zeros(0)
        blended = {}
        for step, share in zip(steps.tolist(), shares.tolist(), strict=True):
            parts = ((share, self.prices.tradable), (1 - share, self.prices.non_tradable))
            blended[step] = sum(part * self._rate(name, step) for part, name in parts if part)
        return np.stack(np.broadcast_arrays(*(price_index(blended, start, int(year)) for year in years)), axis=-1)

    def _rate(self, name: str, year: int) -> Any:
        if name == "exchange_rate":
            known = self.setting.exchange_rate
            if year in known and year - 1 in known:
                abroad = float(self.prices.abroad(year, self.variant))
                return known[year] / known[year - 1] * (1 + abroad) - 1
        elif year in self.setting.rates.get(name, {}):
            return self.setting.rates[name][year]
        raise GroundfloorError(
            f"The growth of {name} to {year} is not known",
            Place("economy.csv"),
            expected=f"a value of it for {year}",
            hint="Add it with its source, end in an earlier year (--to), or name another index under `prices`.",
        )

    def _rate_of_exchange(self, amount: Amount) -> Any:
        if amount.currency == "LCU":
            return 1.0
        if amount.year not in self.setting.exchange_rate:
            raise GroundfloorError(
                f"{amount.given.name} is in US dollars of {amount.year}, whose exchange rate is not known",
                amount.given.place,
                hint=f"Add exchange_rate of {amount.year} to economy.csv, or give the amount in LCU.",
            )
        return np.asarray(self.setting.exchange_rate[amount.year])[..., None]
