"""Curves over a scale of numbers: Lorenz, concentration, poverty and growth curves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from groundfloor.report.charts.canvas import LINE, Canvas, spread, text_width, wrapped
from groundfloor.report.charts.lines import key_of_lines
from groundfloor.report.charts.rows import ROOMY
from groundfloor.report.charts.scale import Scale, scale

TALL, LOW = 340.0, 280.0
STYLES = 4
LABELS = 0.3

Write = Callable[[float, int], str]


@dataclass(frozen=True)
class Curve:
    """A label and its points (x, y), x rising; `band` has the ends of the interval (x, low, high) where they are known."""

    label: str
    points: tuple[tuple[float, float], ...]
    band: tuple[tuple[float, float, float], ...] = ()


def curves(
    name: str, title: str, description: str, items: list[Curve], *,
    write: tuple[Write, Write], units: tuple[str, str], width: float, diagonal: bool = False, zero: tuple[bool, bool] = (True, True),
) -> Markup:  # fmt: skip
    """One line a curve; `write` and `units` are those of the scales along and up, `diagonal` draws the line of equality.

    `zero` says whether each of the scales begins at 0 or where the values do.
    """
    canvas = Canvas(name, width, title, description)
    roomy = width >= ROOMY
    right = min(LABELS * width, 16 + max(text_width(one.label) for one in items)) if roomy else 14.0
    named = [one.label for one in items if one.label]  # a curve alone needs no name
    top = (key_of_lines(canvas, named) if named and not roomy else 0.0) + 2 * LINE
    bottom = top + (TALL if roomy else LOW)
    reached = [
        y for one in items for y in (*(y for _, y in one.points), *(end for _, *ends in one.band for end in ends))
    ]
    up = scale(reached, bottom, top, zero=zero[1])
    heights = [write[1](tick, up.digits) for tick in up.ticks]
    left = 10 + max(text_width(height) for height in heights)
    along = scale([x for one in items for x, _ in one.points], left, width - right, 5 if roomy else 4, zero=zero[0])
    end = axes(canvas, along, up, heights, write[0], units)
    for one in items:
        if one.band:
            edge = [*((x, high) for x, _, high in one.band), *((x, low) for x, low, _ in reversed(one.band))]
            canvas.add("path", d=_path(along, up, edge) + "Z", class_="band")
    if diagonal:
        ends = (along(along.low), up(along.low), along(along.high), up(along.high))
        canvas.add("line", x1=ends[0], y1=ends[1], x2=ends[2], y2=ends[3], class_="leader")
    for style, one in enumerate(items):
        canvas.add("path", d=_path(along, up, one.points), class_=f"line l{style % STYLES}")
    if roomy:
        _ends(canvas, along, up, items, right)
    canvas.height = end
    return canvas.svg()


def _path(along: Scale, up: Scale, points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{'L' if i else 'M'}{along(x):.1f},{up(y):.1f}" for i, (x, y) in enumerate(points))


def axes(canvas: Canvas, along: Scale, up: Scale, heights: list[str], write: Write, units: tuple[str, str]) -> float:
    """The grid of a scale up with its `heights`, the figures of one along, and what each is in; returns where that ends."""
    canvas.text(0, up.end - LINE, units[1], "tick")
    for tick, label in zip(up.ticks, heights, strict=True):
        style = "zero" if tick == 0 else "grid"
        canvas.add("line", x1=along.start, x2=along.end, y1=up(tick), y2=up(tick), class_=style)
        canvas.text(along.start - 8, up(tick) + 4.5, label, "tick", "end")
    for tick in along.ticks:
        canvas.text(along(tick), up.start + LINE + 2, write(tick, along.digits), "tick", "middle")
    y = up.start + LINE + 4
    for line in wrapped(units[0], canvas.width):
        y += LINE
        middle = min((along.start + along.end) / 2, canvas.width - text_width(line) / 2)
        canvas.text(middle, y, line, "tick", "middle")
    return y + 6


def _ends(canvas: Canvas, along: Scale, up: Scale, items: list[Curve], room: float) -> None:
    """Each name beside the last point of its curve."""
    ends = sorted((up(one.points[-1][1]), one.label) for one in items)
    texts = [wrapped(label, room - 8) for _, label in ends]
    places = spread([y for y, _ in ends], [LINE * len(text) + 2 for text in texts], up.end, up.start)
    for text, place in zip(texts, places, strict=True):
        canvas.lines(along.end + 8, place + 4.5, text)
