"""Verb on the essential services of a pack."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from groundfloor import population
from groundfloor.costing.services.country import Services, cost_sectors, described
from groundfloor.costing.services.setting import Setting
from groundfloor.country import Country, read_country
from groundfloor.economy import complete
from groundfloor.economy.rates import rates
from groundfloor.errors import GroundfloorError, Place
from groundfloor.pipeline import HORIZON
from groundfloor.population import read_population


def cost_services(pack: str | Path, to: int = HORIZON, *, sector: str | None = None) -> Services:
    """The cost of a pack's essential services by sector and year, from its base year to `to`, in LCU of the year.

    `sector` is the only one wanted. A pack without services.yaml, a wrong description, a rate or GDP that is needed and not there raise
    GroundfloorError. Method and sources: docs/methods/services-cost.md.

    >>> found = cost_services("gha", to=2030, sector="information")
    >>> [row["year"] for row in found.tables["services"] if row["variant"] == "low" and row["service"] == "all"][-1]
    2030
    """
    country = read_country(pack)
    description = described(country.path, sector)
    return cost_sectors(description, _setting(country, to))


def _setting(country: Country, to: int) -> Setting:
    inputs = read_population(country.population)
    people = population.project(inputs, to)
    if people.years[0] != country.base_year:
        raise GroundfloorError(
            f"The population starts in {people.years[0]} and the base year is {country.base_year}",
            Place(str(country.population)),
            expected="the same year",
        )
    country = complete(country, people, to)
    further = population.project(inputs, to + 1) if to < inputs.last_year else people  # births of `to` end in the next
    births = np.full(len(people.years), np.nan)
    births[: len(further.births)] = further.births.sum(axis=1)[: len(births)]
    gdp = country.economy.series("gdp_nominal")
    lacking = [int(year) for year in people.years if year not in gdp]
    if lacking:
        raise GroundfloorError(
            f"The series gdp_nominal has no value for {lacking[0]}",
            Place(str(country.path / "economy.csv")),
            hint=f"Add it with its source, or end before (--to {lacking[0] - 1}).",
        )
    return Setting(
        years=people.years,
        people=people.values,
        births=births,
        gdp=np.array([gdp[int(year)] for year in people.years]),
        rates=_with_past(country, rates(country, people.total())),
        exchange_rate=country.economy.series("exchange_rate"),
    )


def _with_past(country: Country, known: dict[str, dict[int, float]]) -> dict[str, dict[int, float]]:
    """The rates, with GDP per head before the base year as the economy has it, and wages like it where they are not known."""
    heads = country.economy.series("gdp_per_capita")
    past = {
        year: heads[year] / heads[year - 1] - 1 for year in heads if year - 1 in heads and year <= country.base_year
    }
    return {**known, "gdp_per_capita": past | known["gdp_per_capita"], "wages": past | known["wages"]}
