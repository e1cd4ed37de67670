"""The findings in sentences: what the floor is likely to cost, what that hangs on, what remains to be found, and the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.results import Row
from groundfloor.report.spread import asked, central_year, full, known, moving, rows_of
from groundfloor.report.view import present

ORDER = 10
GAP, DEBT = "gap_pct_gdp", "added_debt_pct_gdp"


def content(page: Page) -> Mapping[str, Any]:
    """The sentences, most important first."""
    return {"sentences": list(sentences(page))}


def sentences(page: Page) -> Iterator[str]:
    """Cost, drivers, gap, debt and back-test of the floor itself."""
    say, floor = page.language, page.view.floor
    costs, year = rows_of(page, floor, "pct_gdp"), central_year(page)
    first = full(page)
    for other in sorted(asked(page), key=lambda one: one != year):
        key = "cost" if other == year else "full" if other == first else "last"
        yield _likely(page, costs[other], key)
    rows = moving(page, "pct_gdp", page.results.horizon)
    if not rows:
        if known(page, "pct_gdp"):
            yield say.text("monte_carlo.findings.still")
    else:
        yield _matters(page, rows[0], "driver")
        if len(rows) > 1:
            yield _matters(page, rows[1], "second")
    gap = rows_of(page, floor, GAP).get(year)
    share = None if gap is None else present(gap["share_above_zero"])
    if share is not None:
        yield say.text("monte_carlo.findings.gap", year=say.year(year), share=say.percent(share, 0))
    debt = rows_of(page, floor, DEBT).get(page.results.horizon)
    if debt is not None and present(debt["p5"]) is not None:
        yield say.text(
            "monte_carlo.findings.debt",
            year=say.year(page.results.horizon),
            low=say.number(present(debt["p5"]), 1),
            high=say.number(present(debt["p95"]), 1),
            central=say.number(present(debt["central"]), 1),
        )
    hits = [bool(row["in_90"]) for row in page.view.rows("backtest")]
    if hits:
        yield say.text(
            "monte_carlo.findings.past", n=say.number(len(hits)), share=say.percent(sum(hits) / len(hits), 0)
        )


def _likely(page: Page, row: Row, key: str) -> str:
    say = page.language
    if present(row["central"]) is None or present(row["p5"]) is None:
        return say.text("monte_carlo.findings.unknown", year=say.year(int(row["year"])))
    ends = {name: say.number(present(row[name]), 2) for name in ("p5", "p25", "p75", "p95")}
    central = say.gdp(present(row["central"]), 2)
    return say.text(f"monte_carlo.findings.{key}", year=say.year(int(row["year"])), central=central, **ends)


def _matters(page: Page, row: Row, key: str) -> str:
    say = page.language
    return say.text(
        f"monte_carlo.findings.{key}",
        component=say.text(f"monte_carlo.component.{row['component']}"),
        year=say.year(int(row["year"])),
        low=say.number(present(row["p5"]), 2),
        high=say.number(present(row["p95"]), 2),
        share=say.percent(present(row["share_of_variance"]), 0),
    )
