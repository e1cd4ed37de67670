"""Uncertainty in words of a language: tables for a terminal, and results for a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from groundfloor.report import monte_carlo
from groundfloor.report.language import Language, languages, with_words
from groundfloor.report.results import Results
from groundfloor.uncertainty.backtest import summary
from groundfloor.uncertainty.found import TABLES, Uncertainty
from groundfloor.uncertainty.monte_carlo import ALL

MESSAGES = Path(monte_carlo.__file__).parent / "messages"
PREFIX = "monte_carlo."
SHOWN = ("year", "central", "p5", "p25", "p50", "p75", "p95")
EVERY = 5
Shown = tuple[str, list[dict[str, Any]], Sequence[str]]


@cache
def language(code: str) -> Language:
    """The language of reports with the words on uncertainty; one there is none of raises GroundfloorError.

    >>> language("fr").text("monte_carlo.component.take_up")
    'recours'
    """
    return with_words(code, MESSAGES, PREFIX)


def shown(found: Uncertainty, lang: str = "en") -> Iterator[Shown]:
    """A heading, rows and columns of each table for a terminal: the whole floor in % of GDP, every fifth year."""
    say = language(lang)
    years = {row["year"] for row in found.tables["uncertainty"]}
    full = min(row["year"] for row in found.tables["drivers"])
    kept = {min(years), full, max(years)} | {year for year in years if year % EVERY == 0}
    wanted = {"programme": ALL, "quantity": "pct_gdp", "scenario": found.floor.name}

    def of(table: str) -> list[dict[str, Any]]:
        rows = found.tables[table]
        return [dict(row) for row in rows if all(row[key] == value for key, value in wanted.items())]

    if found.synthetic:
        yield say.text(f"{PREFIX}synthetic"), [], ()
    costs = [row for row in of("uncertainty") if row["year"] in kept]
    yield from _table(say, "costs", costs, SHOWN, paths=f"{found.settings['paths']:,}")
    last = [
        row | {"component": say.text(f"{PREFIX}component.{row['component']}")}
        for row in of("drivers")
        if row["year"] == max(years)
    ]
    yield from _table(say, "drivers", last, ("component", "p5", "p95", "swing", "share_of_variance"), year=max(years))
    past = summary(found.tables["backtest"])
    if past:
        yield from _table(say, "backtest", past, tuple(past[0]))
    people = [dict(row) for row in found.tables["backtest_population"] if not row["sex"]]
    if people:
        then = {"origin": people[0]["origin"], "year": people[0]["year"]}
        yield from _table(say, "backtest_population", people, ("age", "forecast", "actual", "error_pct"), **then)
        spent = [dict(row) for row in found.tables["backtest_costs"] if row["scenario"] == found.floor.name]
        yield from _table(
            say, "backtest_costs", spent, ("programme", "forecast_lcu", "actual_lcu", "error_pct"), **then
        )
    for note, given in found.notes:
        yield _note(say, note, given), [], ()


def _table(
    say: Language, key: str, rows: list[dict[str, Any]], columns: Sequence[str], **given: Any
) -> Iterator[Shown]:
    """Rows under the columns' headings in the language."""
    labels = {name: say.text(f"columns.{name}.label") for name in columns}
    written = [{label: row[name] for name, label in labels.items()} for row in rows]
    yield say.text(f"{PREFIX}{key}", **given), written, list(labels.values())


def _note(say: Language, note: str, given: Mapping[str, Any]) -> str:
    """A note with the series it names in words."""
    named = {name: say.text(f"series.{value}") if name == "series" else value for name, value in given.items()}
    return say.text(f"{PREFIX}{note}", **named)


def results(found: Uncertainty) -> Results:
    """Every table as results for a report and a workbook; the assumptions are what the back-test could not do."""
    options = found.floor.scenarios
    programmes = {name: one.label for name, one in found.floor.programmes.items()}
    return Results(
        country_name=found.country.name,
        currency=found.country.currency,
        year=found.country.base_year,
        horizon=found.settings["to"],
        synthetic=found.synthetic,
        survey_name=found.survey_name,
        floor_label=found.floor.label,
        scenario_labels={found.floor.name: found.floor.label}
        | {name: patch.get("label", {"en": name}) for name, patch in options.items()},
        programme_labels=programmes | dict(found.labels),
        tables={
            name: [{column: row[column] for column in columns} for row in found.tables[name]]
            for name, columns in TABLES.items()
            if found.tables[name]
        },
        sources=found.country.sources,
        seed=found.settings["seed"],
        assumptions=[{code: _note(language(code), note, given) for code in languages()} for note, given in found.notes],
        title={
            code: language(code).text(f"{PREFIX}title", floor=language(code).words(found.floor.label))
            for code in languages()
        },
    )
