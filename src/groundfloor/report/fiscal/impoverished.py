"""Whom taxes and benefits together make poor or poorer, and which poor people they help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.estimates import estimates, known
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure
from groundfloor.report.pivot import pivot

ORDER = 40
TABLE = "fiscal_impoverishment"
LOST, GAINED = "fiscal_impoverishment", "fiscal_gains_to_the_poor"
FORMS = ("headcount", "among_poor", "per_capita", "gap", "total")


def content(page: Page) -> Mapping[str, Any] | None:
    """A figure of both shares at each income, and the amounts; None without a poverty line."""
    say, view = page.language, page.view
    line = next(iter(view.distinct(TABLE, "line")), None)
    if line is None:
        return None
    rows = {
        name: [row for form in FORMS for row in view.rows(TABLE, measure=f"{name}_{form}", line=line)]
        for name in (LOST, GAINED)
    }
    at = page.names.below(line)
    return {
        "moved": _moved(page, line),
        "lost": pivot(page, rows[LOST], "concept", "measure", say.text("fiscal.impoverished.lost", line=at)),
        "gained": pivot(page, rows[GAINED], "concept", "measure", say.text("fiscal.impoverished.gained", line=at)),
    }


def _moved(page: Page, line: str) -> Figure | None:
    say, view = page.language, page.view
    rows = [
        row
        for concept in view.distinct(TABLE, "concept")
        for name in (LOST, GAINED)
        for row in known(view.rows(TABLE, measure=f"{name}_headcount", concept=concept, line=line))
    ]
    if not rows:
        return None
    shares = {(row["concept"], row["measure"]): say.percent(row["value"]) for row in rows}
    concept = "consumable" if any(row["concept"] == "consumable" for row in rows) else "disposable"
    lost, gained = (shares[concept, f"{name}_headcount"] for name in (LOST, GAINED))
    named = {row["concept"]: page.names.known("concept", row["concept"]) for row in rows}
    return estimates(
        page, "impoverished", rows,
        lambda row: say.text(
            "fiscal.impoverished.label", concept=named[row["concept"]], measure=say.text(f"measure.{row['measure']}")
        ),
        heading=(say.text("heading.concept"), say.text("fiscal.impoverished.share")),
        sentence=say.text(
            "fiscal.impoverished.sentence", lost=lost, gained=gained, concept=named[concept], line=page.names.below(line)
        ),
        description=say.text("fiscal.impoverished.description"),
        caption=say.text("fiscal.impoverished.caption", line=page.names.below(line)),
        write=say.percent,
        tick=lambda value, _digits: say.percent(value, 0),
        unit=say.text("axis.people"),
    )  # fmt: skip
