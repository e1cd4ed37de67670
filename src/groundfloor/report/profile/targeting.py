"""How well programmes find the poor, and what they do to poverty and inequality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Table
from groundfloor.report.pivot import pivot

ORDER = 50
ERRORS = ("undercoverage", "leakage", "leakage_benefits", "targeting_differential")
EFFECTS = ("fgt0_reduction", "fgt1_reduction", "benefit_cost_ratio")
UNEQUAL = ("gini_reduction", "concentration")


def content(page: Page) -> Mapping[str, Any] | None:
    """Tables of programmes by measure at the first line; None where no programme is known."""
    say, view = page.language, page.view
    line = next(iter(view.distinct("measures", "line", measure=ERRORS[0])), None)
    if line is None:
        return None
    below = page.names.below(line)
    errors = _table(page, ERRORS, line, say.text("profile.targeting.caption", line=below))
    if errors is None:
        return None
    return {
        "errors": errors,
        "effects": _table(page, EFFECTS, line, say.text("profile.targeting.effects", line=below)),
        "unequal": _table(page, UNEQUAL, None, say.text("profile.targeting.unequal")),
    }


def _table(page: Page, measures: tuple[str, ...], line: str | None, caption: str) -> Table | None:
    rows = [row for name in measures for row in page.view.rows("measures", measure=name, line=line, group="all")]
    return pivot(page, rows, "programme", "measure", caption)
