"""What each scenario costs along the paths, in % of GDP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.spread import fan

ORDER = 20


def content(page: Page) -> Mapping[str, Any]:
    """A fan for each scenario."""
    return {"figures": [one for name in page.view.scenarios if (one := fan(page, name, "pct_gdp")) is not None]}
