"""Essential services, the other half of a floor: what they cost by sector, who pays, and what they add to the floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table, told_apart
from groundfloor.report.services import parts
from groundfloor.report.services.words import Told
from groundfloor.report.view import SERVICES, present

ORDER = 45
CASES = ("low", "base", "high")


def content(page: Page) -> Mapping[str, Any] | None:
    """The cost, who pays, what government has to find beyond today, and what is in which option; None where the pack describes no services."""
    told = Told(page.results.tables, page.language)
    return {"parts": told_apart(_parts(page, told))} if told.years else None


def _parts(page: Page, told: Told) -> Iterator[str | Figure | Table]:
    yield _named(page, told)
    if told.assumed:
        yield told.assumed
    yield parts.cost(told)
    yield parts.payers(told)
    yield parts.additional(told)
    yield from parts.budget(told)
    if page.view.rows("services_plan"):
        yield _in_the_plan(page, told)


def _named(page: Page, told: Told) -> str:
    """Which options name services."""
    names = [name for name in page.view.scenarios if page.view.named(name, SERVICES)]
    if not names:
        return told.text("floor.none")
    if len(names) == len(page.view.scenarios):
        return told.text("floor.all")
    options = [told.text("floor.quoted", option=page.names.scenario(name)) for name in names]
    return told.text("floor.some", count=len(names), options=page.language.listed(options))


def _in_the_plan(page: Page, told: Told) -> Table:
    """Of each option with services both halves of the cost, the gap and the debt at the horizon, in each case of the services."""
    say, body = told.say, []
    columns = ("transfers_pct_gdp", "services_pct_gdp", "cost_pct_gdp", "gap_pct_gdp", "debt_pct_gdp_after")
    rows = page.view.rows("services_plan", year=page.results.horizon)
    for row in sorted(rows, key=lambda row: (page.view.scenarios.index(row["scenario"]), CASES.index(row["variant"]))):
        case = told.text(f"case.{row['variant']}")
        body.append(
            [page.names.scenario(row["scenario"]), case, *(say.number(present(row[one]), 2) for one in columns)]
        )
    headings = [told.text(f"plan.{name}") for name in ("option", "case", *columns)]
    return table(
        told.text("plan.caption", year=page.results.horizon), headings, body, words=2, note=told.text("plan.note")
    )
