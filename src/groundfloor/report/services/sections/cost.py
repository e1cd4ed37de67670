"""What services cost by sector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.services import parts
from groundfloor.report.services.sections import shown, told

ORDER = 10


def content(page: Page) -> Mapping[str, Any] | None:
    """The cost of each sector over the years."""
    found = told(page)
    return shown(page, iter(filter(None, (found.assumed, parts.cost(found)))))
