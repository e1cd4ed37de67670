"""Sheets with living formulas, from what is assumed to what a floor costs and who pays: a ministry audits them, and changes them.

Inputs are what the run assumes or simulates (blue), all else is formulas. What the micro-simulation finds, people and what each gets in
prices of the base year, is an input: money, shares of GDP, the plan and the debt follow from it by formulas (docs/methods/costing.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundfloor.report.live.assumptions import Assumptions
from groundfloor.report.live.scenario import scenario_sheet

if TYPE_CHECKING:
    from groundfloor.report.workbook import Book


def live(book: Book) -> None:
    """Add a sheet of assumptions and one for each scenario; nothing where the results have no costs."""
    tables = book.results.tables
    if not tables.get("costs") or not tables.get("economy"):
        return
    assumptions = Assumptions(book)
    for number, name in enumerate(book.results.scenario_labels, start=1):
        if any(row["scenario"] == name for row in tables["costs"]):
            scenario_sheet(book, assumptions, name, number)
