"""Who has a place: people served with the places there are, where places are short and where some remain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from groundfloor.report.access.sections import shown
from groundfloor.report.access.words import ALL, Told
from groundfloor.report.page import Page
from groundfloor.report.parts import Table, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 25
MOST = 5


def content(page: Page) -> Mapping[str, Any] | None:
    """Sentences and tables a service; None where no capacity is known."""
    return shown(_parts(Told(page)))


def sentences(told: Told, name: str) -> Iterator[str]:
    """What the places there are mean to everybody; nothing where no capacity is known."""
    say = told.say
    for row in told.page.view.rows("access_served", service=name, group=ALL):
        yield told.text(
            "served.sentence", service=told.service(name), within=told.span(told.rows(name)[-1]["within_minutes"]),
            share=say.percent(row["share_served"]), without=say.persons(row["without_place"]),
            far=say.persons(row["population"] - row["in_reach"]),
        )  # fmt: skip
        other, most = (say.percent(row[column] / row["population"]) for column in ("served_reversed", "served_most"))
        yield told.text("served.order", service=told.service(name), share=other, most=most)


def _parts(told: Told) -> Iterator[str | Table]:
    say, view = told.say, told.page.view
    for name in told.services:
        rows = view.rows("access_served", service=name)
        if not rows:
            continue
        yield from sentences(told, name)
        body = [
            [
                told.group(row["group"]),
                *(say.count(row[column]) for column in ("population", "in_reach", "served")),
                say.percent(present(row["share_served"])),
                say.count(row["without_place"]),
            ]
            for row in rows
            if row["population"] > 0
        ]
        headings = told.headings("group", "people", "in_reach", "served", "share_served", "without_place")
        caption, note = told.text("served.caption", service=told.service(name)), told.text("served.note")
        yield table(caption, headings, body, households=False, note=note)
        found = view.rows("access_catchments", service=name)
        short = [row for row in found if round(row["without_place"])]
        yield from _facilities(told, name, "short", sorted(short, key=lambda row: -row["without_place"]))
        free = [row for row in found if row["spare"] > 0]
        yield from _facilities(told, name, "spare", sorted(free, key=lambda row: -row["spare"]))


def _facilities(told: Told, name: str, key: str, rows: list[Row]) -> Iterator[Table]:
    """The first few facilities of a list; nothing where it is empty."""
    say = told.say
    body = [
        [
            str(row["name"]),
            *(say.count(row[column]) for column in ("capacity", "served", "spare")),
            say.count(row["without_place"]),
        ]
        for row in rows[:MOST]
    ]
    if body:
        headings = told.headings("facility", "capacity", "served", "spare", "without_place")
        yield table(told.text(f"served.{key}", service=told.service(name)), headings, body, households=False)
