"""Of the same persons: who wins and who loses, by tenth of the people, and who enters and leaves poverty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.bars import Bar, bars
from groundfloor.report.comparison import about
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table
from groundfloor.report.pivot import named, pivot
from groundfloor.report.view import present

ORDER = 50
TABLE = "winners"
STATES = {"share_winners": 0, "share_unchanged": 3, "share_losers": 5}  # fills
MEASURES = (*STATES, "mean_gain", "mean_loss", "relative_change")


def content(page: Page) -> Mapping[str, Any] | None:
    """A bar a tenth, the sentences on poverty and places, and a table by group; None where they are not the same persons."""
    say, view = page.language, page.view
    rows = view.rows(TABLE, group="all")
    if not rows:
        return None
    everybody = {(row["measure"], row["line"]): row["value"] for row in rows}
    by_group = [row for name in MEASURES for row in view.rows(TABLE, measure=name)]
    return {
        "tenths": _tenths(page),
        "moves": list(about(page).moves(everybody)),
        "by_group": pivot(page, by_group, "group", "measure", say.text("compare.won.by_group")),
        "transitions": _transitions(page),
    }


def _tenths(page: Page) -> Figure | None:
    say, view = page.language, page.view
    shares = {
        group: [view.value(TABLE, "value", measure=name, group=group) for name in STATES]
        for group in ("all", *(f"decile={k}" for k in range(1, 11)))
    }
    known = {group: [one for one in found if one is not None] for group, found in shares.items()}
    whole = {group: found for group, found in known.items() if len(found) == len(STATES)}
    if "all" not in whole:
        return None
    sentence = say.text(
        "compare.won.sentence", **dict(zip(("won", "same", "lost"), map(say.percent, whole["all"]), strict=True))
    )
    items = [
        Bar(
            named(page, "group", group),
            tuple(zip(STATES.values(), found, strict=True)),
            "",
        )
        for group, found in whole.items()
    ]
    names = [page.names.known("measure", name) for name in STATES]
    key = list(zip(STATES.values(), names, strict=True))

    def draw(name: str, width: float) -> Markup:
        return bars(name, sentence, say.text("compare.won.description"), items, key=key, width=width)

    body = [[item.label, *(say.percent(size) for _, size in item.parts)] for item in items]
    behind = table(say.text("compare.won.caption"), [say.text("heading.decile"), *names], body)
    return Figure("winners", sentence, draw, behind)


def _transitions(page: Page) -> Table | None:
    """Of those who were poor, and those who were not, how many are poor now, by line."""
    say, body = page.language, []
    for row in page.view.rows("transitions", measure="share"):
        if row["line"] is not None and present(row["value"]) is not None:
            moves = (say.text(f"compare.won.{row[end]}") for end in ("from", "to"))
            body.append([page.names.line(row["line"]), *moves, say.percent(row["value"]), say.number(row["n"])])
    if not body:
        return None
    first, last = about(page).names
    headings = [say.text("heading.line"), first, last, say.text("axis.people"), say.text("heading.n")]
    return table(say.text("compare.won.transitions"), headings, body, words=3)
