"""What the comparison rests on: whose figures they are, prices, and what a reader must know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page

ORDER = 90


def content(page: Page) -> Mapping[str, Any]:
    """The sentences, in the language of the page."""
    return {"sentences": [page.language.words(one) for one in page.results.assumptions]}
