"""Figures on many paths that several sections draw: a fan over the years, and how far each assumption alone goes."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.fans import Band, fans
from groundfloor.report.charts.series import Series
from groundfloor.report.charts.tornado import Reach, tornado
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

ALL = "all"
BANDS = {"90": ("p5", "p95"), "80": ("p10", "p90"), "50": ("p25", "p75")}
SHOWN = ("central", "p5", "p10", "p25", "p50", "p75", "p90", "p95")
MIDDLE = 2040
"""A year that people ask about; the last where it is beyond the run."""


def rows_of(page: Page, scenario: str, quantity: str) -> dict[int, Row]:
    """The whole floor's rows of the table `uncertainty` by year; none where it has no such quantity."""
    found = page.view.rows("uncertainty", scenario=scenario, programme=ALL, quantity=quantity)
    return {int(row["year"]): row for row in found}


def full(page: Page) -> int:
    """The first year of full phase-in of the floor itself."""
    return min(int(row["year"]) for row in page.view.rows("drivers", scenario=page.view.floor))


def asked(page: Page) -> list[int]:
    """The years that sentences speak of: the first in full, one in the middle, the last."""
    first, last = full(page), page.results.horizon
    return sorted({first, *([MIDDLE] if first < MIDDLE < last else []), last})


def central_year(page: Page) -> int:
    """The year of the headline."""
    return MIDDLE if MIDDLE in asked(page) else page.results.horizon


def fan(page: Page, scenario: str, quantity: str) -> Figure | None:
    """The paths of a quantity of a scenario, with its table; None where nothing of it is known."""
    say, rows = page.language, rows_of(page, scenario, quantity)
    known = {year: row for year, row in rows.items() if present(row["p50"]) is not None}
    if not known:
        return None
    last = known[max(known)]
    words = {"scenario": page.names.scenario(scenario), "year": say.year(int(last["year"]))}
    ends = {name: say.number(present(last[name]), 2) for name in SHOWN}
    sentence = say.text(f"monte_carlo.fan.{quantity}", **words, low=ends["p5"], high=ends["p95"])
    bands = [
        Band(say.text("monte_carlo.fan.band", n=n), tuple((present(row[low]), present(row[high])) for row in rows.values()))
        for n, (low, high) in BANDS.items()
    ]  # fmt: skip
    lines = [
        Series(say.text(f"monte_carlo.fan.{name}"), tuple(present(row[column]) for row in rows.values()))
        for name, column in (("median", "p50"), ("central", "central"))
    ]

    def draw(name: str, width: float) -> Markup:
        return fans(
            name, sentence, say.text("monte_carlo.fan.description", **words, **ends), [say.year(year) for year in rows],
            bands, lines, write=say.number, width=width, unit=say.text("axis.gdp"),
        )  # fmt: skip

    headings = [say.text("heading.year"), *(say.text(f"monte_carlo.heading.{name}") for name in SHOWN)]
    body = [
        [say.year(year), *(say.number(present(rows[year][name]), 2) for name in SHOWN)]
        for year in page.view.steps
        if year in rows
    ]
    behind = table(say.text(f"monte_carlo.caption.{quantity}", **words), headings, body)
    return Figure(f"{quantity}-{scenario}".replace("_", "-"), sentence, draw, behind)


def known(page: Page, quantity: str) -> bool:
    """Whether a quantity of the floor is known in the last year."""
    return present(rows_of(page, page.view.floor, quantity)[page.results.horizon]["p50"]) is not None


def moving(page: Page, quantity: str, year: int) -> list[Row]:
    """The components that move a quantity of the floor in a year, the widest first."""
    found = page.view.rows("drivers", scenario=page.view.floor, quantity=quantity, year=year)
    return [row for row in found if row["component"] != ALL and (present(row["swing"]) or 0.0) > 0]


def reach(page: Page, quantity: str, year: int) -> Figure | None:
    """The tornado of a quantity in a year, with its table; None where nothing moves it."""
    say, rows = page.language, moving(page, quantity, year)
    middle = present(rows[0]["central"]) if rows else None
    if middle is None:
        return None
    components = {str(row["component"]): say.text(f"monte_carlo.component.{row['component']}") for row in rows}
    first = rows[0]
    words: dict[str, Any] = {"year": say.year(year), "component": components[str(first["component"])]}
    ends = {name: say.number(present(first[name]), 2) for name in ("p5", "p95")}
    sentence = say.text(f"monte_carlo.tornado.{quantity}", **words, **ends)
    items = [
        Reach(components[str(row["component"])], float(row["p5"]), float(row["p95"]), _reach(page, row)) for row in rows
    ]
    key = (say.text("monte_carlo.tornado.below"), say.text("monte_carlo.tornado.above"))

    def draw(name: str, width: float) -> Markup:
        described = say.text(
            "monte_carlo.tornado.description",
            rows=say.listed([f"{item.label} {item.text}" for item in items]),
            central=say.number(middle, 2),
        )
        return tornado(
            name, sentence, described, middle, items, key=key, write=say.number, width=width, unit=say.text("axis.gdp")
        )

    every = page.view.rows("drivers", scenario=page.view.floor, quantity=quantity, year=year)
    headings = [say.text(f"monte_carlo.heading.{name}") for name in ("component", "p5", "p95", "swing", "share")]
    body = [
        [
            say.text(f"monte_carlo.component.{row['component']}"),
            *(say.number(present(row[name]), 2) for name in ("p5", "p95", "swing")),
            say.percent(present(row["share_of_variance"])),
        ]
        for row in every
    ]
    caption = say.text(f"monte_carlo.tornado.caption_{quantity}", year=say.year(year))
    behind = table(caption, headings, body, note=say.text("monte_carlo.tornado.note"))
    return Figure(f"drivers-{quantity}-{year}".replace("_", "-"), sentence, draw, behind)


def _reach(page: Page, row: Row) -> str:
    return page.language.between(present(row["p5"]), present(row["p95"]), 2, sign=False)
