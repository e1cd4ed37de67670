"""The contributory schemes of a country written to a folder, a workbook or a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from groundfloor.contributory.country import Contributory
from groundfloor.contributory.tables import COLUMNS
from groundfloor.report.contributory.page import html
from groundfloor.report.contributory.words import PREFIX, language, told
from groundfloor.report.results import Results, Row
from groundfloor.report.tables import write_tables
from groundfloor.report.workbook import write_workbook

PAGE = "report.html"
WORKBOOK = "workbook.xlsx"
SUMMARY: tuple[str, ...] = ("year", "insured", "pensioners", "contributions_pct_gdp", "expenditure_pct_gdp", "payg_cost_rate",
           "dependency_ratio", "replacement_ratio", "scaled_premium", "reserve_pct_gdp", "implicit_debt_pct_gdp")  # fmt: skip
KNOWN = ("figure", "known_year", "known", "projected_year", "projected", "ratio", "used")


def results(found: Contributory) -> Results:
    """Every table as results for `write_tables` and `write_workbook`."""
    years = found.projections[0].years
    name = {"en": ", ".join(one.label["en"] for one in found.schemes)}
    return Results(
        country_name=found.country.name,
        currency=found.country.currency,
        year=int(years[0]),
        horizon=int(years[-1]),
        synthetic=False,
        survey_name="",
        floor_label=name,
        scenario_labels={},
        programme_labels={},
        tables={table: [{column: row[column] for column in COLUMNS[table]} for row in rows] for table, rows in found.tables.items()},
        sources=found.country.sources,
        title=name,
    )  # fmt: skip


def draw_up(found: Contributory, folder: Path, languages: Sequence[str]) -> None:
    """Write report.html, workbook.xlsx and tables/NAME.csv to a folder that is there; another language's page is report.LANGUAGE.html."""
    shown = results(found)
    write_tables(shown, folder)
    write_workbook(shown, folder / WORKBOOK, language(languages[0]))
    for i, code in enumerate(languages):
        name = PAGE if i == 0 else f"report.{code}.html"
        (folder / name).write_text(html(found, code), encoding="utf-8", newline="\n")


def write_book(found: Contributory, path: str | Path, lang: str = "en") -> None:
    """Write every table to a workbook in a language."""
    write_workbook(results(found), path, language(lang))


def summary(found: Contributory, lang: str = "en") -> Iterator[tuple[str, Sequence[Row], Sequence[str]]]:
    """For each scheme and variant a heading, a few years of the table `contributory` and its columns; then what is known."""
    say = language(lang)
    for one in told(found, say):
        if one.base.scheme.illustrative:
            yield one.text("basis.illustrative", scheme=one.label), (), ()
        columns = SUMMARY
        if one.base.start != one.base.start:
            yield one.text("premiums.no_reserve"), (), ()
            columns = tuple("accumulated_pct_gdp" if name == "reserve_pct_gdp" else name for name in SUMMARY)
        for variant in one.variants:
            rows = one.rows("contributory", variant)
            yield f"{one.label} ({variant})", [rows[i] for i in one.steps], columns
        known = one.rows("contributory_known")
        if known:
            yield say.text(f"{PREFIX}basis.known"), known, KNOWN
