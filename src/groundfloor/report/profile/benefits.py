"""Who gets the money: each fifth of the people's part of what every programme pays, and what that means to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.fifths import of_tenths, spread
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure
from groundfloor.report.pivot import pivot

ORDER = 40


def content(page: Page, scenario: str = "today") -> Mapping[str, Any] | None:
    """The distribution of benefits and, by group, adequacy and the average transfer; None where no amount is known."""
    say, view = page.language, page.view
    spread = _spread(page, scenario)
    if spread is None:
        return None
    rows = {name: view.rows("measures", measure=name, scenario=scenario) for name in ("adequacy", "average_transfer")}
    return {
        "spread": spread,
        "adequacy": pivot(page, rows["adequacy"], "group", "programme", say.text("profile.benefits.adequacy")),
        "average": pivot(page, rows["average_transfer"], "group", "programme", say.text("profile.benefits.average")),
    }


def _spread(page: Page, scenario: str) -> Figure | None:
    say, view = page.language, page.view
    asked = {"measure": "benefit_incidence", "scenario": scenario}
    names = view.distinct("measures", "programme", **asked)
    rows = {name: view.rows("measures", programme=name, **asked) for name in names}
    shares = {name: found for name in names if (found := of_tenths(rows[name])) is not None}
    if not shares:
        return None
    single = [name for name in shares if not page.names.together(name)] or list(shares)
    best = max(single, key=lambda name: shares[name][0])
    return spread(
        page, "benefits", shares, page.names.programme,
        heading=say.text("heading.programme"),
        sentence=say.text(
            "profile.benefits.sentence",
            programme=page.names.programme(best), share=say.percent(shares[best][0], 0), count=len(single),
        ),
        description=say.text("profile.benefits.description"),
        caption=say.text("profile.benefits.caption"),
    )  # fmt: skip
