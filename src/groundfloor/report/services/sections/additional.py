"""What government has to find beyond today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.services import parts
from groundfloor.report.services.sections import shown, told

ORDER = 30


def content(page: Page) -> Mapping[str, Any] | None:
    """The additional cost to government by sector."""
    return shown(page, iter([parts.additional(told(page))]))
