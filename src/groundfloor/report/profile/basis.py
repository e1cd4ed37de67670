"""What the figures rest on: the survey, its lines, and what its check found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.sections.basis import findings

ORDER = 90


def content(page: Page) -> Mapping[str, Any]:
    """Facts of the survey and its findings."""
    say, results, view = page.language, page.results, page.view
    facts = [("survey", say.words(results.survey_name)), ("year", say.year(results.year))]
    if results.price_year is not None:
        facts.append(("prices", say.year(results.price_year)))
    n = view.value("measures", "n", measure="mean_welfare", group="all")
    if n is not None:
        facts.append(("persons", say.number(n)))
    return {
        "facts": [(say.text(f"profile.basis.{name}"), value) for name, value in facts],
        "findings": findings(page),
    }
