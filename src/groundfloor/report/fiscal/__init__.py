"""The sections of the report on taxes and benefits: what they do to poverty and inequality, and for whom. Modules as in `sections`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundfloor.report.page import Page

TITLES = "fiscal.sections"


def heading(page: Page) -> dict[str, str]:
    """What stands at the top of the page, and what it is."""
    return page.heading("fiscal")
