"""How much each part of the people grew: the growth-incidence curve, and growth of the mean, the median and the poorest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.comparison import GROWN, about
from groundfloor.report.difference import difference
from groundfloor.report.estimates import estimates
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure

ORDER = 30
TABLE = "growth"
CURVES = ("growth_incidence", "growth_incidence_same_persons")


def content(page: Page) -> Mapping[str, Any]:
    """The curves, the figures of growth, and what it did for the poor."""
    say = page.language
    return {
        "curves": [
            one
            for name in CURVES
            if (
                one := difference(
                    page, name,
                    sentence=say.text(f"compare.curve.{name}"),
                    write=(lambda v, _: say.percent(v, 0), lambda v, _: say.percent(v, 0)),
                    units=(say.text("compare.axis.people"), say.text("compare.axis.growth")),
                )
            )
            is not None
        ],
        "grown": _grown(page),
        "pro_poor": list(about(page).pro_poor()),
    }  # fmt: skip


def _grown(page: Page) -> Figure | None:
    say = page.language
    rows = [row for name in GROWN for row in page.view.rows(TABLE, measure=name)]
    values = {row["measure"]: say.percent(row["value"]) for row in rows}
    if not rows:
        return None
    return estimates(
        page, "grown", rows, lambda row: say.words(None, say.text(f"compare.{row['measure']}")),
        heading=(say.text("heading.measure"), say.text("compare.axis.growth")),
        sentence=say.text("compare.curve.grown", mean=values["growth_mean"], poorest=values["growth_bottom40"]),
        description=say.text("compare.curve.grown_description"),
        caption=say.text("compare.growth_heading"),
        write=say.percent,
        tick=lambda value, _digits: say.percent(value, 0),
        unit=say.text("compare.axis.growth"),
    )  # fmt: skip
