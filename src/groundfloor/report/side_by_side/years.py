"""Small drawings of cost and financing over the years, one a scenario, all on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.page import Page
from groundfloor.report.parts import NARROW, Table, table

ORDER = 30
COLUMNS = ("cost_pct_gdp", "financing_pct_gdp")


@dataclass(frozen=True)
class Panel:
    """A drawing with the name of its scenario."""

    name: str
    drawing: Markup


def content(page: Page) -> Mapping[str, Any]:
    """A drawing a scenario and one table behind them."""
    say, view, scenarios = page.language, page.view, page.view.scenarios
    found = {
        name: [
            Series(
                say.text(f"side_by_side.years.{column}"), tuple(view.plan(column, name, year) for year in view.years)
            )
            for column in COLUMNS
        ]
        for name in scenarios
    }
    held = [value for series in found.values() for one in series for value in one.values if value is not None]
    years = [say.year(year) for year in view.years]

    def drawn(place: int, name: str) -> Panel:
        title = say.text("side_by_side.years.title", scenario=page.names.scenario(name))
        drawing = lines(
            f"side-{place}", title, say.text("side_by_side.years.description"), years, found[name],
            write=say.number, width=NARROW, unit=say.text("axis.gdp"), held=held,
        )  # fmt: skip
        return Panel(page.names.scenario(name), drawing)

    return {
        "sentence": say.text("side_by_side.years.sentence"),
        "panels": [drawn(place, name) for place, name in enumerate(scenarios)],
        "behind": _behind(page, found),
    }


def _behind(page: Page, found: Mapping[str, list[Series]]) -> Table:
    say, view = page.language, page.view
    body = [
        [
            page.names.scenario(name),
            one.label,
            *(say.number(one.values[view.years.index(year)], 2) for year in view.steps),
        ]
        for name, series in found.items()
        for one in series
    ]
    headings = [say.text("heading.option"), say.text("side_by_side.figure"), *map(say.year, view.steps)]
    return table(say.text("side_by_side.years.caption"), headings, body, words=2)
