"""The answer in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.grid.answer import by_second, sentences
from groundfloor.report.page import Page

ORDER = 10


def content(page: Page) -> Mapping[str, Any]:
    """The sentences, and that figures are without errors."""
    results = page.results
    told = [
        page.language.text("grid.prices", base=results.year, year=results.horizon),
        page.language.text("grid.errors"),
    ]
    return {"sentences": list(sentences(page)), "notes": told, "by_second": by_second(page)}
