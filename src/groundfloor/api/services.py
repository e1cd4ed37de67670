"""Verb on the essential services of a pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from groundfloor import population
from groundfloor.costing.services.country import Services, cost_sectors, described
from groundfloor.country import read_country
from groundfloor.economy import complete
from groundfloor.economy.rates import rates
from groundfloor.leaving import leave
from groundfloor.pipeline import HORIZON
from groundfloor.population import read_population
from groundfloor.providing import setting_of
from groundfloor.report.services import results, sections
from groundfloor.report.together import not_a_folder


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
    inputs = read_population(country.population)
    people = population.project(inputs, to)
    country = complete(country, people, to)
    return cost_sectors(description, setting_of(country, inputs, to, rates(country, people.total())))


def report_services(
    pack: str | Path,
    out: str | Path,
    to: int = HORIZON,
    *,
    sector: str | None = None,
    languages: Sequence[str] = ("en",),
) -> Path:
    """Cost services as `cost_services` does and write a page, a workbook, tables and record to `out`, all of it or nothing; returns the page.

    The page of the first language is report.html, that of another report.LANGUAGE.html. A file in place of the folder raises GroundfloorError
    too.

    >>> page = report_services("gha", "services", to=2026, languages=["en", "fr"])
    >>> sorted(path.name for path in page.parent.iterdir())
    ['record.json', 'report.fr.html', 'report.html', 'tables', 'workbook.xlsx']
    """
    folder = Path(out)
    if folder.is_file():
        raise not_a_folder(folder)
    country = read_country(pack)
    found = results(cost_services(pack, to, sector=sector), country)
    settings = {"to": to, "sector": sector, "languages": list(languages)}
    leave(found, folder, country.path, [], settings, languages, sections)
    return folder / "report.html"
