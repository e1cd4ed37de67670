"""The facilities: how many are on the grid, and those to which most people are nearest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from groundfloor.report.access.sections import shown
from groundfloor.report.access.words import Told
from groundfloor.report.page import Page
from groundfloor.report.parts import Table, barred, table
from groundfloor.report.view import present

ORDER = 30
STATUS = ("placed", "moved", "no_coordinates", "outside", "on_barrier")
MOST = 10


def content(page: Page) -> Mapping[str, Any] | None:
    """A table of counts, and one a service of the ten nearest to most people."""
    return shown(_parts(Told(page)))


def _parts(told: Told) -> Iterator[Table]:
    say, view = told.say, told.page.view
    body = []
    for name in told.services:
        counts = Counter(row["status"] for row in view.rows("access_facilities", service=name))
        body.append([told.service(name), *(say.number(counts[status]) for status in STATUS)])
    headings = [*told.headings("service"), *(told.text(f"status.{status}") for status in STATUS)]
    yield table(told.text("facilities.caption"), headings, body, households=False)
    for name in told.services:
        rows = view.rows("access_facilities", service=name)
        known = [(row["name"], present(row["people_nearest"]), present(row["people_within"])) for row in rows]
        most = sorted(known, key=lambda one: -(one[1] or 0.0))[:MOST]
        people = barred([one for _, one, _ in most], [say.count(one) for _, one, _ in most])
        lines = [[label, cell, say.count(within)] for (label, _, within), cell in zip(most, people, strict=True)]
        caption = told.text("facilities.most", service=told.service(name))
        within = told.span(told.rows(name)[-1]["within_minutes"])
        headings = told.headings("facility", "nearest", "nearest_within", within=within)
        yield table(caption, headings, lines, households=False, note=told.text("facilities.note"))
