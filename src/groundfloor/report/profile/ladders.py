"""Essential services as the survey asks them: ladders of water, sanitation and hygiene, school, food, housing, information."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from groundfloor.measures.families.ladders import LADDERS, rung
from groundfloor.report.charts.bars import Bar, bars
from groundfloor.report.estimates import estimates, known
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table
from groundfloor.report.pivot import SERVICES, named, pivot
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 27
# fills from light to dark, the lowest rung first, by how many rungs there are
SHADES = {3: (3, 5, 0), 4: (3, 1, 5, 2), 5: (3, 1, 5, 2, 0)}
BASIC = {"water": "water_at_least_basic", "sanitation": "sanitation_at_least_basic", "hygiene": "hygiene_basic"}
TOPICS = {
    "school": ("completed_", "out_of_school_", "attendance_", "organised_learning", "gross_attendance_", "parity_"),
    "food": (
        "food_", "severely_", "stunted", "wasted", "underweight", "overweight", "minimum_diet_", "dietary_",
    ),
    "housing": ("lacks_", "slum_", "inadequate_dwelling_"),
    "information": ("information_",),
    "services": ("basic_service",),
}  # fmt: skip
SCALE = "fies_"


@dataclass(frozen=True)
class Topic:
    """A heading with its figures and the tables behind them."""

    title: str
    figures: Sequence[Figure]
    tables: Sequence[Table]


def content(page: Page) -> Mapping[str, Any] | None:
    """A bar by group for each ladder, and a figure and tables for each other topic; None where the survey asks about none."""
    rows = known(page.view.rows("measures", scenario="today"))
    ladders = [found for name in LADDERS if (found := _ladder(page, name, rows)) is not None]
    topics = [one for name in TOPICS if (one := _topic(page, name, rows)) is not None]
    if not ladders and not topics:
        return None
    return {"ladders": ladders, "topics": topics}


def _ladder(page: Page, name: str, rows: Sequence[Row]) -> Figure | None:
    say = page.language
    by_measure: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_measure.setdefault(row["measure"], {})[row["group"]] = row
    measures = [rung(name, level) for level in LADDERS[name]]
    shown = [one for one in measures if one in by_measure]
    if not shown or BASIC[name] not in by_measure:
        return None
    if measures[-1] not in shown:
        shown.append(BASIC[name])
    groups = [group for group in by_measure[shown[0]] if all(group in by_measure[one] for one in (*shown, BASIC[name]))]
    if "all" not in groups:
        return None

    shades = SHADES[len(shown)]

    def share(measure: str, group: str) -> str:
        return say.percent(by_measure[measure][group]["value"])

    items = [
        Bar(
            named(page, "group", group),
            tuple((shades[k], float(by_measure[one][group]["value"])) for k, one in enumerate(shown)),
            say.text("profile.ladders.basic", share=say.percent(by_measure[BASIC[name]][group]["value"], 0)),
        )
        for group in groups
    ]
    key = [(shades[k], page.names.known("measure", one)) for k, one in enumerate(shown)]
    sentence = say.text(f"profile.ladders.{name}", share=share(BASIC[name], "all"), low=share(shown[0], "all"))

    def draw(name: str, width: float) -> Markup:
        return bars(name, sentence, say.text("profile.ladders.description"), items, key=key, width=width)

    among = [row for row in rows if row["measure"] in {*shown, BASIC[name]} or row["measure"].startswith(f"{name}_")]
    behind = pivot(page, among, "group", "measure", say.text(f"profile.ladders.caption_{name}"))
    return None if behind is None else Figure(f"ladder-{name}", sentence, draw, behind)


def _topic(page: Page, name: str, rows: Sequence[Row]) -> Topic | None:
    say = page.language
    found = [row for row in rows if row["measure"].startswith(TOPICS[name])]
    if not found:
        return None
    title = say.text(f"profile.ladders.{name}")
    shares = [row for row in found if row["measure"].startswith(SERVICES)]
    ratios = [row for row in found if not row["measure"].startswith(SERVICES)]
    tables = [
        pivot(page, shares, "group", "measure", say.text("profile.ladders.by_group", topic=title)),
        pivot(page, ratios, "group", "measure", say.text("profile.ladders.ratios", topic=title)),
        _scale(page, rows) if name == "food" else None,
    ]
    figure = _shares(page, name, title, [row for row in shares if row["group"] == "all"])
    return Topic(title, [] if figure is None else [figure], [one for one in tables if one is not None])


def _shares(page: Page, name: str, title: str, rows: Sequence[Row]) -> Figure | None:
    say = page.language
    if not rows:
        return None

    def label(row: Row) -> str:
        return page.names.known("measure", row["measure"])

    most, least = (choose(rows, key=lambda row: float(row["value"])) for choose in (max, min))
    return estimates(
        page, f"services-{name}", rows, label,
        heading=(say.text("profile.ladders.what"), say.text("profile.ladders.share")),
        sentence=say.text(
            "profile.ladders.sentence", count=len(rows),
            most=label(most), high=say.percent(most["value"]), least=label(least), low=say.percent(least["value"]),
        ),
        description=say.text("profile.ladders.points"),
        caption=say.text("profile.ladders.caption", topic=title),
        write=say.percent,
        tick=lambda value, _digits: say.percent(value, 0),
        unit=say.text("profile.ladders.unit"),
        note=say.text("profile.ladders.note"),
    )  # fmt: skip


def _scale(page: Page, rows: Sequence[Row]) -> Table | None:
    """What the scale of food insecurity is like, of everybody."""
    say = page.language
    body = [
        [page.names.known("measure", row["measure"]), say.significant(present(row["value"]) or 0.0)]
        for row in rows
        if row["measure"].startswith(SCALE)
    ]
    headings = [say.text("profile.ladders.figure"), say.text("profile.ladders.value")]
    return table(say.text("profile.ladders.scale"), headings, body) if body else None
