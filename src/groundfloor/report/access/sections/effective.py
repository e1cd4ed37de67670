"""Near, affordable and good enough at once: person by person, or between what the shares allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from groundfloor.report.access.sections import shown
from groundfloor.report.access.words import ALL, Told
from groundfloor.report.estimates import between
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Table, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 28
PERSONS = "persons"


def content(page: Page) -> Mapping[str, Any] | None:
    """A sentence and a table a service; None without a survey."""
    told = Told(page)
    return shown(part for name in told.services for part in _parts(told, name))


def sentences(told: Told, name: str) -> Iterator[str]:
    """What everybody has; nothing where no survey says so of the service."""
    say = told.say
    for row in told.page.view.rows("access_effective", service=name, group=ALL):
        shares = {
            key: say.percent(present(row[f"share_{column}"]))
            for key, column in (
                ("share", "effective"), ("near", "in_reach"), ("affordable", "affordable"), ("quality", "quality"),
                ("both", "both"), ("low", "low"), ("high", "high"),
            )
        }  # fmt: skip
        values = {"service": told.service(name), "within": told.span(row["within_minutes"]), **shares}
        if row["how"] == PERSONS:
            yield told.text("effective.persons", interval=between(told.page, row, say.percent), **values)
            low, high = (present(row[column]) for column in ("moved_low", "moved_high"))
            if low is not None and high is not None:
                yield told.text("effective.moved", low=say.percent(low), high=say.percent(high))
        else:
            yield told.text("effective.bounds", **values)


def _parts(told: Told, name: str) -> Iterator[str | Table]:
    rows = told.page.view.rows("access_effective", service=name)
    if not rows:
        return
    yield from sentences(told, name)
    say, how = told.say, rows[0]["how"]
    columns = ("share_in_reach", "share_affordable", "share_quality", "share_both")
    body: list[list[str | Cell]] = [
        [
            told.group(row["group"]),
            _answer(told, row),
            *(say.percent(present(row[column])) for column in columns),
            say.number(row["n"]),
        ]
        for row in rows
    ]
    last = "effective" if how == PERSONS else "range"
    headings = told.headings("group", last, "near", "affordable", "quality", "both", "n")
    caption, note = (told.text(f"effective.{key}_{how}", service=told.service(name)) for key in ("caption", "note"))
    yield table(caption, headings, body, note=note, stack=True)


def _answer(told: Told, row: Row) -> Cell:
    """The share, or the range, with its interval below where that is known."""
    say = told.say

    def span(low: str, high: str) -> str:
        return told.text(
            "effective.between", low=say.percent(present(row[low]), 0), high=say.percent(present(row[high]), 0)
        )

    share = say.percent(present(row["share_effective"])) if row["how"] == PERSONS else span("share_low", "share_high")
    return Cell(share, below=span("ci_low", "ci_high") if present(row["ci_low"]) is not None else "")
