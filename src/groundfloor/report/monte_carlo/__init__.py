"""The sections of the report on how uncertain costs are: findings, fans, what they hang on, the past. Modules as in `sections`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundfloor.report.page import Page

TITLES = "monte_carlo.sections"


def heading(page: Page) -> dict[str, str]:
    """What stands at the top of the page, and what it is."""
    say, results = page.language, page.results
    country = say.words(results.country_name)
    return {
        "title": say.words(results.title) if results.title else say.words(results.floor_label),
        "kicker": say.text("page.kicker", country=country, year=results.year, horizon=results.horizon),
        "description": say.text("monte_carlo.description", floor=say.words(results.floor_label)),
    }
