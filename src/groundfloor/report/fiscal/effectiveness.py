"""How near each tax and benefit comes to the best that its money could do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.incidence import ends
from groundfloor.report.page import Page
from groundfloor.report.pivot import pivot

ORDER = 30
TABLE = "fiscal_contributions"
MEASURES = (
    "impact_effectiveness_gini",
    "spending_effectiveness_gini",
    "impact_effectiveness_fgt1",
    "spending_effectiveness_fgt1",
)


def content(page: Page) -> Mapping[str, Any] | None:
    """A table at each income that counts taxes or benefits; None where none is known."""
    say, view = page.language, page.view
    line = next(iter(view.distinct(TABLE, "line", measure=MEASURES[-1])), None)
    tables = []
    for concept in reversed(ends(page)):
        rows = [
            row
            for name in MEASURES
            for row in view.rows(TABLE, measure=name, concept=concept, line=line if name.endswith("fgt1") else None)
        ]
        named = page.names.known("concept", concept)
        tables.append(pivot(page, rows, "item", "measure", say.text("fiscal.effectiveness.caption", concept=named)))
    shown = [one for one in tables if one is not None]
    return {"best": shown[0], "others": shown[1:]} if shown else None
