"""What the floor would do, in five sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from groundfloor.report.page import Page
from groundfloor.report.uncertainty import hundred, interval
from groundfloor.report.view import present

ORDER = 10
LARGEST = 3


def content(page: Page) -> Mapping[str, Any]:
    """Five sentences: who is reached, the cost, poverty, the financing, who is left out and what is not known."""
    return {"sentences": [sentence(page) for sentence in (reach, cost, poverty, financing, left_out)]}


def reach(page: Page) -> str:
    """Who the floor reaches, by its largest programmes: whoever receives from several is not added up."""
    say, year = page.language, page.full
    found = [
        (number, row["programme"])
        for row in page.view.rows("costs", scenario=page.view.floor, year=year)
        if (number := present(row.get("beneficiaries"))) is not None
    ]
    if not found:
        return say.text("summary.reach.unknown")
    largest = sorted(found, key=lambda one: -one[0])[:LARGEST]
    items = [
        say.strong("summary.reach.item", n=say.recipients(n), programme=escape(page.names.programme(name)))
        for n, name in largest
    ]
    key = "summary.reach.some" if len(found) > len(largest) else "summary.reach.all"
    return say.strong(key, year=escape(year), items=say.listed(items), count=len(found))


def cost(page: Page) -> str:
    """What it costs once in place and at the horizon."""
    say, year, horizon, floor = page.language, page.full, page.results.horizon, page.view.floor
    total = page.view.total("total_lcu", floor, year)
    if total is None:
        return say.text("summary.cost.unknown")
    gdp, later = (page.view.total("pct_gdp", floor, when) for when in (year, horizon))
    if gdp is None:
        return say.strong("summary.cost.money", money=page.money(total), year=escape(year))
    shares = say.strong("summary.cost.share", gdp=say.gdp(gdp))
    spending = page.view.total("pct_government_expenditure", floor, year)
    if spending is not None:
        shares = say.strong("summary.cost.shares", gdp=shares, spending=say.per_hundred(spending))
    if later is None or horizon == year:
        return say.strong("summary.cost.once", money=page.money(total), year=escape(year), shares=shares)
    years = {"year": escape(year), "horizon": escape(horizon)}
    return say.strong("summary.cost.both", money=page.money(total), shares=shares, later=say.gdp(later), **years)


def poverty(page: Page) -> str:
    """What it does to poverty, with the interval of the change."""
    say, row = page.language, page.view.impact(page.view.floor, page.full)
    if row is None:
        return say.text("summary.poverty.unknown")
    values = {
        "year": escape(page.full),
        "line": escape(page.names.line(row["line"])),
        "before": say.percent(present(row["before"])),
        "after": say.percent(present(row["after"])),
        "change": say.points(present(row["change"])),
    }
    low, high = interval(row["change"], row["se"])
    if low is None:
        return say.strong("summary.poverty.alone", **values)
    return say.strong("summary.poverty.sure", **values, interval=say.between(hundred(low), hundred(high)))


def financing(page: Page) -> str:
    """How it is paid for and what remains."""
    say, floor, horizon = page.language, page.view.floor, page.results.horizon
    brings, gap = (page.view.plan(column, floor, page.full) for column in ("financing_pct_gdp", "gap_pct_gdp"))
    if brings is None or gap is None:
        return say.text("summary.financing.unknown")
    before, after = (page.view.plan(f"debt_pct_gdp_{when}", floor, horizon) for when in ("before", "after"))
    values = {"brings": say.gdp(brings), "gap": say.gdp(abs(gap)), "year": escape(page.full)}
    kind = "gap" if gap > 0 else "covered"
    if before is None or after is None:
        return say.strong(f"summary.financing.{kind}", **values)
    values |= {"before": say.gdp(before), "after": say.gdp(after), "horizon": escape(horizon)}
    return say.strong(f"summary.financing.{kind}_debt", **values)


def left_out(page: Page) -> str:
    """Who is left out today and what is not known, as clauses of one sentence."""
    say, rows = page.language, page.view.rows("gaps", group="all")
    known = [row for row in rows if present(row.get("gap")) is not None]
    if known:
        clauses = [_largest_gap(page, max(known, key=lambda row: present(row["gap"]) or 0.0))]
    else:
        clauses = [say.text("summary.left_out.unknown")]
    if known and len(known) < len(rows):
        clauses.append(say.strong("summary.left_out.unknown_for", count=len(rows) - len(known)))
    shares = [(present(row.get("share")) or 0.0, row) for row in page.view.rows("undecided", scenario=page.view.floor)]
    share, row = max(shares, key=lambda one: one[0], default=(0.0, {}))
    if share > 0:
        programme = escape(page.names.programme(row["programme"]))
        clauses.append(say.strong("summary.left_out.undecided", share=say.percent(share), programme=programme))
    if page.results.synthetic:
        clauses.append(say.text("summary.left_out.synthetic"))
    return Markup("{}.").format(say.strong("summary.left_out.and").join(clauses))


def _largest_gap(page: Page, row: Mapping[str, Any]) -> str:
    rate = present(row.get("coverage_rate"))
    return page.language.strong(
        "summary.left_out.gap",
        n=page.language.entitled(present(row["gap"])),
        programme=escape(page.names.programme(row["programme"])),
        share=page.language.percent(None if rate is None else 1 - rate, 0),
    )
