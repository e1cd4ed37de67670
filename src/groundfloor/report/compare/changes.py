"""What differs: poverty by group with its intervals, and every measure of everybody before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from groundfloor.report.estimates import between, estimates
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Figure, Table, table
from groundfloor.report.pivot import named, writer
from groundfloor.report.results import Row
from groundfloor.report.uncertainty import hundred
from groundfloor.report.view import present

ORDER = 10
TABLE = "differences"
HEADCOUNT = "fgt0"
LEAST = 0.001
MEASURES = ("mean_welfare", "median_welfare", "gini", "palma", "bottom40_share", "fgt0", "fgt1", "fgt2")


def content(page: Page) -> Mapping[str, Any]:
    """A figure of the change in poverty by group, and tables of measures, groups and programmes."""
    say, view = page.language, page.view
    line = next(iter(view.distinct(TABLE, "line", measure=HEADCOUNT)), None)
    everybody = [
        row for name in MEASURES for row in view.rows(TABLE, measure=name, group="all") if not row["programme"]
    ]
    of_line = [] if line is None else view.rows(TABLE, measure=HEADCOUNT, line=line)
    below = "" if line is None else page.names.below(line)
    programmes = view.rows(TABLE, measure="coverage", group="all")
    return {
        "poverty": None if line is None else _poverty(page, of_line, line),
        "measures": _table(page, everybody, "measure", say.text("compare.changes.measures")),
        "by_group": _table(page, of_line, "group", say.text("compare.changes.by_group", line=below)),
        "programmes": _table(page, programmes, "programme", say.text("compare.changes.programmes")),
    }


def _poverty(page: Page, rows: Iterable[Row], line: str) -> Figure | None:
    say = page.language
    changes = [{**row, "value": row["change"]} for row in rows]
    everybody = next((row for row in changes if row["group"] == "all"), None)
    if everybody is None or present(everybody["change"]) is None:
        return None

    write = _moved(page)
    low, high = present(everybody["ci_low"]), present(everybody["ci_high"])
    unsure = low is None or high is None or low <= 0 <= high
    way = "unsure" if unsure else "falls" if everybody["change"] < 0 else "rises"
    return estimates(
        page, "changes", changes, lambda row: named(page, "group", row["group"]),
        heading=(say.text("heading.group"), say.text("compare.changes.change")),
        sentence=say.text(
            f"compare.changes.{way}",
            line=page.names.below(line),
            before=say.percent(everybody["before"]), after=say.percent(everybody["after"]),
            change=say.points(everybody["change"]), interval=between(page, everybody, write),
        ),
        description=say.text("compare.changes.description"),
        caption=say.text("compare.changes.by_group", line=page.names.below(line)),
        write=write,
        tick=lambda value, digits: say.number(100 * value, max(0, digits - 2)),
        unit=say.text("axis.points"),
    )  # fmt: skip


def _chance(page: Page, p: float | None) -> str:
    """A chance with three decimals; one below what they can show is said to be so."""
    say = page.language
    return say.text("compare.less", n=say.number(LEAST, 3)) if p is not None and p < LEAST else say.number(p, 3)


def _moved(page: Page) -> Callable[[float | None], str]:
    """A change of a share in percentage points, without the words."""
    return lambda value: page.language.number(hundred(value), 1, sign=True)


def _table(page: Page, rows: Iterable[Row], key: str, caption: str) -> Table | None:
    """Before, after, the change with its interval, and the chance of a change as large where there is none."""
    say = page.language
    body: list[list[str | Cell]] = []
    for row in rows:
        write = writer(page, row["measure"])
        change = present(row["change"])
        if change is None:
            continue
        name = named(page, key, row[key])
        moved = _moved(page) if write == say.percent else write
        sure = present(row["ci_low"]) is not None and present(row["ci_high"]) is not None
        body.append(
            [
                Cell(name, below=page.names.line(row["line"]) if key == "measure" and row["line"] else ""),
                write(present(row["before"])),
                write(present(row["after"])),
                Cell(moved(change), below=between(page, row, moved) if sure else ""),
                _chance(page, present(row["p_value"])),
            ]
        )
    if not body:
        return None
    headings = [
        say.text(f"heading.{key}"),
        *(page.names.scenario(name) for name in page.results.scenario_labels),
        say.text("compare.changes.difference"),
        say.text("columns.p_value.label"),
    ]
    return table(caption, headings, body, note=say.text("compare.changes.note"))
