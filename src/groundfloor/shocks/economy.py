"""The economy under shocks: each series moved from the pack's path, and public debt on from there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from groundfloor.country.model import Country, Economy, Observation
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.financing import Accounts
from groundfloor.financing.flows import baseline
from groundfloor.shocks.description import Shock
from groundfloor.shocks.reading import EXCHANGE, OF_GDP, POINTS

GROWTH, PRICES = "gdp_real_growth", "inflation"
NOMINAL = ("gdp_nominal", "gdp_per_capita")
DEBT, PRIMARY, STOCK_FLOW = "debt_pct_gdp", "primary_balance_pct_gdp", "stock_flow_pct_gdp"
STATUS = "assumption"


def together(shocks: Iterable[Shock]) -> dict[str, dict[int, float]]:
    """The deviations of several shocks by series and year, added up: in any order the same to the last bit."""
    found: dict[str, dict[int, list[float]]] = {}
    for shock in shocks:
        for series, years in shock.economy.items():
            for year, value in years.items():
                found.setdefault(series, {}).setdefault(year, []).append(value)
    return {series: {year: math.fsum(each) for year, each in sorted(years.items())} for series, years in found.items()}


def level(country: Country, series: str, moved: Mapping[int, float], year: int) -> float:
    """What a rate's deviations up to `year` have made of its level: the product of (1 + rate + deviation) / (1 + rate)."""
    rate = country.economy.series(series)
    found = 1.0
    for step, value in moved.items():
        if step <= year and value:
            found *= (1 + rate[step] + value) / (1 + rate[step])
    return found


@dataclass(frozen=True)
class _Moved:
    """The deviations, and what they make of levels."""

    country: Country
    by: Mapping[str, Mapping[int, float]]

    def gdp(self, year: int) -> float:
        """The factor of nominal GDP."""
        return math.prod(level(self.country, series, self.by.get(series, {}), year) for series in (GROWTH, PRICES))

    def exchange(self, year: int) -> float:
        """The factor of the price of foreign money."""
        return math.prod(1 + value for step, value in self.by.get(EXCHANGE, {}).items() if step <= year)

    def value(self, row: Observation) -> float:
        """The value of an observation under the shocks."""
        if row.series in NOMINAL:
            return row.value * self.gdp(row.year)
        if row.series == EXCHANGE:
            return row.value * self.exchange(row.year)
        return row.value + self.by.get(row.series, {}).get(row.year, 0.0)


def shocked_country(country: Country, shocks: Sequence[Shock], to: int) -> Country:
    """The country with the economy that the shocks make of its own up to `to`; the same country where they leave it alone.

    GDP follows its growth and prices, and the deflator of GDP goes as far off as consumer prices do. Debt follows from the year of the first
    deviation on: with the pack's own primary balance (revenue and expenditure moved) and stock-flow adjustment in % of GDP. A
    series that the pack lacks in a year in which it is to move raises GroundfloorError.
    """
    by = {series: years for series, years in together(shocks).items() if any(years.values())}
    if not by:
        return country
    _refuse(country, by, shocks, to)
    moved = _Moved(country, {series: {y: v for y, v in years.items() if y <= to} for series, years in by.items()})
    first = min(year for years in by.values() for year, value in years.items() if value)
    rows = [
        row if row.year < first else _changed(row, moved.value(row))
        for row in country.economy.observations
        if row.year < first or row.series not in (DEBT, PRIMARY, STOCK_FLOW)
    ]
    rows += _debt(country, moved, first)
    return replace(country, economy=Economy(tuple(rows)))


def _changed(row: Observation, value: float) -> Observation:
    return row if value == row.value else replace(row, value=value, status=STATUS)


def _refuse(country: Country, by: Mapping[str, Mapping[int, float]], shocks: Sequence[Shock], to: int) -> None:
    """Refuse a deviation from a path that is not there, and one that leads where no economy is."""
    for series, years in by.items():
        place = next(shock.place for shock in shocks if series in shock.economy)
        known = country.economy.series(series)
        if not known:
            raise GroundfloorError(
                f"The pack has no series {series}, from which the shock would deviate",
                place,
                expected=f"{series} in economy.csv",
                hint=nearest(series, country.economy.names),
            )
        for year, value in years.items():
            if year > to:
                continue
            if year not in known:
                raise GroundfloorError(
                    f"The series {series} has no value for {year}, from which the shock would deviate",
                    place,
                    hint="Add the year to economy.csv with its source.",
                )
            if (series in POINTS and 1 + known[year] + value <= 0) or (series in OF_GDP and known[year] + value < 0):
                raise GroundfloorError(
                    f"{series} of {year} would be {known[year] + value:g}", place, hint="Make the deviation smaller."
                )


def _debt(country: Country, moved: _Moved, first: int) -> list[Observation]:
    """Primary balance and stock-flow adjustment from the first deviation on, from which debt follows; none without a debt."""
    at = Accounts(country.base_year, country.economy)
    years = {row.year for row in country.economy.observations if row.series in (DEBT, PRIMARY)}
    if not years or max(years) < first:
        return []
    source = {row.series: row.source for row in country.economy.observations}
    rows = []
    for year, flow in baseline(at, range(country.base_year, max(years) + 1)).items():
        if year < first:
            continue
        revenue, spending = (moved.by.get(series, {}).get(year, 0.0) for series in OF_GDP)
        for series, value in ((PRIMARY, flow.primary + revenue - spending), (STOCK_FLOW, flow.stock_flow)):
            if not math.isnan(value):
                rows.append(
                    Observation(year, series, value, "% of GDP", STATUS, source.get(series, source.get(DEBT, "")))
                )
    return rows
