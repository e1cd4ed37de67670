"""How unequal people live: the Lorenz curve, and every index of inequality that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.curves import Curve, curves
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.pivot import pivot
from groundfloor.report.view import present

ORDER = 20
FIRST = ("gini", "palma", "bottom40_share")
OTHERS = ("s80_s20", "p90_p10", "mld", "theil", "atkinson_1", "hoover")


def content(page: Page) -> Mapping[str, Any] | None:
    """The curve and the indices; None where nothing is known of welfare."""
    say, view = page.language, page.view
    gini = view.value("measures", "value", measure="gini", group="all")
    if gini is None:
        return None
    rows = [row for name in (*FIRST, *OTHERS) for row in view.rows("measures", measure=name)]
    return {
        "lorenz": _lorenz(page, gini),
        "indices": pivot(page, rows, "group", "measure", say.text("profile.inequality.caption")),
    }


def _lorenz(page: Page, gini: float) -> Figure | None:
    say, view = page.language, page.view
    points = [
        (float(row["x"]), float(row["y"]))
        for row in view.rows("curves", curve="lorenz", group="all")
        if present(row["y"]) is not None
    ]
    if not points:
        return None
    items = [Curve(say.text("variable.all"), ((0.0, 0.0), *points, (1.0, 1.0)))]
    poorest = view.value("measures", "value", measure="bottom40_share", group="all")
    sentence = say.text("profile.inequality.sentence", share=say.percent(poorest, 0), gini=say.number(gini, 3))

    def draw(name: str, width: float) -> Markup:
        return curves(
            name, sentence, say.text("profile.inequality.description"), items,
            write=(lambda v, _: say.percent(v, 0),) * 2,
            units=(say.text("profile.axis.people"), say.text("profile.axis.welfare")), width=width, diagonal=True,
        )  # fmt: skip

    headings = [say.text(f"profile.axis.{name}") for name in ("people", "welfare")]
    body = [[say.percent(x, 0), say.percent(y)] for x, y in items[0].points]
    return Figure("lorenz", sentence, draw, table(say.text("profile.inequality.behind"), headings, body))
