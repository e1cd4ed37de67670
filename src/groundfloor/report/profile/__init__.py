"""The sections of the profile of a survey: who is poor, how unequal people live, what reaches them. Modules as in `sections`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundfloor.report.page import Page

TITLES = "profile.sections"


def heading(page: Page) -> dict[str, str]:
    """What stands at the top of the page, and what it is."""
    found = page.heading("profile")
    reaches = page.view.rows("measures", measure="coverage")
    return found if reaches else found | {"title": page.language.text("profile.alone")}
