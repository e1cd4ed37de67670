"""What remains to be found and what it adds to debt, along the paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Table, table
from groundfloor.report.spread import asked, fan, rows_of
from groundfloor.report.view import present

ORDER = 30
QUANTITIES = ("gap_pct_gdp", "added_debt_pct_gdp")


def content(page: Page) -> Mapping[str, Any] | None:
    """Fans of gap and added debt of the floor itself, a table of all scenarios; None where the pack has no options."""
    figures = [one for name in QUANTITIES if (one := fan(page, page.view.floor, name)) is not None]
    return {"figures": figures, "scenarios": _scenarios(page)} if figures else None


def _scenarios(page: Page) -> Table:
    """Each scenario in the years asked for."""
    say = page.language
    body = []
    for scenario in page.view.scenarios:
        gap, debt = (rows_of(page, scenario, quantity) for quantity in QUANTITIES)
        for year in asked(page):
            found = [gap[year], debt[year]]
            ends = [say.between(present(row["p5"]), present(row["p95"]), 2, sign=False) for row in found]
            middle = [say.number(present(row["central"]), 2) for row in found]
            share = say.percent(present(gap[year]["share_above_zero"]), 0)
            cells = [say.year(year), middle[0], ends[0], share, middle[1], ends[1]]
            body.append([page.names.scenario(scenario), *cells])
    names = ("scenario", "year", "gap", "gap_90", "gap_share", "debt", "debt_90")
    headings = [say.text(f"monte_carlo.heading.{name}") for name in names]
    return table(say.text("monte_carlo.financing.caption"), headings, body)
