"""Money of every year brought to prices of the base year, so that rules, welfare and poverty lines meet in one unit."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from groundfloor.costing import price_index
from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules.periods import per_year
from groundfloor.rules.programme import DatedParameter, DatedValue, Floor
from groundfloor.survey.frame import Survey
from groundfloor.survey.revalued import amounts_of, revalued

MIDYEAR = (7, 1)
ALWAYS = datetime.date.min


@dataclass(frozen=True)
class Prices:
    """Yearly rates of change as shares of one, by the year they lead to, and the year whose prices are used.

    `rates` holds one series a word a parameter may be indexed to: inflation, wages, gdp_per_capita (nominal rates).
    """

    base: int
    rates: Mapping[str, Mapping[int, float]]

    def level(self, series: str, start: int, year: int) -> float:
        """The index `series` in `year` over its level in `start`; a missing rate is refused, never taken as 0.

        >>> round(Prices(2025, {"inflation": {2026: 0.1, 2027: 0.1}}).level("inflation", 2025, 2027), 4)
        1.21
        """
        level = price_index(self.rates.get(series, {}), start, year)
        if np.isnan(level):
            raise GroundfloorError(
                f"The series {series!r} is not known for every year from {min(start, year)} to {max(start, year)}",
                Place("economy.csv"),
                expected="a rate (share of one) for each of these years",
                hint="Add the missing years with their source.",
            )
        return level

    def to_base(self, year: int) -> float:
        """What money of `year` is worth in prices of the base year.

        >>> Prices(2025, {"inflation": {2026: 0.25}}).to_base(2026)
        0.8
        """
        return self.level("inflation", year, self.base)

    def real(self, parameter: DatedParameter, year: int) -> float:
        """A parameter's number in the middle of `year`; money is indexed as its law says and put in base-year prices.

        A value fixed in year s and indexed to I is, in t, value x I(s -> t); not indexed, it stays as it was and prices
        eat it. In base-year prices that is value x I(s -> t) / P(base -> t). NaN before the first value.

        >>> grant = DatedParameter("a.grant", "LCU/month", (DatedValue(datetime.date(2025, 1, 1), 100.0),))
        >>> round(Prices(2025, {"inflation": {2026: 0.25}}).real(grant, 2026), 2)
        80.0
        """
        found = self._at(parameter, datetime.date(year, *MIDYEAR))
        return float("nan") if found is None else found.value

    def _at(self, parameter: DatedParameter, day: datetime.date) -> DatedValue | None:
        dated = parameter.dated(day)
        if dated is None or "LCU" not in parameter.unit:
            return dated
        indexed = self.level(parameter.indexed_to, dated.start.year, day.year) if parameter.indexed_to else 1.0
        return replace(dated, value=dated.value * indexed * self.to_base(day.year))

    def floor(self, floor: Floor, year: int) -> Floor:
        """`floor` with every parameter fixed at its real number in `year`."""
        fixed = {
            name: replace(parameter, values=(DatedValue(ALWAYS, self.real(parameter, year)),))
            for name, parameter in floor.parameters.items()
        }
        return replace(floor, parameters=fixed)

    def on(self, floor: Floor, day: datetime.date) -> Floor:
        """`floor` with every parameter as it stands on `day`, which keeps its date and source: what a person is told."""
        standing = {name: (parameter, self._at(parameter, day)) for name, parameter in floor.parameters.items()}
        known = {
            name: replace(parameter, values=() if found is None else (found,))
            for name, (parameter, found) in standing.items()
        }
        return replace(floor, parameters=known)

    def survey(self, survey: Survey) -> Survey:
        """`survey` with its welfare, lines and every amount moved from the prices they are in to the base year's."""
        if {survey.price_year, *amounts_of(survey).values()} == {self.base}:
            return survey
        return revalued(survey, self.to_base, self.base)

    def lines(self, lines: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
        """The pack's poverty lines in LCU per person and year at base-year prices."""
        return {
            name: float(line["value"])
            * per_year(str(line["unit"]).replace("/person", ""))
            * self.to_base(int(line["year"]))
            for name, line in lines.items()
        }
