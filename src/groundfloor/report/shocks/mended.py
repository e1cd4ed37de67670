"""What answers a shock: what each response costs beside the floor, what it mends, and when."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import table
from groundfloor.report.shocks.answer import line_of
from groundfloor.report.view import present

ORDER = 40


def content(page: Page) -> Mapping[str, Any] | None:
    """One row a shock and response, all years added up in prices of the base year; None where no shock has a response."""
    say, view, line = page.language, page.view, line_of(page)
    body: list[list[str]] = []
    for row in view.rows("shocks", line=line):
        if present(row["mended_lcu"]) is None:
            continue
        years = [
            one for one in view.rows("shock_absorbed", shock=row["shock"], scenario=row["scenario"], line=line)
            if present(one["added_cost_lcu"])
        ]  # fmt: skip
        cost = {one["year"]: one for one in view.rows("shock_finance", shock=row["shock"], scenario=row["scenario"])}
        floor = {one["year"]: one for one in view.rows("shock_finance", shock=row["shock"], scenario=view.floor)}
        added = [
            cost[one["year"]]["cost_pct_gdp_shocked"] - floor[one["year"]]["cost_pct_gdp_shocked"] for one in years
        ]
        spent, mended = (
            math.fsum(float(one[name]) / float(one["price_level"]) for one in years)
            for name in ("added_cost_lcu", "mended_lcu")
        )
        body.append(
            [
                page.names.scenario(row["scenario"]),
                page.names.shock(row["shock"]),
                _span(page, [one["year"] for one in years]),
                page.money(spent),
                say.number(max(added, default=None), 2),
                page.money(mended),
                say.percent(mended / spent if spent > 0 else None, 0),
            ]
        )
    if not body:
        return None
    names = ("response", "shock", "years", "added", "most", "mended", "per_cost")
    headings = [say.text(f"shocks.heading.{name}") for name in names]
    caption = say.text("shocks.mended.caption", line=page.names.line(line))
    names_of = dict.fromkeys(row["scenario"] for row in view.rows("shocks") if present(row["mended_lcu"]) is not None)
    texts = [
        (page.names.scenario(name), say.words(page.results.scenario_texts[name]))
        for name in names_of
        if page.results.scenario_texts.get(name)
    ]
    return {
        "texts": texts,
        "mended": table(
            caption,
            headings,
            body,
            words=3,
            note=say.text("shocks.mended.note", year=say.year(page.results.year)),
            stack=True,
        ),
    }


def _span(page: Page, years: list[int]) -> str:
    """The years in which a response pays."""
    say = page.language
    if not years:
        return say.number(None)
    first, last = say.year(min(years)), say.year(max(years))
    return first if first == last else say.text("shocks.mended.span", first=first, last=last)
