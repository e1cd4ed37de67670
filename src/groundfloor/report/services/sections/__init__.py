"""The sections of the page on essential services: each is a module with ORDER and content(page)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundfloor.report.page import Page
    from groundfloor.report.services.parts import Parts
    from groundfloor.report.services.words import Told

TITLES = "services.sections"  # where the messages have the titles of sections


def heading(page: Page) -> dict[str, str]:
    """What stands at the top of the page, and what it is; it is about no survey."""
    say, results = page.language, page.results
    country = say.words(results.country_name)
    return {
        "title": say.text("services.title", country=country),
        "kicker": say.text("page.kicker", country=country, year=results.year, horizon=results.horizon),
        "description": say.text("services.description", country=country),
        "data": "",
    }


def shown(page: Page, parts: Parts) -> Mapping[str, Any] | None:
    """What the template of parts sees; None where there is nothing."""
    from groundfloor.report.parts import told_apart

    found = told_apart(parts)
    return {"parts": found} if found else None


def told(page: Page) -> Told:
    """What there is to say of the page's tables."""
    from groundfloor.report.services.words import Told

    return Told(page.results.tables, page.language)
