"""What the floor and its responses cost under each shock as a share of GDP, and what that leaves of the gap and of public debt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.shocks.answer import TODAY, scenario, scenarios_of
from groundfloor.report.view import EVEN, present

ORDER = 50
MOST = 4  # lines that can be told apart


def content(page: Page) -> Mapping[str, Any]:
    """Cost and debt for each shock; debt only where it is known."""
    found = [_figure(page, shock, what) for shock in page.view.distinct("shocks", "shock") for what in ("cost", "debt")]
    return {
        "figures": [one for one in found if isinstance(one, Figure)],
        "still": [one for one in found if isinstance(one, str)],
    }


def _figure(page: Page, shock: str, what: str) -> Figure | str | None:
    """The chart; a sentence where nothing in it would move, None where nothing is known."""
    say, view, column = page.language, page.view, f"{what}_pct_gdp"
    names = [name for name in scenarios_of(page, shock) if name != TODAY]
    rows = {name: view.rows("shock_finance", scenario=name, shock=shock) for name in names}
    floor = rows[view.floor]
    series = [Series(say.text("shocks.money.baseline"), tuple(present(row[f"{column}_baseline"]) for row in floor))]
    series += [
        Series(_named(page, name), tuple(present(row[f"{column}_shocked"]) for row in rows[name])) for name in names
    ]
    if all(value is None for one in series for value in one.values):
        return None
    if what == "debt" and not _moves(series):
        return say.text("shocks.money.still", shock=page.names.shock(shock))
    years = [say.year(row["year"]) for row in floor]
    sentence = say.text(f"shocks.money.{what}", shock=page.names.shock(shock))

    def draw(name: str, width: float) -> Markup:
        return lines(
            name, sentence, say.text("shocks.money.description"), years, series[:MOST],
            write=say.number, width=width, unit=say.text("axis.gdp"),
        )  # fmt: skip

    headings = [say.text("heading.year"), *(one.label for one in series)]
    body = [[year, *(say.number(one.values[i], 2) for one in series)] for i, year in enumerate(years)]
    return Figure(f"{what}-{shock.replace('+', '-')}", sentence, draw, table(sentence, headings, body))


def _named(page: Page, name: str) -> str:
    """The floor, or a response, under the shock."""
    say = page.language
    floor = name == page.view.floor
    return (
        say.text("shocks.path.floor_shocked")
        if floor
        else say.text("shocks.money.shocked", scenario=scenario(page, name))
    )


def _moves(series: list[Series]) -> bool:
    """Whether one of the lines departs from the first so far that a reader would see it."""
    first = series[0].values
    return any(
        abs(value - before) >= EVEN
        for one in series[1:]
        for before, value in zip(first, one.values, strict=True)
        if before is not None and value is not None
    )
