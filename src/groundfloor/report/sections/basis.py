"""What it rests on: assumptions, data and their fit, schemes in force, findings, what is undecided, sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.language import ABSENT, Language
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Table, table
from groundfloor.report.view import added, present
from groundfloor.survey.synthetic.fit import worst

ORDER = 70
MILLION, BILLION = 1e6, 1e9
AGES = ((0, 14), (15, 64), (65, None))
SEVERITIES = ("error", "warning", "note")


def content(page: Page) -> Mapping[str, Any]:
    """Lists and tables; each is None or empty when the run has nothing of the kind."""
    say, results = page.language, page.results
    facts = [
        ("survey", say.words(results.survey_name)),
        ("years", say.text("basis.span", year=results.year, horizon=results.horizon)),
        ("engine", results.engine),
        ("seed", str(results.seed)),
    ]
    return {
        "facts": [(say.text(f"basis.{name}"), value) for name, value in facts],
        "living": _living(page),
        "assumptions": [say.words(one) for one in results.assumptions],
        "economy": _economy(page),
        "population": _population(page),
        "schemes": _schemes(page),
        "findings": findings(page),
        "fit": _fit(page),
        "undecided": _undecided(page),
        "sources": results.sources,
        "sources_lang": None if say.code == "en" else "en",
    }


def _living(page: Page) -> str | None:
    """Of which year the households' living is and how it is carried to the years of the report."""
    say, results = page.language, page.results
    if results.survey_year is None:
        return None
    asked = {"asked": say.year(results.survey_year), "year": say.year(results.year)}
    if results.price_year is None:
        return say.text("basis.living.unknown", **asked)
    if results.price_year == results.year:
        return say.text("basis.living.same", **asked)
    return say.text("basis.living.carried", prices=say.year(results.price_year), **asked)


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
    return Cell(text, note="*" if status in ("assumption", "rule") else "")


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
    large = max((added(one) or 0.0 for one in sums.values()), default=0.0) >= 10 * MILLION
    body = []
    for i, (first, last) in enumerate(AGES):
        name = say.text("basis.over", first=first) if last is None else say.text("basis.ages", first=first, last=last)
        body.append([name, *(_people(say, sums[year][i], large) for year in years)])
    body.append([say.text("cost.total"), *(_people(say, added(sums[year]), large) for year in years)])
    headings = [say.text("heading.age"), *map(say.year, years)]
    return table(say.text(f"basis.population.{'millions' if large else 'caption'}"), headings, body, households=False)


def _people(say: Language, value: float | None, large: bool) -> str:
    """A number of people, in millions where the country is large."""
    return say.number(None if value is None else value / MILLION, 1) if large else say.count(value)


def _schemes(page: Page) -> Table | None:
    say = page.language
    body = [
        [
            Cell(
                page.names.programme(row["programme"]),
                below=page.names.known("guarantee", str(row.get("guarantee") or "")),
            ),
            _plain(page, row.get("institution"), row.get("law")),
            Cell(_dated(page, say.count(present(row.get("caseload"))), row.get("caseload_year"))),
            Cell(_dated(page, page.money(present(row.get("cost_lcu"))), row.get("cost_year"))),
            _plain(page, row.get("source")),
        ]
        for row in page.view.rows("schemes")
    ]
    if not body:
        return None
    headings = [say.text(f"heading.{name}") for name in ("scheme", "institution", "caseload", "cost_today", "source")]
    numeric = [False, False, True, True, False]
    return Table(say.text("basis.schemes.caption"), headings, body, numeric, households=False)


def _plain(page: Page, value: Any, below: Any = None) -> Cell:
    """What the pack says in words by language, or in one text, which is English."""
    say = page.language
    foreign = "en" if say.code != "en" and isinstance(value, str) else None
    return Cell(say.words(value) or ABSENT, lang=foreign, below=say.words(below))


def _dated(page: Page, figure: str, year: Any) -> str:
    """A figure with its year where that is known."""
    return page.language.text("basis.dated", n=figure, year=year) if present(year) is not None else figure


def findings(page: Page) -> Table | None:
    """What the check of the survey found, errors first; None when it found nothing."""
    say = page.language
    rows = page.view.rows("findings")
    rank = {name: i for i, name in enumerate(SEVERITIES)}
    body = [
        [
            Cell(page.names.known("severity", row["severity"])),
            _plain(page, row.get("message")),
            Cell(say.number(present(row.get("rows")))),
        ]
        for row in sorted(rows, key=lambda row: rank.get(row["severity"], len(rank)))
    ]
    headings = [say.text(f"heading.{name}") for name in ("severity", "finding", "rows")]
    return table(say.text("basis.findings.caption"), headings, body, words=2) if body else None


def _fit(page: Page) -> Table | None:
    """For each margin the cell that the synthetic households miss by most: shares in points, numbers relative to their target."""
    say, rows = page.language, page.view.rows("fit")
    known = [row for row in rows if None not in (present(row.get("target")), present(row.get("achieved")))]
    body = []
    for row in worst(known):
        target, achieved, off = (float(row[column]) for column in ("target", "achieved", "difference"))
        if max(target, achieved) > 1:
            apart = say.text("number.percent", n=say.number(100 * off / target, 1, sign=True)) if target else ABSENT
            figures = [say.significant(target), say.significant(achieved), apart]
        else:
            figures = [say.percent(target), say.percent(achieved), _points(say, 100 * off)]
        body.append(
            [page.names.variable(row["margin"]), say.number(row["cells"]), page.names.cell(row["cell"]), *figures]
        )
    if not body:
        return None
    headings = [say.text(f"heading.{name}") for name in ("margin", "cells", "cell", "target", "achieved", "difference")]
    numeric = [False, True, False, True, True, True]
    return Table(
        say.text("basis.fit.caption"), headings, table("", (), body).rows, numeric, note=say.text("basis.fit.note")
    )


def _points(say: Language, off: float) -> str:
    return say.text("basis.fit.points", count=abs(round(off, 1)), n=say.number(off, 1, sign=True))


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
