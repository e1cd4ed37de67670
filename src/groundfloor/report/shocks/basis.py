"""What the figures rest on: each number of the shocks with its source, what is assumed, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import table
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 60
ECONOMY = "economy"
VARIANTS = ("low", "high")
RATIOS = ("rise",)


def content(page: Page) -> Mapping[str, Any]:
    """The table of numbers, those of several years, fifths or variants in one row, and the assumptions of the pack."""
    say = page.language
    together: dict[tuple[str, ...], list[Row]] = {}
    for row in page.view.rows("shock_sources"):
        key = (row["shock"], row["part"], _stem(str(row["quantity"])), row["source"])
        together.setdefault(key, []).append(row)
    body = [
        [
            page.names.shock(shock),
            _quantity(page, shock, part, stem),
            say.listed([_value(page, row) for row in rows]),
            say.text(f"shocks.basis.{'assumed' if rows[0]['assumption'] else 'sourced'}"),
            source,
        ]
        for (shock, part, stem, source), rows in together.items()
    ]
    names = ("shock", "number", "value", "rests", "source")
    headings = [say.text(f"shocks.heading.{name}") for name in names]
    return {
        "sources": table(say.text("shocks.basis.caption"), headings, body, words=5, households=False),
        "assumptions": [say.words(one) for one in page.results.assumptions],
    }


def _stem(quantity: str) -> str:
    """The name of a number without the variant or fifth behind it.

    >>> _stem("loss_low"), _stem("budget_share_3"), _stem("half_life")
    ('loss', 'budget_share', 'half_life')
    """
    base, _, last = quantity.rpartition("_")
    return base if last in VARIANTS or last.isdecimal() else quantity


def _quantity(page: Page, shock: str, part: str, stem: str) -> str:
    """What a number is, and of which loss or price."""
    say, key = page.language, f"shocks.quantity.{stem}"
    what = say.text(key) if say.has(key) else page.names.known("series", stem)
    within, _, own = part.rpartition(".")
    name = f"{within or shock}.{own}"
    return (
        say.text("shocks.basis.of", what=what, part=page.names.shock(name))
        if name in page.results.shock_labels
        else what
    )


def _value(page: Page, row: Row) -> str:
    """A value, with the year, variant or fifth that it is of."""
    say, quantity = page.language, str(row["quantity"])
    written = _written(page, row)
    last = quantity.rpartition("_")[2]
    if last in VARIANTS:
        written = say.text(f"shocks.variant.{last}", value=written)
    elif last.isdecimal():
        written = say.text("shocks.basis.at", at=page.names.group(f"quintile={last}"), value=written)
    return written if row["year"] is None else say.text("shocks.basis.at", at=say.year(row["year"]), value=written)


def _written(page: Page, row: Row) -> str:
    say, value = page.language, present(row["value"])
    if row["part"].rpartition(".")[2] == ECONOMY and row["unit"] in ("share", "% of GDP"):
        return say.points(None if value is None else value if row["unit"] == "share" else value / 100, 1)
    if row["unit"] == "share" or row["quantity"] in RATIOS:
        return say.percent(value, 1)
    return say.significant(value)
