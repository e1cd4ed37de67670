"""What each shock does at a glance: how many fall below the line, what the floor takes away of it, what it then costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from groundfloor.report.page import Page
from groundfloor.report.parts import Table, table
from groundfloor.report.results import Row
from groundfloor.report.view import present

ORDER = 10
TODAY = "today"
NORMAL_95 = 1.96


def content(page: Page) -> Mapping[str, Any]:
    """Sentences and a table for each shock."""
    shocks = page.view.distinct("shocks", "shock")
    told = sentences(page)
    return {
        "shocks": [
            {
                "name": page.names.shock(shock),
                "text": page.language.words(page.results.scenario_texts.get(shock)),
                "sentences": told[shock],
                "table": _table(page, shock),
            }
            for shock in shocks
        ]
    }


def line_of(page: Page) -> str:
    """The line in whose terms the report speaks: the first of those the pack names."""
    found = page.view.distinct("shocks", "line")
    return next((line for line in page.results.line_labels if line in found), found[0])


def scenarios_of(page: Page, shock: str) -> list[str]:
    """Today, the floor and the responses of a shock."""
    return page.view.distinct("shocks", "scenario", shock=shock)


def scenario(page: Page, name: str) -> str:
    """What a scenario is called: today is without the floor."""
    return page.language.text("shocks.today") if name == TODAY else page.names.scenario(name)


def sentences(page: Page) -> dict[str, list[str]]:
    """What each shock does, by its name; empty where no line of poverty is known."""
    line = line_of(page) if page.view.rows("shocks") else None
    return {shock: list(_told(page, shock, str(line))) for shock in page.view.distinct("shocks", "shock")}


def _told(page: Page, shock: str, line: str) -> Iterator[str]:
    say = page.language
    today, with_floor, *others = (
        page.view.rows("shocks", shock=shock, line=line, scenario=one)[0] for one in scenarios_of(page, shock)
    )
    year = say.year(today["year"])
    still = not today["change"] and not today["newly_poor"]
    yield say.text(
        "shocks.answer.still" if still else "shocks.answer.today",
        shock=page.names.shock(shock),
        people=say.persons(present(today["newly_poor"])),
        year=year,
        line=page.names.below(line),
        before=say.percent(present(today["headcount_baseline"])),
        after=say.percent(present(today["headcount_shocked"])),
        error=_error(page, today["se"]),
    )
    yield say.text(
        "shocks.answer.floor",
        before=say.percent(present(with_floor["headcount_baseline"])),
        after=say.percent(present(with_floor["headcount_shocked"])),
    ) + (" " + _absorbed(page, with_floor) if present(with_floor["absorbed"]) is not None else "")
    yield say.text(
        "shocks.answer.cost",
        year=year,
        before=say.gdp(present(with_floor["cost_pct_gdp_baseline"]), 2),
        after=say.gdp(present(with_floor["cost_pct_gdp_shocked"]), 2),
    )
    if present(with_floor["debt_pct_gdp_shocked"]) is not None:
        yield say.text(
            "shocks.answer.debt",
            year=say.year(with_floor["last_year"]),
            before=say.gdp(present(with_floor["debt_pct_gdp_baseline"])),
            after=say.gdp(present(with_floor["debt_pct_gdp_shocked"])),
        )
    for row in others:
        yield _response(page, row)


def _error(page: Page, se: Any) -> str:
    """How sure a change is, in points: half the 95 % interval."""
    error = present(se)
    if not error:
        return ""
    return page.language.text("shocks.answer.error", points=page.language.points(NORMAL_95 * error, sign=False))


def _absorbed(page: Page, row: Row) -> str:
    say = page.language
    share, error = float(row["absorbed"]), present(row["absorbed_se"])
    if share < 0:
        return say.text("shocks.answer.worsened", share=say.percent(-share, 0))
    more = "" if not error else say.text("shocks.answer.error", points=say.points(NORMAL_95 * error, 0, sign=False))
    return say.text("shocks.answer.absorbed", share=say.percent(share, 0), error=more)


def _response(page: Page, row: Row) -> str:
    say = page.language
    name, cost = page.names.scenario(row["scenario"]), page.money(present(row["added_cost_lcu"]))
    mended, absorbed = page.money(present(row["mended_lcu"])), present(row["absorbed"])
    if absorbed is None:
        return say.text("shocks.answer.response", response=name, cost=cost, mended=mended)
    return say.text(
        "shocks.answer.response_absorbed", response=name, cost=cost, mended=mended, share=say.percent(absorbed, 0)
    )


def _table(page: Page, shock: str) -> Table:
    say, line = page.language, line_of(page)
    rows = page.view.rows("shocks", shock=shock, line=line)
    body = [
        [
            scenario(page, row["scenario"]),
            say.percent(present(row["headcount_baseline"])),
            say.percent(present(row["headcount_shocked"])),
            say.count(present(row["newly_poor"])),
            say.million(present(row["rise_lcu"])),
            say.percent(present(row["absorbed"]), 0),
            say.number(present(row["cost_pct_gdp_shocked"]), 2),
            say.number(present(row["gap_pct_gdp_shocked"]), 2),
        ]
        for row in rows
    ]
    names = ("scenario", "before", "after", "newly_poor", "rise", "absorbed", "cost", "gap")
    headings = [say.text(f"shocks.heading.{name}", currency=page.results.currency) for name in names]
    year = say.year(rows[0]["year"])
    caption = say.text("shocks.answer.caption", shock=page.names.shock(shock), year=year, line=page.names.line(line))
    return table(caption, headings, body, note=say.text("shocks.answer.note"), stack=True)
