"""What follows from an economy and its people: real GDP, GDP per head, employment, output a worker, levels of prices and wages, interest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from groundfloor.costing import price_index
from groundfloor.country.model import Country, Observation
from groundfloor.economy.employment import EMPLOYED, PRODUCTIVITY, Employment
from groundfloor.economy.rates import rates
from groundfloor.economy.rules.balance import interest
from groundfloor.financing import Accounts

DERIVED = "derived"
"""The status of a value that follows from others of the table."""
Formula = Callable[[int], float]


class Following:
    """A completed economy, its people by year and who works, from which further series follow."""

    def __init__(self, country: Country, people: Mapping[int, float], employment: Employment) -> None:
        self.base, self.at = country.base_year, Accounts(country.base_year, country.economy)
        self.people, self.employment = people, employment
        self.names = country.economy.names
        indices = rates(country, people)
        self.prices, self.wages = indices["inflation"], indices["wages"]
        self.growth = country.economy.series("gdp_real_growth")

    def get(self, series: str, year: int) -> float:
        """The value of a series, NaN where there is none."""
        return self.at.get(series, year)

    def nominal_growth(self, year: int) -> float:
        """Growth of nominal GDP over the year before, a share of one."""
        return self.at.nominal_growth(year)

    def real(self, year: int) -> float:
        """GDP in prices of the base year."""
        return self.get("gdp_nominal", self.base) * price_index(self.growth, self.base, year)

    def heads(self, year: int) -> float:
        """Persons, NaN in a year without them."""
        return self.people.get(year, math.nan)

    def employed(self, year: int) -> float:
        """Persons who work."""
        return self.employment.employed(self.get, year)

    def formulas(self) -> dict[str, tuple[str, Formula, str]]:
        """Unit, formula and the words for it, by series."""
        base = f"prices of {self.base}"
        return {
            "gdp_real": ("LCU", self.real, f"gdp_nominal of {self.base} times growth in volume since: {base}"),
            "gdp_per_head": (
                "LCU/person", lambda y: self.get("gdp_nominal", y) / self.heads(y), "gdp_nominal over projected population",
            ),
            "gdp_per_head_usd": (
                "USD/person", lambda y: self.get("gdp_nominal", y) / self.heads(y) / self.get("exchange_rate", y),
                "gdp_per_head over exchange_rate",
            ),
            "gdp_real_per_head": ("LCU/person", lambda y: self.real(y) / self.heads(y), f"gdp_real over projected population: {base}"),
            EMPLOYED: (
                "persons", self.employed,
                "projected population of 15 and over times participation times (1 - unemployment_rate)",
            ),
            "output_per_worker": ("LCU/worker", lambda y: self.real(y) / self.employed(y), f"gdp_real over employed: {base}"),
            PRODUCTIVITY: (
                "share", lambda y: self.employment.productivity_growth(self.get, y),
                "(1 + gdp_real_growth) over growth of the employed, less 1",
            ),
            "price_level": ("index", lambda y: price_index(self.prices, self.base, y), f"inflation since {self.base}, which is 1"),
            "wage_level": (
                "index", lambda y: price_index(self.wages, self.base, y),
                f"wage_growth, in years without it growth of GDP per head, since {self.base}, which is 1",
            ),
            "interest_pct_gdp": (
                "% of GDP", lambda y: interest(self, y),
                "interest_rate times debt_pct_gdp of the year before over growth of nominal GDP",
            ),
            "balance_pct_gdp": (
                "% of GDP", lambda y: self.get("revenue_pct_gdp", y) - self.get("expenditure_pct_gdp", y),
                "revenue_pct_gdp less expenditure_pct_gdp",
            ),
        }  # fmt: skip


def derived(country: Country, people: Mapping[int, float], employment: Employment, to: int) -> Iterator[Observation]:
    """Rows from the base year to `to`, each where what it needs is known; a series the pack has itself is not derived.

    Amounts are LCU of the year unless the source says otherwise. Formulas: docs/methods/economy.md.
    """
    at = Following(country, people, employment)
    for series, (unit, formula, words) in at.formulas().items():
        if series in at.names:
            continue
        for year in range(country.base_year, to + 1):
            value = formula(year)
            if math.isfinite(value):
                yield Observation(year, series, value, unit, DERIVED, f"Derived: {words}")
