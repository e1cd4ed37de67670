"""Tables of measures for people: one key down, one across, each figure with its interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from groundfloor.report.language import ABSENT
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Table, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

KEYS = ("programme", "group", "line", "measure")
# measures that are shares of one; all others are written as numbers
SHARES = [
    "share_",
    "fgt",
    "coverage",
    "undercoverage",
    "leakage",
    "incidence",
    "adequacy",
    "generosity",
    "bottom",
    "quintile_share",
    "decile_share",
    "top",
    "reduction",
    "overlap",
    "combination",
    "arpr",
    "cdf",
    "targeting_differential",
]


def named(page: Page, key: str, value: str) -> str:
    """The name of a code of the tables in the language of the page."""
    if key == "programme":
        return page.names.programme(value)
    if key == "group":
        return page.language.text("variable.all") if value == "all" else page.names.group(value)
    return page.names.line(value) if key == "line" else page.names.known("measure", value)


def figure(page: Page, row: Row) -> Cell:
    """A figure with its 95 % interval below; a dash where it is not known."""
    write = writer(page, str(row["measure"]))
    low, high = present(row.get("ci_low")), present(row.get("ci_high"))
    below = (
        "" if low is None or high is None else page.language.text("profile.between", low=write(low), high=write(high))
    )
    return Cell(write(present(row.get("value"))), below=below)


def writer(page: Page, measure: str) -> Callable[[float | None], str]:
    """How the figures of a measure are written."""
    say = page.language
    if any(measure.startswith(share) or measure.endswith(share) for share in SHARES):
        return say.percent
    return lambda value: ABSENT if value is None else say.significant(value)


def pivot(
    page: Page, rows: Sequence[Row], down: str, across: str, caption: str, *, note: str = "", least: int = 1
) -> Table | None:
    """A table of these rows; None where fewer than `least` figures are known. A pair of keys without a row is a dash."""
    known = [row for row in rows if present(row.get("value")) is not None]
    if len(known) < least:
        return None
    heads, sides = (list(dict.fromkeys(row[key] for row in known)) for key in (across, down))
    at = {(row[down], row[across]): row for row in known}
    body = [
        [named(page, down, side), *(figure(page, at[side, head]) if (side, head) in at else ABSENT for head in heads)]
        for side in sides
    ]
    return table(caption, [page.language.text(f"profile.heading.{down}"), *(named(page, across, head) for head in heads)], body, note=note)  # fmt: skip
