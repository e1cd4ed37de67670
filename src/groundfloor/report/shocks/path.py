"""The share below the line over the years, without and with the floor, without and with the shock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.shocks.answer import TODAY, line_of
from groundfloor.report.view import present

ORDER = 20
SIDES = ("baseline", "shocked")


def content(page: Page) -> Mapping[str, Any]:
    """One chart a shock."""
    return {"figures": [_path(page, shock) for shock in page.view.distinct("shocks", "shock")]}


def _path(page: Page, shock: str) -> Figure:
    say, view, line = page.language, page.view, line_of(page)
    series, columns = [], []
    for name in (TODAY, view.floor):
        rows = view.rows("shock_need", scenario=name, measure="fgt0", shock=shock, line=line)
        who = "today" if name == TODAY else "floor"
        for side in SIDES:
            values = tuple(present(row[side]) for row in rows)
            series.append(Series(say.text(f"shocks.path.{who}_{side}"), values))
            columns.append(values)
    years = [
        say.year(row["year"]) for row in view.rows("shock_need", scenario=TODAY, measure="fgt0", shock=shock, line=line)
    ]
    sentence = say.text("shocks.path.sentence", shock=page.names.shock(shock), line=page.names.below(line))

    def draw(name: str, width: float) -> Markup:
        return lines(
            name, sentence, say.text("shocks.path.description"), years, series,
            write=lambda value, _: say.percent(value, 0), width=width, unit=say.text("shocks.path.unit"),
        )  # fmt: skip

    headings = [say.text("heading.year"), *(one.label for one in series)]
    body = [[year, *(say.percent(column[i]) for column in columns)] for i, year in enumerate(years)]
    return Figure(f"path-{shock.replace('+', '-')}", sentence, draw, table(sentence, headings, body))
