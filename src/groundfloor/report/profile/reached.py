"""What reaches people: coverage of each programme, by group, and which combinations of programmes people have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.combinations import Combination, combinations
from groundfloor.report.estimates import estimates, known
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.pivot import pivot
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 30
NOBODY, REST = "none", "other"


def content(page: Page, scenario: str = "today") -> Mapping[str, Any] | None:
    """Figures of coverage and of combinations, and coverage by group; None where no programme is known."""
    view = page.view
    rows = known(view.rows("measures", measure="coverage", scenario=scenario))
    everybody = [row for row in rows if row["group"] == "all"]
    if not everybody:
        return None
    caption = page.language.text("profile.reached.by_group")
    return {
        "coverage": _coverage(page, everybody, scenario),
        "combinations": _combinations(page, scenario),
        "by_group": pivot(page, rows, "group", "programme", caption),
    }


def _coverage(page: Page, rows: list[Row], scenario: str) -> Figure | None:
    say = page.language
    shown = sorted(rows, key=lambda row: -float(row["value"]))
    single = [row for row in shown if not page.names.together(row["programme"])] or shown
    first = single[0]
    of_persons = page.view.rows("measures", measure="coverage_direct", scenario=scenario, group="all")
    direct = {row["programme"]: row for row in of_persons}
    body = [
        [
            page.names.programme(row["programme"]),
            say.percent(row["value"]),
            say.percent(_value(direct.get(row["programme"]))),
        ]
        for row in rows
    ]
    headings = [
        say.text("heading.programme"),
        *(say.text(f"profile.heading.{name}") for name in ("coverage", "direct")),
    ]
    caption = say.text("profile.reached.caption")
    return estimates(
        page, "coverage", shown, lambda row: page.names.programme(row["programme"]),
        heading=(headings[0], headings[1]),
        sentence=say.text(
            "profile.reached.sentence",
            programme=page.names.programme(first["programme"]), share=say.percent(first["value"]), count=len(single),
        ),
        description=say.text("profile.reached.description"),
        caption=caption,
        write=say.percent,
        tick=lambda value, _digits: say.percent(value, 0),
        unit=say.text("axis.people"),
        behind=table(caption, headings, body),
    )  # fmt: skip


def _value(row: Row | None) -> float | None:
    return None if row is None else present(row["value"])


def _combinations(page: Page, scenario: str) -> Figure | None:
    """Exactly which programmes people live with: those with none and the rest stand in the sentence and the table."""
    say = page.language
    shares = {
        row["programme"]: float(row["value"])
        for row in page.view.rows("measures", measure="combination", scenario=scenario)
    }
    shown = {name: share for name, share in shares.items() if name not in (NOBODY, REST)}
    if not shown:
        return None
    things = list(dict.fromkeys(name for names in shown for name in names.split("+")))
    items = [
        Combination(frozenset(things.index(name) for name in names.split("+")), share, say.percent(share))
        for names, share in shown.items()
    ]
    several = sum(share for names, share in shown.items() if "+" in names)
    sentence = say.text(
        "profile.reached.combined", nobody=say.percent(shares.get(NOBODY, 0.0)), several=say.percent(several)
    )

    def draw(name: str, width: float) -> Markup:
        labels = [page.names.programme(thing) for thing in things]
        return combinations(name, sentence, say.text("profile.reached.dots"), labels, items, width=width)

    body = [[_named(page, names), say.percent(share)] for names, share in shares.items()]
    headings = [say.text("profile.heading.combination"), say.text("profile.heading.share")]
    return Figure("combinations", sentence, draw, table(say.text("profile.reached.exactly"), headings, body))


def _named(page: Page, names: str) -> str:
    if names in (NOBODY, REST):
        return page.language.text("profile.reached.none" if names == NOBODY else "profile.reached.rest")
    return ", ".join(page.names.programme(name) for name in names.split("+"))
