"""The sections of the profile of a survey: who is poor, how unequal people live, what reaches them. Modules as in `sections`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundfloor.report.page import Page

TITLES = "profile.sections"


def heading(page: Page) -> dict[str, str]:
    """What stands at the top of the page, and what it is."""
    say, results = page.language, page.results
    country = say.words(results.country_name)
    return {
        "title": say.text("profile.title"),
        "kicker": say.text("profile.kicker", country=country, year=say.year(results.year)),
        "description": say.text("profile.description", survey=say.words(results.survey_name)),
    }
