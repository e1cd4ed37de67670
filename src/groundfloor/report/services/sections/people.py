"""Whom services reach, and what they need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.services import parts
from groundfloor.report.services.sections import shown, told

ORDER = 50


def content(page: Page) -> Mapping[str, Any] | None:
    """People by service in the first year and the last, and staff, teachers and classrooms."""
    found = told(page)
    return shown(page, iter(filter(None, (parts.people(found), parts.inputs(found)))))
