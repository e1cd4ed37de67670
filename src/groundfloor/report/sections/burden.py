"""On whom the cost falls: who pays by year, who gains and pays when taxes pay, and what shocks do to public debt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.changes import Change, changes
from groundfloor.report.charts.series import Series
from groundfloor.report.charts.stacked import stacked
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Figure, Table, table
from groundfloor.report.view import added, present

ORDER = 65
DECILES = tuple(range(1, 11))
POOREST = 4
STRESS = "stress_"
SHOWN = 0.0005


def content(page: Page) -> Mapping[str, Any] | None:
    """Payers by year, pledges, net incidence by tenth and stress tests; nothing where the run has none of these tables."""
    found = {"payers": _payers(page), "pledges": _pledges(page), "net": _net(page), "stress": _stress(page)}
    return found if any(found.values()) else None


def _payers(page: Page) -> Figure | None:
    say, view, years = page.language, page.view, page.view.years
    amounts: dict[str, dict[int, list[float | None]]] = {}
    for row in view.rows("payers", scenario=view.floor):
        amounts.setdefault(row["payer"], {}).setdefault(row["year"], []).append(present(row.get("pct_gdp")))
    sums = {name: {year: added(found) for year, found in by_year.items()} for name, by_year in amounts.items()}
    paying = [name for name, by_year in sums.items() if any(abs(value or 0.0) >= SHOWN for value in by_year.values())]
    if not paying:
        return None
    series = [Series(say.text(f"paid.payers.{name}"), tuple(sums[name].get(year) for year in years)) for name in paying]
    total = added([sums[name].get(page.full) for name in paying])
    items = [
        say.text("paid.payers.item", payer=one.label, share=say.percent((value or 0.0) / total, 0))
        for one in series
        if total and (value := one.values[years.index(page.full)])
    ]
    sentence = (
        say.text("paid.payers.sentence", year=page.full, items=say.listed(items))
        if items
        else say.text("paid.payers.caption")
    )

    def draw(name: str, width: float) -> Markup:
        return stacked(
            name, sentence, say.text("paid.payers.description"), [str(y) for y in years], series,
            write=lambda v, digits: say.number(v, digits), width=width, unit=say.text("axis.gdp"),
        )  # fmt: skip

    body = [[one.label, *(say.number(one.values[years.index(year)], 2) for year in view.steps)] for one in series]
    headings = [say.text("heading.payer"), *map(say.year, view.steps)]
    behind = table(say.text("paid.payers.caption"), headings, body, note=say.text("paid.payers.note"))
    return Figure("payers", sentence, draw, behind)


def _pledges(page: Page) -> Table | None:
    say, rows = page.language, page.view.rows("pledges")
    if not rows:
        return None
    body: list[list[str | Cell]] = [
        [
            say.words(row["donor"]),
            say.words(row["purpose"]),
            say.text(f"paid.pledges.{row['status']}"),
            say.year(row["year"]),
            say.million(present(row.get("amount_lcu"))),
        ]
        for row in rows
    ]
    headings = [say.text(f"heading.{name}") for name in ("donor", "purpose", "status", "year", "million")]
    caption = say.text("paid.pledges.caption", currency=page.results.currency)
    return table(caption, headings, body, words=3, households=False)


def _net(page: Page) -> Figure | None:
    say, view = page.language, page.view

    def of(measure: str, group: str, **where: Any) -> float | None:
        chosen = {"scenario": view.floor, "year": page.full, "group": group, "stage": None, "line": None} | where
        return view.value("net_incidence", "value", measure=measure, **chosen)

    items, body, totals = [], [], {"transfers": 0.0, "taxes": 0.0}
    for k in DECILES:
        cash, taxes, left = (of(measure, f"decile={k}") for measure in ("transfers", "taxes", "net"))
        if cash is None or taxes is None or left is None:
            return None
        items.append(Change(say.number(k), cash, left, say.number(left - cash, 0, sign=True)))
        body.append([say.number(k), *(say.number(value) for value in (cash, taxes, left))])
        if k <= POOREST:
            totals["transfers"] += cash
            totals["taxes"] += taxes
    line = view.line
    stages = ("before", "floor", "floor_and_taxes")
    poor = [of("fgt0", "all", stage=stage, line=line) for stage in stages]
    if None in poor or line is None:
        sentence = say.text("paid.net.mean")
    else:
        said = dict(zip(("before", "floor", "after"), map(say.percent, poor), strict=True))
        said["line"] = page.names.below(line)
        cash = totals["transfers"]
        if cash > 0:
            sentence = say.text("paid.net.sentence", taxes=say.percent(totals["taxes"] / cash, 0), **said)
        else:
            sentence = say.text("paid.net.simple", **said)

    def draw(name: str, width: float) -> Markup:
        words = (say.text("paid.net.transfers"), say.text("paid.net.left"))
        return changes(
            name, sentence, say.text("paid.net.description"), items,
            names=words, write=lambda v, _: say.number(v), width=width, unit=page.results.currency,
        )  # fmt: skip

    headings = [say.text(f"heading.{name}") for name in ("decile", "cash", "taxes", "net")]
    caption = say.text("paid.net.caption", currency=page.results.currency, year=page.full)
    note = say.text("paid.net.note", base=page.results.year, year=page.full)
    return Figure("net", sentence, draw, table(caption, headings, body, note=note))


def _stress(page: Page) -> Figure | None:
    """Debt in the last year under each shock, beside the path without one."""
    say, view, horizon = page.language, page.view, page.results.horizon

    def debt(path: str) -> float | None:
        return view.value("debt", "debt_pct_gdp", scenario=view.floor, path=path, year=horizon)

    calm = debt("financed")
    names = [path for path in view.distinct("debt", "path", scenario=view.floor) if path.startswith(STRESS)]
    found = {path.removeprefix(STRESS): value for path in names if (value := debt(path)) is not None}
    if calm is None or not found:
        return None
    unfinanced = debt("unfinanced")
    found |= {} if unfinanced is None else {"unfinanced": unfinanced}
    items = [
        Change(say.text(f"paid.stress.{name}"), calm, value, say.number(value - calm, 1, sign=True))
        for name, value in found.items()
    ]
    shocks = {name: value for name, value in found.items() if name != "unfinanced"}
    worst = max(shocks, key=lambda name: shocks[name])
    values = {"debt": say.gdp(found[worst]), "financed": say.gdp(calm), "horizon": horizon}
    if found[worst] > calm:
        sentence = say.text("paid.stress.sentence", test=say.text(f"paid.stress.{worst}"), **values)
    else:
        sentence = say.text("paid.stress.none", horizon=horizon)

    def draw(name: str, width: float) -> Markup:
        words = (say.text("paid.stress.calm"), say.text("paid.stress.shocked"))
        return changes(
            name, sentence, say.text("paid.stress.description"), items,
            names=words, write=lambda v, digits: say.number(v, digits), width=width, unit=say.text("axis.gdp"),
        )  # fmt: skip

    body = [[item.label, say.number(item.before, 1), say.number(item.after, 1), item.text] for item in items]
    headings = [say.text(f"heading.{name}") for name in ("test", "no_shock", "shock", "change")]
    caption = say.text("paid.stress.caption", horizon=horizon)
    return Figure("stress", sentence, draw, table(caption, headings, body, note=say.text("paid.stress.note")))
