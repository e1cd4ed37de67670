"""The frame of charts with one item a row: labels beside the plot where there is room, above it on a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from groundfloor.report.charts.canvas import LINE, Canvas, text_width, wrapped
from groundfloor.report.charts.scale import Scale, scale

ROOMY = 600
HEAD = 4.0


@dataclass(frozen=True)
class Rows:
    """Where the plot lies and the middle of each row."""

    left: float
    right: float
    middles: tuple[float, ...]
    top: float
    bottom: float


def rows(canvas: Canvas, labels: list[str], *, top: float = 0.0, tail: float = 0.0, height: float = 34.0) -> Rows:
    """Write the labels and reserve `tail` at the right for a text after each row."""
    top += HEAD
    if canvas.width >= ROOMY:
        column = min(0.34 * canvas.width, 14 + max((text_width(label) for label in labels), default=0.0))
        texts = [wrapped(label, column - 8) for label in labels]
        height = max([height, *(LINE * len(text) + 8 for text in texts if len(text) > 1)])
        middles = [top + height * (i + 0.5) for i in range(len(labels))]
        for text, middle in zip(texts, middles, strict=True):
            canvas.lines(0, middle + 4.5, text, "label")
        return Rows(column + 6, canvas.width - tail, tuple(middles), top, top + height * len(labels))
    middles, y = [], top
    for text in (wrapped(label, canvas.width) for label in labels):
        room = LINE * len(text) + 2
        canvas.lines(0, y + room / 2 + 4, text, "label")
        middles.append(y + room + height / 2)
        y += room + height
    return Rows(6, canvas.width - tail, tuple(middles), top, y)


def axis(canvas: Canvas, frame: Rows, values: list[float], write: Callable[[float, int], str], unit: str = "") -> Scale:
    """A horizontal scale with grid lines, its figures and `unit` below; sets the height of the drawing."""
    found = scale(values, frame.left, frame.right, 5 if canvas.width >= ROOMY else 4)
    for tick in found.ticks:
        style = "zero" if tick == 0 and found.low < 0 else "grid"
        canvas.add("line", x1=found(tick), x2=found(tick), y1=frame.top, y2=frame.bottom, class_=style)
    labels = [write(tick, found.digits) for tick in found.ticks]
    for i, (tick, label) in enumerate(zip(found.ticks, labels, strict=True)):
        anchor = (
            "start"
            if i == 0 and canvas.width < ROOMY
            else "end"
            if i == len(labels) - 1 and frame.right >= canvas.width
            else "middle"
        )
        canvas.text(found(tick), frame.bottom + LINE, label, "tick", anchor)
    canvas.height = frame.bottom + LINE + 8
    if unit:
        canvas.text((frame.left + frame.right) / 2, frame.bottom + 2 * LINE + 2, unit, "tick", "middle")
        canvas.height += LINE + 2
    return found
