"""A map: areas shaded by the class their value falls in, each with its figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from groundfloor.report.charts.canvas import LINE, SWATCH, Canvas, text_width
from groundfloor.report.charts.rows import ROOMY

SHADES = 5
TALLEST = 1.25
WIDE = 460.0
MARGIN = 4.0

Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Area:
    """A name, its rings of longitude and latitude, its class from 0 (None when not known), and its figure as text."""

    label: str
    rings: tuple[Ring, ...]
    shade: int | None
    text: str


def areas(
    name: str,
    title: str,
    description: str,
    items: list[Area],
    *,
    key: list[tuple[int | None, str]],
    width: float,
    sites: Sequence[tuple[float, float]] = (),
    sites_label: str = "",
) -> Markup:
    """The areas in proportion (equirectangular about their middle latitude), with the figure of each; `key` names the classes.

    `sites` are points of longitude and latitude, drawn as dots and called `sites_label` in the key; those off the map are left out.
    """
    canvas = Canvas(name, width, title, description)
    points = [point for item in items for ring in item.rings for point in ring]
    west, east = (end(x for x, _ in points) for end in (min, max))
    south, north = (end(y for _, y in points) for end in (min, max))
    shrink = math.cos(math.radians((south + north) / 2))
    across, high = max((east - west) * shrink, 1e-9), max(north - south, 1e-9)
    room = min(width, WIDE) - 2 * MARGIN
    factor = min(room / across, TALLEST * room / high)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return MARGIN + (point[0] - west) * shrink * factor, MARGIN + (north - point[1]) * factor

    drawn = [(item, [[place(point) for point in ring] for ring in item.rings]) for item in items]
    for item, rings in drawn:
        path = " ".join("M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z" for ring in rings)
        canvas.add("path", d=path, fill_rule="evenodd", class_="area " + _class(item.shade))
    seen = {place(one) for one in sites if west <= one[0] <= east and south <= one[1] <= north}
    dots = sorted({(round(x, 1), round(y, 1)) for x, y in seen})
    if dots:
        canvas.add("path", d="".join(f"M{x:g},{y:g}h0" for x, y in dots), class_="site")
    for item, rings in drawn:
        largest = max(rings, key=lambda ring: abs(_signed(ring)))
        x, y = _middle(largest)
        fits = max(p[0] for p in largest) - min(p[0] for p in largest) > text_width(item.text)
        if fits:
            canvas.text(x, y + 4.5, item.text, "small", "middle")
    bottom = 2 * MARGIN + high * factor
    left, y = (across * factor + 40, MARGIN + LINE) if width >= ROOMY else (0.0, bottom + LINE)
    for shade, label in key:
        canvas.add("rect", x=left, y=y - SWATCH + 2, width=SWATCH, height=SWATCH, class_="area " + _class(shade))
        canvas.text(left + SWATCH + 8, y + 1, label)
        y += LINE + 6
    if dots:
        canvas.add("path", d=f"M{left + SWATCH / 2:g},{y - SWATCH / 2 + 2:g}h0", class_="site")
        canvas.text(left + SWATCH + 8, y + 1, sites_label)
        y += LINE + 6
    canvas.height = max(bottom, y)
    return canvas.svg()


def _class(shade: int | None) -> str:
    return "m-none" if shade is None else f"m{min(shade, SHADES - 1)}"


def _signed(ring: Ring) -> float:
    """Twice the signed area of a closed ring."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))


def _middle(ring: Ring) -> tuple[float, float]:
    """The centre of gravity of a ring; the mean of its points when it has no area.

    >>> _middle([(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)])
    (1.0, 1.0)
    """
    twice = _signed(ring)
    if abs(twice) < 1e-12:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    sides = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    crossed = [a[0] * b[1] - b[0] * a[1] for a, b in sides]
    x, y = (sum((a[i] + b[i]) * c for (a, b), c in zip(sides, crossed, strict=True)) / (3 * twice) for i in (0, 1))
    return x, y
