"""Cost against poverty: which settings nobody would choose, and which are left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.scatter import scatter
from groundfloor.report.grid.settings import COST, Settings, few
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table, told_apart
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 30
NAMED = 12
"""Efficient settings that are numbered in the picture and named below it."""
DRAWN = 300


def content(page: Page) -> Mapping[str, Any] | None:
    """The picture and the efficient settings by name; None where poverty is not known or there is one setting."""
    settings = Settings(page)
    known = [row for row in settings.rows if _point(settings, row) is not None]
    if settings.line is None or len(known) < 2:
        return None
    best = sorted((row for row in known if row["efficient"]), key=lambda row: (row[COST], row["setting"]))
    named = few(list(range(len(best))), NAMED)
    text = page.language.text("grid.efficient.text", line=page.names.below(settings.line))
    return {"parts": told_apart([text, _picture(settings, known, best, named), _named(settings, best, named)])}


def _point(settings: Settings, row: Mapping[str, Any]) -> tuple[float, float] | None:
    cost, poor = present(row.get(COST)), present(row.get(settings.poor))
    return None if cost is None or poor is None else (cost / settings.size[0], poor)


def _picture(settings: Settings, known: list[Row], best: list[Row], named: list[int]) -> Figure:
    page, say = settings.page, settings.page.language
    line = page.names.below(settings.line or "")
    dominated = [row for row in known if not row["efficient"]]
    others = few(dominated, DRAWN)
    words = {
        "n": say.number(len(best)),
        "all": say.number(len(known)),
        "line": line,
        "year": say.year(page.results.horizon),
    }
    sentence = say.text("grid.efficient.sentence" if dominated else "grid.efficient.every", count=len(best), **words)
    key = tuple(say.text(f"grid.efficient.{name}") for name in ("numbered", "unnumbered", "others", "own"))
    unit = say.text("grid.poor", line=line)
    points = {
        name: [point for row in rows if (point := _point(settings, row))]
        for name, rows in (("others", others), ("joined", best))
    }

    def draw(name: str, width: float) -> Markup:
        return scatter(
            name, sentence, say.text("grid.efficient.description", **words), **points,
            numbered={place: k for k, place in enumerate(named, start=1)}, own=_point(settings, settings.standing(page.view.floor)),
            key=(key[0], key[1], key[2], key[3]),
            write=(say.number, lambda value, digits: say.percent(value, max(0, digits - 2))), units=(settings.money, unit), width=width,
        )  # fmt: skip

    notes = [say.text("grid.along.cut_both")]
    if len(dominated) > len(others):
        notes = [say.text("grid.efficient.drawn", n=say.number(len(others)), all=say.number(len(dominated))), *notes]
    headings = [settings.spent, unit]
    behind = [
        [settings.bare(present(row[COST])), settings.share(present(row[settings.poor]))]
        for row in few(known, DRAWN // 10)
    ]
    return Figure("efficient", sentence, draw, table(sentence, headings, behind, words=0), note=" ".join(notes))


def _named(settings: Settings, best: list[Row], named: list[int]) -> Table:
    """The efficient settings from the one that costs least."""
    say = settings.page.language
    headings = [say.text("grid.heading.k"), *settings.headings, settings.spent, say.text("grid.heading.poor")]
    body = [
        [
            say.number(k),
            *settings.cells(row),
            settings.bare(present(row[COST])),
            settings.share(present(row[settings.poor])),
        ]
        for k, row in enumerate((best[place] for place in named), start=1)
    ]
    note = ""
    if len(named) < len(best):
        note = say.text("grid.efficient.more", n=say.number(len(named)), all=say.number(len(best)))
    return table(say.text("grid.efficient.caption"), headings, body, note=note)
