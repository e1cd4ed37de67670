"""Where a change in poverty comes from: growth, redistribution, the line; within groups and between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from groundfloor.report.comparison import GAP, HEADCOUNT, about
from groundfloor.report.estimates import estimates
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table
from groundfloor.report.pivot import named, pivot
from groundfloor.report.results import Row
from groundfloor.report.uncertainty import hundred

ORDER = 20
TABLE = "decomposition"
SHAPLEY, OF_GROUPS = "kolenikov_shorrocks", "shapley_groups"


def content(page: Page) -> Mapping[str, Any] | None:
    """Figures of the headcount's parts at the first line, and a table a line; None without a line that both have."""
    lines = page.view.distinct(TABLE, "line")
    if not lines:
        return None
    say = about(page)
    return {
        "parts": _parts(page, lines[0]),
        "others": [told for line in lines for index in (HEADCOUNT, GAP) if (told := say.from_change(line, index))][1:],
        "by_group": [one for one in _by_group(page, lines[0]) if one is not None],
        "tables": [one for line in lines for one in _tables(page, line) if one is not None],
    }


def _points(page: Page) -> Callable[[float | None], str]:
    say = page.language
    return lambda value: say.number(hundred(value), 1, sign=True)


def _figure(
    page: Page,
    name: str,
    rows: Sequence[Row],
    label: Callable[[Row], str],
    sentence: str,
    description: str,
    caption: str,
) -> Figure | None:
    say = page.language
    return estimates(
        page, name, rows, label,
        heading=(say.text("compare.decomposition.part"), say.text("axis.points")),
        sentence=sentence,
        description=description,
        caption=caption,
        write=_points(page),
        tick=lambda value, digits: say.number(100 * value, max(0, digits - 2)),
        unit=say.text("axis.points"),
    )  # fmt: skip


def _parts(page: Page, line: str) -> Figure | None:
    """Growth, redistribution, the line where it moved, and their sum."""
    say, told = page.language, about(page).from_change(line, HEADCOUNT)
    rows = [
        row
        for row in page.view.rows(TABLE, method=SHAPLEY, index=HEADCOUNT, line=line, group="all")
        if row["component"] != "line" or row["value"] != 0
    ]
    caption = say.text("compare.decomposition.caption", line=page.names.below(line))
    if not told:
        return None
    return _figure(
        page, "parts", rows, lambda row: page.names.known("component", row["component"]),
        told, say.text("compare.decomposition.description"), caption,
    )  # fmt: skip


def _by_group(page: Page, line: str) -> Iterator[Figure | None]:
    """Of each grouping variable, what happens within each group and what people being of other groups does."""
    say, told = page.language, about(page)
    rows = page.view.rows(TABLE, method=OF_GROUPS, index=HEADCOUNT, line=line)
    for variable in told.variables():
        called = page.names.known("variable", variable)
        inside = [row for row in rows if row["group"].startswith(f"{variable}=")]
        yield _figure(
            page, f"groups-{variable}", inside,
            lambda row: say.text(
                "compare.decomposition.label",
                group=named(page, "group", row["group"]), part=page.names.known("component", row["component"]),
            ),
            told.from_groups(line, variable),
            say.text("compare.decomposition.groups_description"),
            say.text("compare.decomposition.groups", line=page.names.below(line), variable=called),
        )  # fmt: skip


def _tables(page: Page, line: str) -> Iterator[Table | None]:
    """Every method at a line, an index a table."""
    say, below = page.language, page.names.below(line)
    for index in page.view.distinct(TABLE, "index", line=line):
        rows = page.view.rows(TABLE, index=index, line=line, group="all")
        caption = say.text("compare.decomposition.methods", index=page.names.known("measure", index), line=below)
        yield pivot(page, rows, "method", "component", caption, write=_points(page))
