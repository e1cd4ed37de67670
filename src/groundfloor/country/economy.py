"""economy.csv: the economy and public finance, year by series."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from groundfloor.country.model import Economy, Observation
from groundfloor.country.parts import DIVISIONS, refuse_sums
from groundfloor.documents import Row, read_rows
from groundfloor.errors import GroundfloorError, Place, nearest

COLUMNS = ("year", "series", "value", "unit", "status", "source")
STATUS = ("actual", "projection", "assumption")
REFORM = 8.0
SMALLEST_GDP = 1e7
"""LCU: no country's GDP is below it, so a smaller value is in millions or billions."""


@dataclass(frozen=True)
class Kind:
    """What a known series is measured in, and whether a run is impossible without it."""

    unit: str
    required: bool = False


SERIES = {
    "gdp_nominal": Kind("LCU", required=True),
    "gdp_real_growth": Kind("share", required=True),
    "inflation": Kind("share", required=True),
    "gdp_deflator_growth": Kind("share"),
    "productivity_growth": Kind("share"),
    "gdp_per_capita": Kind("LCU/person"),
    "wage_growth": Kind("share"),
    "expenditure_pct_gdp": Kind("% of GDP"),
    "revenue_pct_gdp": Kind("% of GDP"),
    "debt_pct_gdp": Kind("% of GDP"),
    "primary_balance_pct_gdp": Kind("% of GDP"),
    "interest_rate": Kind("share"),
    "interest_rate_domestic": Kind("share"),
    "interest_rate_foreign": Kind("share"),
    "foreign_debt_share": Kind("share"),
    "stock_flow_pct_gdp": Kind("% of GDP"),
    "exchange_rate": Kind("LCU/USD"),
    "ppp_conversion": Kind("LCU/international dollar"),
    "health_expenditure_pct_gdp": Kind("% of GDP"),
    "participation_rate": Kind("share"),
    "unemployment_rate": Kind("share"),
} | {part: Kind("% of GDP") for division in DIVISIONS for part in division.every}
"""Series that the library reads by name. A pack may add series of its own, as long as no name is near one of these."""
FOLLOWING = ("interest_rate", "interest_rate_domestic", "interest_rate_foreign", "wage_growth", "gdp_deflator_growth")
"""Series that multiply only where prices do."""
HIGH_INFLATION = 0.5
SHARES = dict.fromkeys(("gdp_real_growth", "productivity_growth", "foreign_debt_share"), 1.0) | dict.fromkeys(
    FOLLOWING, float("inf")
)
"""The most that a share of one can be."""


def read_economy(path: Path, base_year: int | None) -> Economy:
    """Read and check economy.csv: units, status, sources, no year twice, no year missing inside a series.

    Without a base year, as in a forecast of some series alone, none is asked for.
    """
    seen: dict[tuple[str, int], int] = {}
    observations = []
    for row in read_rows(path, COLUMNS):
        key = (row.text("series"), row.year())
        if key in seen:
            raise GroundfloorError(
                f"{key[0]} of {key[1]} stands twice", row.place(), hint=f"It stands on line {seen[key]} already."
            )
        seen[key] = row.line
        observations.append(_observation(row))
    economy = Economy(tuple(observations))
    for name in economy.names:
        _refuse_holes(economy.series(name), name, str(path))
    for name, kind in SERIES.items():
        if base_year is not None and kind.required and base_year not in economy.series(name):
            raise GroundfloorError(
                f"The series {name} has no value for the base year {base_year}",
                Place(str(path)),
                hint=f"Add a row {base_year},{name},... in {kind.unit}.",
            )
    _refuse_percent(economy, seen, str(path))
    _refuse_reform(economy, seen, str(path))
    refuse_sums(economy, seen, str(path))
    return economy


