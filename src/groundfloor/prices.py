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
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.variables import VARIABLES

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
        dated = parameter.dated(datetime.date(year, *MIDYEAR))
        if dated is None:
            return float("nan")
        if "LCU" not in parameter.unit:
            return dated.value
        indexed = self.level(parameter.indexed_to, dated.start.year, year) if parameter.indexed_to else 1.0
        return dated.value * indexed * self.to_base(year)

    def floor(self, floor: Floor, year: int) -> Floor:
        """`floor` with every parameter fixed at its real number in `year`."""
        fixed = {
            name: replace(parameter, values=(DatedValue(ALWAYS, self.real(parameter, year)),))
            for name, parameter in floor.parameters.items()
        }
        return replace(floor, parameters=fixed)

    def survey(self, survey: Survey) -> Survey:
        """`survey` with its welfare, lines and every variable in LCU moved from prices of its year to the base year's."""
        if survey.year == self.base:
            return survey
        factor = self.to_base(survey.year)
        columns = {
            name: column * factor
            if not isinstance(column, Text) and name in VARIABLES and "LCU" in VARIABLES[name].unit
            else column
            for name, column in survey.columns.items()
        }
        return replace(
            survey,
            columns=columns,
            welfare=None if survey.welfare is None else survey.welfare * factor,
            lines={name: line * factor for name, line in survey.lines.items()},
        )

    def lines(self, lines: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
        """The pack's poverty lines in LCU per person and year at base-year prices."""
        return {
            name: float(line["value"])
            * per_year(str(line["unit"]).replace("/person", ""))
            * self.to_base(int(line["year"]))
            for name, line in lines.items()
        }
