"""The inputs of a preset from a country pack: projected population, economy, lines, coverage, and households where asked for."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from groundfloor.country import Country, read_country
from groundfloor.economy.project import held_since
from groundfloor.errors import GroundfloorError
from groundfloor.measures import measure
from groundfloor.population import Population
from groundfloor.presets.inputs import Households, Inputs, Line
from groundfloor.rules.periods import per_year
from groundfloor.survey import data_files
from groundfloor.survey.frame import Survey

FROM_ILO = ("SI_COV_CHLD", "SI_COV_MATNL", "SI_COV_DISAB", "SI_COV_UEMP", "SI_COV_PENSN")
"""The series of SDG indicator 1.3.1 that count who is covered in a branch, contributors included."""
WOMEN = ("SI_COV_MATNL",)


def inputs_of(country: Country, population: Population, to: int, survey: Survey | None = None) -> Inputs:
    """Inputs from the first year of `population` to the year `to`; `survey` in prices of any year.

    Births of a year are those of the twelve months from 1 July: where the projection ends in `to`, those of `to` are not known.

    >>> from groundfloor import project, read_country
    >>> at = inputs_of(read_country("gha"), project("gha", 2027), 2026)
    >>> tuple(at.years), round(at.births[0] / 1e5)
    ((2025, 2026), 9)
    """
    years = tuple(int(year) for year in population.years if year <= to)
    births = np.full(len(years), np.nan)
    known = population.births.sum(axis=1)[: len(years)]
    births[: len(known)] = known
    lines = {
        name: Line(float(line["value"]) * per_year(str(line["unit"]).replace("/person", "")), int(line["year"]))
        for name, line in country.lines.items()
    }
    return Inputs(
        years=years,
        population=population.values[: len(years)].sum(axis=1),
        series={name: country.economy.series(name) for name in country.economy.names},
        births=births,
        lines=lines,
        coverage=_coverage(country, years[0]),
        households=None if survey is None else households_of(survey),
        country=country.name["en"],
        currency=country.currency,
        held_since=held_since(country.economy),
    )


def _coverage(country: Country, year: int) -> dict[str, tuple[float, int]]:
    """The latest share covered at or before `year`, by branch: everybody, for maternity women."""
    found: dict[str, tuple[float, int]] = {}
    for row in country.coverage:
        whole = row["sex"] is None or (row["series"] in WOMEN and row["sex"] == "female")
        if row["series"] not in FROM_ILO or not whole or row["quintile"] is not None or row["year"] > year:
            continue
        if row["function"] not in found or found[row["function"]][1] < row["year"]:
            found[row["function"]] = (row["coverage_pct"] / 100, row["year"])
    return found


def households_of(survey: Survey) -> Households:
    """What the persons of a survey live on, who said so and have a weight."""
    if survey.welfare is None:
        raise GroundfloorError("The survey has no welfare", hint="Add `welfare:` to survey.yaml, or --set poverty_gap.")
    known = np.isfinite(survey.welfare) & np.isfinite(survey.weight)
    interval = (
        None if survey.synthetic else partial(_interval, survey)
    )  # of households drawn by us it would say nothing
    return Households(survey.welfare[known], survey.weight[known], survey.price_year, survey.synthetic, interval)


def _interval(survey: Survey, line: float) -> tuple[float, float]:
    """The 95 % interval of the poverty gap index at a line in LCU a year, from the design of the survey."""
    rows = measure(survey, lines={"line": line}, groups=())
    (gap,) = (row for row in rows if (row["measure"], row["group"]) == ("fgt1", "all"))
    return gap["ci_low"], gap["ci_high"]


def sources_of(pack: str | Path) -> tuple[Path, list[Path]]:
    """The folder of a pack and the files of its survey, for the record."""
    country = read_country(pack)
    return country.path, [] if country.survey is None else list(data_files(country.survey))
