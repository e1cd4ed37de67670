"""Where new sites should stand: what they bring, a map of them, people reached by number of sites, and the steps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from groundfloor.report.access.sections import shown
from groundfloor.report.access.sections.areas import ON_GRID
from groundfloor.report.access.words import Told
from groundfloor.report.charts.areas import SHADES
from groundfloor.report.charts.curves import Curve, curves
from groundfloor.report.charts.sites import Block, sites
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 35
DRAWN = 30  # steps that are numbered on the map and stand in the table of the page
CURVED = 3  # steps from which on a curve says more than the table


def content(page: Page) -> Mapping[str, Any] | None:
    """Sentences, a map, a curve and a table a question; None where nothing was asked."""
    return shown(_parts(Told(page)))


def sentences(told: Told, service: str) -> Iterator[str]:
    """What new sites of a service would bring, and how good the choice is known to be."""
    for asked in told.page.view.rows("access_sites_bound", service=service):
        yield from _said(told, asked, told.page.view.rows("access_sites", question=asked["question"]))


def _said(told: Told, asked: Row, steps: list[Row]) -> Iterator[str]:
    say, objective = told.say, str(asked["objective"])
    label = told.group(f"site={asked['question']}")
    if not steps:
        yield told.text("siting.nothing", label=label)
        return
    last = steps[-1]
    yield told.text(
        f"siting.{objective}", label=label, count=len(steps), n=say.number(len(steps)), service=told.service(asked["service"]),
        within=told.span(asked["within_minutes"]), added=say.persons(last["people_within"] - asked["people_before"]),
        places=say.persons(last["added_together"]), after=say.percent(last["share"]),
        before=say.percent(asked["people_before"] / asked["population"]), slow=say.number(asked["minutes_before"], 1),
        fast=say.number(last["minutes_mean"], 1),
    )  # fmt: skip
    key = "fewest" if objective == "all" else "best"
    candidates = say.number(asked["candidates"])
    if asked["proven"]:
        yield told.text(f"siting.{key}", candidates=candidates)
    else:
        bound, gap = say.number(asked["bound"]), say.percent(asked["gap"])
        yield told.text(f"siting.{key}_bound", candidates=candidates, bound=bound, gap=gap)
    if len(steps) > 1:
        yield told.text("siting.order")
    costs = {name: present(last[f"cost_{name}_together"]) for name in ("once", "yearly")}
    known = [name for name, cost in costs.items() if cost is not None]
    if known:
        key = "both" if len(known) == len(costs) else known[0]
        yield told.text(f"siting.cost.{key}", **{name: say.number(costs[name]) for name in known})


def _parts(told: Told) -> Iterator[str | Figure | Table]:
    for asked in told.page.view.rows("access_sites_bound"):
        steps = told.page.view.rows("access_sites", question=asked["question"])
        yield from _said(told, asked, steps)
        if not steps:
            continue
        behind = _behind(told, asked, steps)
        yield _map(told, asked, steps, behind)
        if len(steps) >= CURVED:
            yield _curve(told, asked, steps)


def _map(told: Told, asked: Row, steps: list[Row], behind: Table) -> Figure:
    say, name = told.say, str(asked["question"])
    rows = told.page.view.rows("access_reachable", question=name)
    most = max((row["people_reachable"] for row in rows), default=1.0)
    top = math.floor(math.log10(max(most, 1.0)))
    blocks = _blocks(rows, top)
    ends = [10.0 ** (top - SHADES + 1 + i) for i in range(1, SHADES)]
    texts = [told.text("siting.below", high=say.number(ends[0], 0 if ends[0] >= 1 else 3))]
    texts += [told.text("siting.from", low=say.number(low, 0 if low >= 1 else 3)) for low in ends]
    key = list(enumerate(texts)) if blocks else []
    first = steps[0]
    sentence = told.text(
        "siting.map", label=told.group(f"site={name}"), added=say.persons(first["people_added"]),
        where=_where(told, first), within=told.span(asked["within_minutes"]),
    )  # fmt: skip
    there = told.page.view.rows("access_facilities", service=asked["service"])
    dots = [(row["longitude"], row["latitude"]) for row in there if row["status"] in ON_GRID]
    places = [(row["longitude"], row["latitude"]) for row in steps[:DRAWN]]
    rings = [ring for found in told.page.results.shapes.values() for ring in found]
    labels = told.text("siting.there"), told.text("siting.new")
    about = told.text("siting.description", within=told.span(asked["within_minutes"]))

    def draw(place: str, width: float) -> Markup:
        return sites(
            place,
            sentence,
            about,
            rings=rings,
            blocks=blocks,
            dots=dots,
            places=places,
            key=key,
            labels=labels,
            width=width,
        )

    return Figure(f"sites-{name}", sentence, draw, behind, households=False)


def _blocks(rows: list[Row], top: int) -> list[Block]:
    """The blocks of the map, those side by side of one class as one."""
    found: list[Block] = []
    for row in rows:
        shade, last = _shade(row["people_reachable"], top), found[-1] if found else None
        if last and (last.shade, last.south, last.east) == (shade, row["south"], row["west"]):
            found[-1] = replace(last, east=row["east"])
        else:
            found.append(Block(row["west"], row["south"], row["east"], row["north"], shade))
    return found


def _shade(people: float, top: int) -> int:
    """The class of a block: a power of ten each, the last from the largest power on."""
    return min(max(math.floor(math.log10(people)) - top + SHADES - 1, 0), SHADES - 1) if people > 0 else 0


def _where(told: Told, row: Row) -> str:
    """The name of a site, or the area it lies in, or its coordinates."""
    if row["name"]:
        return str(row["name"])
    if row["area"]:
        return told.group(f"area={row['area']}")
    return f"{told.say.number(row['latitude'], 3)}, {told.say.number(row['longitude'], 3)}"


def _curve(told: Told, asked: Row, steps: list[Row]) -> Figure:
    """People more within reach after each step, and the most that so many sites could bring where that is known."""
    say, name, people = told.say, str(asked["question"]), asked["unit"] == "people" and asked["objective"] != "capacity"
    before = asked["people_before"]
    reached = Curve(
        told.text("siting.reached"), ((0.0, 0.0), *((r["step"], r["people_within"] - before) for r in steps))
    )
    items = [reached]
    if people:
        items.append(Curve(told.text("siting.most"), ((0.0, 0.0), *((r["step"], r["most_together"]) for r in steps))))
    sentence = told.text(
        "siting.curve", label=told.group(f"site={name}"), count=len(steps), n=say.number(len(steps)),
        first=say.persons(steps[0]["people_added"]), last=say.persons(steps[-1]["people_added"]),
    )  # fmt: skip

    def draw(place: str, width: float) -> Markup:
        return curves(
            place, sentence, told.text("siting.curve_description"), items,
            write=(lambda value, digits: say.number(value, digits), lambda value, digits: say.number(value, digits)),
            units=(told.text("siting.sites"), told.text("siting.more")), width=width,
        )  # fmt: skip

    body = [
        [
            say.number(row["step"]),
            say.count(row["people_within"] - before),
            say.count(row["most_together"] if people else None),
        ]
        for row in steps[:DRAWN]
    ]
    headings = told.headings("step", "people_added", "within_most")
    return Figure(
        f"steps-{name}", sentence, draw, table(told.text("siting.curve_caption"), headings, body), households=False
    )


def _behind(told: Told, asked: Row, steps: list[Row]) -> Table:
    say = told.say
    places = asked["objective"] == "capacity"
    costs = present(steps[-1]["cost_once_together"]) is not None, present(steps[-1]["cost_yearly_together"]) is not None
    body = []
    for row in steps[:DRAWN]:
        cells = [
            say.number(row["step"]),
            _where(told, row),
            say.number(row["latitude"], 3),
            say.number(row["longitude"], 3),
        ]
        cells += [say.count(row["added"])] if places else []
        cells += [say.count(row["people_added"]), say.percent(row["share"]), say.number(row["minutes_mean"], 1)]
        cells += [say.number(row["cost_once_together"])] if costs[0] else []
        cells += [say.number(row["cost_yearly_together"])] if costs[1] else []
        body.append(cells)
    names = [
        "step",
        "site",
        "latitude",
        "longitude",
        *(["places"] if places else []),
        "people_added",
        "share",
        "minutes_mean",
    ]
    names += [name for name, there in zip(("cost_once", "cost_yearly"), costs, strict=True) if there]
    caption = told.text("siting.caption", label=told.group(f"site={asked['question']}"))
    note = told.text("siting.note", longest=told.span(asked["longest_minutes"]))
    if len(steps) > DRAWN:
        note += " " + told.text("siting.first", n=say.number(DRAWN), all=say.number(len(steps)))
    return table(caption, told.headings(*names), body, words=2, households=False, note=note)