def _observation(row: Row) -> Observation:
    series = row.text("series")
    kind = SERIES.get(series)
    near = nearest(series, SERIES) if kind is None else None
    if near:
        raise GroundfloorError(f"Unknown series {series!r}", row.place("series"), hint=near)
    unit = row.text("unit")
    if kind is not None and unit != kind.unit:
        raise GroundfloorError(f"{series} is in {unit!r}", row.place("unit"), expected=repr(kind.unit))
    status = row.text("status")
    if status not in STATUS:
        raise GroundfloorError(
            f"Unknown status {status!r}", row.place("status"), expected=", ".join(STATUS), hint=nearest(status, STATUS)
        )
    value = row.number("value")
    if series == "gdp_nominal" and value < SMALLEST_GDP:
        raise GroundfloorError(
            f"GDP is {value:g}",
            row.place("value"),
            expected="GDP in LCU",
            hint="Multiply values in millions by 1,000,000.",
        )
    if series in SHARES and not -1 < value <= SHARES[series]:
        raise _percent(f"{series} is {value:g}", row.place("value"))
    if series == "foreign_debt_share" and value < 0:
        raise GroundfloorError(f"{series} is {value:g}", row.place("value"), expected="a share from 0 to 1")
    return Observation(row.year(), series, value, unit, status, row.text("source"))


def _refuse_holes(values: dict[int, float], name: str, file: str) -> None:
    missing = sorted(set(range(min(values), max(values) + 1)) - set(values))
    if missing:
        raise GroundfloorError(
            f"The series {name} lacks {missing[0]}, between {min(values)} and {max(values)}",
            Place(file),
            hint="Add the year: nothing is carried on silently.",
        )


def _percent(what: str, place: Place) -> GroundfloorError:
    return GroundfloorError(what, place, expected="a share of one: 0.08 for 8 %", hint="Divide by 100.")


def _refuse_percent(economy: Economy, lines: dict[tuple[str, int], int], file: str) -> None:
    """Refuse inflation written in percent; only where nominal GDP multiplied as well are prices above 100 % believed."""
    gdp = economy.series("gdp_nominal")
    for year, rate in economy.series("inflation").items():
        doubled = year in gdp and year - 1 in gdp and gdp[year] > 1.5 * gdp[year - 1]
        if rate <= -1 or (rate > 1 and not doubled):
            raise _percent(f"inflation of {year} is {rate:g}", Place(file, lines["inflation", year], field="value"))
    prices = economy.series("inflation")
    for name in FOLLOWING:
        for year, rate in economy.series(name).items():
            # where prices multiply, so may wages and interest
            if rate > 1 and prices.get(year, 0.0) <= HIGH_INFLATION:
                raise _percent(f"{name} of {year} is {rate:g}", Place(file, lines[name, year], field="value"))


def _refuse_reform(economy: Economy, lines: dict[tuple[str, int], int], file: str) -> None:
    """Refuse a series in two currencies: a reform divides money by 10 or more, which growth and prices do not explain.

    In the World Economic Outlook of October 2025, 1980 to 2030, one year of one country of 210 lies outside these bounds, and in
    all others GDP moves by growth and consumer prices times 0.28 to 3.8.
    """
    prices, growth = economy.series("inflation"), economy.series("gdp_real_growth")
    for name in ("gdp_nominal", "exchange_rate"):
        values = economy.series(name)
        for year, value in values.items():
            before, risen, grown = values.get(year - 1), prices.get(year), growth.get(year, 0.0)
            if before is None or risen is None or before <= 0 or value <= 0:
                continue
            ratio = value / before / (1 + risen) / (1 + grown if name == "gdp_nominal" else 1.0)
            if not 1 / REFORM < ratio < REFORM:
                raise GroundfloorError(
                    f"{name} of {year} is {value / before:g} times that of {year - 1}, and prices {1 + risen:g} times",
                    Place(file, lines[name, year], field="value"),
                    expected="one currency in all years",
                    hint="Where the currency was reformed, write every year in the new one.",
                )
