"""What each tax and benefit does to inequality and poverty: the figure without it less the figure with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.estimates import estimates, known
from groundfloor.report.incidence import ends
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure
from groundfloor.report.pivot import pivot

ORDER = 20
TABLE = "fiscal_contributions"
GINI, POOR = "marginal_contribution_gini", "marginal_contribution_fgt0"
INEQUALITY = (GINI, "marginal_contribution_vertical_equity", "marginal_contribution_reranking")
POVERTY = (POOR, "marginal_contribution_fgt1", "marginal_contribution_fgt2")


def content(page: Page) -> Mapping[str, Any] | None:
    """Figures at the income that counts most items, and tables at each; None where nothing but pensions is described."""
    say, view = page.language, page.view
    concepts = ends(page)
    if not concepts:
        return None
    line = next(iter(view.distinct(TABLE, "line", measure=POOR)), None)
    tables = []
    for concept in concepts:
        name = page.names.known("concept", concept)
        for measures, at, key in ((INEQUALITY, None, "inequality"), (POVERTY, line, "poverty")):
            rows = [row for one in measures for row in view.rows(TABLE, measure=one, concept=concept, line=at)]
            below = "" if at is None else page.names.below(at)
            caption = say.text(f"fiscal.contributions.{key}.caption", concept=name, line=below)
            tables.append(pivot(page, rows, "item", "measure", caption))
    return {
        "inequality": _figure(page, GINI, None, concepts[-1]),
        "poverty": None if line is None else _figure(page, POOR, line, concepts[-1]),
        "tables": [one for one in tables if one is not None],
    }


def _figure(page: Page, measure: str, line: str | None, concept: str) -> Figure | None:
    """One row a tax or benefit, sums left out: those that help most first."""
    say = page.language
    rows = known(page.view.rows(TABLE, measure=measure, concept=concept, line=line))
    rows = sorted((row for row in rows if not page.names.together(row["item"])), key=lambda row: -row["value"])
    if not rows:
        return None
    key = "inequality" if line is None else "poverty"

    def write(value: float) -> str:
        return say.number(value, 4, sign=True) if line is None else say.number(100 * value, 1, sign=True)

    def tick(value: float, digits: int) -> str:
        return say.number(value, digits) if line is None else say.number(100 * value, max(0, digits - 2))

    most = rows[0]
    way = "lowers" if most["value"] > 0 else "none"
    told = {"item": page.names.programme(most["item"]), "change": say.number(most["value"], 3) if line is None else say.points(most["value"], sign=False)}  # fmt: skip
    below = "" if line is None else page.names.below(line)
    return estimates(
        page, f"contributions-{key}", rows, lambda row: page.names.programme(row["item"]),
        heading=(say.text("heading.item"), say.text(f"measure.{measure}")),
        sentence=say.text(f"fiscal.contributions.{key}.{way}", line=below, **told),
        description=say.text(f"fiscal.contributions.{key}.description"),
        caption=say.text(f"fiscal.contributions.{key}.caption", concept=page.names.known("concept", concept), line=below),
        write=write,
        tick=tick,
        unit=say.text("measure.gini") if line is None else say.text("axis.points"),
        note=say.text("fiscal.contributions.note", concept=page.names.known("concept", concept)),
    )  # fmt: skip
