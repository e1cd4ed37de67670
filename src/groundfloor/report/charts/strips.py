"""Strips of dots: how far groups lie apart, one row an item, with the ends named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from groundfloor.report.charts.canvas import LINE, Canvas, text_width
from groundfloor.report.charts.rows import axis, rows

DOT = 4.5


@dataclass(frozen=True)
class Strip:
    """A label, the value of each group, the text below that names the ends, and the value of everybody."""

    label: str
    values: tuple[float, ...]
    text: str
    all: float | None


def strips(
    name: str, title: str, description: str, items: list[Strip], *,
    write: Callable[[float, int], str], width: float, unit: str = "",
) -> Markup:  # fmt: skip
    """One row an item on a common axis in `unit`."""
    canvas = Canvas(name, width, title, description)
    frame = rows(canvas, [item.label for item in items], height=46.0)
    along = axis(canvas, frame, [v for item in items for v in item.values], write, unit)
    for item, middle in zip(items, frame.middles, strict=True):
        low, high = along(min(item.values)), along(max(item.values))
        y = middle - 6
        canvas.add("line", x1=low, x2=high, y1=y, y2=y, class_="range")
        for value in item.values:
            canvas.add("circle", cx=along(value), cy=y, r=DOT, class_="dot faint")
        if item.all is not None:
            at = along(item.all)
            canvas.add("line", x1=at, x2=at, y1=y - 9, y2=y + 9, class_="mark")
        start = max(frame.left - DOT, min(low - DOT, frame.right - text_width(item.text)))
        canvas.text(start, y + LINE + 4, item.text, "small")
    return canvas.svg()
