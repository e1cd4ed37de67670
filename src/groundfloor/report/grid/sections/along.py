"""Cost and poverty along the first number, a curve for each value of the second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.curves import Curve, curves
from groundfloor.report.grid.numbers import Number
from groundfloor.report.grid.settings import COST, Settings, few, from_zero
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table, told_apart
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 20
BEHIND = 40
DRAWN = 4  # as many curves as are told apart
Run = tuple[str, list[Row]]


def content(page: Page) -> Mapping[str, Any] | None:
    """The two pictures; None where the first number has one value."""
    settings = Settings(page)
    along = settings.along
    if along is None:
        return None
    across = settings.across
    if across is None:
        runs = [("", settings.run())]
    else:
        runs = [(across.curve(value), settings.run(**{across.name: value})) for value in few(across.values, DRAWN)]
    size = settings.size[0]
    parts = [_figure(settings, along, runs, "cost", COST, size, settings.bare, settings.money)]
    if settings.line is not None:
        below = page.language.text("grid.poor", line=page.names.below(settings.line))
        parts += [_figure(settings, along, runs, "poor", settings.poor, 1.0, settings.share, below)]
    return {"parts": told_apart(parts)}


def _figure(
    settings: Settings, along: Number, runs: list[Run], name: str, column: str, size: float,
    written: Callable[[float | None], str], unit: str,
) -> Figure:  # fmt: skip
    page, say = settings.page, settings.page.language
    items = [
        Curve(
            label,
            tuple(
                (float(row[along.name]), value / size) for row in rows if (value := present(row[column])) is not None
            ),
        )
        for label, rows in runs
    ]
    items = [one for one in items if one.points]
    zero = from_zero([y for one in items for _, y in one.points])
    line = "" if settings.line is None else page.names.below(settings.line)
    sentence = say.text(f"grid.along.{name}", number=along.named, line=line, year=say.year(page.results.horizon))
    description = say.text("grid.along.description", number=along.named, unit=unit, count=len(items))

    def up(value: float, digits: int) -> str:
        return say.number(value, digits) if name == "cost" else say.percent(value, max(0, digits - 2))

    def draw(name: str, width: float) -> Markup:
        return curves(
            name,
            sentence,
            description,
            items,
            write=(along.tick, up),
            units=(along.axis, unit),
            width=width,
            zero=(False, zero),
        )

    notes = []
    across = settings.across
    if across is not None and len(across.values) > len(runs):
        notes += [say.text("grid.along.some", number=across.named, count=len(across.values))]
    if settings.aside:
        held = {one.name: settings.held[one.name] for one in settings.aside}
        notes += [say.text("grid.along.held", numbers=settings.told(held))]
    if not zero:
        notes += [say.text("grid.along.cut")]
    headings = [along.heading(), *(label or unit for label, _ in runs)]
    body = [
        [along.bare(row[along.name]), *(written(present(other[k][column])) for _, other in runs)]
        for k, row in few(list(enumerate(runs[0][1])), BEHIND)
    ]
    return Figure(name, sentence, draw, table(unit, headings, body), note=" ".join(notes))
