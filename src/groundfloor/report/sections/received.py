"""What reaches people today, as they say it: coverage, who gets the money, what it means to them, and what the rules would give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Figure, Table, table
from groundfloor.report.pivot import pivot
from groundfloor.report.profile import benefits, reached
from groundfloor.report.uncertainty import interval
from groundfloor.report.view import present

ORDER = 15
OBSERVED = "observed"
FIFTH = "quintile="


def content(page: Page) -> Mapping[str, Any] | None:
    """Figures and tables as in the profile of a survey, and the schemes against their rules; None where the survey tells of neither."""
    say, view = page.language, page.view
    rules = _rules(page)
    known = reached.content(page, OBSERVED)
    if known is None and rules is None:
        return None
    money = benefits.content(page, OBSERVED) if known else None
    rows = {
        name: view.rows("measures", measure=name, scenario=OBSERVED) for name in ("adequacy", "beneficiary_incidence")
    }
    fifths = {name: [row for row in found if _of_a_fifth(row["group"])] for name, found in rows.items()}
    coverage: Figure | None = known["coverage"] if known else None
    return {
        "coverage": coverage,
        "by_group": known["by_group"] if known else None,
        "spread": money["spread"] if money else None,
        "beneficiaries": pivot(
            page, fifths["beneficiary_incidence"], "programme", "group", say.text("received.beneficiaries")
        ),
        "adequacy": pivot(page, fifths["adequacy"], "programme", "group", say.text("received.adequacy")),
        "rules": rules,
    }


def _of_a_fifth(group: str) -> bool:
    return group.startswith(FIFTH) and "," not in group


def _rules(page: Page) -> Table | None:
    """What schemes in force should give and do, of everybody."""
    say = page.language
    body: list[list[str | Cell]] = [
        [
            Cell(page.names.programme(row["programme"]), below=page.names.known("received.unit", row["unit"])),
            say.count(present(row["entitled_receiving"])),
            say.count(present(row["entitled_not_receiving"])),
            say.count(present(row["not_entitled_receiving"])),
            _share(page, row, "exclusion_error"),
            _share(page, row, "inclusion_error"),
            say.percent(present(row["amount_ratio"]), 0),
        ]
        for row in page.view.rows("against_rule", group="all")
    ]
    names = (
        "entitled_receiving",
        "entitled_not_receiving",
        "not_entitled_receiving",
        "exclusion_error",
        "inclusion_error",
    )
    headings = [
        say.text("heading.scheme"), *(say.text(f"columns.{name}.label") for name in names), say.text("received.paid")
    ]  # fmt: skip
    return table(say.text("received.rules"), headings, body, note=say.text("received.note")) if body else None


def _share(page: Page, row: Mapping[str, Any], name: str) -> Cell:
    """An error with its 95 % interval, which stays between none and all."""
    say = page.language
    low, high = interval(row[name], row[f"{name}_se"])
    if low is None or high is None:
        return Cell(say.percent(present(row[name])))
    ends = {"low": say.percent(max(low, 0.0)), "high": say.percent(min(high, 1.0))}
    return Cell(say.percent(row[name]), below=say.text("interval.between", **ends))
