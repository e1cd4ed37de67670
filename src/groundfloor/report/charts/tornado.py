"""A tornado: how far each assumption alone moves a figure from where one run has it, the widest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from groundfloor.report.charts.canvas import Canvas, text_width
from groundfloor.report.charts.rows import axis, rows

THICK = 18.0
BELOW, ABOVE = 3, 0
"""Fills of the parts of a bar: light and hatched under the run, dark over it."""


@dataclass(frozen=True)
class Reach:
    """A label, from where to where a figure goes, and the text at the end of the row."""

    label: str
    low: float
    high: float
    text: str


def tornado(
    name: str, title: str, description: str, middle: float, items: Sequence[Reach], *,
    key: tuple[str, str], write: Callable[[float, int], str], width: float, unit: str = "",
) -> Markup:  # fmt: skip
    """One row an item about the line of `middle`, on a scale in `unit`; `key` says what lies below it and what above."""
    canvas = Canvas(name, width, title, description)
    top = canvas.key(list(zip((BELOW, ABOVE), key, strict=True)), 0)
    tail = 14 + max((text_width(item.text) for item in items), default=0.0)
    frame = rows(canvas, [item.label for item in items], top=top, tail=tail)
    along = axis(canvas, frame, [middle, *(end for item in items for end in (item.low, item.high))], write, unit)
    for item, y in zip(items, frame.middles, strict=True):
        for fill, start, end in ((BELOW, item.low, min(item.high, middle)), (ABOVE, max(item.low, middle), item.high)):
            if end > start:
                place = {"x": along(start), "y": y - THICK / 2, "width": along(end) - along(start), "height": THICK}
                canvas.filled(fill, **place)
        canvas.text(frame.right + 12, y + 4.5, item.text)
    canvas.add("line", x1=along(middle), x2=along(middle), y1=frame.top, y2=frame.bottom, class_="mark")
    return canvas.svg()
