"""Lines over years, each named at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from groundfloor.report.charts.canvas import LINE, Canvas, spread, text_width, wrapped
from groundfloor.report.charts.rows import ROOMY
from groundfloor.report.charts.series import Series
from groundfloor.report.charts.years import Plot, plot

STYLES = 4
LABELS = 0.3
KEY = 34.0
TIED = 3.0  # a name farther than this from the end of its line is tied to it


def lines(
    name: str, title: str, description: str, places: list[str], series: list[Series], *,
    write: Callable[[float, int], str], width: float, unit: str = "", below: str = "", held: Sequence[float] = (),
) -> Markup:  # fmt: skip
    """One line a series, on a scale in `unit` over places named `below`; where a value is not known the line breaks.

    The scale has room for the values `held` too, so that several drawings may have the same.
    """
    canvas = Canvas(name, width, title, description)
    roomy = width >= ROOMY
    right = min(LABELS * width, 16 + max(text_width(one.label) for one in series)) if roomy else 0.0
    top = 0.0 if roomy else key_of_lines(canvas, [one.label for one in series])
    known = [value for one in series for value in one.values if value is not None]
    frame = plot(canvas, places, [*known, *held], top=top, right=right, write=write, unit=unit, below=below)
    for style, one in enumerate(series):
        canvas.add("path", d=_path(frame, one), class_=f"line l{style % STYLES}")
        if len(known) <= len(series):
            for i, value in enumerate(one.values):
                if value is not None:
                    canvas.add("circle", cx=frame.x(i), cy=frame.y(value), r=4.0, class_=f"dot l{style % STYLES}")
    if roomy:
        _label(canvas, frame, series, right)
    return canvas.svg()


def _path(frame: Plot, one: Series) -> str:
    """The points joined, with a new start after each gap."""
    steps, pen = [], "M"
    for i, value in enumerate(one.values):
        if value is None:
            pen = "M"
        else:
            steps.append(f"{pen}{frame.x(i):.1f},{frame.y(value):.1f}")
            pen = "L"
    return " ".join(steps)


def key_of_lines(canvas: Canvas, labels: list[str]) -> float:
    """Samples of the lines with their labels, one below the other; returns the height below them."""
    y = 8.0
    for i, label in enumerate(labels):
        text = wrapped(label, canvas.width - KEY)
        canvas.add("line", x1=0, x2=KEY - 8, y1=y, y2=y, class_=f"line l{i % STYLES}")
        canvas.lines(KEY, y + LINE * (len(text) - 1) / 2 + 4.5, text)
        y += LINE * len(text) + 4
    return y - 4


def _label(canvas: Canvas, frame: Plot, series: list[Series], room: float) -> None:
    """Each name beside the last known value of its line."""
    ends = [
        (frame.y(value), frame.x(i), one.label)
        for one in series
        for i, value in [next(((i, v) for i, v in reversed(list(enumerate(one.values))) if v is not None), (0, None))]
        if value is not None
    ]
    ends.sort()
    texts = [wrapped(label, room - 8) for _, _, label in ends]
    places = spread([y for y, _, _ in ends], [LINE * len(text) + 2 for text in texts], frame.top, frame.bottom)
    for text, place, (y, x, _) in zip(texts, places, ends, strict=True):
        beside = max(x, canvas.width - room) + 8
        if abs(place - y) > TIED:
            canvas.add("path", d=f"M{x + 2:.1f},{y:.1f} L{beside - 4:.1f},{place:.1f}", class_="leader")
        canvas.lines(beside, place + 4.5, text)
