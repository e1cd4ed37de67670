"""Estimates as dots with their 95 % intervals, and the table behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from groundfloor.report.charts.intervals import Interval, intervals
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

Write = Callable[[float], str]


def known(rows: Sequence[Row]) -> list[Row]:
    """The rows whose value is known.

    >>> known([{"value": 1.0}, {"value": float("nan")}, {"value": None}])
    [{'value': 1.0}]
    """
    return [row for row in rows if present(row.get("value")) is not None]


def between(page: Page, row: Row, write: Write) -> str:
    """The 95 % interval of a row in words; that it is not known, where it is not."""
    low, high = present(row.get("ci_low")), present(row.get("ci_high"))
    if low is None or high is None:
        return page.language.text("interval.unsure")
    return page.language.text("interval.between", low=write(low), high=write(high))


def estimates(
    page: Page,
    name: str,
    rows: Sequence[Row],
    label: Callable[[Row], str],
    *,
    heading: tuple[str, str],
    sentence: str,
    description: str,
    caption: str,
    write: Write,
    unit: str,
    tick: Callable[[float, int], str] | None = None,
    note: str = "",
    behind: Table | None = None,
) -> Figure | None:
    """A dot a row with a known value on a scale in `unit`; None where there is none.

    `heading` names the first two columns of the table behind, which `behind` replaces; `tick` writes the scale's figures, as
    `write` when left out.
    """
    say, shown = page.language, known(rows)
    if not shown:
        return None
    items = [
        Interval(
            label(row),
            present(row.get("ci_low")),
            float(row["value"]),
            present(row.get("ci_high")),
            write(row["value"]),
        )
        for row in shown
    ]
    scale = tick or (lambda value, _digits: write(value))

    def draw(name: str, width: float) -> Markup:
        return intervals(name, sentence, description, items, write=scale, width=width, unit=unit)

    body = [[item.label, item.text, between(page, row, write)] for item, row in zip(items, shown, strict=True)]
    own = table(caption, [*heading, say.text("interval.heading")], body)
    return Figure(name, sentence, draw, behind or own, note=note)
