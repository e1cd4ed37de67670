"""Which combinations of things people have: a row a combination, a dot for each thing in it, a bar for how many have just it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from markupsafe import Markup

from groundfloor.report.charts.canvas import LINE, Canvas, text_width, wrapped
from groundfloor.report.charts.rows import ROOMY
from groundfloor.report.charts.scale import Scale

ROW, COLUMN, THICK, DOT = 30.0, 26.0, 16.0, 6.0


@dataclass(frozen=True)
class Combination:
    """Which of the things are in it, how large it is, and its text."""

    members: frozenset[int]
    size: float
    text: str


def combinations(
    name: str, title: str, description: str, things: list[str], items: list[Combination], *, width: float
) -> Markup:
    """Rows of dots under numbered things, whose names stand in a list above; bars from 0."""
    canvas = Canvas(name, width, title, description)
    y = LINE
    for i, thing in enumerate(things):
        for j, line in enumerate(wrapped(f"{i + 1}  {thing}", width)):
            canvas.text(0 if j == 0 else 18, y, line, "label")
            y += LINE
    top = y + LINE
    for i in range(len(things)):
        canvas.text(COLUMN * (i + 0.5), top, str(i + 1), "tick", "middle")
    left = COLUMN * len(things) + (20 if width >= ROOMY else 10)
    tail = 12 + max((text_width(item.text) for item in items), default=0.0)
    longest = max((item.size for item in items), default=0.0) or 1.0
    along = Scale(0.0, longest, left, width - tail, longest)
    for i, item in enumerate(items):
        middle = top + ROW * (i + 0.75)
        has = sorted(item.members)
        for first, last in itertools.pairwise([has[0], has[-1]] if len(has) > 1 else []):
            canvas.add("line", x1=COLUMN * (first + 0.5), x2=COLUMN * (last + 0.5), y1=middle, y2=middle, class_="span")
        for k in range(len(things)):
            canvas.add(
                "circle", cx=COLUMN * (k + 0.5), cy=middle, r=DOT, class_="dot" if k in item.members else "dot none"
            )
        canvas.filled(0, x=left, y=middle - THICK / 2, width=along(item.size) - left, height=THICK)
        canvas.text(along(item.size) + 8, middle + 4.5, item.text)
    canvas.height = top + ROW * (len(items) + 0.5)
    return canvas.svg()
