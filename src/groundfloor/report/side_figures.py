"""Scenarios side by side: what each costs, does and leaves open, as tidy rows and their differences to the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.view import present

FIRST, FULL, LAST = "first", "full", "last"
MEASURES = ("fgt0", "fgt1")
SAME = 1e-12


@dataclass(frozen=True)
class Figure:
    """One figure of a scenario; `what` is its name, `of` a programme or poverty line, `kind` how it is written (lcu, gdp, share, people, index).

    `se` is the standard error of the change from before to after, where the figure is such a one.
    """

    what: str
    of: str
    moment: str
    scenario: str
    year: int
    kind: str
    value: float | None
    before: float | None = None
    se: float | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is a figure of, the same in every scenario."""
        return self.what, self.of, self.moment


def moments(page: Page, scenario: str) -> dict[str, int]:
    """The first year after the base year, that of the scenario in full, and the last."""
    last = page.results.horizon
    return {FIRST: min(page.results.year + 1, last), FULL: page.view.full(scenario), LAST: last}


def figures(page: Page) -> list[Figure]:
    """Every figure of every scenario, scenario by scenario."""
    return [one for scenario in page.view.scenarios for one in _of(page, scenario)]


def _of(page: Page, scenario: str) -> Iterator[Figure]:
    view, years = page.view, moments(page, scenario)
    for moment, year in years.items():
        yield Figure("cost", "", moment, scenario, year, "lcu", view.total("total_lcu", scenario, year))
        yield Figure("cost_share", "", moment, scenario, year, "gdp", view.plan("cost_pct_gdp", scenario, year))
    for moment in (FULL, LAST):
        year = years[moment]
        asked = [(line, measure) for line in view.lines for measure in MEASURES] + [(None, "gini")]
        for line, measure in asked:
            row = view.impact(scenario, year, measure, line)
            if row is not None:
                before, after, se = (present(row.get(column)) for column in ("before", "after", "se"))
                kind = "index" if measure == "gini" else "share"
                yield Figure(measure, line or "", moment, scenario, year, kind, after, before, se)
    for moment in (FULL, LAST):
        year = years[moment]
        for name in view.transfers(scenario):
            people = view.value("costs", "beneficiaries", scenario=scenario, programme=name, year=year)
            if people is not None:
                yield Figure("reached", name, moment, scenario, year, "people", people)
    for moment in (FULL, LAST):
        year = years[moment]
        yield Figure("gap", "", moment, scenario, year, "gdp", view.plan("gap_pct_gdp", scenario, year))
        yield Figure("debt", "", moment, scenario, year, "gdp", view.plan("debt_pct_gdp_after", scenario, year))


def differences(found: list[Figure]) -> dict[tuple[str, tuple[str, str, str]], float]:
    """By scenario and figure what it is more than in the first scenario; only what differs."""
    first = found[0].scenario if found else ""
    stands = {one.key: one.value for one in found if one.scenario == first}
    out = {}
    for one in found:
        own, other = one.value, stands.get(one.key)
        if one.scenario != first and own is not None and other is not None and abs(own - other) > SAME * abs(other):
            out[one.scenario, one.key] = own - other
    return out


COLUMNS = ("scenario", "label", "figure", "of", "moment", "year", "unit", "value", "before", "se", "difference")
UNITS = {"lcu": "LCU", "gdp": "% of GDP", "share": "share", "people": "persons", "index": "index"}


def rows(page: Page) -> list[dict[str, Any]]:
    """The figures as rows of `COLUMNS`: shares are of one, money is of the year named, `difference` is to the first scenario."""
    found = figures(page)
    more = differences(found)
    return [
        {
            "scenario": one.scenario,
            "label": page.names.scenario(one.scenario),
            "figure": one.what,
            "of": one.of,
            "moment": one.moment,
            "year": one.year,
            "unit": UNITS[one.kind],
            "value": one.value,
            "before": one.before,
            "se": one.se,
            "difference": more.get((one.scenario, one.key)),
        }
        for one in found
    ]


def written(page: Page, kind: str, value: float | None, *, sign: bool = False) -> str:
    """A figure, or with `sign` a difference, as a reader writes it."""
    say = page.language
    if value is None:
        return say.number(None)
    if kind == "gdp":
        return say.text("number.gdp", n=say.number(value, 2, sign=sign))
    if kind == "share":
        return say.points(value) if sign else say.percent(value)
    if kind == "index":
        return say.number(value, 3, sign=sign)
    text = page.money(abs(value)) if kind == "lcu" else say.count(abs(value))
    mark = ("+" if value > 0 else "\N{MINUS SIGN}") if sign else "\N{MINUS SIGN}" if value < 0 else ""
    return f"{mark}{text}"
