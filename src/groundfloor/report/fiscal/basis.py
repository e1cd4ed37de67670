"""What the figures rest on: the survey, what its welfare stands for, the items, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Table, table
from groundfloor.report.sections.basis import findings
from groundfloor.report.view import present

ORDER = 90


def content(page: Page) -> Mapping[str, Any]:
    """Facts of the survey and the description, the list of items, and the findings."""
    say, results, view = page.language, page.results, page.view
    facts = [
        ("survey", say.words(results.survey_name)),
        ("described", say.words(results.floor_label)),
        ("year", say.year(results.year)),
        ("persons", say.number(view.value("fiscal_concepts", "n", measure="gini", group="all"))),
    ]
    return {
        "facts": [(say.text(f"fiscal.basis.{name}"), value) for name, value in facts],
        "assumptions": [say.words(one) for one in results.assumptions],
        "items": _items(page),
        "findings": findings(page),
    }


def _items(page: Page) -> Table | None:
    say = page.language
    body = [
        [
            page.names.programme(row["item"]),
            say.text(f"fiscal.kind.{row['kind']}"),
            page.money(present(row["amount_lcu"])),
            say.count(present(row["payers"])),
            say.number(present(row["factor"]), 2),
            say.number(present(row["undecided"])),
        ]
        for row in page.view.rows("fiscal_items")
    ]
    names = ("item", "kind", "amount_lcu", "payers", "factor", "undecided")
    headings = [say.text(f"columns.{name}.label") for name in names]
    return table(say.text("fiscal.basis.items"), headings, body, words=2, note=say.text("fiscal.basis.items_note"))
