"""Who is poor: the share below each line with its interval, by group and on a map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.areas import SHADES, Area, areas
from groundfloor.report.estimates import between, estimates, known
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.pivot import named, pivot
from groundfloor.report.results import Row

ORDER = 10
HEADCOUNT = "fgt0"
INDICES = ("fgt0", "fgt1", "fgt2", "watts", "sen", "sst")


def content(page: Page) -> Mapping[str, Any] | None:
    """A figure by group, a map where the survey has one, and the indices of each line; None where nothing is known of welfare."""
    say, view = page.language, page.view
    lines = view.distinct("measures", "line", measure=HEADCOUNT)
    rows = known(view.rows("measures", measure=HEADCOUNT, group="all"))
    if not rows:
        return None
    line = lines[0]
    sentence = say.text(
        "profile.poverty.sentence",
        share=say.percent(rows[0]["value"]),
        interval=between(page, rows[0], say.percent),
        line=page.names.below(line),
    )
    by_group = known(view.rows("measures", measure=HEADCOUNT, line=line))
    everybody = [row for name in INDICES for row in view.rows("measures", measure=name, group="all")]
    return {
        "by_group": _by_group(page, by_group, sentence),
        "map": _map(page, by_group, line),
        "indices": pivot(page, everybody, "line", "measure", say.text("profile.poverty.indices")),
    }


def _by_group(page: Page, rows: list[Row], sentence: str) -> Figure | None:
    say = page.language
    body = [
        [
            named(page, "group", row["group"]),
            say.percent(row["value"]),
            between(page, row, say.percent),
            say.number(row["n"]),
        ]
        for row in rows
    ]
    headings = [say.text(name) for name in ("heading.group", "profile.heading.poor", "interval.heading", "heading.n")]
    caption = say.text("profile.poverty.caption")
    return estimates(
        page, "poverty", rows, lambda row: named(page, "group", row["group"]),
        heading=(headings[0], headings[1]),
        sentence=sentence,
        description=say.text("profile.poverty.description"),
        caption=caption,
        write=say.percent,
        tick=lambda value, _digits: say.percent(value, 0),
        unit=say.text("axis.people"),
        behind=table(caption, headings, body),
    )  # fmt: skip


def _map(page: Page, rows: list[Row], line: str) -> Figure | None:
    """The areas shaded in five classes of equal width between the least and the most poor."""
    say, shapes = page.language, page.results.shapes
    known = {row["group"]: float(row["value"]) for row in rows if row["group"] in shapes}
    if len(known) < 2:
        return None
    low, high = min(known.values()), max(known.values())
    step = (high - low) / SHADES or 1.0
    items = [
        Area(
            page.names.group(group),
            tuple(rings),
            None if group not in known else min(int((known[group] - low) / step), SHADES - 1),
            say.percent(known.get(group), 0),
        )
        for group, rings in shapes.items()
    ]
    bounds = [(i, say.between(low + i * step, low + (i + 1) * step, digits=0, sign=False)) for i in range(SHADES)]
    least, most = (pick(known, key=known.__getitem__) for pick in (min, max))
    sentence = say.text(
        "profile.map.sentence",
        line=page.names.below(line),
        most=page.names.group(most), high=say.percent(high, 0), least=page.names.group(least), low=say.percent(low, 0),
    )  # fmt: skip
    key: list[tuple[int | None, str]] = [
        (
            i,
            say.text(
                "profile.map.class", low=say.percent(low + i * step, 0), high=say.percent(low + (i + 1) * step, 0)
            ),
        )
        for i, _ in bounds
    ]
    if len(known) < len(shapes):
        key.append((None, say.text("profile.map.unknown")))

    def draw(name: str, width: float) -> Markup:
        return areas(name, sentence, say.text("profile.map.description"), items, key=key, width=width)

    body = [
        [item.label, item.text]
        for item in sorted(items, key=lambda item: -1 if item.shade is None else item.shade, reverse=True)
    ]
    headings = [say.text("heading.group"), say.text("profile.heading.poor")]
    return Figure("map", sentence, draw, table(say.text("profile.poverty.caption"), headings, body))
