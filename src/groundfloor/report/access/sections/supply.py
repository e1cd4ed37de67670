"""Supply within reach: what there is for a thousand people, shared among those who live near, with a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.access.sections import shown
from groundfloor.report.access.sections.areas import sites_of
from groundfloor.report.access.words import ALL, Told
from groundfloor.report.charts.areas import SHADES, Area, areas
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 26


def content(page: Page) -> Mapping[str, Any] | None:
    """A sentence, a map and a table for each service with a supply; None where none has."""
    told = Told(page)
    return shown(part for name in told.services for part in _parts(told, name))


def label_of(told: Told, name: str) -> str:
    """What the supply of a service is called."""
    return told.page.names.programme(f"supply.{name}")


def sentences(told: Told, name: str) -> Iterator[str]:
    """What there is for everybody; nothing where the service has no supply."""
    for row in told.page.view.rows("access_supply", service=name, group=ALL):
        yield told.text(
            "supply.sentence", service=told.service(name), label=label_of(told, name), rate=told.say.number(row["supply_per_1000"], 2),
            none=told.say.percent(row["share_none"]), within=told.span(row["furthest_minutes"]),
        )  # fmt: skip


def _parts(told: Told, name: str) -> Iterator[str | Figure | Table]:
    rows = told.page.view.rows("access_supply", service=name)
    if rows:
        yield from sentences(told, name)
        rate = {row["group"]: present(row["supply_per_1000"]) for row in rows}
        behind = _behind(told, name, rows)
        known = {
            group: value for group, value in rate.items() if value is not None and group in told.page.results.shapes
        }
        yield _figure(told, name, known, behind) if known and max(known.values()) > 0 else behind


def _figure(told: Told, name: str, rate: Mapping[str, float], behind: Table) -> Figure:
    """The areas in five classes of equal width, from nothing to the most."""
    say, found = told.say, told.page.results.shapes
    most, least = (pick(rate, key=rate.__getitem__) for pick in (max, min))
    step = rate[most] / SHADES
    items = [
        Area(
            told.group(group), tuple(rings),
            min(int(rate[group] / step), SHADES - 1) if group in rate else None, say.number(rate.get(group), 2),
        )
        for group, rings in found.items()
    ]  # fmt: skip
    key: list[tuple[int | None, str]] = [
        (i, told.text("supply.class", low=say.number(i * step, 2), high=say.number((i + 1) * step, 2)))
        for i in range(SHADES)
    ]
    if len(rate) < len(found):
        key.append((None, told.text("areas.nobody")))
    sentence = told.text(
        "supply.areas", service=told.service(name), label=label_of(told, name), most=told.group(most), high=say.number(rate[most], 2),
        least=told.group(least), low=say.number(rate[least], 2),
    )  # fmt: skip

    def draw(place: str, width: float) -> Markup:
        return areas(
            place, sentence, told.text("supply.description"), items, key=key, width=width,
            sites=sites_of(told, name), sites_label=told.text("heading.facility"),
        )  # fmt: skip

    return Figure(f"supply-{name}", sentence, draw, behind, households=False)


def _behind(told: Told, name: str, rows: list[Row]) -> Table:
    say = told.say
    body = [
        [
            told.group(row["group"]), say.count(row["population"]), say.number(row["supply_per_1000"], 2),
            say.number(row["supply_p10"], 2), say.percent(present(row["share_none"])),
        ]
        for row in rows
        if row["population"] > 0
    ]  # fmt: skip
    caption = told.text("supply.caption", service=told.service(name), label=label_of(told, name))
    headings = told.headings("group", "people", "per_1000", "tenth", "none")
    return table(caption, headings, body, households=False, note=told.text("supply.note"))
