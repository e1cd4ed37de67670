"""The limits that were kept: how much room each leaves, and what more of it would close."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import table
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 40
EVERYBODY = "all"


def content(page: Page) -> Mapping[str, Any]:
    """The table of limits, and the assumptions."""
    say, view = page.language, page.view
    names = ("limit", "year", "taken", "allowed", "shadow")
    body = [
        [
            _named(page, row),
            say.year(row["year"]),
            _written(page, row, "taken"),
            _written(page, row, "allowed"),
            say.significant(present(row["shadow_price"])),
        ]
        for row in view.rows("limits")
    ]
    if page.results.kind == "poverty_gap":
        note = say.text("choosing.limits.money", year=say.year(page.results.price_year or page.results.year))
    else:
        note = say.text("choosing.limits.share")
    headings = [say.text(f"choosing.heading.{name}") for name in names]
    return {
        "limits": table(say.text("choosing.limits.caption"), headings, body, note=note),
        "assumptions": [say.words(one) for one in page.results.assumptions],
    }


def _named(page: Page, row: Row) -> str:
    name = page.language.text(f"choosing.limit.{row['limit']}")
    if row["programme"] == EVERYBODY:
        return name
    return page.language.text("choosing.limits.of", limit=name, programme=page.names.programme(row["programme"]))


def _written(page: Page, row: Row, column: str) -> str:
    say, value = page.language, present(row[column])
    if row["limit"] == "envelope":
        return page.money(value)
    if row["limit"] == "debt_ceiling":
        return say.gdp(value)
    return say.percent(value, 0) if row["limit"] == "commitment" else say.count(value)
