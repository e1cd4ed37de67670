"""Whom each tax and benefit reaches, and how many of those it is meant for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.pivot import pivot

ORDER = 60
TABLE = "fiscal_coverage"
MEASURES = ("coverage", "coverage_direct", "coverage_target", "leakage_target")


def content(page: Page) -> Mapping[str, Any] | None:
    """A table over everybody, and coverage by tenth; None where nothing is known."""
    say, view = page.language, page.view
    rows = [row for name in MEASURES for row in view.rows(TABLE, measure=name, group="all")]
    everybody = pivot(page, rows, "item", "measure", say.text("fiscal.reach.caption"))
    if everybody is None:
        return None
    by_tenth = view.rows(TABLE, measure="coverage")
    return {
        "everybody": everybody,
        "by_tenth": pivot(page, by_tenth, "item", "group", say.text("fiscal.reach.by_tenth")),
    }
