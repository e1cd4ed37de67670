"""What a little more of each limit would close, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import told_apart
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 35
MORE = 0.01
"""The change that is spoken of, as a share of a limit: shadow prices hold for small ones."""
EVERYBODY = "all"
NOTHING = 1e-9


def content(page: Page) -> Mapping[str, Any] | None:
    """A sentence a kind of limit and programme, of the year in which a little more closes most; None where no limit is felt."""
    best: dict[tuple[str, str], tuple[float, Row]] = {}
    for row in page.view.rows("limits"):
        price = present(row["shadow_price"]) or 0.0
        closes = price * _little(row)
        key = (row["limit"], row["programme"])
        if closes > NOTHING and closes > best.get(key, (0.0, row))[0]:
            best[key] = (closes, row)
    if not best:
        return None
    return {"parts": told_apart(_sentence(page, *one) for one in best.values())}


def _little(row: Row) -> float:
    """How much more of a limit is spoken of: a hundredth of it, or a point of debt or of coverage."""
    if row["limit"] == "debt_ceiling":
        return 1.0
    return MORE if row["limit"] == "commitment" else MORE * float(row["allowed"])


def _sentence(page: Page, closes: float, row: Row) -> str:
    say, results = page.language, page.results
    if results.kind == "poverty_gap":
        year = say.year(results.price_year or results.year)
        effect = say.text("choosing.worth.money", amount=page.money(closes), year=year)
    else:
        effect = say.text("choosing.worth.share", share=say.percent(closes, 2))
    key, programme = str(row["limit"]), str(row["programme"])
    if key == "capacity":
        key = "capacity_all" if programme == EVERYBODY else "capacity"
    more = float(row["allowed"]) * MORE
    return say.text(
        f"choosing.worth.{key}",
        more=page.money(more) if key == "envelope" else say.count(more),
        programme=page.names.programme(programme),
        year=say.year(row["year"]),
        effect=effect,
    )
