"""What the figures rest on, and what they leave out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page

ORDER = 50


def content(page: Page) -> Mapping[str, Any]:
    """What each figure is, that none has an error, and the assumptions of the pack."""
    say, results = page.language, page.results
    words = {"year": say.year(results.horizon), "base": say.year(results.year)}
    told = [
        say.text(f"grid.basis.{name}", **words) for name in ("errors", "year", "cost", "poverty", "efficient", "files")
    ]
    return {"told": told, "assumptions": [say.words(one) for one in results.assumptions]}
