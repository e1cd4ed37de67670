"""Cost, poverty, what is left to be financed and debt, a column a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Table, table, told_apart
from groundfloor.report.side_figures import Figure, differences, figures, moments, written

ORDER = 10
REACHED = "reached"


def content(page: Page) -> Mapping[str, Any]:
    """The table."""
    return {"parts": told_apart([side_by_side(page, of_people=False)])}


def side_by_side(page: Page, *, of_people: bool) -> Table:
    """The figures of whom each scenario reaches, or all others of the first poverty line; below each what differs from the first scenario."""
    say, scenarios = page.language, page.view.scenarios
    found = figures(page)
    more = differences(found)
    known = {(one.scenario, one.key): one for one in found}
    shown = dict.fromkeys(one.key for one in found if (one.what == REACHED) == of_people and _shown(page, one.key))
    # the same figure at its moments one below the other
    places = {key[:2]: place for place, key in reversed(list(enumerate(shown)))}
    keys = sorted(shown, key=lambda key: places[key[:2]])
    body: list[list[str | Cell]] = []
    for key in keys:
        line: list[str | Cell] = [_label(page, key)]
        for scenario in scenarios:
            one = known.get((scenario, key))
            if one is None:
                line.append(say.text("options.not_part"))
                continue
            text = _written(page, one)
            change = more.get((scenario, key))
            below = "" if change is None else written(page, one.kind, change, sign=True)
            line.append(Cell(text, below=say.text("side_by_side.difference", n=below) if below else ""))
        body.append(line)
    full = {name: say.year(moments(page, name)["full"]) for name in scenarios}
    headings = [say.text("side_by_side.figure"), *map(page.names.scenario, scenarios)]
    years = "; ".join(
        say.text("side_by_side.full", scenario=page.names.scenario(name), year=year) for name, year in full.items()
    )
    caption = say.text("side_by_side.reached" if of_people else "side_by_side.caption")
    note = years if of_people else say.text("side_by_side.note", years=years)
    return table(caption, headings, body, note=note, stack=True)


def _shown(page: Page, key: tuple[str, str, str]) -> bool:
    what, of, _moment = key
    return what not in ("fgt0", "fgt1") or of == page.view.line


def _label(page: Page, key: tuple[str, str, str]) -> str:
    what, of, moment = key
    say = page.language
    when = say.text(
        f"side_by_side.when.{moment}", first=say.year(page.results.year + 1), last=say.year(page.results.horizon)
    )
    if what == REACHED:
        return say.text("side_by_side.of", what=page.names.programme(of), when=when)
    name = say.text(f"side_by_side.what.{what}", line=page.names.below(of) if of else "")
    return say.text("side_by_side.of", what=name, when=when)


def _written(page: Page, one: Figure) -> str:
    say = page.language
    text = written(page, one.kind, one.value)
    if one.before is None:
        return text
    before = written(page, one.kind, one.before)
    if one.se is None:
        return say.text("side_by_side.before", before=before, after=text)
    error = say.number(one.se, 4) if one.kind == "index" else say.number(100 * one.se, 2)
    return say.text("side_by_side.sure", before=before, after=text, se=error)
