"""Dots with their intervals: a value and how sure it is, or a low, middle and high case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from groundfloor.report.charts.canvas import Canvas, text_width
from groundfloor.report.charts.rows import axis, rows

DOT = 5.5


@dataclass(frozen=True)
class Interval:
    """A value between `low` and `high` (both None when the interval is not known), with its text."""

    label: str
    low: float | None
    value: float
    high: float | None
    text: str


def intervals(
    name: str, title: str, description: str, items: list[Interval], *,
    write: Callable[[float, int], str], width: float, unit: str = "",
) -> Markup:  # fmt: skip
    """One row an item on a common axis in `unit`, with figures written by `write(value, decimals)`."""
    canvas = Canvas(name, width, title, description)
    tail = 20 + max((text_width(item.text) for item in items), default=0.0)
    frame = rows(canvas, [item.label for item in items], tail=tail)
    known = [v for item in items for v in (item.low, item.value, item.high) if v is not None]
    along = axis(canvas, frame, known, write, unit)
    for item, middle in zip(items, frame.middles, strict=True):
        if item.low is not None and item.high is not None:
            low, high = along(item.low), along(item.high)
            canvas.add("line", x1=low, x2=high, y1=middle, y2=middle, class_="span")
            for end in (low, high):
                canvas.add("line", x1=end, x2=end, y1=middle - 5, y2=middle + 5, class_="span")
        canvas.add("circle", cx=along(item.value), cy=middle, r=DOT, class_="dot")
        canvas.text(frame.right + 12, middle + 4.5, item.text)
    return canvas.svg()
