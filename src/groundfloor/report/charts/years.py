"""The frame of charts over years or classes: a vertical scale with grid lines and their names below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from groundfloor.report.charts.canvas import LINE, Canvas, text_width
from groundfloor.report.charts.rows import ROOMY
from groundfloor.report.charts.scale import Scale, scale

TALL, LOW = 260.0, 210.0
FILLED = 0.8
APART = 44.0


@dataclass(frozen=True)
class Plot:
    """The vertical scale, where each year lies and how wide a column may be."""

    y: Scale
    left: float
    slot: float
    top: float
    bottom: float

    def x(self, index: int) -> float:
        """The middle of a year, by its place in the list."""
        return self.left + self.slot * (index + 0.5)

    @property
    def column(self) -> float:
        """The width of a column."""
        return min(FILLED * self.slot, 60.0)


def plot(
    canvas: Canvas, places: list[str], values: list[float], *,
    top: float, right: float, write: Callable[[float, int], str], unit: str = "", below: str = "",
) -> Plot:  # fmt: skip
    """Draw the axes: the scale with its `unit` above it, the places with a word for them `below`; sets the drawing's height."""
    if unit:
        canvas.text(0, top + 11, unit, "tick")
        top += LINE
    top += LINE
    bottom = top + (TALL if canvas.width >= ROOMY else LOW)
    y = scale(values, bottom, top)
    labels = [write(tick, y.digits) for tick in y.ticks]
    left = 10 + max(text_width(label) for label in labels)
    for tick, label in zip(y.ticks, labels, strict=True):
        canvas.add(
            "line", x1=left, x2=canvas.width - right, y1=y(tick), y2=y(tick), class_="zero" if tick == 0 else "grid"
        )
        canvas.text(left - 8, y(tick) + 4.5, label, "tick", "end")
    frame = Plot(y, left, (canvas.width - right - left) / max(1, len(places)), top, bottom)
    for i in _named(places, frame.slot):
        inside = min(frame.x(i), canvas.width - text_width(places[i]) / 2)
        canvas.text(inside, bottom + LINE + 2, places[i], "tick", "middle")
    if below:
        bottom += LINE + 2
        canvas.text((left + canvas.width - right) / 2, bottom + LINE + 2, below, "tick", "middle")
    canvas.height = bottom + LINE + 10
    return frame


def _named(places: list[str], slot: float) -> list[int]:
    """The places whose name fits below: all, else the years that end in 0 or 5, else every second of those, and so on."""
    if not places or slot >= 6 + max(map(text_width, places)):
        return list(range(len(places)))
    shown = [i for i, place in enumerate(places) if place[-1] in "05"] or [0]
    while len(shown) > 2 and (shown[1] - shown[0]) * slot < APART:
        shown = shown[::2]
    return shown
