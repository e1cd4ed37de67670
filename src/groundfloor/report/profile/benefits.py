"""Who gets the money: each fifth of the people's part of what every programme pays, and what that means to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.bars import Bar, bars
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.pivot import pivot
from groundfloor.report.view import added, present

ORDER = 40
FIFTHS = tuple(range(1, 6))
SHADES = (3, 1, 5, 2, 0)  # fills from light to dark


def content(page: Page) -> Mapping[str, Any] | None:
    """The distribution of benefits and, by group, adequacy and the average transfer; None where no amount is known."""
    say, view = page.language, page.view
    spread = _spread(page)
    if spread is None:
        return None
    rows = {name: view.rows("measures", measure=name) for name in ("adequacy", "average_transfer")}
    return {
        "spread": spread,
        "adequacy": pivot(page, rows["adequacy"], "group", "programme", say.text("profile.benefits.adequacy")),
        "average": pivot(page, rows["average_transfer"], "group", "programme", say.text("profile.benefits.average")),
    }


def _fifths(page: Page, programme: str) -> list[float] | None:
    """The share of a programme's benefits that each fifth gets, from its two tenths; None where one is not known."""
    tenths = {
        row["group"]: present(row["value"])
        for row in page.view.rows("measures", measure="benefit_incidence", programme=programme)
    }
    shares = [added([tenths.get(f"decile={2 * k - 1}"), tenths.get(f"decile={2 * k}")]) for k in FIFTHS]
    known = [share for share in shares if share is not None]
    return known if len(known) == len(shares) else None


def _spread(page: Page) -> Figure | None:
    say = page.language
    names = page.view.distinct("measures", "programme", measure="benefit_incidence")
    shares = {name: found for name in names if (found := _fifths(page, name)) is not None}
    if not shares:
        return None
    items = [
        Bar(
            page.names.programme(name),
            tuple(zip(SHADES, found, strict=True)),
            say.text("profile.benefits.poorest", share=say.percent(found[0], 0)),
        )
        for name, found in sorted(shares.items(), key=lambda item: -item[1][0])
    ]
    best = max(shares, key=lambda name: shares[name][0])
    sentence = say.text(
        "profile.benefits.sentence",
        programme=page.names.programme(best), share=say.percent(shares[best][0], 0), count=len(shares),
    )  # fmt: skip
    key = [(shade, say.text(f"profile.fifth.{k}")) for k, shade in zip(FIFTHS, SHADES, strict=True)]

    def draw(name: str, width: float) -> Markup:
        return bars(name, sentence, say.text("profile.benefits.description"), items, key=key, width=width)

    body = [[page.names.programme(name), *map(say.percent, found)] for name, found in shares.items()]
    headings = [say.text("profile.heading.programme"), *(label for _, label in key)]
    return Figure("benefits", sentence, draw, table(say.text("profile.benefits.caption"), headings, body))
