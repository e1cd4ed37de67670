"""The cost of services by sector: a summary in words and a few years, and a workbook of every table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from groundfloor.costing.services.country import Services
from groundfloor.costing.services.description import TOTAL
from groundfloor.costing.services.payers import PAYERS
from groundfloor.costing.services.tables import COLUMNS
from groundfloor.country.model import Country
from groundfloor.report.language import Language, in_all
from groundfloor.report.results import Results, Row
from groundfloor.report.services.words import PREFIX, language
from groundfloor.report.workbook import write_workbook

STEPS = 4
SHOWN = ("capital", "recurrent", "total", "additional", *PAYERS)
BOUNDS = ("low", "high")


def summary(found: Services, lang: str = "en") -> Iterator[tuple[str, Sequence[Row], Sequence[str]]]:
    """How many numbers are assumptions; then, with its rows and columns, what sectors cost in a few years."""
    say = language(lang)
    numbers = found.tables["services_numbers"]
    assumed = sum(row["assumption"] for row in numbers)
    if assumed:
        yield say.text(f"{PREFIX}assumed", count=assumed, all=len(numbers)), (), ()
    columns = ("sector", "year", "covered", "capital", "recurrent", "total", *BOUNDS, "additional", *PAYERS)
    headings = {name: say.text(f"{PREFIX}heading.{name}") for name in columns}
    rows = [{headings[name]: row[name] for name in columns} for row in _shares(found, say)]
    yield say.text(f"{PREFIX}summary"), rows, list(headings.values())
    yield "", (), ()
    yield say.text(f"{PREFIX}columns_note"), (), ()


def _shares(found: Services, say: Language) -> Iterator[Row]:
    years = found.setting.years.tolist()
    shown = {years[round((len(years) - 1) * k / (STEPS - 1))] for k in range(STEPS)}
    whole = {
        (row["sector"], row["year"], row["variant"]): row
        for row in found.tables["services"]
        if row["service"] == TOTAL and row["year"] in shown
    }
    for (sector, year, variant), row in whole.items():
        if variant == "base":
            bounds = {
                name: whole[sector, year, name]["total_pct_gdp"] if (sector, year, name) in whole else None
                for name in BOUNDS
            }
            shares = {name: row[f"{name}_pct_gdp"] for name in SHOWN}
            label = say.text(f"{PREFIX}sector.{sector}")
            yield {"sector": label, "year": year, "covered": row["covered"], **shares, **bounds}


def results(found: Services, country: Country) -> Results:
    """Every table as results for a page, a workbook and files."""
    title = in_all(f"{PREFIX}title", country=country.name["en"])
    title |= {
        code: Language(code).text(f"{PREFIX}title", country=name)
        for code, name in country.name.items()
        if code in title
    }
    years = found.setting.years
    return Results(
        country_name=country.name,
        currency=country.currency,
        year=int(years[0]),
        horizon=int(years[-1]),
        synthetic=False,
        survey_name="",
        floor_label=title,
        scenario_labels={},
        programme_labels={},
        tables={table: [{column: row[column] for column in COLUMNS[table]} for row in rows] for table, rows in found.tables.items()},
        sources=country.sources,
        title=title,
    )  # fmt: skip


def write_book(found: Services, country: Country, path: str | Path, lang: str = "en") -> None:
    """Write every table to a workbook in a language.

    >>> from groundfloor import cost_services, read_country
    >>> write_book(cost_services("gha", to=2026, sector="health"), read_country("gha"), "services.xlsx", "fr")
    >>> Path("services.xlsx").read_bytes()[:2]
    b'PK'
    """
    write_workbook(results(found, country), path, language(lang))
