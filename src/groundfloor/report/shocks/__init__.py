"""The sections of the report on shocks: what they do, poverty over the years, who is hit, what answers, money. Modules as in `sections`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundfloor.report.page import Page

TITLES = "shocks.sections"


def heading(page: Page) -> dict[str, str]:
    """What stands at the top of the page, and what it is."""
    say, results = page.language, page.results
    country = say.words(results.country_name)
    return {
        "title": say.text("shocks.title"),
        "kicker": say.text("page.kicker", country=country, year=results.year, horizon=results.horizon),
        "description": say.text("shocks.description", floor=say.words(results.floor_label)),
    }
