"""How the floor is paid for: the options of financing, the plan and the debt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.intervals import Interval, intervals
from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Figure, table
from groundfloor.report.results import Row
from groundfloor.report.view import added, present

ORDER = 60
CASES = ("low", "base", "high")


def content(page: Page) -> Mapping[str, Any]:
    """Options at full effect, cost against financing, debt without and with the floor."""
    return {"options": _options(page), "plan": _plan(page), "debt": _debt(page)}


def _fullest(rows: list[Row]) -> Row:
    """The first year in which an option yields most."""
    return max(rows, key=lambda row: present(row.get("high")) or 0.0)


def _options(page: Page) -> Figure | None:
    say, items = page.language, []
    body: list[list[str | Cell]] = []
    recurrent: list[tuple[float | None, ...]] = []
    for name in page.view.distinct("financing", "option"):
        row = _fullest(page.view.rows("financing", option=name))
        low, base, high = (present(row.get(case)) for case in CASES)
        once = bool(row.get("one_off"))
        label = say.text("paid.once", option=page.names.option(name)) if once else page.names.option(name)
        if base is not None:
            items.append(Interval(label, low, base, high, say.number(base, 2)))
        if not once:
            recurrent.append((low, base, high))
        note = row.get("note")
        foreign = None if isinstance(note, Mapping) or say.code == "en" else "en"
        body.append(
            [
                label,
                say.year(row["year"]),
                *(say.number(v, 2) for v in (low, base, high)),
                Cell(say.words(note), lang=foreign),
            ]
        )
    if not items:
        return None
    items.sort(key=lambda item: -item.value)
    sums = [added([cases[i] for cases in recurrent]) for i in range(len(CASES))]
    if None in sums:
        sentence = say.text("paid.options.alone", option=items[0].label)
    else:
        sentence = say.text("paid.options.sentence", **dict(zip(CASES, map(say.gdp, sums), strict=True)))

    def draw(name: str, width: float) -> Markup:
        return intervals(
            name, sentence, say.text("paid.options.description"), items,
            write=lambda v, digits: say.number(v, digits), width=width, unit=say.text("axis.gdp_a_year"),
        )  # fmt: skip

    headings = [say.text(f"heading.{name}") for name in ("option_financing", "full_from", *CASES, "note")]
    behind = table(say.text("paid.options.caption"), headings, body, notes=1, households=False)
    return Figure("financing", sentence, draw, behind, households=False)


def _over_time(
    page: Page, name: str, columns: Mapping[str, str], sentence: str, extra: str | None = None
) -> Figure | None:
    """Columns of the floor's plan as lines, named by messages; `extra` is one more column of the table."""
    say, view, years = page.language, page.view, page.view.years
    series = [
        Series(say.text(key), tuple(view.plan(column, view.floor, year) for year in years))
        for column, key in columns.items()
    ]
    if any(all(value is None for value in one.values) for one in series):
        return None

    def draw(identity: str, width: float) -> Markup:
        return lines(
            identity, sentence, say.text(f"paid.{name}.description"), [str(y) for y in years], series,
            write=lambda v, digits: say.number(v, digits), width=width, unit=say.text("axis.gdp"),
        )  # fmt: skip

    shown = [*columns, *([extra] if extra else [])]
    body = [
        [say.year(year), *(say.number(view.plan(column, view.floor, year), 2) for column in shown)]
        for year in view.steps
    ]
    headings = [say.text("heading.year"), *(say.text(f"heading.{column}") for column in shown)]
    return Figure(name, sentence, draw, table(say.text(f"paid.{name}.caption"), headings, body))


def _plan(page: Page) -> Figure | None:
    say, view, horizon = page.language, page.view, page.results.horizon
    gaps = [view.plan("gap_pct_gdp", view.floor, year) for year in (page.full, horizon)]
    if None in gaps:
        sentence = say.text("paid.plan.partly")
    else:
        ends = [say.text(f"paid.{view.balance(gap or 0.0)}", n=say.gdp(abs(gap or 0.0))) for gap in gaps]
        key = "paid.plan.once" if page.full == horizon else "paid.plan.sentence"
        sentence = say.text(key, now=ends[0], later=ends[1], year=page.full, horizon=horizon)
    columns = {"cost_pct_gdp": "paid.cost", "financing_pct_gdp": "paid.financing"}
    return _over_time(page, "plan", columns, sentence, extra="gap_pct_gdp")


def _debt(page: Page) -> Figure | None:
    say, view, horizon = page.language, page.view, page.results.horizon
    before, after = (view.plan(f"debt_pct_gdp_{when}", view.floor, horizon) for when in ("before", "after"))
    if before is None or after is None:
        sentence = say.text("paid.debt.partly")
    else:
        sentence = say.text("paid.debt.sentence", before=say.gdp(before), after=say.gdp(after), horizon=horizon)
    columns = {"debt_pct_gdp_before": "paid.before", "debt_pct_gdp_after": "paid.after"}
    return _over_time(page, "debt", columns, sentence)
