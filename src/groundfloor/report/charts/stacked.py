"""Stacked columns by year or class, labelled at their right end or, on a phone, by a key."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from groundfloor.report.charts.canvas import LINE, Canvas, spread, text_width, wrapped
from groundfloor.report.charts.rows import ROOMY
from groundfloor.report.charts.series import Series
from groundfloor.report.charts.years import Plot, plot

LABELS = 0.3


def stacked(
    name: str, title: str, description: str, places: list[str], series: list[Series], *,
    write: Callable[[float, int], str], width: float, unit: str = "", below: str = "",
) -> Markup:  # fmt: skip
    """Columns from the first series at the bottom up, on a scale in `unit`. A place in which one part is not known has no column."""
    canvas = Canvas(name, width, title, description)
    numbered = list(enumerate(series))
    top, right = 0.0, 0.0
    if width >= ROOMY:
        right = min(LABELS * width, 26 + max((text_width(one.label) for one in series), default=0.0))
    else:
        top = canvas.key([(i, one.label) for i, one in reversed(numbered)], 0)
    known = [i for i in range(len(places)) if all(one.values[i] is not None for one in series)]
    totals = [sum(one.values[i] or 0.0 for one in series) for i in known]
    frame = plot(canvas, places, totals, top=top, right=right, write=write, unit=unit, below=below)
    for i in known:
        at = 0.0
        for fill, one in numbered:
            size = one.values[i] or 0.0
            y, foot = frame.y(at + size), frame.y(at)
            if foot - y > 0.05:
                canvas.filled(fill, x=frame.x(i) - frame.column / 2, y=y, width=frame.column, height=foot - y)
            at += size
    if width >= ROOMY and known:
        _label(canvas, frame, series, known[-1], right)
    return canvas.svg()


def _label(canvas: Canvas, frame: Plot, series: list[Series], last: int, room: float) -> None:
    """Each series' name beside its part of the last column, tied to it by a line."""
    at, wanted = 0.0, []
    for one in series:
        size = one.values[last] or 0.0
        wanted.append(frame.y(at + size / 2))
        at += size
    texts = [wrapped(one.label, room - 22) for one in series]
    sizes = [LINE * len(text) + 3 for text in texts[::-1]]
    places = spread(wanted[::-1], sizes, frame.top + 6, frame.bottom - 4)[::-1]
    edge = frame.x(last) + frame.column / 2
    for text, place, middle in zip(texts, places, wanted, strict=True):
        canvas.add("path", d=f"M{edge + 2:.1f},{middle:.1f} L{edge + 16:.1f},{place:.1f}", class_="leader")
        canvas.lines(edge + 20, place + 4.5, text)
