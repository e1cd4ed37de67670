"""Which part of each thing goes to each fifth of the people: one bar a thing, cut into five."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from groundfloor.report.charts.bars import Bar, bars
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.results import Row
from groundfloor.report.view import added, present

FIFTHS = tuple(range(1, 6))
SHADES = (3, 1, 5, 2, 0)  # fills from light to dark


def of_tenths(rows: Sequence[Row]) -> list[float] | None:
    """The share of each fifth from rows with the shares of tenths (`decile=1` and so on); None where one is not known.

    >>> of_tenths([{"group": f"decile={k}", "value": 0.1} for k in range(1, 11)])
    [0.2, 0.2, 0.2, 0.2, 0.2]
    """
    tenths = {row["group"]: present(row["value"]) for row in rows}
    shares = [added([tenths.get(f"decile={2 * k - 1}"), tenths.get(f"decile={2 * k}")]) for k in FIFTHS]
    known = [share for share in shares if share is not None]
    return known if len(known) == len(shares) else None


def spread(
    page: Page,
    name: str,
    shares: Mapping[str, Sequence[float]],
    label: Callable[[str], str],
    *,
    heading: str,
    sentence: str,
    description: str,
    caption: str,
) -> Figure:
    """A bar a code in `shares`, those first of which the poorest fifth has most, with the table behind it; `heading` is over their names."""
    say = page.language
    items = [
        Bar(
            label(code),
            tuple(zip(SHADES, found, strict=True)),
            say.text("fifth.poorest", share=say.percent(found[0], 0)),
        )
        for code, found in sorted(shares.items(), key=lambda item: -item[1][0])
    ]
    key = [(shade, say.text(f"fifth.{k}")) for k, shade in zip(FIFTHS, SHADES, strict=True)]

    def draw(name: str, width: float) -> Markup:
        return bars(name, sentence, description, items, key=key, width=width)

    body = [[label(code), *map(say.percent, found)] for code, found in shares.items()]
    headings = [heading, *(text for _, text in key)]
    return Figure(name, sentence, draw, table(caption, headings, body))
