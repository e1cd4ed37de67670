"""Whom the scenario reaches, what they gain, and which of the poor get nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Table, barred, table, told_apart
from groundfloor.report.view import present

ORDER = 10
PARTS = {
    "tenths": ("decile=",),
    "places": ("region=", "urban="),
    "persons": ("sex=", "age_group="),
    "households": ("with_",),
}
PERSONS = ("poor_without", "poor_without_cash")
MEASURES = ("reached", "gain", "poor_reached", *PERSONS)
Known = Mapping[str, Mapping[str, Any]]


def content(page: Page) -> Mapping[str, Any] | None:
    """A sentence on everybody and a table a kind of group; None where nothing is known."""
    found: dict[str, dict[str, Any]] = {}
    for row in page.view.rows("reach"):
        found.setdefault(row["group"], {})[row["measure"]] = row
    if "all" not in found:
        return None
    parts = [_table(page, name, starts, found) for name, starts in PARTS.items()]
    return {"parts": told_apart([_sentence(page, found["all"]), *(one for one in parts if one is not None)])}


def _sentence(page: Page, everybody: Mapping[str, Any]) -> str:
    say = page.language
    year = say.year(everybody["reached"]["year"])
    reached = say.percent(_value(everybody, "reached"))
    if "poor" not in everybody:
        return say.text("reach.sentence", year=year, reached=reached)
    line = page.names.below(str(everybody["poor"].get("line") or page.view.line or ""))
    poor = {name: say.count(_value(everybody, name)) for name in ("poor_without", "poor_without_cash")}
    share = say.percent(_value(everybody, "poor_reached"))
    return say.text("reach.sentence_poor", year=year, reached=reached, share=share, line=line, **poor)


def _value(known: Mapping[str, Any], measure: str) -> float | None:
    return present(known.get(measure, {}).get("value"))


def _table(page: Page, name: str, starts: tuple[str, ...], found: Known) -> Table | None:
    say = page.language
    groups = [group for group in found if group.startswith(starts)]
    if not groups:
        return None
    measures = [one for one in MEASURES if one in found["all"]]
    shown = [*groups, "all"] if name == "tenths" else groups
    columns = {one: _cells(page, one, [found[group] for group in shown]) for one in measures}
    body: list[list[str | Cell]] = [
        [_label(page, group), *(columns[one][place] for one in measures)] for place, group in enumerate(shown)
    ]
    headings = [say.text("heading.group"), *(say.text(f"reach.heading.{one}") for one in measures)]
    note = say.text("reach.note", year=say.year(page.results.year)) if name == "tenths" else ""
    return table(say.text(f"reach.caption.{name}"), headings, body, note=note, stack=True)


def _cells(page: Page, measure: str, rows: list[Mapping[str, Any]]) -> list[Cell]:
    """The figures of a column: shares and means with a bar and their standard error below, numbers of persons plain."""
    say = page.language
    values = [_value(row, measure) for row in rows]
    if measure in PERSONS:
        return [Cell(say.count(value)) for value in values]
    is_money = measure == "gain"
    write = say.number if is_money else say.percent
    errors = [present(row[measure]["se"]) for row in rows]
    below = [
        "" if se is None else say.text("reach.se", se=say.number(se) if is_money else say.number(100 * se, 1))
        for se in errors
    ]
    cells = barred(values, [write(value) for value in values])
    return [replace(cell, below=under) for cell, under in zip(cells, below, strict=True)]


def _label(page: Page, group: str) -> str:
    say = page.language
    if group == "all":
        return say.text("variable.all")
    if group.startswith("with_"):
        return say.text(f"reach.group.{group}")
    if group.startswith("age_group="):
        return say.text("reach.group.aged", ages=group.partition("=")[2].replace("-", "\N{EN DASH}"))
    return page.names.group(group)
