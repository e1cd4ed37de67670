"""What it rests on: assumptions, data and their fit, schemes in force, findings, what is undecided, sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.language import Language
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Table, table
from groundfloor.report.view import added, present

ORDER = 70
WORST = 10
BILLION = 1e9
AGES = ((0, 14), (15, 64), (65, None))
SEVERITIES = ("error", "warning", "note")


def content(page: Page) -> Mapping[str, Any]:
    """Lists and tables; each is None or empty when the run has nothing of the kind."""
    say, results = page.language, page.results
    facts = [
        ("survey", results.survey_name),
        ("years", say.text("basis.span", year=results.year, horizon=results.horizon)),
        ("engine", results.engine),
        ("seed", str(results.seed)),
    ]
    return {
        "facts": [(say.text(f"basis.{name}"), value) for name, value in facts],
        "assumptions": [say.words(one) for one in results.assumptions],
        "economy": _economy(page),
        "population": _population(page),
        "schemes": _schemes(page),
        "findings": _findings(page),
        "fit": _fit(page),
        "undecided": _undecided(page),
        "sources": results.sources,
    }


def _economy(page: Page) -> Table | None:
    say, view = page.language, page.view
    body: list[list[str | Cell]] = []
    for series in view.distinct("economy", "series"):
        rows = {int(row["year"]): row for row in view.rows("economy", series=series)}
        shown = [rows.get(year, {}) for year in view.steps]
        if not any(shown):
            continue
        unit = next(iter(rows.values())).get("unit", "")
        known = f"unit.{unit}"
        words = say.text(known, currency=page.results.currency) if say.has(known) else unit
        cells = [_in_unit(say, present(row.get("value")), unit, row.get("status")) for row in shown]
        body.append([page.names.known("series", series), words, *cells])
    if not body:
        return None
    headings = [say.text("heading.series"), say.text("heading.unit"), *map(say.year, view.steps)]
    note = say.text("basis.economy.note")
    return table(say.text("basis.economy.caption"), headings, body, words=2, households=False, note=note)


def _in_unit(say: Language, value: float | None, unit: str, status: str | None) -> Cell:
    """A value in the unit that the messages name for its unit in the pack: GDP in billions."""
    if unit == "share":
        text = say.percent(value)
    else:
        text = say.significant(value / BILLION if value is not None and unit == "LCU" else value)
    return Cell(text, note="*" if status == "assumption" else "")


def _population(page: Page) -> Table | None:
    say, view = page.language, page.view
    people: dict[tuple[int, int], list[float | None]] = {}
    for row in view.rows("population"):
        band = next(i for i, (_, last) in enumerate(AGES) if last is None or int(row["age"]) <= last)
        people.setdefault((int(row["year"]), band), []).append(present(row.get("population")))
    years = [year for year in view.steps if any((year, band) in people for band in range(len(AGES)))]
    if not years:
        return None
    sums = {year: [added(people.get((year, band), [])) for band in range(len(AGES))] for year in years}
    body = []
    for i, (first, last) in enumerate(AGES):
        name = say.text("basis.over", first=first) if last is None else say.text("basis.ages", first=first, last=last)
        body.append([name, *(say.count(sums[year][i]) for year in years)])
    body.append([say.text("cost.total"), *(say.count(added(sums[year])) for year in years)])
    headings = [say.text("heading.age"), *map(say.year, years)]
    return table(say.text("basis.population.caption"), headings, body, households=False)


def _schemes(page: Page) -> Table | None:
    say = page.language
    body: list[list[str | Cell]] = [
        [
            page.names.programme(row["programme"]),
            page.names.known("guarantee", str(row.get("guarantee") or "")),
            _plain(page, row.get("institution")),
            _plain(page, row.get("law")),
            _dated(page, page.language.count(present(row.get("caseload"))), row.get("caseload_year")),
            _dated(page, page.money(present(row.get("cost_lcu"))), row.get("cost_year")),
            _plain(page, row.get("source")),
        ]
        for row in page.view.rows("schemes")
    ]
    if not body:
        return None
    names = ("scheme", "guarantee", "institution", "law", "caseload", "cost_today", "source")
    return Table(
        say.text("basis.schemes.caption"),
        [say.text(f"heading.{name}") for name in names],
        table("", (), body).rows,
        [name in ("caseload", "cost_today") for name in names],
        households=False,
    )


def _plain(page: Page, value: Any) -> str:
    return page.language.words(value) if value else page.language.text("absent")


def _dated(page: Page, figure: str, year: Any) -> str:
    """A figure with its year where that is known."""
    return page.language.text("basis.dated", n=figure, year=year) if present(year) is not None else figure


def _findings(page: Page) -> Table | None:
    say = page.language
    rows = page.view.rows("findings")
    rank = {name: i for i, name in enumerate(SEVERITIES)}
    foreign = None if say.code == "en" else "en"
    body: list[list[str | Cell]] = [
        [
            page.names.known("severity", row["severity"]),
            Cell(str(row.get("message") or ""), lang=foreign),
            Cell(str(row.get("variable") or "") or say.text("absent")),
            say.number(present(row.get("rows"))),
        ]
        for row in sorted(rows, key=lambda row: rank.get(row["severity"], len(rank)))
    ]
    headings = [say.text(f"heading.{name}") for name in ("severity", "finding", "variable", "rows")]
    return table(say.text("basis.findings.caption"), headings, body, words=3) if body else None


def _fit(page: Page) -> Table | None:
    """The cells of the margins that the synthetic households miss by most, relative to their target."""
    say, missed = page.language, []
    for row in page.view.rows("fit"):
        target, achieved = present(row.get("target")), present(row.get("achieved"))
        if target is not None and achieved is not None:
            apart = (achieved - target) / target if target else None
            missed.append((abs(apart if apart is not None else achieved), row, target, achieved, apart))
    missed.sort(key=lambda one: -one[0])
    body = [
        [str(row["margin"]), str(row["cell"]), say.significant(target), say.significant(achieved), say.percent(apart)]
        for _, row, target, achieved, apart in missed[:WORST]
    ]
    if not body:
        return None
    headings = [say.text(f"heading.{name}") for name in ("margin", "cell", "target", "achieved", "difference")]
    caption = say.text("basis.fit.caption", count=len(body), cells=say.number(len(missed)))
    return table(caption, headings, body, words=2)


def _undecided(page: Page) -> Table | None:
    say = page.language
    body = [
        [
            page.names.scenario(row["scenario"]),
            page.names.programme(row["programme"]),
            say.number(present(row.get("undecided"))),
            say.percent(present(row.get("share"))),
        ]
        for row in page.view.rows("undecided")
        if present(row.get("undecided"))
    ]
    headings = [say.text(f"heading.{name}") for name in ("option", "programme", "undecided", "share")]
    return table(say.text("basis.undecided.caption"), headings, body, words=2) if body else None
