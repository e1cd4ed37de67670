"""The sections of the report on a floor: each is a module with ORDER and content(page), beside its template of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundfloor.report.page import Page

TITLES = "sections"  # where the messages have the titles of sections


def heading(page: Page) -> dict[str, str]:
    """What stands at the top of the page, and what it is."""
    say, results = page.language, page.results
    country = say.words(results.country_name)
    return {
        "title": say.words(results.floor_label),
        "kicker": say.text("page.kicker", country=country, year=results.year, horizon=results.horizon),
        "description": say.text("page.description", country=country),
    }
