"""Horizontal bars, each made of parts laid end to end, with a text behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.canvas import Canvas, text_width
from groundfloor.report.charts.rows import rows
from groundfloor.report.charts.scale import Scale

THICK = 18.0
LONGEST_TAIL = 0.75


@dataclass(frozen=True)
class Bar:
    """A label, the size of each part (by fill) and the text behind. `hollow` draws an outline: the parts are not known."""

    label: str
    parts: tuple[tuple[int, float], ...]
    text: str
    hollow: bool = False


def bars(
    name: str, title: str, description: str, items: list[Bar], *, key: list[tuple[int, str]], width: float
) -> Markup:
    """Bars from 0; `key` names the fills."""
    canvas = Canvas(name, width, title, description)
    top = canvas.key(key, 0) if key else 0.0
    tail = min(LONGEST_TAIL * width, 10 + max((text_width(item.text) for item in items), default=0.0))
    frame = rows(canvas, [item.label for item in items], top=top, tail=tail)
    longest = max((sum(size for _, size in item.parts) for item in items), default=0.0)
    along = Scale(0.0, longest or 1.0, frame.left, frame.right, longest or 1.0)
    for item, middle in zip(items, frame.middles, strict=True):
        at = 0.0
        for fill, size in item.parts:
            place: dict[str, Any] = {
                "x": along(at),
                "y": middle - THICK / 2,
                "width": along(at + size) - along(at),
                "height": THICK,
            }
            if item.hollow:
                canvas.add("rect", class_="hollow", **place)
            else:
                canvas.filled(fill, **place)
            at += size
        canvas.text(along(at) + 8, middle + 4.5, item.text)
    canvas.height = frame.bottom + 4
    return canvas.svg()
