"""The choice: what is in the floor, at what level, how it grows, what it costs against the envelope and what it does."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table

ORDER = 10
CHOSEN = "chosen"


def content(page: Page) -> Mapping[str, Any]:
    """The answer in a sentence, the programmes, money by year, and poverty before and after."""
    return {
        "sentences": sentences(page),
        "programmes": _programmes(page),
        "money": _money(page),
        "poverty": _poverty(page),
    }


def sentences(page: Page) -> list[str]:
    """What was chosen and what it closes, how near the best that is, and each objective."""
    say, view = page.language, page.view
    solution = view.rows("solutions", scenario=CHOSEN)[0]
    if not solution["programmes"]:
        return [say.text("choosing.answer.nothing")]
    chosen = say.listed([page.names.programme(name) for name in str(solution["programmes"]).split("+")])
    told = [say.text("choosing.answer.programmes", programmes=chosen, cost=say.gdp(solution["pct_gdp"], 2))]
    closed, most = (say.percent(solution[name]) for name in ("closed", "closed_at_most"))
    rows = view.rows("objectives", scenario=CHOSEN)
    names = [say.text(f"choosing.objective.{row['objective']}") for row in rows]
    if len(rows) == 1:
        return [*told, say.text("choosing.answer.one", objective=names[0], closed=closed, most=most)]
    told += [
        say.text("choosing.answer.closed", objective=name, share=say.percent(row["closed"]))
        for name, row in zip(names, rows, strict=True)
    ]
    return [*told, say.text("choosing.answer.bound", closed=closed, most=most)]


def _programmes(page: Page) -> Table | None:
    say, view = page.language, page.view
    body = []
    for name in view.distinct("choice", "programme", scenario=CHOSEN):
        rows = view.rows("choice", programme=name, scenario=CHOSEN)
        steps = [
            rows[0],
            *(row for last, row in itertools.pairwise(rows) if row["coverage_share"] > last["coverage_share"]),
        ]
        grows = say.listed(
            [
                say.text(
                    "choosing.answer.step", year=say.year(row["year"]), share=say.percent(row["coverage_share"], 0)
                )
                for row in steps
                if row["coverage_share"] > 0
            ]
        )
        last = rows[-1]
        body.append(
            [
                page.names.programme(name),
                say.percent(last["level"], 0),
                say.count(last["beneficiaries"]),
                say.number(last["pct_gdp"], 2),
                grows,
            ]
        )
    if not body:
        return None
    headings = [
        say.text(f"choosing.heading.{name}", year=page.results.horizon)
        for name in ("programme", "level", "beneficiaries", "cost", "grows")
    ]
    return table(say.text("choosing.answer.caption"), headings, body, notes=1)


def _money(page: Page) -> Figure:
    say, view = page.language, page.view
    rows = view.rows("limits", limit="envelope")
    cost = {row["year"]: view.total("pct_gdp", CHOSEN, row["year"]) or 0.0 for row in rows}
    gdp = {row["year"]: row["pct_of_gdp"] for row in rows}
    years = [say.year(row["year"]) for row in rows]
    names = [say.text(f"choosing.money.{name}") for name in ("envelope", "cost")]
    series = [Series(names[0], tuple(gdp.values())), Series(names[1], tuple(cost.values()))]
    sentence = say.text("choosing.money.sentence")

    def draw(name: str, width: float) -> Markup:
        return lines(
            name, sentence, say.text("choosing.money.description"), years, series,
            write=say.number, width=width, unit=say.text("axis.gdp"),
        )  # fmt: skip

    headings = [say.text("heading.year"), *(say.text("choosing.money.unit", name=name) for name in names)]
    body = [[say.year(year), say.number(gdp[year], 2), say.number(cost[year], 2)] for year in cost]
    return Figure("money", sentence, draw, table(sentence, headings, body))


def _poverty(page: Page) -> Table | None:
    say, view, year = page.language, page.view, page.results.horizon
    body = []
    for line in view.lines:
        rows = [view.impact(CHOSEN, year, measure, line) for measure in ("fgt0", "fgt1")]
        if any(row is None for row in rows):
            continue
        cells = [say.percent(row[when]) for row in rows if row is not None for when in ("before", "after")]
        body.append([page.names.line(line), *cells])
    if not body:
        return None
    headings = [
        say.text(f"choosing.heading.{name}")
        for name in ("line", "poor_before", "poor_after", "gap_before", "gap_after")
    ]
    return table(say.text("choosing.poverty", year=say.year(year)), headings, body)
