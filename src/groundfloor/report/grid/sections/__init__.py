"""The sections of the page on a floor under other numbers, found by their files. Modules as in `report.sections`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundfloor.report.grid.answer import sentence

if TYPE_CHECKING:
    from groundfloor.report.page import Page

TITLES = "grid.sections"


def heading(page: Page) -> dict[str, str]:
    """The answer in a sentence, and what the page is."""
    say, results = page.language, page.results
    country, floor = say.words(results.country_name), say.words(results.floor_label)
    return {
        "title": sentence(page),
        "kicker": say.text("grid.kicker", country=country, floor=floor, year=say.year(results.horizon)),
        "description": say.text("grid.description", floor=floor, year=say.year(results.horizon)),
    }
