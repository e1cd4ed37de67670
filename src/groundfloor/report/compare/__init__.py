"""The sections of the report on two distributions: what differs, how surely, and where it comes from. Modules as in `sections`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundfloor.report.page import Page

TITLES = "compare.sections"


def heading(page: Page) -> dict[str, str]:
    """What stands at the top of the page, and what it is."""
    return {**page.heading("compare"), "data": page.language.words(page.results.survey_name)}
