"""Points of two measures, some of them joined and numbered."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from groundfloor.report.charts.canvas import LINE, Canvas, text_width, wrapped
from groundfloor.report.charts.curves import LOW, TALL, Write, axes
from groundfloor.report.charts.rows import ROOMY
from groundfloor.report.charts.scale import scale

DISC, DOT = 9.0, 4.0
KEY = 26.0
NEAR = 3  # of two points nearer than this one alone is seen
Point = tuple[float, float]


def scatter(
    name: str, title: str, description: str, *, others: Sequence[Point], joined: Sequence[Point], numbered: dict[int, int],
    own: Point | None, key: tuple[str, str, str, str], write: tuple[Write, Write], units: tuple[str, str], width: float,
) -> Markup:  # fmt: skip
    """`others` as faint dots, `joined` as a line of dots whose places in `numbered` carry that number, `own` as a ring.

    `key` says what numbered and joined dots, the others and the ring are; write and units are as of curves. The scales begin where the values do.
    """
    canvas = Canvas(name, width, title, description)
    roomy = width >= ROOMY
    top = _key(canvas, key, bool(numbered), bool(others), own is not None, len(joined) > len(numbered)) + 2 * LINE
    bottom = top + (TALL if roomy else LOW)
    every = [*others, *joined, *([own] if own else [])]
    up = scale([y for _, y in every], bottom, top, zero=False)
    heights = [write[1](tick, up.digits) for tick in up.ticks]
    left = 10 + max(text_width(height) for height in heights) + DISC
    along = scale([x for x, _ in every], left, width - 14 - DISC, 5 if roomy else 4, zero=False)
    end = axes(canvas, along, up, heights, write[0], units)
    seen: set[tuple[int, int]] = set()
    for x, y in ((along(x), up(y)) for x, y in others):
        place = (round(x / NEAR), round(y / NEAR))
        if place not in seen:
            canvas.add("circle", cx=x, cy=y, r=DOT, class_="dot faint")
        seen.add(place)
    places = [(along(x), up(y)) for x, y in joined]
    if len(places) > 1:
        canvas.add("path", d="M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in places), class_="leader")
    for k, (x, y) in enumerate(places):
        if k not in numbered:
            canvas.add("circle", cx=x, cy=y, r=DOT, class_="dot")
    for k, number in reversed(numbered.items()):  # the first lies on top
        _disc(canvas, *places[k], str(number))
    if own:
        canvas.add("circle", cx=along(own[0]), cy=up(own[1]), r=DOT + 1, class_="dot open")
    canvas.height = end
    return canvas.svg()


def _disc(canvas: Canvas, x: float, y: float, number: str) -> None:
    canvas.add("circle", cx=x, cy=y, r=DISC, class_="numbered")
    canvas.text(x, y + 4, number, "number", "middle")


def _key(
    canvas: Canvas, texts: tuple[str, str, str, str], numbered: bool, others: bool, own: bool, joined: bool
) -> float:
    """Each kind of dot that is there with its text, one below the other; returns the height below them."""
    y = DISC + 2
    for kind, (there, text) in enumerate(zip((numbered, joined, others, own), texts, strict=True)):
        if not there:
            continue
        if kind == 0:
            _disc(canvas, DISC + 1, y, "1")
        else:
            style = ("", "dot", "dot faint", "dot open")[kind]
            canvas.add("circle", cx=DISC + 1, cy=y, r=DOT + (kind == 3), class_=style)
        lines = wrapped(text, canvas.width - KEY, 3)
        canvas.lines(KEY, y + LINE * (len(lines) - 1) / 2 + 4.5, lines)
        y += LINE * len(lines) + 6
    return y - 4
