"""Who is left out today: the gap of each programme of the floor, over all and by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.bars import Bar, bars
from groundfloor.report.charts.strips import Strip, strips
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Figure, Table, table
from groundfloor.report.results import Row
from groundfloor.report.uncertainty import interval
from groundfloor.report.view import present

ORDER = 20
GUARANTEES = ("health", "children", "working_age", "old_age")
LEFT_OUT, COVERED = 0, 3


def content(page: Page) -> Mapping[str, Any]:
    """Figures of gaps by programme and of coverage by group, those left out by group, and what is published of coverage."""
    rows = sorted(page.view.rows("gaps", group="all"), key=lambda row: _place(row["guarantee"]))
    groups = list(page.view.groups("gaps"))
    return {
        "gaps": _gaps(page, rows) if rows else None,
        "spread": _spread(page, rows, groups) if groups else None,
        "by_group": _by_group(page, rows, groups) if groups else None,
        "published": _published(page),
    }


def _place(guarantee: str) -> int:
    return GUARANTEES.index(guarantee) if guarantee in GUARANTEES else len(GUARANTEES)


def _gaps(page: Page, rows: list[Row]) -> Figure:
    say = page.language
    items, cells = [], []
    parts: tuple[tuple[int, float], ...]
    for row in rows:
        need, covered, gap, rate = (present(row.get(c)) for c in ("in_need", "covered", "gap", "coverage_rate"))
        label = page.names.programme(row["programme"])
        if gap is None or covered is None or rate is None:
            parts, text = ((LEFT_OUT, need or 0.0),), say.text("left_out.coverage_unknown", n=say.count(need))
        else:
            parts = ((LEFT_OUT, gap), (COVERED, covered))
            text = say.text("left_out.bar", n=say.count(gap), share=say.percent(1 - rate, 0))
        items.append(Bar(label, parts, text, hollow=gap is None))
        cells.append(
            [
                label,
                page.names.known("guarantee", row["guarantee"]),
                say.count(need),
                say.count(covered),
                say.count(gap),
                _coverage(page, row),
                page.money(present(row.get("gap_lcu"))),
            ]
        )
    parts_known = any(not item.hollow for item in items)
    key = (
        [(LEFT_OUT, say.text("left_out.key.left_out")), (COVERED, say.text("left_out.key.covered"))]
        if parts_known
        else []
    )
    sentence = _sentence(page, rows)

    def draw(name: str, width: float) -> Markup:
        return bars(name, sentence, say.text("left_out.gaps.description"), items, key=key, width=width)

    headings = ("programme", "guarantee", "in_need", "covered", "gap", "coverage_rate", "gap_lcu")
    behind = table(
        say.text("left_out.gaps.caption"),
        [say.text(f"heading.{name}") for name in headings],
        cells,
        words=2,
        note=say.text("left_out.gaps.note", year=page.results.year),
        stack=True,
    )
    return Figure("gaps", sentence, draw, behind)


def _coverage(page: Page, row: Row) -> str:
    """The share covered, with half of its interval where that is known."""
    say = page.language
    rate, (low, high) = present(row.get("coverage_rate")), interval(row.get("coverage_rate"), row.get("se"))
    share = say.percent(rate, 0)
    if low is None or high is None:
        return share
    return say.text("left_out.spread.sure", share=share, half=say.number(50 * (high - low), 0))


def _sentence(page: Page, rows: list[Row]) -> str:
    say = page.language
    known = sorted(
        (1 - rate, page.names.programme(row["programme"]))
        for row in rows
        if (rate := present(row.get("coverage_rate"))) is not None
    )
    if not known:
        return say.text("left_out.gaps.unknown")
    (low, least), (high, most) = known[0], known[-1]
    if say.percent(low, 0) == say.percent(high, 0):
        return say.text("left_out.gaps.alone", programme=most, share=say.percent(high, 0))
    return say.text(
        "left_out.gaps.sentence", low=say.percent(low, 0), least=least, high=say.percent(high, 0), most=most
    )


def _spread(page: Page, rows: list[Row], groups: list[str]) -> Figure | None:
    """Coverage of each group, as a strip a programme over the groups of the first variable.

    There is none where no programme covers one group better than another.
    """
    say = page.language
    first = groups[0].partition("=")[0]
    shown = [group for group in groups if group.partition("=")[0] == first]
    items, ends = [], []
    for row in rows:
        known = [
            (rate, group)
            for group in shown
            if (rate := page.view.value("gaps", "coverage_rate", programme=row["programme"], group=group)) is not None
        ]
        if len(known) > 1:
            low, high = min(known), max(known)
            if high[0] > low[0]:
                ends.append((present(row["in_need"]) or 0.0, low, high, row["programme"]))
            items.append(
                Strip(
                    page.names.programme(row["programme"]),
                    tuple(rate for rate, _ in known),
                    _ends(page, *low, *high),
                    present(row.get("coverage_rate")),
                )
            )
    if not ends:
        return None
    # the widest spread would be that of the smallest sample; the programme with most people is the surest
    _, low, high, programme = max(ends)
    sentence = say.text(
        "left_out.spread.sentence",
        programme=page.names.programme(programme),
        low=say.percent(low[0], 0),
        lowest=page.names.group(low[1]),
        high=say.percent(high[0], 0),
        highest=page.names.group(high[1]),
    )

    def draw(name: str, width: float) -> Markup:
        description = say.text("left_out.spread.description")
        return strips(
            name, sentence, description, items,
            write=lambda v, _: say.percent(v, 0), width=width, unit=say.text("axis.entitled"),
        )  # fmt: skip

    behind = _matrix(page, rows, groups, "coverage_rate", say.text("left_out.spread.caption"))
    return Figure("coverage-by-group", sentence, draw, behind, note=say.text("left_out.spread.note"))


def _ends(page: Page, low: float, lowest: str, high: float, highest: str) -> str:
    """The lowest and the highest group with their shares, or one share where all have the same."""
    say = page.language
    least, most = say.percent(low, 0), say.percent(high, 0)
    if least == most:
        return say.text("left_out.same", share=least)
    return say.text(
        "left_out.ends", lowest=page.names.group(lowest), low=least, highest=page.names.group(highest), high=most
    )


def _by_group(page: Page, rows: list[Row], groups: list[str]) -> Table:
    """Those left out by group or, where nobody's coverage is known, those entitled."""
    column = "gap" if any(present(row.get("gap")) is not None for row in rows) else "in_need"
    return _matrix(page, rows, groups, column, page.language.text(f"left_out.by_group.{column}"))


