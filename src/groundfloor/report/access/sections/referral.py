"""On to the next level: which facilities are far from it, and how long people's whole way is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from groundfloor.report.access.sections import shown
from groundfloor.report.access.words import ALL, Told
from groundfloor.report.page import Page
from groundfloor.report.parts import Table, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 27
MOST = 10


def content(page: Page) -> Mapping[str, Any] | None:
    """Sentences and tables for each service that refers to another; None where none does."""
    told = Told(page)
    return shown(part for name in told.services for part in _parts(told, name))


def sentences(told: Told, name: str) -> Iterator[str]:
    """How many facilities are far from the next level, and people's whole way; nothing where the service refers to none."""
    say, view = told.say, told.page.view
    way = view.rows("access_way", service=name, group=ALL)
    if not way:
        return
    row = way[len(way) // 2]
    values = {
        "service": told.service(name),
        "next": told.service(row["next_service"]),
        "within": told.span(row["within_minutes"]),
    }
    facilities = view.rows("access_referral", service=name)
    reached = _reached(facilities)
    if reached:
        far = reached[0]
        count = sum(one["minutes"] > row["within_minutes"] for one in reached)
        said = {"minutes": told.span(far["minutes"]), "km": say.number(far["km"], 0), "name": far["name"]}
        numbers = {"all": say.number(len(facilities)), "count": say.number(count)}
        yield told.text("referral.facilities" if count else "referral.near", **said, **numbers, **values)
    if len(reached) < len(facilities):
        lost = {"all": say.number(len(facilities)), "count": say.number(len(facilities) - len(reached))}
        yield told.text("referral.none", **lost, **values)
    shares = {key: say.percent(present(row[f"share_{key}"])) for key in ("through", "straight")}
    yield told.text("referral.people", **shares, **values)
    for half in view.rows("access_way_time", service=name, group=ALL):
        minutes = [present(half[column]) for column in ("minutes_through", "minutes_straight")]
        if None not in minutes:
            yield told.text("referral.half", through=told.span(minutes[0]), straight=told.span(minutes[1]), **values)


def _reached(facilities: list[Row]) -> list[Row]:
    """Those from which a way leads to the next level, the farthest first."""
    known = [row for row in facilities if present(row["minutes"]) is not None]
    return sorted(known, key=lambda row: -row["minutes"])


def _parts(told: Told, name: str) -> Iterator[str | Table]:
    say, view = told.say, told.page.view
    yield from sentences(told, name)
    facilities = view.rows("access_referral", service=name)
    if facilities:
        values = {"service": told.service(name), "next": told.service(facilities[0]["next_service"])}
        rows = _reached(facilities)[:MOST]
        body = [
            [
                str(row["name"]), str(row["to_name"]), str(row["nearest_by_distance"]),
                told.span(row["minutes"]), say.number(row["km"], 1), told.span(row["minutes_there"]),
            ]
            for row in rows
        ]  # fmt: skip
        if body:
            headings = told.headings("facility", "next", "nearest_by_distance", "minutes", "km", "minutes_there")
            caption, note = told.text("referral.caption", **values), told.text("referral.note")
            yield table(caption, headings, body, words=3, households=False, note=note, stack=True)
    way = view.rows("access_way", service=name)
    if way:
        limits = list(dict.fromkeys(row["within_minutes"] for row in way))
        limit = limits[len(limits) // 2]
        body = [
            [
                told.group(row["group"]),
                say.count(row["population"]),
                *(say.percent(present(row[column])) for column in ("share_through", "share_straight")),
            ]
            for row in way
            if row["within_minutes"] == limit and row["population"] > 0
        ]
        values = {
            "service": told.service(name),
            "next": told.service(way[0]["next_service"]),
            "within": told.span(limit),
        }
        headings, note = told.headings("group", "people", "through", "straight"), told.text("referral.people_note")
        yield table(told.text("referral.people_caption", **values), headings, body, households=False, note=note)
