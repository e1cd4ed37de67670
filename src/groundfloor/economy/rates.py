"""What a benefit may be indexed to: prices, GDP per head and wages, as yearly rates of change."""

from __future__ import annotations

from collections.abc import Mapping

from groundfloor.country.model import Country


def nominal_growth(country: Country) -> dict[int, float]:
    """Growth of nominal GDP from the year before, a share of one, in each year whose GDP and that before are known."""
    gdp = country.economy.series("gdp_nominal")
    return {year: gdp[year] / gdp[year - 1] - 1 for year in gdp if year - 1 in gdp}


def rates(country: Country, people: Mapping[int, float]) -> dict[str, dict[int, float]]:
    """Nominal yearly rates of the indices a benefit may follow, as shares of one.

    GDP per head grows by nominal GDP over the growth of the projected population. Wages follow the pack's series
    `wage_growth` and, in years without it, GDP per head.
    """
    growth = nominal_growth(country)
    per_head = {
        year: (1 + growth[year]) * people[year - 1] / people[year] - 1
        for year in people
        if year in growth and people.get(year - 1) and people[year]
    }
    return {
        "inflation": country.economy.series("inflation"),
        "gdp_per_capita": per_head,
        "wages": per_head | country.economy.series("wage_growth"),
    }
