"""Who is reached: parts of the people, fifths by welfare, town and country and areas beside everybody; and the poor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.access.equity.welfare import UNKNOWN
from groundfloor.report.access.sections import shown
from groundfloor.report.access.words import ALL, BASE, WELFARE, Told
from groundfloor.report.charts.intervals import Interval, intervals
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 17


def content(page: Page) -> Mapping[str, Any] | None:
    """Sentences, a picture and tables a service; None where neither parts of the people nor welfare are given."""
    told = Told(page)
    given = told.people or told.fifths or page.view.rows("access_poor")
    return shown(part for name in told.services for part in _parts(told, name)) if given else None


def sentences(told: Told, name: str) -> Iterator[str]:
    """Of a service, each part of the people, the poorest and richest fifth, and the poor, within the middle limit."""
    say, at = told.say, len(told.rows(name)) // 2
    limit = told.rows(name)[at]["within_minutes"]
    values = {"service": told.service(name), "within": told.span(limit)}
    everybody = say.percent(present(told.rows(name)[at]["share"]))
    for group in told.people:
        share = say.percent(present(told.rows(name, group)[at]["share"]))
        yield told.text("equity.groups", group=told.group(group), share=share, all=everybody, **values)
    asked = {"service": name, "variant": BASE, "within_minutes": limit}
    for row in told.page.view.rows("access_inequality", **asked):
        poorest, richest = (say.percent(present(row[column])) for column in ("share_poorest", "share_richest"))
        index = say.number(present(row["concentration"]), 2)
        yield told.text("equity.fifths", poorest=poorest, richest=richest, index=index, **values)
    for row in told.page.view.rows("access_poor", group=ALL, **asked):
        known = _sure(row)
        shares = {
            "share": say.percent(present(row["share_poor"])), "others": say.percent(present(row["share_others"])),
            "low": say.percent(present(row["share_poor_low"])), "high": say.percent(present(row["share_poor_high"])),
        }  # fmt: skip
        yield told.text("equity.poor" if known else "equity.poor_between", **shares, **values)


def _sure(row: Row) -> bool:
    return bool(row["poor_low"] == row["poor_high"])


def _parts(told: Told, name: str) -> Iterator[str | Figure | Table]:
    yield from sentences(told, name)
    at = len(told.rows(name)) // 2
    if told.people or told.fifths:
        yield _figure(told, name, at)
    if told.people and told.groups:
        yield _by_area(told, name, at)
    asked = {"service": name, "variant": BASE, "within_minutes": told.rows(name)[at]["within_minutes"]}
    rows = told.page.view.rows("access_poor", **asked)
    if rows:
        yield _poor(told, name, rows)


def _figure(told: Told, name: str, at: int) -> Figure:
    """A dot a group: everybody, parts of the people, fifths, town and country, and the areas with the least and the most."""
    say = told.say
    fifths = [group for group in told.fifths if group != f"{WELFARE}{UNKNOWN}"]
    groups = [ALL, *told.people, *fifths, *(told.places if len(told.places) > 1 else ())]
    labels = {group: told.group(group) for group in groups}
    share = {group: present(told.rows(name, group)[at]["share"]) for group in told.groups}
    known = {group: value for group, value in share.items() if value is not None}
    if len(known) > 1:
        for key, pick in (("least", min), ("most", max)):
            group = pick(known, key=known.__getitem__)
            labels[group] = told.text(f"equity.{key}", area=told.group(group))
    dots: dict[str, Interval] = {}
    for group, label in labels.items():
        low, base, high = told.shares(name, at, group)
        if base is not None:
            ends = (None, None) if low is None or high is None else (100 * low, 100 * high)
            dots[group] = Interval(label, ends[0], 100 * base, ends[1], say.percent(base, 0))
    # of equals the last: the richest rather than the middle fifth
    least = min(dots, key=lambda group: dots[group].value)
    most = max(reversed(dots), key=lambda group: dots[group].value)
    sentence = told.text(
        "equity.picture", service=told.service(name), within=told.span(told.rows(name)[at]["within_minutes"]),
        low=dots[least].text, least=told.group(least), high=dots[most].text, most=told.group(most),
    )  # fmt: skip

    def draw(place: str, width: float) -> Markup:
        return intervals(
            place, sentence, told.text("equity.description"), list(dots.values()),
            write=lambda value, digits: say.number(value, digits), width=width, unit=told.text("equity.unit"),
        )  # fmt: skip

    return Figure(
        f"equity-{name}", sentence, draw, _behind(told, name, labels), households=False, note=told.text("equity.note")
    )


def _behind(told: Told, name: str, labels: Mapping[str, str]) -> Table:
    say = told.say
    body = []
    for group, label in labels.items():
        rows = told.rows(name, group)
        shares = [say.percent(present(row["share"])) for row in rows]
        body.append([label, say.count(rows[0]["population"]), *shares, told.span(told.minutes(name, group))])
    shares = [told.text("heading.within_of", within=told.span(row["within_minutes"])) for row in told.rows(name)]
    headings = [*told.headings("group", "people"), *shares, *told.headings("half")]
    return table(told.text("equity.caption", service=told.service(name)), headings, body, households=False)


def _by_area(told: Told, name: str, at: int) -> Table:
    """Everybody and each part of the people within the middle limit, by area."""
    say = told.say
    body = []
    for area in told.groups:
        rows = [told.rows(name, area), *(told.rows(name, f"{group},{area}") for group in told.people)]
        shares = [present(one[at]["share"]) if one else None for one in rows]
        body.append([told.group(area), *(say.percent(share) for share in shares)])
    within = told.span(told.rows(name)[at]["within_minutes"])
    headings = [*told.headings("area"), told.group(ALL), *(told.group(group) for group in told.people)]
    return table(
        told.text("equity.by_area", service=told.service(name), within=within), headings, body, households=False
    )


def _poor(told: Told, name: str, rows: list[Row]) -> Table:
    say = told.say
    columns = ("share_poor", "share_poor_low", "share_poor_high", "share_others")
    body = [
        [told.group(row["group"]), say.count(row["poor"]), *(say.percent(present(row[column])) for column in columns)]
        for row in rows
        if present(row["poor"]) is not None
    ]
    within = told.span(rows[0]["within_minutes"])
    caption = told.text("equity.poor_caption", service=told.service(name), within=within)
    headings = told.headings("area", "poor", "expected", "least", "most", "others")
    return table(caption, headings, body, households=False, note=told.text("equity.poor_note"))
