"""Who pays and who receives, by tenth of the people, and how each tax and benefit is concentrated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.fiscal.kinds import PREFISCAL
from groundfloor.measures.cuts import DECILES
from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.fifths import of_tenths, spread
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table
from groundfloor.report.pivot import pivot
from groundfloor.report.view import present

ORDER = 50
TABLE, REDISTRIBUTION = "fiscal_incidence", "fiscal_redistribution"
SIDES = ("all_taxes", "all_benefits")
TENTHS = tuple(range(1, DECILES + 1))
BY_ITEM = ("average_rate", "concentration", "kakwani")


def content(page: Page) -> Mapping[str, Any]:
    """The rates by tenth, whose each tax and benefit is, how it is concentrated; and every item by tenth."""
    say, view = page.language, page.view
    of_items = [
        row
        for name in BY_ITEM
        for row in view.rows(REDISTRIBUTION, measure=name, concept=PREFISCAL)
        if row["item"] is not None
    ]
    return {
        "rates": _rates(page),
        "shares": _shares(page),
        "concentrated": pivot(
            page, of_items, "item", "measure", say.text("fiscal.incidence.concentrated"),
            note=say.text("fiscal.incidence.concentrated_note"),
        ),
        "progressive": _progressive(page),
        "tables": [one for one in (*_by_tenth(page), *_payers(page)) if one is not None],
    }  # fmt: skip


def _items(page: Page) -> list[str]:
    return page.view.distinct(TABLE, "item", concept=PREFISCAL)


def _tenths(page: Page, measure: str, item: str | None, concept: str = PREFISCAL) -> list[float | None]:
    found = {row["group"]: row for row in page.view.rows(TABLE, measure=measure, item=item, concept=concept)}
    return [present(found.get(f"decile={k}", {}).get("value")) for k in TENTHS]


def _rates(page: Page) -> Figure | None:
    """What all taxes take and all benefits give, as a share of income before them; each item where there is no sum."""
    say = page.language
    names = [name for name in SIDES if name in _items(page)] or [
        name for name in _items(page) if not page.names.together(name)
    ]
    series = [Series(page.names.programme(name), tuple(_tenths(page, "incidence", name))) for name in names]
    ends = [(one.label, one.values[0], one.values[-1]) for one in series]
    told = [(label, first, last) for label, first, last in ends if first is not None and last is not None]
    if not told:
        return None
    label, first, last = told[-1]
    sentence = say.text("fiscal.incidence.sentence", item=label, first=say.percent(first), last=say.percent(last))

    def draw(name: str, width: float) -> Markup:
        return lines(
            name, sentence, say.text("fiscal.incidence.description"), [str(k) for k in TENTHS], series,
            write=lambda v, _: say.percent(v, 0), width=width,
            unit=say.text("fiscal.incidence.axis"), below=say.text("fiscal.incidence.below"),
        )  # fmt: skip

    body = [[say.number(k), *(say.percent(one.values[i]) for one in series)] for i, k in enumerate(TENTHS)]
    headings = [say.text("heading.decile"), *(one.label for one in series)]
    return Figure("rates", sentence, draw, table(say.text("fiscal.incidence.incidence"), headings, body))


def _shares(page: Page) -> Figure | None:
    say, view = page.language, page.view
    shares = {
        name: found
        for name in _items(page)
        if not page.names.together(name)
        and (found := of_tenths(view.rows(TABLE, measure="share", item=name, concept=PREFISCAL))) is not None
    }
    if not shares:
        return None
    most = max(shares, key=lambda name: shares[name][0])
    least = min(shares, key=lambda name: shares[name][0])
    return spread(
        page, "shares", shares, page.names.programme,
        heading=say.text("heading.item"),
        sentence=say.text(
            "fiscal.incidence.shares.sentence",
            most=page.names.programme(most), high=say.percent(shares[most][0], 0),
            least=page.names.programme(least), low=say.percent(shares[least][0], 0), count=len(shares),
        ),
        description=say.text("fiscal.incidence.shares.description"),
        caption=say.text("fiscal.incidence.shares.caption"),
    )  # fmt: skip


def _progressive(page: Page) -> Table | None:
    """What the index of Kakwani says of each tax and benefit, in a word."""
    say = page.language
    body = [
        [page.names.programme(row["item"]), say.text(f"fiscal.progressivity.{row['progressivity']}")]
        for row in page.view.rows("fiscal_items")
        if row.get("progressivity")
    ]
    headings = [say.text("heading.item"), say.text("columns.progressivity.label")]
    return table(say.text("fiscal.incidence.progressive"), headings, body, words=2) if body else None


def _by_tenth(page: Page) -> Iterator[Table | None]:
    """One row a tax, benefit or sum, one column a tenth."""
    for name in ("incidence", "share", "cumulative_share"):
        rows = page.view.rows(TABLE, measure=name, concept=PREFISCAL)
        yield pivot(page, rows, "item", "group", page.language.text(f"fiscal.incidence.{name}"))


def _payers(page: Page) -> Iterator[Table | None]:
    """By tenth, how many pay more than they receive at each income, and how many less."""
    for name in ("net_payers", "net_receivers"):
        caption = page.language.text(f"fiscal.incidence.{name}")
        yield pivot(page, page.view.rows(TABLE, measure=name), "group", "concept", caption)
