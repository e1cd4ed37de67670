"""Area by area: a map of the share of people within reach, with the table behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.access.sections import shown
from groundfloor.report.access.words import Told
from groundfloor.report.charts.areas import SHADES, Area, areas
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table
from groundfloor.report.view import present

ORDER = 20
ON_GRID = ("placed", "moved")


def content(page: Page) -> Mapping[str, Any] | None:
    """One figure a service; None where the description names no areas."""
    return shown(_parts(Told(page)))


def _parts(told: Told) -> Iterator[Figure | Table]:
    for name in told.services if told.groups else ():
        at = len(told.rows(name)) // 2
        share = {group: present(told.rows(name, group)[at]["share"]) for group in told.groups}
        behind = _behind(told, name, told.text("areas.caption", service=told.service(name)))
        drawn = any(share.get(group) is not None for group in told.page.results.shapes)
        yield _figure(told, name, at, share, behind) if drawn else behind


def _figure(told: Told, name: str, at: int, share: Mapping[str, float | None], behind: Table) -> Figure:
    """The areas in five classes of equal width, from nobody to everybody; the number of minutes is the middle one of those asked for."""
    say, found = told.say, told.page.results.shapes
    within = told.span(told.rows(name)[at]["within_minutes"])
    items = [
        Area(told.group(group), tuple(rings), _shade(share.get(group)), say.percent(share.get(group), 0))
        for group, rings in found.items()
    ]
    step = 1 / SHADES
    key: list[tuple[int | None, str]] = [
        (i, told.text("areas.class", low=say.percent(i * step, 0), high=say.percent((i + 1) * step, 0)))
        for i in range(SHADES)
    ]
    known = {group: value for group, value in share.items() if value is not None and group in found}
    if len(known) < len(found):
        key.append((None, told.text("areas.nobody")))
    least, most = (pick(known, key=known.__getitem__) for pick in (min, max))
    sentence = told.text(
        "areas.sentence", service=told.service(name), within=within,
        most=told.group(most), high=say.percent(known[most], 0), least=told.group(least), low=say.percent(known[least], 0),
    )  # fmt: skip

    def draw(place: str, width: float) -> Markup:
        return areas(
            place, sentence, told.text("areas.description"), items, key=key, width=width,
            sites=sites_of(told, name), sites_label=told.text("heading.facility"),
        )  # fmt: skip

    return Figure(f"areas-{name}", sentence, draw, behind, households=False)


def sites_of(told: Told, name: str) -> list[tuple[float, float]]:
    """Where the facilities of a service are that are on the grid."""
    rows = told.page.view.rows("access_facilities", service=name)
    return [(row["longitude"], row["latitude"]) for row in rows if row["status"] in ON_GRID]


def _behind(told: Told, name: str, caption: str) -> Table:
    say = told.say
    limits = [row["within_minutes"] for row in told.rows(name)]
    body = []
    for group in told.groups:
        rows = told.rows(name, group)
        shares = [say.percent(present(row["share"])) for row in rows]
        beyond = rows[-1]["population"] - rows[-1]["reached"]
        body.append(
            [
                told.group(group),
                say.count(rows[0]["population"]),
                *shares,
                told.span(told.minutes(name, group)),
                say.count(beyond),
            ]
        )
    shares = [told.text("heading.within_of", within=told.span(limit)) for limit in limits]
    first, last = told.headings("area", "people"), told.headings("half", "beyond_last")
    note = told.text("areas.note")
    return table(caption, [*first, *shares, *last], body, households=False, note=note)


def _shade(share: float | None) -> int | None:
    return None if share is None else min(int(share * SHADES), SHADES - 1)
