"""What the floor would do, in five sentences, and what its programmes are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from groundfloor.report.language import ABSENT
from groundfloor.report.page import Page
from groundfloor.report.parts import Table, table
from groundfloor.report.uncertainty import hundred, interval
from groundfloor.report.view import SERVICES, added, present

ORDER = 10
LARGEST = 3
ENOUGH = 0.995
TODAY = "today"


def content(page: Page) -> Mapping[str, Any]:
    """Five sentences (who is reached, the cost, poverty, the financing, who is left out) and the table of programmes."""
    sentences = [sentence(page) for sentence in (reach, cost, poverty, financing, left_out)]
    return {"sentences": sentences, "programmes": _programmes(page)}


def reach(page: Page) -> str:
    """Who the floor reaches, by its largest programmes: whoever receives from several is not added up."""
    say, year = page.language, page.full
    found = [
        (number, row["programme"])
        for name in page.view.transfers(page.view.floor)
        for row in page.view.rows("costs", scenario=page.view.floor, programme=name, year=year)
        if (number := present(row.get("beneficiaries"))) is not None
    ]
    if not found:
        only = page.view.named(page.view.floor, SERVICES)
        return say.text("services.only" if only else "summary.reach.unknown")
    largest = sorted(found, key=lambda one: -one[0])[:LARGEST]
    items = [
        say.strong(
            "summary.reach.item",
            n=say.count(number) if place else say.recipients(number),
            programme=escape(page.names.programme(name)),
        )
        for place, (number, name) in enumerate(largest)
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
    """What it does to poverty, in people and in points, with the interval of the change."""
    say, row = page.language, page.view.impact(page.view.floor, page.full)
    change = None if row is None else present(row["change"])
    if row is None or change is None:
        return say.text("summary.poverty.unknown")
    known = page.view.value("measures", "value", measure="share_welfare_known", scenario=TODAY, group="all")
    whole = known is None or known > ENOUGH
    # of those of whom nothing is known no number of people can be given
    people_of = page.view.rows("population", year=page.full) if whole else []
    population = added([present(one.get("population")) for one in people_of])
    way = "fall" if change < 0 else "rise" if change > 0 else "same"
    if way != "same" and population is not None:
        way = "fewer" if change < 0 else "more"
    people = escape("") if population is None else say.persons(abs(change) * population)
    difference = say.strong(f"summary.poverty.{way}", people=people, change=say.points(abs(change), sign=False))
    low, high = interval(change, row["se"])
    if low is None or high is None:
        difference = say.strong("summary.poverty.unsure", difference=difference)
    elif way != "same":
        if low <= 0 <= high:
            bounds = say.between(hundred(low), hundred(high))
        else:
            nearest, furthest = sorted((abs(low), abs(high)))
            bounds = say.between(100 * nearest, 100 * furthest, sign=False)
        difference = say.strong("summary.poverty.sure", difference=difference, interval=bounds)
    said = say.strong(
        "summary.poverty.sentence",
        year=escape(page.full),
        line=escape(page.names.below(row["line"])),
        before=say.percent(present(row["before"])),
        after=say.percent(present(row["after"])),
        difference=difference,
    )
    if known is None or whole:
        return said
    unknown = say.strong("summary.poverty.partly", share=say.percent(1 - known, 0))
    return Markup("{}.").format(say.strong("summary.left_out.and").join([said[:-1], unknown]))


def financing(page: Page) -> str:
    """How it is paid for, between the low and the high case, what remains, and what becomes of the debt."""
    say, floor, horizon = page.language, page.view.floor, page.results.horizon
    brings, gap = (page.view.plan(column, floor, page.full) for column in ("financing_pct_gdp", "gap_pct_gdp"))
    if brings is None or gap is None:
        return say.text("summary.financing.unknown")
    rows = page.view.rows("financing", year=page.full)
    low, high = (added([present(row.get(case)) for row in rows]) for case in ("low", "high"))
    sum_ = say.strong("summary.financing.sum", n=say.gdp(brings))
    if low is not None and high is not None and low <= brings <= high:
        sum_ = say.strong(
            "summary.financing.cases", n=say.gdp(brings), low=say.per_hundred(low), high=say.per_hundred(high)
        )
    kind = page.view.balance(gap)
    balance = say.strong(f"summary.financing.{kind}", n=say.gdp(abs(gap)))
    values: dict[str, Any] = {"brings": sum_, "year": escape(page.full), "balance": balance}
    before, after = (page.view.plan(f"debt_pct_gdp_{when}", floor, horizon) for when in ("before", "after"))
    if before is None or after is None:
        return say.strong("summary.financing.sentence", **values)
    debt = {"before": say.gdp(before), "after": say.gdp(after), "horizon": escape(horizon)}
    return say.strong("summary.financing.with_debt", **values, **debt)


def left_out(page: Page) -> str:
    """Who is left out today and what is not known, as clauses of one sentence."""
    say, rows = page.language, page.view.rows("gaps", group="all")
    known = [(gap, row) for row in rows if (gap := present(row.get("gap"))) is not None]
    if known:
        clauses = [_largest_gaps(page, sorted(known, key=lambda one: -one[0])[:LARGEST])]
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


def _largest_gaps(page: Page, gaps: list[tuple[float, Mapping[str, Any]]]) -> str:
    say, items = page.language, []
    for place, (gap, row) in enumerate(gaps):
        rate = present(row.get("coverage_rate"))
        items.append(
            say.strong(
                "summary.left_out.item",
                n=say.count(gap) if place else say.entitled(gap),
                programme=escape(page.names.programme(row["programme"])),
                share=say.percent(None if rate is None else 1 - rate, 0),
            )
        )
    return say.strong("summary.left_out.gaps", items=say.listed(items))


def _programmes(page: Page) -> Table | None:
    """What each programme of the floor gives, to whom, and how many receive it."""
    say, floor, texts = page.language, page.view.floor, page.results.programme_texts
    names = page.view.transfers(floor)
    if not any(name in texts for name in names):
        return None
    body = [
        [
            page.names.programme(name),
            say.words(texts.get(name)) or ABSENT,
            say.count(page.view.value("costs", "beneficiaries", scenario=floor, programme=name, year=page.full)),
        ]
        for name in names
    ]
    headings = [say.text("heading.programme"), say.text("heading.what"), say.text("heading.recipients", year=page.full)]
    return table(say.text("summary.programmes"), headings, body, words=2, note=say.text("summary.note"))
