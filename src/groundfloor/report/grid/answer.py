"""What a grid answers, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from groundfloor.report.grid.settings import COST, GDP, Settings, few
from groundfloor.report.page import Page
from groundfloor.report.parts import Table, table
from groundfloor.report.view import present

ROWS = 12


def sentence(page: Page) -> str:
    """What raising the first number does, the others held."""
    settings, say = Settings(page), page.language
    along = settings.along
    if along is None:
        return say.text(f"grid.answer.single{_known(settings)}", **_single(settings))
    return say.text(f"grid.answer.raising{_known(settings)}", number=along.named, **_ends(settings, settings.run()))


def sentences(page: Page) -> Iterator[Any]:
    """What the others are held at, the floor as it stands, and how many settings are efficient."""
    settings, say = Settings(page), page.language
    below = {} if settings.line is None else {"line": _line(settings)}
    if settings.held and settings.along is not None:
        yield say.strong(f"grid.answer.held{_known(settings)}", numbers=settings.strong(settings.held), **below)
    elif below:
        yield say.strong("grid.answer.below", **below)
    yield from _standing(settings)
    if settings.line is not None and len(settings.rows) > 1:
        best = sum(bool(row["efficient"]) for row in settings.rows)
        yield say.strong("grid.answer.efficient", count=best, n=say.number(best), all=say.number(len(settings.rows)))


def by_second(page: Page) -> Table | None:
    """Cost and poverty at both ends of the first number by value of the second; None where one number was varied."""
    settings, say = Settings(page), page.language
    along, across = settings.along, settings.across
    if along is None or across is None:
        return None
    ends = (along.values[0], along.values[-1])
    shown = [(settings.spent, COST, settings.bare)]
    if settings.line is not None:
        shown += [(say.text("grid.heading.poor"), settings.poor, settings.share)]
    headings = [across.label]
    headings += [
        say.text("grid.answer.least", what=what, value=along.amount(at)) for what, _, _ in shown for at in ends
    ]
    body = []
    for value in few(across.values, ROWS):
        rows = settings.run(**{across.name: value})
        found = [written(present(row[column])) for _, column, written in shown for row in (rows[0], rows[-1])]
        body.append([across.amount(value), *found])
    words = {"low": along.amount(ends[0]), "high": along.amount(ends[1]), "number": across.named}
    return table(say.text("grid.answer.across", year=page.results.horizon, **words), headings, body, stack=True)


def _standing(settings: Settings) -> Iterator[Any]:
    """What the floor costs and does as it stands, beside none."""
    page, say = settings.page, settings.page.language
    now, without = settings.standing(page.view.floor), settings.standing("today")
    own = settings.strong({one.name: one.own for one in settings.numbers})
    words = {"cost": settings.cost(present(now.get(COST))), "gdp": say.gdp(present(now.get(GDP)), 2)}
    poor = present(now.get(settings.poor))
    if poor is None:
        yield say.strong("grid.answer.standing_cost", numbers=own or page.names.scenario(page.view.floor), **words)
        return
    yield say.strong(
        "grid.answer.standing", numbers=own or page.names.scenario(page.view.floor), **words,
        poor=settings.share(poor), without=settings.share(present(without.get(settings.poor))), line=_line(settings),
    )  # fmt: skip


def _known(settings: Settings) -> str:
    """How the message is called that speaks of poverty, or of cost alone where that is not known."""
    return "" if settings.line is not None else "_cost"


def _line(settings: Settings) -> Markup:
    """The line as a sentence names it, which is no figure to be set in bold."""
    return escape(settings.page.names.below(settings.line or ""))


def _single(settings: Settings) -> dict[str, str]:
    row = settings.rows[0]
    return {
        "numbers": settings.told(dict(row)),
        "cost": settings.cost(present(row[COST])),
        "year": settings.page.language.year(settings.page.results.horizon),
    } | ({} if settings.line is None else {"poor": settings.share(present(row[settings.poor]))})


def _ends(settings: Settings, rows: list[Mapping[str, Any]]) -> dict[str, str]:
    """The first and the last of settings along the first number: where it is and what each costs and does."""
    first, last, along = rows[0], rows[-1], settings.along
    said = {"year": settings.page.language.year(settings.page.results.horizon)}
    for name, row in (("low", first), ("high", last)):
        said[f"cost_{name}"] = settings.cost(present(row[COST]))
        if along is not None:
            said[name] = along.amount(row[along.name])
        if settings.line is not None:
            said[f"poor_{name}"] = settings.share(present(row[settings.poor]))
    return said
