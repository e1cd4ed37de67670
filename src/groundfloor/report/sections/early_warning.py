"""Who is warned in time: the indicators of target G of the Sendai Framework, by hazard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, table, told_apart
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 46
ALL, INDEX = "all", "G-1"
SCORES = ("G-1", "G-2", "G-5")


def content(page: Page) -> Mapping[str, Any] | None:
    """A sentence and a table; None where the pack describes no early warning."""
    say, rows = page.language, page.view.rows("early_warning")
    if not rows:
        return None
    hazards = list(dict.fromkeys(row["hazard"] for row in rows))
    names = list(dict.fromkeys(row["indicator"] for row in rows))
    by = {(row["hazard"], row["indicator"]): row for row in rows}
    ordered = [ALL, *sorted((one for one in hazards if one != ALL), key=lambda one: -by[one, INDEX]["weight"])]
    body: list[list[str | Cell]] = [
        [
            _called(page, by[hazard, INDEX]),
            say.percent(by[hazard, INDEX]["weight"], 0),
            *(_value(page, by[hazard, name]) for name in names),
        ]
        for hazard in ordered
    ]
    headings = [say.text(f"early_warning.heading.{name}") for name in ("hazard", "weight", *names)]
    caption = say.text("early_warning.caption", year=say.year(page.results.year))
    whole = table(caption, headings, body, households=False, note=say.text("early_warning.note"), stack=True)
    return {"parts": told_apart([say.text("early_warning.text"), _sentence(page, by, hazards), whole])}


def _sentence(page: Page, by: Mapping[tuple[str, str], Row], hazards: list[str]) -> str:
    say, value = page.language, present(by[ALL, INDEX]["value"])
    if value is None:
        return say.text("early_warning.unknown")
    least = min((by[one, INDEX] for one in hazards if one != ALL), key=lambda row: row["value"])
    return say.text(
        "early_warning.known",
        value=say.number(value, 2),
        hazard=_called(page, least),
        least=say.number(least["value"], 2),
    )


def _called(page: Page, row: Row) -> str:
    if row["hazard"] == ALL:
        return page.language.text("early_warning.country")
    return page.language.words(row["label"], row["hazard"])


def _value(page: Page, row: Row) -> str:
    say, value = page.language, present(row["value"])
    if row["indicator"] in SCORES:
        return say.number(value, 2)
    return say.count(value) if row["indicator"] == "G-3" else say.percent(value, 0)
