"""Sheets with living formulas, from what is assumed to what a floor costs and who pays: a ministry audits them, and changes them.

Inputs are what the run assumes or simulates (blue), all else is formulas. What the micro-simulation finds, people and what each gets in
prices of the base year, is an input: money, shares of GDP, the plan and the debt follow from it by formulas (docs/methods/costing.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundfloor.report.live.assumptions import Assumptions
from groundfloor.report.live.scenario import scenario_sheet, sheet_name

if TYPE_CHECKING:
    from groundfloor.report.workbook import Book


def live(book: Book) -> None:
    """Add a sheet of assumptions and one for each scenario; nothing where the results have no costs."""
    numbers = _numbers(book)
    assumptions = Assumptions(book) if numbers else None
    for name, number in numbers.items():
        if assumptions is not None:
            scenario_sheet(book, assumptions, name, number)


def sheets_of(book: Book) -> list[tuple[str, str]]:
    """The sheets that `live` adds and what each of them holds, for the guide."""
    say, numbers = book.language, _numbers(book)
    first = [(say.text("live.assumptions"), say.text("live.assumptions_title"))] if numbers else []
    return first + [
        (sheet_name(say, number), say.text("live.sheet_meaning", scenario=book.page.names.scenario(name)))
        for name, number in numbers.items()
    ]


def _numbers(book: Book) -> dict[str, int]:
    """The scenarios that have costs, with the number in the name of their sheets."""
    tables = book.results.tables
    if not tables.get("costs") or not tables.get("economy"):
        return {}
    costed = {row["scenario"] for row in tables["costs"]}
    return {name: number for number, name in enumerate(book.results.scenario_labels, start=1) if name in costed}
