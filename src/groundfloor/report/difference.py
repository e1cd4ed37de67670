"""A curve of the table `curves` with its interval as a band, and the table behind it."""

from __future__ import annotations

from markupsafe import Markup

from groundfloor.report.charts.curves import Curve, Write, curves
from groundfloor.report.estimates import between
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

SHOWN = 25  # rows of the table behind, at the most


def difference(
    page: Page, name: str, *, sentence: str, write: tuple[Write, Write], units: tuple[str, str]
) -> Figure | None:
    """The curve `name` over everybody; None where no point is known. `write` and `units` are those of x and y."""
    say = page.language
    rows = [row for row in page.view.rows("curves", curve=name, group="all") if present(row["y"]) is not None]
    if not rows:
        return None
    curve = Curve("", tuple((float(row["x"]), float(row["y"])) for row in rows), _band(rows))

    def draw(name: str, width: float) -> Markup:
        return curves(
            name, sentence, say.text("compare.curve.description"), [curve], write=write, units=units, width=width
        )

    step = -(-len(rows) // SHOWN)
    body = [
        [write[0](row["x"], 0), write[1](row["y"], 1), between(page, row, lambda value: write[1](value, 1))]
        for row in rows[step - 1 :: step]
    ]
    behind = table(sentence, [*units, say.text("interval.heading")], body)
    return Figure(name.replace("_", "-"), sentence, draw, behind, note=say.text("compare.curve.note"))


def _band(rows: list[Row]) -> tuple[tuple[float, float, float], ...]:
    ends = [(float(row["x"]), present(row["ci_low"]), present(row["ci_high"])) for row in rows]
    return tuple((x, low, high) for x, low, high in ends if low is not None and high is not None)
