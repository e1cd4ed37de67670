"""The economy and public finance as options and debt read them: a value by year, one that is missing refused or NaN."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from groundfloor.country.model import Economy
from groundfloor.errors import GroundfloorError, Place

FILE = "economy.csv"


@dataclass(frozen=True)
class Accounts:
    """The series of a pack's economy.csv, and the year from which a run starts."""

    base: int
    economy: Economy

    @cached_property
    def _series(self) -> Mapping[str, Mapping[int, float]]:
        return {name: self.economy.series(name) for name in self.economy.names}

    def get(self, series: str, year: int) -> float:
        """The value of a series in a year, NaN where there is none."""
        return self._series.get(series, {}).get(year, math.nan)

    def known(self, series: str, year: int, why: str) -> float:
        """The same, refused where there is none; `why` says what needs it."""
        value = self.get(series, year)
        if math.isnan(value):
            raise GroundfloorError(
                f"The series {series} has no value for {year}, which {why} needs",
                Place(FILE),
                expected=f"a row {year},{series},...",
                hint="Add the missing years with their source.",
            )
        return value

    def nominal_growth(self, year: int) -> float:
        """Growth of nominal GDP over the year before, a share of one; NaN where one of both is not known.

        >>> from groundfloor.country.model import Observation
        >>> gdp = [Observation(y, "gdp_nominal", v, "LCU", "actual", "s") for y, v in ((2025, 100e9), (2026, 110e9))]
        >>> round(Accounts(2025, Economy(tuple(gdp))).nominal_growth(2026), 6)
        0.1
        """
        return self.get("gdp_nominal", year) / self.get("gdp_nominal", year - 1) - 1

    def real_share(self, year: int) -> float:
        """What 1 % of the base year's GDP, kept in constant prices, is as % of GDP of `year`: it shrinks with real growth."""
        share = 1.0
        for step in range(self.base + 1, year + 1):
            share /= 1 + self.known("gdp_real_growth", step, "an amount kept in constant prices")
        return share
