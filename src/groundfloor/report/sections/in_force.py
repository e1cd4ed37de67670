"""Schemes in force beside what their administration counts, and the take-up that meets it in the simulation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Table, table
from groundfloor.report.results import Row
from groundfloor.report.uncertainty import NORMAL_95
from groundfloor.report.view import present

ORDER = 25
HEADINGS = ("scheme", "year", "counted", "surveyed", "by_rule", "spent", "money_surveyed", "money_by_rule")
TAKE_UP = ("scheme", "year", "entitled", "caseload", "implied", "lacking", "take_up", "basis")


def content(page: Page) -> Mapping[str, Any] | None:
    """Both tables, None where the run has neither."""
    beside, take_up = _beside(page), _take_up(page)
    return None if beside is None and take_up is None else {"beside": beside, "take_up": take_up}


def _beside(page: Page) -> Table | None:
    say = page.language
    body: list[list[str | Cell]] = []
    for row in page.view.rows("administrative"):
        counted, spent = (present(row.get(f"administrative_{what}")) for what in ("recipients", "amount"))
        year = present(row.get("year"))
        body.append(
            [
                _place(page, row),
                say.year(int(year)) if year is not None else "",
                say.count(counted),
                _found(page, row, "survey_recipients", "recipients_ratio"),
                _found(page, row, "simulated_recipients", "simulated_ratio"),
                page.money(spent),
                _found(page, row, "survey_amount", "amount_ratio", money=True),
                _found(page, row, "simulated_amount", "simulated_amount_ratio", money=True),
            ]
        )
    if not body:
        return None
    headings = [say.text(f"in_force.heading.{name}") for name in HEADINGS]
    return table(say.text("in_force.beside.caption"), headings, body, note=say.text("in_force.beside.note"))


def _place(page: Page, row: Row) -> Cell:
    group = str(row["group"])
    below = "" if group == "all" else page.names.group(group)
    return Cell(page.names.programme(row["programme"]), below=below)


def _found(page: Page, row: Row, column: str, ratio: str, *, money: bool = False) -> Cell:
    """A figure with its share of what is counted, and half of its 95 % interval below."""
    say = page.language
    value, share, se = (present(row.get(name)) for name in (column, ratio, f"{column}_se"))

    def write(one: float | None) -> str:
        return page.money(one) if money else say.count(one)

    text = write(value)
    if share is not None:
        text = say.text("in_force.share", n=text, share=say.percent(share, 0))
    below = say.text("in_force.half", n=write(NORMAL_95 * se)) if value is not None and se is not None else ""
    return Cell(text, below=below)


def _take_up(page: Page) -> Table | None:
    say = page.language
    body: list[list[str | Cell]] = []
    for row in page.view.rows("take_up"):
        se, of = present(row.get("eligible_se")), present(row.get("caseload_year"))
        caseload = say.count(present(row.get("caseload")))
        if of is not None and of != row["year"]:
            caseload = say.text("basis.dated", n=caseload, year=say.year(int(of)))
        lacking = present(row.get("lacking"))
        body.append(
            [
                _place(page, row),
                say.year(row["year"]),
                Cell(
                    say.count(present(row.get("eligible"))),
                    below="" if se is None else say.text("in_force.half", n=say.count(NORMAL_95 * se)),
                ),
                caseload,
                say.percent(present(row.get("implied")), 0),
                say.count(lacking) if lacking else "",
                say.percent(present(row.get("take_up")), 0),
                say.text(f"in_force.basis.{row['basis']}"),
            ]
        )
    if not body:
        return None
    headings = [say.text(f"in_force.heading.{name}") for name in TAKE_UP]
    caption, note = say.text("in_force.take_up.caption"), say.text("in_force.take_up.note")
    return table(caption, headings, body, notes=1, note=note)
