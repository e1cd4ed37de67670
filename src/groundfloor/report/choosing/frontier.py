"""Cost against effect: the best choice within smaller and larger envelopes, and what none can exceed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.curves import Curve, curves
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.results import Row

ORDER = 20


def content(page: Page) -> Mapping[str, Any] | None:
    """The frontier; None where one envelope alone was asked about."""
    rows = sorted(page.view.rows("frontier"), key=lambda row: float(row["envelope_pct_gdp"]))
    return {"frontier": _frontier(page, rows)} if len(rows) > 1 else None


def _frontier(page: Page, rows: list[Row]) -> Figure:
    say = page.language
    items = [
        Curve(
            say.text(f"choosing.frontier.{name}"),
            tuple((float(row["envelope_pct_gdp"]), float(row[name])) for row in rows),
        )
        for name in ("closed", "closed_at_most")
    ]
    first, last = rows[0], rows[-1]
    sentence = say.text(
        "choosing.frontier.sentence",
        low=say.gdp(first["envelope_pct_gdp"], 2), least=say.percent(first["closed"], 0),
        high=say.gdp(last["envelope_pct_gdp"], 2), most=say.percent(last["closed"], 0),
    )  # fmt: skip

    def draw(name: str, width: float) -> Markup:
        return curves(
            name, sentence, say.text("choosing.frontier.description"), items,
            write=(say.number, lambda v, _: say.percent(v, 0)),
            units=(say.text("choosing.frontier.money"), say.text("choosing.frontier.share")), width=width,
        )  # fmt: skip

    headings = [
        say.text(f"choosing.heading.{name}", year=page.results.horizon)
        for name in ("envelope", "spent", "closed", "closed_at_most", "programmes")
    ]
    body = [
        [
            say.number(row["envelope_pct_gdp"], 2),
            say.number(row["pct_gdp"], 2),
            say.percent(row["closed"]),
            say.percent(row["closed_at_most"]),
            say.listed([page.names.programme(name) for name in str(row["programmes"]).split("+") if name]),
        ]
        for row in rows
    ]
    behind = table(say.text("choosing.frontier.caption"), headings, body, words=0, notes=1)
    return Figure("frontier", sentence, draw, behind)
