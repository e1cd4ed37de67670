"""What the figures rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.services import parts
from groundfloor.report.services.sections import shown, told

ORDER = 60


def content(page: Page) -> Mapping[str, Any] | None:
    """Every number with its source."""
    return shown(page, iter([parts.numbers(told(page))]))
