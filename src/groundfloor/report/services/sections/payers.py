"""Who pays for services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.services import parts
from groundfloor.report.services.sections import shown, told

ORDER = 20


def content(page: Page) -> Mapping[str, Any] | None:
    """Who pays, over the years."""
    return shown(page, iter([parts.payers(told(page))]))
