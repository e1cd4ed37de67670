"""Who stays poor and what they lack without the floor: sentences, the gap over the years, and the figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table, told_apart
from groundfloor.report.results import Row
from groundfloor.report.view import STEP, present

ORDER = 10
TABLE = "doing_nothing"
BILLION = 1e9


def content(page: Page) -> Mapping[str, Any] | None:
    """Sentences, a drawing of the gap and the table; None where the run has nothing of it."""
    if not page.view.rows(TABLE):
        return None
    return {"parts": told_apart([*sentences(page), _drawn(page), _all(page), page.language.text("doing_nothing.note")])}


def sentences(page: Page) -> list[str]:
    """What doing nothing means in the last year and over all years, each figure with its 95 % interval's half."""
    say, view, results = page.language, page.view, page.results
    last = max(row["year"] for row in view.rows(TABLE) if row["year"] is not None)
    prices = say.year(results.year)  # the base year's, whatever prices people answered in
    told = []
    for measure in ("poor", "poor_children", "gap"):
        row = next(iter(view.rows(TABLE, year=last, measure=measure)), None)
        if row is not None:
            line = page.names.below(str(row["line"]))
            told.append(
                say.text(f"doing_nothing.{measure}", **_words(page, row), line=line, year=say.year(last), prices=prices)
            )
    for measure in ("gap_all", "gap_discounted"):
        row = next(iter(view.rows(TABLE, measure=measure)), None)
        if row is not None:
            rate = say.percent(present(row["rate"]))
            years = {"first": say.year(results.year + 1), "year": say.year(last)}
            told.append(say.text(f"doing_nothing.{measure}", **_words(page, row), rate=rate, prices=prices, **years))
    return told


def _words(page: Page, row: Row) -> dict[str, str]:
    """The difference and both sides as a reader writes them, the difference with what it is sure by."""
    say = page.language
    write = say.count if str(row["measure"]).startswith("poor") else page.money
    value, se = present(row["difference"]), present(row["se"])
    more = write(value)
    if se:
        more = say.text("doing_nothing.sure", value=more, half=write(1.96 * se))
    return {"more": more, "nothing": write(present(row["nothing"])), "floor": write(present(row["floor"]))}


def _drawn(page: Page) -> Figure:
    say, view = page.language, page.view
    rows = view.rows(TABLE, measure="gap")
    years = [say.year(row["year"]) for row in rows]
    series = [
        Series(say.text(f"doing_nothing.{side}"), tuple(float(row[side]) / BILLION for row in rows))
        for side in ("nothing", "floor")
    ]
    sentence = say.text("doing_nothing.drawn", prices=say.year(page.results.year))

    def draw(name: str, width: float) -> Markup:
        unit = say.text("doing_nothing.unit", currency=page.results.currency)
        return lines(
            name, sentence, say.text("doing_nothing.description"), years, series,
            write=say.number, width=width, unit=unit,
        )  # fmt: skip

    return Figure("doing-nothing", sentence, draw, _table(page, rows))


def _all(page: Page) -> Table:
    """Every measure in the years that a table shows, and over all of them."""
    view = page.view
    years = [row["year"] for row in view.rows(TABLE, measure="gap")]
    shown = {year for year in years if year % STEP == 0} | {years[0], years[-1]}
    rows = [row for row in view.rows(TABLE) if row["year"] is None or row["year"] in shown]
    order = ("poor", "poor_children", "gap", "gap_all", "gap_discounted")
    return _table(page, sorted(rows, key=lambda row: order.index(row["measure"])))


def _table(page: Page, rows: list[Row]) -> Table:
    say = page.language
    body = [
        [
            say.text(f"doing_nothing.figure.{row['measure']}"),
            say.text("doing_nothing.all") if row["year"] is None else say.year(row["year"]),
            *(words[name] for name in ("nothing", "floor", "more")),
        ]
        for row in rows
        for words in [_words(page, row)]
    ]
    names = ("figure", "year", "nothing", "floor", "difference")
    headings = [say.text(f"doing_nothing.heading.{name}") for name in names]
    return table(say.text("doing_nothing.caption"), headings, body, words=2, stack=True)
