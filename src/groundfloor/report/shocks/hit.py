"""Who is hit: what each group loses of what it lives on, and how many of it fall below the line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.bars import Bar, bars
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.results import Row
from groundfloor.report.shocks.answer import TODAY, line_of
from groundfloor.report.view import present

ORDER = 30
ALL, FIFTH, AGE = "all", "quintile", "age_group"
FIRST = (ALL, FIFTH, AGE)
SAME = 1e-9


def content(page: Page) -> Mapping[str, Any]:
    """One chart a shock, and what is not known."""
    shocks = page.view.distinct("shocks", "shock")
    return {
        "figures": [one for shock in shocks if (one := _figure(page, shock)) is not None],
        "undecided": [note for shock in shocks for note in _undecided(page, shock)],
    }


def _shown(rows: list[Row]) -> list[Row]:
    """Everybody, the fifths, ages from the youngest, and then the other groups."""

    def place(row: Row) -> tuple[int, int]:
        variable, _, value = str(row["group"]).partition("=")
        first = FIRST.index(variable) if variable in FIRST else len(FIRST)
        return first, int(value.partition("-")[0].rstrip("+")) if variable == AGE else 0

    return sorted(rows, key=place)


def _label(page: Page, group: str) -> str:
    """What a group is called; an age with its variable, which its value alone does not tell."""
    variable, _, value = group.partition("=")
    if variable == AGE:
        return page.language.text("cell", variable=page.names.variable("age"), value=value)
    return page.names.cell(group) if group == ALL else page.names.group(group)


def _figure(page: Page, shock: str) -> Figure | None:
    """The chart; None where nobody loses or gains anything."""
    say, view, line = page.language, page.view, line_of(page)
    rows = _shown([row for row in view.rows("shock_hit", shock=shock, loss=ALL) if present(row["lost"]) is not None])
    people = {
        row["group"]: row
        for row in view.rows("shock_people", scenario=TODAY, shock=shock, line=line, year=rows[0]["year"])
    }
    # where all lose the same share, it is those who fall below the line that differ
    lost = [float(row["lost"]) for row in rows]
    if not any(lost):
        return None
    alike = max(lost) - min(lost) < SAME
    newly = [people[row["group"]]["newly_poor"] / row["persons"] if row["persons"] else 0.0 for row in rows]
    items = [
        Bar(_label(page, row["group"]), ((0, max(0.0, value)),), say.percent(value))
        for row, value in zip(rows, newly if alike else lost, strict=True)
    ]
    shown = "newly" if alike else "lost"
    year = say.year(rows[0]["year"])
    sentence = say.text(
        f"shocks.hit.sentence_{shown}",
        shock=page.names.shock(shock),
        year=year,
        share=say.percent(present(rows[0]["share_hit"]), 0),
        lost=say.percent(present(rows[0]["lost"])),
        newly=say.percent(newly[0]),
        line=page.names.below(line),
    )

    def draw(name: str, width: float) -> Markup:
        return bars(name, sentence, say.text(f"shocks.hit.description_{shown}"), items, key=[], width=width)

    headings = [say.text(f"shocks.heading.{name}") for name in ("group", "hit", "lost", "newly_poor")]
    body = [
        [
            _label(page, row["group"]),
            say.percent(present(row["share_hit"])),
            say.percent(present(row["lost"])),
            say.count(present(people[row["group"]]["newly_poor"])),
        ]
        for row in rows
    ]
    caption = say.text("shocks.hit.caption", year=year, line=page.names.line(line))
    return Figure(f"hit-{shock.replace('+', '-')}", sentence, draw, table(caption, headings, body))


def _undecided(page: Page, shock: str) -> list[str]:
    """The losses whose condition or budget share is not known for some households."""
    say = page.language
    found = []
    for row in page.view.rows("shock_hit", shock=shock, group=ALL):
        count = present(row["undecided"])
        if count:
            name = page.names.shock(row["loss"] if "." in row["loss"] else f"{shock}.{row['loss']}")
            found.append(say.text("shocks.hit.undecided", count=int(count), n=say.number(count), loss=name))
    return found
