"""Whom each scenario reaches, a column a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import told_apart
from groundfloor.report.side_by_side.figures import side_by_side

ORDER = 20


def content(page: Page) -> Mapping[str, Any]:
    """The table."""
    return {"parts": told_apart([side_by_side(page, of_people=True)])}
