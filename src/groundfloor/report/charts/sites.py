"""A map of numbered places over areas and shaded blocks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from groundfloor.report.charts.areas import MARGIN, SHADES, TALLEST, WIDE, Ring
from groundfloor.report.charts.canvas import LINE, SWATCH, Canvas, wrapped
from groundfloor.report.charts.rows import ROOMY

DISC = 9.0
SEEN = 3.0  # between two points of an outline


@dataclass(frozen=True)
class Block:
    """A box of longitude and latitude with its class from 0."""

    west: float
    south: float
    east: float
    north: float
    shade: int


def sites(
    name: str, title: str, description: str, *, rings: Sequence[Ring], blocks: Sequence[Block],
    dots: Sequence[tuple[float, float]], places: Sequence[tuple[float, float]], key: Sequence[tuple[int, str]],
    labels: tuple[str, str], width: float,
) -> Markup:  # fmt: skip
    """Blocks shaded by class, the outlines of areas over them, dots, and `places` numbered from 1; `key` names the classes, `labels` dots and places.

    Proportions are those of the middle latitude. Without areas the blocks and places say how far the map goes; dots off it are left out.
    """
    canvas = Canvas(name, width, title, description)
    points = [point for ring in rings for point in ring]
    points += (
        [corner for one in blocks for corner in ((one.west, one.south), (one.east, one.north))] if not rings else []
    )
    points += list(places)
    west, east = (end(x for x, _ in points) for end in (min, max))
    south, north = (end(y for _, y in points) for end in (min, max))
    shrink = math.cos(math.radians((south + north) / 2))
    across, high = max((east - west) * shrink, 1e-9), max(north - south, 1e-9)
    room = min(width, WIDE) - 2 * (MARGIN + DISC)
    factor = min(room / across, TALLEST * room / high)
    edge = MARGIN + DISC

    def at(x: float, y: float) -> tuple[float, float]:
        return edge + (x - west) * shrink * factor, edge + (north - y) * factor

    for shade in range(SHADES):
        path = "".join(_box(at, one) for one in blocks if one.shade == shade)
        if path:
            canvas.add("path", d=path, class_=f"m{shade}")
    outlines = " ".join(_outline([at(*point) for point in ring]) for ring in rings)
    if outlines:
        canvas.add("path", d=outlines, class_="leader")
    seen = [at(*one) for one in dots if west <= one[0] <= east and south <= one[1] <= north]
    dot = "".join(f"M{x:g},{y:g}h0" for x, y in sorted({(2 * round(x / 2), 2 * round(y / 2)) for x, y in seen}))
    if dot:
        canvas.add("path", d=dot, class_="site")
    for number in range(len(places), 0, -1):  # the first lies on top
        _numbered(canvas, *at(*places[number - 1]), str(number))
    bottom = 2 * edge + high * factor
    left, y = (across * factor + 2 * edge + 24, edge + LINE) if width >= ROOMY else (0.0, bottom + LINE)
    beside = width - left - SWATCH - 12
    for shade, label in key:
        canvas.add("rect", x=left, y=y - SWATCH + 2, width=SWATCH, height=SWATCH, class_=f"area m{shade}")
        y = _label(canvas, left + SWATCH + 12, y, label, beside)
    if dot:
        canvas.add("path", d=f"M{left + SWATCH / 2:g},{y - SWATCH / 2 + 2:g}h0", class_="site")
        y = _label(canvas, left + SWATCH + 12, y, labels[0], beside)
    if places:
        y += DISC - LINE / 4
        _numbered(canvas, left + DISC, y - 4, "1")
        y = _label(canvas, left + 2 * DISC + 6, y, labels[1], beside)
    canvas.height = max(bottom, y)
    return canvas.svg()


def _box(at: Callable[[float, float], tuple[float, float]], one: Block) -> str:
    (x, y), (right, low) = at(one.west, one.north), at(one.east, one.south)
    return f"M{x:.0f} {y:.0f}H{right:.0f}v{round(low) - round(y)}H{x:.0f}z"


def _outline(points: Sequence[tuple[float, float]]) -> str:
    """A closed path through those points that are not too near to the one before to be seen."""
    kept = [points[0]]
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= SEEN:
            kept.append((x, y))
    return "M" + " ".join(f"{x:.0f},{y:.0f}" for x, y in kept) + "Z"


def _numbered(canvas: Canvas, x: float, y: float, number: str) -> None:
    canvas.add("circle", cx=x, cy=y, r=DISC, class_="numbered")
    canvas.text(x, y + 4, number, "number", "middle")


def _label(canvas: Canvas, x: float, y: float, text: str, room: float) -> float:
    for line in wrapped(text, max(room, 80.0), 3):
        canvas.text(x, y + 1, line)
        y += LINE
    return y + 6
