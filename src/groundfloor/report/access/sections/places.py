"""Town and country: who is within reach in cities, in towns and in the country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from groundfloor.report.access.sections import shown
from groundfloor.report.access.words import Told
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Table, barred, table
from groundfloor.report.view import present

ORDER = 15


def content(page: Page) -> Mapping[str, Any] | None:
    """A sentence and a table a service; None where the grid does not tell town from country, or people live in one alone."""
    told = Told(page)
    return shown(_parts(told)) if len(told.places) > 1 else None


def _parts(told: Told) -> Iterator[str | Table]:
    say = told.say
    for name in told.services:
        limits = [row["within_minutes"] for row in told.rows(name)]
        at = len(limits) // 2
        share = {group: present(told.rows(name, group)[at]["share"]) for group in told.places}
        first, last = told.places[0], told.places[-1]
        yield told.text(
            "places.sentence", service=told.service(name), within=told.span(limits[at]), first=told.group(first),
            high=say.percent(share[first]), last=told.group(last), low=say.percent(share[last]),
        )  # fmt: skip
        columns = []
        for k in range(len(limits)):
            values = [present(told.rows(name, group)[k]["share"]) for group in told.places]
            columns.append(barred(values, [say.percent(value) for value in values]))
        body: list[list[str | Cell]] = [
            [
                told.group(group),
                say.count(told.rows(name, group)[0]["population"]),
                *(column[i] for column in columns),
                told.span(told.minutes(name, group)),
            ]
            for i, group in enumerate(told.places)
        ]
        shares = [told.text("heading.within_of", within=told.span(limit)) for limit in limits]
        headings = [*told.headings("place", "people"), *shares, *told.headings("half")]
        caption = told.text("places.caption", service=told.service(name))
        note = told.text("places.note")
        yield table(caption, headings, body, households=False, note=note)
