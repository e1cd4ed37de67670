"""Who is poor: the share below each line with its interval, by group and on a map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.areas import SHADES, Area, areas
from groundfloor.report.charts.intervals import Interval, intervals
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.pivot import pivot
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 10
HEADCOUNT = "fgt0"
INDICES = ("fgt0", "fgt1", "fgt2", "watts", "sen", "sst")


def content(page: Page) -> Mapping[str, Any] | None:
    """A figure by group, a map where the survey has one, and the indices of each line; None where nothing is known of welfare."""
    say, view = page.language, page.view
    lines = view.distinct("measures", "line", measure=HEADCOUNT)
    rows = [row for row in view.rows("measures", measure=HEADCOUNT, group="all") if present(row["value"]) is not None]
    if not rows:
        return None
    line = lines[0]
    sentence = say.text(
        "profile.poverty.sentence",
        share=say.percent(rows[0]["value"]),
        interval=_interval(page, rows[0]),
        line=page.names.below(line),
    )
    by_group = [row for row in view.rows("measures", measure=HEADCOUNT, line=line) if present(row["value"]) is not None]
    everybody = [row for name in INDICES for row in view.rows("measures", measure=name, group="all")]
    return {
        "by_group": _by_group(page, by_group, sentence),
        "map": _map(page, by_group, line),
        "indices": pivot(page, everybody, "line", "measure", say.text("profile.poverty.indices")),
    }


def _interval(page: Page, row: Row) -> str:
    low, high = present(row.get("ci_low")), present(row.get("ci_high"))
    if low is None or high is None:
        return page.language.text("profile.unsure")
    return page.language.text("profile.between", low=page.language.percent(low), high=page.language.percent(high))


def _by_group(page: Page, rows: list[Row], sentence: str) -> Figure:
    say = page.language
    items = []
    for row in rows:
        label = say.text("variable.all") if row["group"] == "all" else page.names.group(row["group"])
        low, high = present(row.get("ci_low")), present(row.get("ci_high"))
        items.append(Interval(label, low, float(row["value"]), high, say.percent(row["value"])))

    def draw(name: str, width: float) -> Markup:
        return intervals(
            name, sentence, say.text("profile.poverty.description"), items,
            write=lambda v, _: say.percent(v, 0), width=width, unit=say.text("axis.people"),
        )  # fmt: skip

    body = [
        [item.label, item.text, _interval(page, row), say.number(row["n"])]
        for item, row in zip(items, rows, strict=True)
    ]
    headings = [say.text(f"profile.heading.{name}") for name in ("group", "poor", "interval", "n")]
    return Figure("poverty", sentence, draw, table(say.text("profile.poverty.caption"), headings, body))


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
    headings = [say.text("profile.heading.group"), say.text("profile.heading.poor")]
    return Figure("map", sentence, draw, table(say.text("profile.poverty.caption"), headings, body))
