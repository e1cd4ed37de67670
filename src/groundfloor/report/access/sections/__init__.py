"""The sections of the page on access: each is a module with ORDER and content(page)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundfloor.report.page import Page
    from groundfloor.report.parts import Figure, Table

TITLES = "access.sections"


def heading(page: Page) -> dict[str, str]:
    """What stands at the top of the page, and what it is; it is about no survey."""
    say, results = page.language, page.results
    label = say.words(results.survey_name)
    return {
        "title": label,
        "kicker": say.text("page.kicker_survey", country=say.words(results.country_name), year=say.year(results.year)),
        "description": say.text("access.description", label=label),
        "data": "",
    }


def shown(parts: Iterable[str | Figure | Table]) -> Mapping[str, Any] | None:
    """What the template of parts sees; None where there is nothing."""
    from groundfloor.report.parts import told_apart

    found = told_apart(parts)
    return {"parts": found} if found else None
