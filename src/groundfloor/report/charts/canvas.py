"""A drawing in SVG: elements in order, with a title and a description for those who do not see it."""

from __future__ import annotations

import itertools
import textwrap
from typing import Any

from markupsafe import Markup, escape

LETTER = 7.3  # mean width in units of a letter at the size of chart text
LINE = 16.0
SWATCH = 12.0
FILLS = 6
PATTERNS = {1: "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", 3: "M1.5,3 h1.5 M4.5,6 h1.5", 5: "M0,3 h6"}


def text_width(text: str) -> float:
    """About how wide a text is drawn.

    >>> text_width("abcd")
    29.2
    """
    return LETTER * len(text)


def wrapped(text: str, width: float, lines: int = 2) -> list[str]:
    """A text broken to fit a width, in at most `lines` lines; what does not fit ends in an ellipsis.

    >>> wrapped("Fewer tax exemptions", 95.0)
    ['Fewer tax', 'exemptions']
    """
    return textwrap.wrap(text, max(6, int(width / LETTER)), max_lines=lines, placeholder="…") or [""]


def spread(wanted: list[float], sizes: list[float], lowest: float, highest: float) -> list[float]:
    """Middles of labels of these sizes that do not overlap, as near those wanted (in ascending order) as can be.

    Labels that would overlap form a block around the mean of what they want; all are kept within bounds as far as they fit.

    >>> spread([10.0, 12.0, 50.0], [10.0, 10.0, 10.0], 0.0, 55.0)
    [6.0, 16.0, 50.0]
    """
    offsets = list(itertools.accumulate([0.0, *((a + b) / 2 for a, b in itertools.pairwise(sizes))]))
    blocks: list[tuple[float, int]] = []  # the mean place of a block, had its labels no size, and how many they are
    for place, offset in zip(wanted, offsets, strict=False):
        mean, count = place - offset, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        blocks.append((mean, count))
    flat = [mean for mean, count in blocks for _ in range(count)]
    return [
        min(max(place, lowest), highest - offsets[-1]) + offset for place, offset in zip(flat, offsets, strict=False)
    ]


class Canvas:
    """Collects elements. `name` must be unique in the page: the title and the patterns are referred to by it."""

    def __init__(self, name: str, width: float, title: str, description: str) -> None:
        self.name, self.width, self.height = name, width, 0.0
        self.title, self.description = title, description
        self.elements: list[Markup] = []
        self.patterns: dict[int, Markup] = {}

    def add(self, tag: str, content: str | None = None, **attributes: Any) -> None:
        """One element; `class_` is class, `_` in a name becomes `-`, floats are written short."""
        self.elements.append(element(tag, content, **attributes))

    def text(self, x: float, y: float, content: str, style: str = "", anchor: str = "start") -> None:
        """A line of text."""
        self.add("text", content, x=x, y=y, class_=style or None, text_anchor=None if anchor == "start" else anchor)

    def lines(self, x: float, y: float, content: list[str], style: str = "") -> None:
        """Several lines of text, centred on `y`."""
        top = y - LINE * (len(content) - 1) / 2
        for i, line in enumerate(content):
            self.text(x, top + LINE * i, line, style)

    def fill(self, index: int) -> str:
        """The class or pattern of a series, told apart by lightness and by hatching too."""
        shade = index % FILLS
        if shade not in PATTERNS:
            return f"s{shade}"
        if shade not in self.patterns:
            inside = element("rect", width=6, height=6, class_=f"s{shade}") + element(
                "path", d=PATTERNS[shade], class_="hatch"
            )
            self.patterns[shade] = Markup(
                '<pattern id="{}-p{}" width="6" height="6" patternUnits="userSpaceOnUse">{}</pattern>'
            ).format(self.name, shade, inside)
        return f"url(#{self.name}-p{shade})"

    def filled(self, index: int, **attributes: Any) -> None:
        """A rectangle in the fill of a series."""
        fill = self.fill(index)
        if fill.startswith("url"):
            self.add("rect", fill=fill, class_="part", **attributes)
        else:
            self.add("rect", class_=f"part {fill}", **attributes)

    def key(self, labels: list[tuple[int, str]], top: float) -> float:
        """Swatches with their labels, as many on a line as fit; returns the height below them."""
        x, y = 0.0, top
        for index, label in labels:
            wide = SWATCH + 6 + text_width(label) + 18
            if x > 0 and x + wide > self.width:
                x, y = 0.0, y + LINE + 4
            lines = wrapped(label, self.width - SWATCH - 6)
            self.filled(index, x=x, y=y, width=SWATCH, height=SWATCH)
            for i, line in enumerate(lines):
                self.text(x + SWATCH + 6, y + LINE * i + SWATCH - 1.5, line)
            y += LINE * (len(lines) - 1)
            x += wide
        return y + LINE + 8

    def svg(self) -> Markup:
        """The drawing as one element."""
        defs = (
            Markup("<defs>{}</defs>").format(Markup("").join(self.patterns.values())) if self.patterns else Markup("")
        )
        return Markup(
            '<svg class="chart" role="img" viewBox="0 0 {w} {h}" aria-labelledby="{name}-t {name}-d">'
            '<title id="{name}-t">{title}</title><desc id="{name}-d">{desc}</desc>{defs}{body}</svg>'
        ).format(
            w=short(self.width), h=short(self.height), name=self.name, title=self.title, desc=self.description,
            defs=defs, body=Markup("").join(self.elements),
        )  # fmt: skip


def short(value: Any) -> str:
    """A coordinate without needless digits.

    >>> short(12.0), short(1 / 3)
    ('12', '0.3')
    """
    return f"{round(float(value), 1):g}" if isinstance(value, float) else str(value)


def element(tag: str, content: str | None = None, **attributes: Any) -> Markup:
    """An SVG element with everything escaped.

    >>> str(element("text", "a<b", x=1.0, class_="note"))
    '<text x="1" class="note">a&lt;b</text>'
    """
    # put together as plain text: Markup.format takes ten times as long, and a chart has hundreds of elements
    text = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(short(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    if content is None:
        return Markup(f"<{tag}{text}/>")  # noqa: S704 (each value is escaped)
    return Markup(f"<{tag}{text}>{escape(content)}</{tag}>")  # noqa: S704 (each value is escaped)
