"""What the floor costs over time, by programme, and how the options differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.charts.stacked import stacked
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Figure, Table, table
from groundfloor.report.view import added, present

ORDER = 40
CASES = {"low": "cost_pct_gdp_low", "base": "cost_pct_gdp", "high": "cost_pct_gdp_high"}
BESIDE = ("administration_per_beneficiary_lcu", "administration_fixed_lcu", "start_up_lcu")


def content(page: Page) -> Mapping[str, Any]:
    """Cost by programme in % of GDP, in money, and the total of each option."""
    found = page.view.rows("costs", scenario=page.view.floor)
    shares = any(present(row.get("pct_gdp")) is not None for row in found)
    others = [name for name in page.view.scenarios if page.view.programmes(name)]
    return {
        "programmes": _programmes(page) if shares else None,
        "money": _money(page) if found else None,
        "range": _range(page),
        "delivery": _delivery(page),
        "options": _options(page, others) if shares and len(others) > 1 else None,
    }


def _programmes(page: Page) -> Figure:
    say, view, floor, years = page.language, page.view, page.view.floor, page.view.years
    names = view.programmes(floor)
    series = [
        Series(page.names.programme(name), tuple(view.value("costs", "pct_gdp", scenario=floor, programme=name, year=y) for y in years))
        for name in names
    ]  # fmt: skip
    totals = {year: view.total("pct_gdp", floor, year) for year in years}
    known = {year: total for year, total in totals.items() if total is not None}
    if known:
        peak = max(known, key=lambda year: known[year])
        end = max(known)
        values = {"peak": say.gdp(known[peak]), "year": peak, "end": say.gdp(known[end]), "horizon": end}
        sentence = say.text("cost.rising" if peak == end else "cost.sentence", **values)
    else:
        sentence = say.text("cost.partly")

    def draw(name: str, width: float) -> Markup:
        return stacked(
            name, sentence, say.text("cost.description"), [str(y) for y in years], series,
            write=lambda v, digits: say.number(v, digits), width=width, unit=say.text("axis.gdp"),
        )  # fmt: skip

    body = [[one.label, *(say.number(one.values[years.index(year)], 2) for year in view.steps)] for one in series]
    body.append([say.text("cost.total"), *(say.number(totals[year], 2) for year in view.steps)])
    behind = table(say.text("cost.caption"), [say.text("heading.programme"), *map(say.year, view.steps)], body)
    return Figure("cost", sentence, draw, behind)


def _money(page: Page) -> Table:
    say, view, floor = page.language, page.view, page.view.floor
    body: list[list[str | Cell]] = []
    sums: dict[int, list[float | None]] = {year: [] for year in view.steps}
    for name in view.programmes(floor):
        line: list[str | Cell] = [page.names.programme(name)]
        for year in view.steps:
            value = view.value("costs", "total_lcu", scenario=floor, programme=name, year=year)
            sums[year].append(value)
            line.append(say.million(value))
        body.append(line)
    body.append([say.text("cost.total"), *(say.million(added(values)) for values in sums.values())])
    caption = say.text("cost.money.caption", currency=page.results.currency)
    headings = [say.text("heading.programme"), *map(say.year, view.steps)]
    return table(caption, headings, body, note=say.text("cost.money.note"))


def _range(page: Page) -> tuple[str | None, Table] | None:
    """What the low and high variants cost, where there are any, and a sentence on the floor."""
    say, view = page.language, page.view
    body: list[list[str | Cell]] = []
    for name in view.scenarios:
        rows = {row["year"]: row for row in view.rows("plan", scenario=name)}
        if all(present(row.get("cost_pct_gdp_low")) is None for row in rows.values()):
            continue
        for case, column in CASES.items():
            shares = [present(rows.get(year, {}).get(column)) for year in view.steps]
            label = say.text(f"cost.range.{case}", option=page.names.scenario(name))
            body.append([label, *(say.number(share, 2) for share in shares)])
    if not body:
        return None
    year = view.full(view.floor)
    found = {case: view.plan(column, view.floor, year) for case, column in CASES.items()}
    known = None not in found.values()
    sentence = (
        say.text("cost.range.sentence", year=year, **{case: say.number(one, 2) for case, one in found.items()})
        if known
        else None
    )
    headings = [say.text("heading.option"), *map(say.year, view.steps)]
    return sentence, table(say.text("cost.range.caption"), headings, body, note=say.text("cost.range.note"))


def _delivery(page: Page) -> Table | None:
    """What administration is made of, where there is more to it than a share of benefits."""
    say, rows = page.language, page.view.rows("costs", scenario=page.view.floor)
    parts = [part for part in BESIDE if any(present(row.get(part)) for row in rows)]
    if not parts:
        return None
    years = sorted({*page.view.steps, *(row["year"] for row in rows if present(row.get(BESIDE[-1])))})
    kinds = ["share", *parts]
    money: dict[str, list[float | None]] = {kind: [] for kind in kinds}
    for year in years:
        mine = [row for row in rows if row["year"] == year]
        sums = {part: added([present(row.get(part)) for row in mine]) for part in parts}
        whole = added([present(row.get("administration_lcu")) for row in mine])
        known = [one for one in sums.values() if one is not None]
        sums["share"] = whole - sum(known) if whole is not None and len(known) == len(parts) else None
        for kind in kinds:
            money[kind].append(sums[kind])
    body: list[list[str | Cell]] = [
        [say.text(f"cost.delivery.{kind}"), *map(say.million, values)] for kind, values in money.items()
    ]
    caption = say.text("cost.delivery.caption", currency=page.results.currency)
    headings = [say.text("cost.delivery.kind"), *map(say.year, years)]
    return table(caption, headings, body, note=say.text("cost.delivery.note"))


def _options(page: Page, scenarios: list[str]) -> Figure:
    say, view, years = page.language, page.view, page.view.years
    series = [
        Series(page.names.scenario(name), tuple(view.total("pct_gdp", name, year) for year in years))
        for name in scenarios
    ]
    last = [(one.values[-1], one.label) for one in series]
    known = sorted((value, label) for value, label in last if value is not None)
    if len(known) == len(last):
        (low, cheapest), (high, dearest) = known[0], known[-1]
        sentence = say.text(
            "cost.options.sentence",
            horizon=page.results.horizon,
            cheapest=cheapest,
            low=say.gdp(low),
            dearest=dearest,
            high=say.gdp(high),
        )
    else:
        sentence = say.text("cost.options.partly")

    def draw(name: str, width: float) -> Markup:
        return lines(
            name, sentence, say.text("cost.options.description"), [str(y) for y in years], series,
            write=lambda v, digits: say.number(v, digits), width=width, unit=say.text("axis.gdp"),
        )  # fmt: skip

    body = [[one.label, *(say.number(one.values[years.index(year)], 2) for year in view.steps)] for one in series]
    behind = table(say.text("cost.options.caption"), [say.text("heading.option"), *map(say.year, view.steps)], body)
    return Figure("cost-by-option", sentence, draw, behind)
