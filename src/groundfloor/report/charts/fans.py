"""Fans: what a share of many paths lies between, year by year, with their median and the line of one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from groundfloor.report.charts.canvas import LINE, SWATCH, Canvas, text_width, wrapped
from groundfloor.report.charts.series import Series
from groundfloor.report.charts.years import Plot, plot

SHADES = 3
SAMPLE = 28.0
GAP = 18.0
Ends = tuple[float | None, float | None]


@dataclass(frozen=True)
class Band:
    """A label and its ends by year, (None, None) where they are not known."""

    label: str
    ends: tuple[Ends, ...]


def fans(
    name: str, title: str, description: str, places: list[str], bands: Sequence[Band], lines: Sequence[Series], *,
    write: Callable[[float, int], str], width: float, unit: str = "",
) -> Markup:  # fmt: skip
    """Bands from the widest to the narrowest, darker inwards, and lines over them, on a scale in `unit`; both break where not known."""
    canvas = Canvas(name, width, title, description)
    top = _key(canvas, bands, lines)
    known = [value for band in bands for ends in band.ends for value in ends if value is not None]
    known += [value for line in lines for value in line.values if value is not None]
    frame = plot(canvas, places, known, top=top, right=0.0, write=write, unit=unit)
    for shade, band in enumerate(bands):
        for run in _runs(band.ends):
            edge = [(frame.x(i), frame.y(high)) for i, _, high in run]
            edge += [(frame.x(i), frame.y(low)) for i, low, _ in reversed(run)]
            path = " ".join(f"{'L' if i else 'M'}{x:.1f},{y:.1f}" for i, (x, y) in enumerate(edge))
            canvas.add("path", d=f"{path}Z", class_=f"fan f{shade % SHADES}")
    for style, line in enumerate(lines):
        canvas.add("path", d=_path(frame, line), class_=f"line l{style}")
    return canvas.svg()


def _runs(ends: Sequence[Ends]) -> list[list[tuple[int, float, float]]]:
    """The stretches of years whose ends are known; one year alone is a stretch of no width.

    >>> _runs([(1.0, 2.0), (None, None), (0.0, 3.0), (0.5, 4.0)])
    [[(0, 1.0, 2.0)], [(2, 0.0, 3.0), (3, 0.5, 4.0)]]
    """
    found: list[list[tuple[int, float, float]]] = [[]]
    for i, (low, high) in enumerate(ends):
        if low is None or high is None:
            found.append([])
        else:
            found[-1].append((i, low, high))
    return [run for run in found if run]


def _path(frame: Plot, line: Series) -> str:
    steps, pen = [], "M"
    for i, value in enumerate(line.values):
        if value is None:
            pen = "M"
        else:
            steps.append(f"{pen}{frame.x(i):.1f},{frame.y(value):.1f}")
            pen = "L"
    return " ".join(steps)


def _key(canvas: Canvas, bands: Sequence[Band], lines: Sequence[Series]) -> float:
    """Samples of bands and lines with their labels, as many on a line as fit; returns the height below them."""
    x, y = 0.0, 0.0
    samples = [(SWATCH, band.label, f"fan f{i % SHADES}") for i, band in enumerate(bands)]
    samples += [(SAMPLE, line.label, f"line l{i}") for i, line in enumerate(lines)]
    for wide, label, style in samples:
        whole = wide + 6 + text_width(label) + GAP
        if x > 0 and x + whole - GAP > canvas.width:
            x, y = 0.0, y + LINE + 4
        if style.startswith("fan"):
            canvas.add("rect", x=x, y=y, width=wide, height=SWATCH, class_=style)
        else:
            canvas.add("line", x1=x, x2=x + wide, y1=y + SWATCH / 2, y2=y + SWATCH / 2, class_=style)
        texts = wrapped(label, canvas.width - wide - 6)
        for i, text in enumerate(texts):
            canvas.text(x + wide + 6, y + LINE * i + SWATCH - 1.5, text)
        y += LINE * (len(texts) - 1)
        x += whole
    return y + LINE + 8
