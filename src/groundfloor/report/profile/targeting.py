"""How well programmes find the poor: errors of exclusion and inclusion, and what programmes do to poverty and inequality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.pivot import pivot

ORDER = 50
ERRORS = ("undercoverage", "leakage", "leakage_benefits", "targeting_differential")


def content(page: Page) -> Mapping[str, Any] | None:
    """Tables of programmes by measure at the first line; None where no programme is known."""
    say, view = page.language, page.view
    line = next(iter(view.distinct("measures", "line", measure=ERRORS[0])), None)
    rows = [row for name in ERRORS for row in view.rows("measures", measure=name, line=line, group="all")]
    if not rows or line is None:
        return None
    errors = pivot(
        page, rows, "programme", "measure", say.text("profile.targeting.caption", line=page.names.below(line))
    )
    return None if errors is None else {"errors": errors}
