"""Before and after: an open dot, an arrow's line, a filled dot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from groundfloor.report.charts.canvas import LINE, Canvas, text_width
from groundfloor.report.charts.rows import axis, rows

DOT = 5.5


@dataclass(frozen=True)
class Change:
    """A label, the value before and after, and the text at the end of the row."""

    label: str
    before: float
    after: float
    text: str


def changes(
    name: str, title: str, description: str, items: list[Change], *,
    names: tuple[str, str], write: Callable[[float, int], str], width: float, unit: str = "",
) -> Markup:  # fmt: skip
    """One row an item on a scale in `unit`; `names` are the words for before and after."""
    canvas = Canvas(name, width, title, description)
    canvas.add("circle", cx=DOT + 1, cy=8.0, r=DOT, class_="dot open")
    canvas.text(2 * DOT + 8, 12.5, names[0])
    x = 2 * DOT + 8 + text_width(names[0]) + 24
    y = 8.0
    if x + text_width(names[1]) + 2 * DOT > width:
        x, y = DOT + 1, 8.0 + LINE + 2
    canvas.add("circle", cx=x, cy=y, r=DOT, class_="dot")
    canvas.text(x + DOT + 7, y + 4.5, names[1])
    tail = 14 + max((text_width(item.text) for item in items), default=0.0)
    frame = rows(canvas, [item.label for item in items], top=y + 14, tail=tail, height=28.0)
    along = axis(canvas, frame, [v for item in items for v in (item.before, item.after)], write, unit)
    for item, middle in zip(items, frame.middles, strict=True):
        before, after = along(item.before), along(item.after)
        canvas.add("line", x1=before, x2=after, y1=middle, y2=middle, class_="span")
        canvas.add("circle", cx=before, cy=middle, r=DOT, class_="dot open")
        canvas.add("circle", cx=after, cy=middle, r=DOT, class_="dot")
        canvas.text(frame.right + 12, middle + 4.5, item.text)
    return canvas.svg()