PUBLISHED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("everybody", {"sex": None, "quintile": None}),
    ("women", {"sex": "female", "quintile": None}),
    ("men", {"sex": "male", "quintile": None}),
    ("poorest_fifth", {"sex": None, "quintile": 1}),
)


def _published(page: Page) -> Table | None:
    """Coverage as the pack has it from the SDG database, by function: the last year of which anything is known of everybody, and of anybody."""
    say, view = page.language, page.view
    body: list[list[str | Cell]] = []
    for series in view.distinct("coverage", "series"):
        rows = view.rows("coverage", series=series)
        of_all = [row["year"] for row in rows if row.get("sex") is None and row.get("quintile") is None]
        for year in sorted({max(row["year"] for row in rows), *([max(of_all)] if of_all else [])}):
            found = [row for row in rows if row["year"] == year]
            shares = [
                next((row["coverage_pct"] for row in found if all(row.get(k) == v for k, v in who.items())), None)
                for _, who in PUBLISHED
            ]
            source = Cell(say.words(found[0].get("source")), lang=None if say.code == "en" else "en")
            name = page.names.known("function", found[0]["function"])
            body.append(
                [name, say.year(year), *(say.percent(s / 100 if s is not None else None) for s in shares), source]
            )
    if not body:
        return None
    headings = [
        say.text(f"heading.{name}") for name in ("function", "year", *(name for name, _ in PUBLISHED), "source")
    ]
    note = say.text("left_out.published.note")
    return table(
        say.text("left_out.published.caption"),
        headings,
        body,
        words=2,
        notes=1,
        households=False,
        note=note,
        stack=True,
    )


def _matrix(page: Page, rows: list[Row], groups: list[str], column: str, caption: str) -> Table:
    """Groups down, programmes across; programmes of which nothing is known are left away."""
    say = page.language
    names = [row["programme"] for row in rows if present(row.get(column)) is not None]
    body: list[list[str | Cell]] = []
    for group in groups:
        line: list[str | Cell] = [page.names.group(group)]
        for name in names:
            found = next(iter(page.view.rows("gaps", programme=name, group=group)), {})
            line.append(_coverage(page, found) if column == "coverage_rate" else say.count(present(found.get(column))))
        body.append(line)
    return table(caption, [say.text("heading.group"), *map(page.names.programme, names)], body)
