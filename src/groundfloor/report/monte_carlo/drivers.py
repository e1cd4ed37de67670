"""What the figures hang on: each assumption alone, the others as in the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.spread import full, known, reach

ORDER = 40


def content(page: Page) -> Mapping[str, Any]:
    """Tornadoes of the cost in the first full year and the last, and of the debt added by the last."""
    last = page.results.horizon
    wanted = [("pct_gdp", year) for year in sorted({full(page), last})] + [("added_debt_pct_gdp", last)]
    found = [one for quantity, year in wanted if (one := reach(page, quantity, year)) is not None]
    nothing = "still" if known(page, "pct_gdp") else "unknown"
    return {
        "figures": found,
        "nothing": page.language.text(f"monte_carlo.findings.{nothing}", year=page.language.year(last)),
    }
