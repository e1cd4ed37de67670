"""The choice and other sets of programmes that close nearly as much, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Table, table

ORDER = 30


def content(page: Page) -> Mapping[str, Any]:
    """One column a choice; where there is no alternative that is said."""
    scenarios = page.view.distinct("solutions", "scenario")
    return {"side_by_side": _side_by_side(page, scenarios) if len(scenarios) > 1 else None}


def _side_by_side(page: Page, scenarios: list[str]) -> Table:
    say, view, year = page.language, page.view, page.results.horizon
    body = []
    for name in view.distinct("choice", "programme"):
        line = [page.names.programme(name)]
        for scenario in scenarios:
            row = next(iter(view.rows("choice", scenario=scenario, programme=name, year=year)), None)
            if row is None:
                line.append(say.text("options.not_part"))
            else:
                level, share = say.percent(row["level"], 0), say.percent(row["coverage_share"], 0)
                line.append(say.text("choosing.alternatives.programme", level=level, share=share))
        body.append(line)
    solutions = [view.rows("solutions", scenario=scenario)[0] for scenario in scenarios]
    body.append([say.text("choosing.alternatives.cost"), *(say.number(one["pct_gdp"], 2) for one in solutions)])
    for objective in view.distinct("objectives", "objective"):
        values = [view.value("objectives", "closed", scenario=one, objective=objective) for one in scenarios]
        label = say.text("choosing.alternatives.closed", objective=say.text(f"choosing.objective.{objective}"))
        body.append([label, *map(say.percent, values)])
    caption = say.text("choosing.alternatives.caption", year=say.year(year))
    return table(caption, [say.text("heading.programme"), *map(page.names.scenario, scenarios)], body, stack=True)
