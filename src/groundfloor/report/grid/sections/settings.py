"""The settings with their main figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.grid.settings import COST, GDP, Settings, few
from groundfloor.report.page import Page
from groundfloor.report.parts import table, told_apart
from groundfloor.report.view import present

ORDER = 40
MOST = 40


def content(page: Page) -> Mapping[str, Any]:
    """A row a setting, at most 40 of them."""
    settings, say = Settings(page), page.language
    rows = few(settings.rows, MOST)
    shares = [("coverage", say.text("grid.heading.coverage"))]
    if settings.line is not None:
        gap = f"fgt1.{settings.line}"
        shares += [(settings.poor, say.text("grid.heading.poor")), (gap, say.text("grid.heading.gap"))]
    gini = any(present(row.get("gini")) is not None for row in rows)
    headings = [*settings.headings, settings.spent, say.text("grid.heading.gdp"), *(label for _, label in shares)]
    headings += [say.text("grid.heading.gini")] if gini else []
    headings += [say.text("grid.heading.efficient")] if settings.line is not None else []
    body = []
    for row in rows:
        line = [*settings.cells(row), settings.bare(present(row[COST])), settings.gdp(present(row[GDP]))]
        line += [
            settings.share(present(row[column])) if column == settings.poor else say.percent(present(row[column]), 1)
            for column, _ in shares
        ]
        line += [say.number(present(row["gini"]), 3)] if gini else []
        line += [say.text(f"grid.is.{'efficient' if row['efficient'] else 'not'}")] if settings.line is not None else []
        body.append(line)
    note = say.text("grid.settings.all")
    if len(rows) < len(settings.rows):
        note = say.text("grid.settings.some", n=say.number(len(rows)), all=say.number(len(settings.rows)))
    caption = say.text("grid.settings.caption", year=say.year(page.results.horizon))
    return {"parts": told_apart([table(caption, headings, body, note=note)])}
