"""What the budget has for a sector beside its cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.services import parts
from groundfloor.report.services.sections import shown, told

ORDER = 40


def content(page: Page) -> Mapping[str, Any] | None:
    """Cost, budget and gap of the sectors whose budget is known; None where that of none is."""
    return shown(page, parts.budget(told(page)))
