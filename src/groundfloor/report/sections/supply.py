"""What supply allows: of those whom a programme asks to use a service, who lives within reach of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.bars import Bar, bars
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Figure, Table, table, told_apart
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 47
BEYOND, WITHIN = 0, 3
ALL = "all"
AMOUNTS = ("transfers_lcu", "transfers_out_of_reach_lcu")


def content(page: Page) -> Mapping[str, Any] | None:
    """A figure for each programme of the floor with a condition; None where none has one, or nothing tells who is within reach."""
    parts = list(_parts(page))
    return {"parts": told_apart(parts)} if parts else None


def _parts(page: Page) -> Iterator[str | Figure | Table]:
    rows = page.view.rows("supply", scenario=page.view.floor)
    if rows:
        yield page.language.text("supply.text")
    for programme in dict.fromkeys(row["programme"] for row in rows):
        yield _figure(page, [row for row in rows if row["programme"] == programme])


def _figure(page: Page, rows: list[Row]) -> Figure:
    say = page.language
    whole, *regions = rows
    shown = sorted(regions, key=lambda row: -(_share(row) or 0.0)) if regions else rows
    items = [
        Bar(
            page.names.group(row["group"]),
            ((BEYOND, row["out_of_reach"]), (WITHIN, row["within_reach"])),
            say.text("supply.bar", n=say.count(row["out_of_reach"]), share=say.percent(_share(row), 0)),
        )
        for row in shown
    ]
    sentence = say.text(
        "supply.sentence",
        programme=page.names.programme(whole["programme"]),
        service=say.words(whole["label"]) or whole["service"],
        share=say.percent(_share(whole), 0),
        minutes=say.number(whole["within_minutes"], 0),
        n=say.count(whole["out_of_reach"]),
        amount=page.money(present(whole["transfers_out_of_reach_lcu"])),
    )
    key = [(BEYOND, say.text("supply.key.beyond")), (WITHIN, say.text("supply.key.within"))]
    return Figure(
        f"supply-{whole['programme']}",
        sentence,
        partial(_draw, page, sentence, items, key),
        table(
            say.text(
                "supply.caption", programme=page.names.programme(whole["programme"]), year=say.year(whole["year"])
            ),
            [
                say.text(f"supply.heading.{name}")
                for name in ("group", "beneficiaries", "within", "range", "beyond", "share", *AMOUNTS)
            ],
            [_cells(page, row) for row in (whole, *(shown if regions else ()))],
            note=say.text("supply.note"),
            stack=True,
        ),
    )


def _draw(page: Page, sentence: str, items: list[Bar], key: list[tuple[int, str]], name: str, width: float) -> Markup:
    return bars(name, sentence, page.language.text("supply.description"), items, key=key, width=width)


def _cells(page: Page, row: Row) -> list[str | Cell]:
    say = page.language
    low, high = (say.count(present(row[f"within_reach_{end}"])) for end in ("low", "high"))
    return [
        page.names.group(row["group"]),
        say.count(row["beneficiaries"]),
        say.count(row["within_reach"]),
        say.text("supply.range", low=low, high=high),
        say.count(row["out_of_reach"]),
        say.percent(_share(row), 0),
        *(page.money(present(row[name])) for name in AMOUNTS),
    ]


def _share(row: Row) -> float | None:
    """The share out of reach."""
    share = present(row["share_within_reach"])
    return None if share is None else 1 - share
