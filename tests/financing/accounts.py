"""Small economies for the tests of financing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from groundfloor.country.model import Economy, Observation
from groundfloor.financing import Accounts

BASE = 2025
YEARS = range(BASE, BASE + 11)


def accounts(growth: float = 0.05, prices: float = 0.04, *, years: range = YEARS, **series: object) -> Accounts:
    """An economy that grows evenly; each further series is one value for all years, a list, or values by year."""
    rows: dict[str, Mapping[int, float]] = {
        "gdp_nominal": {year: 1e12 * ((1 + growth) * (1 + prices)) ** (year - BASE) for year in (BASE - 1, *years)},
        "gdp_real_growth": dict.fromkeys(years, growth),
        "inflation": dict.fromkeys(years, prices),
    }
    for name, given in series.items():
        if isinstance(given, Mapping):
            rows[name] = given
        elif isinstance(given, Sequence):
            rows[name] = dict(zip(years, given, strict=False))
        else:
            rows[name] = dict.fromkeys(years, float(given))  # type: ignore[arg-type]
    return Accounts(
        BASE,
        Economy(
            tuple(
                Observation(year, name, value, "", "actual", "s")
                for name, v in rows.items()
                for year, value in v.items()
            )
        ),
    )
