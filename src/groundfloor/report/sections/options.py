"""The options side by side: what each costs, whom it reaches, what it does to poverty and what remains to be found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.intervals import Interval, intervals
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Figure, Table, barred, table
from groundfloor.report.uncertainty import hundred, interval
from groundfloor.report.view import SERVICES, present

ORDER = 30


def content(page: Page) -> Mapping[str, Any]:
    """The table of all options, the figure of their effect on poverty and the table of recipients."""
    costed = [name for name in page.view.scenarios if page.view.programmes(name)]
    return {
        "side_by_side": _side_by_side(page, costed) if costed else None,
        "alone": len(costed) == 1,
        "poverty": _poverty(page, costed) if len(costed) > 1 else None,
        "described": [
            (page.names.scenario(name), page.language.words(page.results.scenario_texts[name]))
            for name in costed
            if name in page.results.scenario_texts
        ],
        "recipients": _recipients(page, costed) if costed else None,
    }


def _side_by_side(page: Page, scenarios: list[str]) -> Table:
    say, view, horizon = page.language, page.view, page.results.horizon
    full = {name: view.full(name) for name in scenarios}
    money = [view.total("total_lcu", name, full[name]) for name in scenarios]
    now, later = ([view.total("pct_gdp", name, year) for name, year in years] for years in (
        full.items(), [(name, horizon) for name in scenarios]
    ))  # fmt: skip
    gaps = [view.plan("gap_pct_gdp", name, full[name]) for name in scenarios]
    unit, scale = (
        ("billion", 1e9)
        if max((abs(value) for value in money if value is not None), default=0.0) >= 1e9
        else ("million", 1e6)
    )
    poverty, gini = ([_change(page, name, full[name], measure) for name in scenarios] for measure in ("fgt0", "gini"))
    columns = [
        [Cell(page.names.scenario(name)) for name in scenarios],
        [Cell(say.year(full[name])) for name in scenarios],
        [Cell(say.significant(None if value is None else value / scale)) for value in money],
        barred(now, [say.number(value, 2) for value in now]),
        barred(later, [say.number(value, 2) for value in later]),
        barred(poverty, [say.number(hundred(value), 1, sign=True) for value in poverty]),
        [Cell(say.number(hundred(value), 1, sign=True)) for value in gini],
        barred(
            [None if value is None else max(value, 0.0) for value in gaps],
            [say.number(value, 2, sign=True) for value in gaps],
        ),
    ]
    headings = (
        "option",
        "full",
        f"cost_{unit}",
        "cost_gdp",
        "cost_gdp_horizon",
        "poverty_change",
        "gini_change",
        "financing_gap",
    )
    line = page.names.below(view.line) if view.line else None
    return table(
        say.text("options.caption"),
        [say.text(f"heading.{name}", horizon=horizon, currency=page.results.currency) for name in headings],
        list(zip(*columns, strict=True)),
        note=say.text("options.note", line=line) if line else say.text("options.no_poverty"),
        stack=True,
    )


def _change(page: Page, scenario: str, year: int, measure: str) -> float | None:
    row = page.view.impact(scenario, year, measure)
    return None if row is None else present(row.get("change"))


def _poverty(page: Page, scenarios: list[str]) -> Figure | None:
    say, items, body = page.language, [], []
    for name in scenarios:
        year = page.view.full(name)
        row = page.view.impact(name, year)
        change = None if row is None else present(row.get("change"))
        if row is None or change is None:
            continue
        low, high = interval(change, row.get("se"))
        label = page.names.scenario(name)
        items.append(Interval(label, hundred(low), 100 * change, hundred(high), say.number(100 * change, 1, sign=True)))
        before, after = (say.percent(present(row[when])) for when in ("before", "after"))
        body.append(
            [
                label,
                say.year(year),
                before,
                after,
                say.number(100 * change, 1, sign=True),
                say.between(hundred(low), hundred(high)),
            ]
        )
    if not items:
        return None
    line = page.names.below(str(page.view.line))
    lowest = min(items, key=lambda item: item.value)
    if lowest.value < 0:
        points = say.points(-lowest.value / 100, sign=False)
        sentence = say.text("options.poverty.sentence", option=lowest.label, change=points, line=line)
    else:
        sentence = say.text("options.poverty.none", line=line)

    def draw(name: str, width: float) -> Markup:
        return intervals(
            name, sentence, say.text("options.poverty.description"), items,
            write=lambda v, digits: say.number(v, digits, sign=True), width=width, unit=say.text("axis.points"),
        )  # fmt: skip

    headings = [say.text(f"heading.{name}") for name in ("option", "year", "before", "after", "change", "interval")]
    behind = table(say.text("options.poverty.caption", line=line), headings, body)
    return Figure("poverty-by-option", sentence, draw, behind)


def _recipients(page: Page, scenarios: list[str]) -> Table:
    say = page.language
    names = list(dict.fromkeys(name for scenario in scenarios for name in page.view.programmes(scenario)))
    body = []
    for name in names:
        line = [page.names.programme(name)]
        for scenario in scenarios:
            if name in page.view.programmes(scenario):
                where = {"scenario": scenario, "programme": name, "year": page.view.full(scenario)}
                line.append(say.count(page.view.value("costs", "beneficiaries", **where)))
            else:
                line.append(say.text("options.not_part"))
        body.append(line)
    headings = [say.text("heading.programme"), *map(page.names.scenario, scenarios)]
    note = say.text("options.recipients.note")
    if any(name.startswith(SERVICES) for name in names):
        note = f"{note} {say.text('services.recipients')}"
    return table(say.text("options.recipients.caption"), headings, body, note=note)
