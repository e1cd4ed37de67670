"""The economy and the budget behind the floor: growth, prices, public finance, revenue by type, expenditure by function, and the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from groundfloor.country.parts import EXPENDITURE, REVENUE, Division
from groundfloor.report.charts.canvas import FILLS
from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.charts.stacked import stacked
from groundfloor.report.page import Page
from groundfloor.report.parts import Cell, Figure, Table, table
from groundfloor.report.view import added, present

ORDER = 67
BEFORE = 10
"""Years before the run that a chart shows where they are known: whether a rule is likely is seen against the past."""
RATES = ("gdp_real_growth", "inflation", "wage_growth")
PUBLIC = ("revenue_pct_gdp", "expenditure_pct_gdp", "debt_pct_gdp")
BY_RULE = ("rule", "assumption")


def content(page: Page) -> Mapping[str, Any] | None:
    """Charts of what the pack has, and the rules by which series go on; nothing where the run has no economy."""
    found = {
        "growth": _over_time(page, "growth", RATES),
        "public": _over_time(page, "public", PUBLIC),
        "revenue": _parts(page, REVENUE, "revenue"),
        "expenditure": _parts(page, EXPENDITURE, "expenditure"),
        "rules": _rules(page),
    }
    return found if any(found.values()) else None


def _values(page: Page, series: str) -> dict[int, float]:
    """The known values of a series by year, rates in per cent."""
    rows = page.view.rows("economy", series=series)
    found = {int(row["year"]): (present(row.get("value")), row.get("unit")) for row in rows}
    return {year: value * (100 if unit == "share" else 1) for year, (value, unit) in found.items() if value is not None}


def _shown(page: Page, known: Sequence[Mapping[int, float]]) -> list[int]:
    """The years of a chart: those of the run, and before them those that are known."""
    first = min(year for values in known for year in values)
    return list(range(max(first, page.results.year - BEFORE), page.results.horizon + 1))


def _over_time(page: Page, name: str, wanted: Sequence[str]) -> Figure | None:
    """Series as lines, in per cent or per cent of GDP."""
    say, results = page.language, page.results
    known = {one: values for one in wanted if (values := _values(page, one))}
    if not known:
        return None
    years = _shown(page, list(known.values()))
    series = [Series(page.names.known("series", one), tuple(map(values.get, years))) for one, values in known.items()]
    write = say.percent if name == "growth" else (lambda value: say.gdp(100 * value))
    items = [
        say.text(
            "economy.item", what=page.names.known("series", one), year=results.year, horizon=results.horizon,
            now=write(values[results.year] / 100), later=write(values[results.horizon] / 100),
        )
        for one, values in known.items()
        if results.year in values and results.horizon in values
    ]  # fmt: skip
    sentence = " ".join(items) or say.text(f"economy.{name}.caption")
    unit = say.text("axis.percent" if name == "growth" else "axis.gdp")

    def draw(identity: str, width: float) -> Markup:
        return lines(
            identity, sentence, say.text(f"economy.{name}.description"), [str(y) for y in years], series,
            write=lambda v, digits: say.number(v, digits), width=width, unit=unit,
        )  # fmt: skip

    return Figure(f"economy-{name}", sentence, draw, _behind(page, name, known), households=False, note=_until(page, wanted[0]))  # fmt: skip


def _behind(page: Page, name: str, known: Mapping[str, Mapping[int, float]]) -> Table:
    say, steps = page.language, page.view.steps
    body: list[list[str | Cell]] = [
        [page.names.known("series", one), *(say.number(values.get(year), 1) for year in steps)]
        for one, values in known.items()
    ]
    headings = [say.text("heading.series"), *map(say.year, steps)]
    return table(say.text(f"economy.{name}.caption"), headings, body, households=False)


def _until(page: Page, series: str) -> str:
    """To which year the figures of a series are official, where the pack goes on by itself."""
    rows = page.view.rows("economy", series=series)
    own = [int(row["year"]) for row in rows if row.get("status") in BY_RULE]
    given = [int(row["year"]) for row in rows if row.get("status") not in BY_RULE]
    return page.language.text("economy.until", year=max(given)) if own and given else ""


def _parts(page: Page, division: Division, name: str) -> Figure | None:
    """Parts of revenue or expenditure as columns, in years in which all that the pack has are known."""
    say, results = page.language, page.results
    known = {part: values for part in division.every if (values := _values(page, part))}
    if len(known) < 2:
        return None
    years = page.view.years
    series = _few(
        [Series(page.names.known("series", part), tuple(map(values.get, years))) for part, values in known.items()],
        say.text("economy.others"),
    )
    last = {
        one.label: value
        for one in series
        if one.label != say.text("economy.others") and (value := one.values[-1]) is not None
    }
    sentence = say.text(f"economy.{name}.caption")
    if last:
        largest = max(last, key=lambda label: last[label])
        sentence = say.text(
            f"economy.{name}.sentence", what=largest, share=say.gdp(last[largest]), horizon=results.horizon
        )
    draw = partial(
        _stacked, title=sentence, description=say.text(f"economy.{name}.description"), places=[str(y) for y in years], series=series,
        page=page,
    )  # fmt: skip
    return Figure(f"economy-{name}", sentence, draw, _behind(page, name, known), households=False, note=_until(page, division.whole))  # fmt: skip


def _few(series: list[Series], others: str) -> list[Series]:
    """As many parts as have a fill of their own: the largest at the end, and all others in one."""
    if len(series) <= FILLS:
        return series
    largest = sorted(series, key=lambda one: -(one.values[-1] or 0.0))[: FILLS - 1]
    rest = [one for one in series if one not in largest]
    together = tuple(added(list(values)) for values in zip(*(one.values for one in rest), strict=True))
    return [*(one for one in series if one in largest), Series(others, together)]


def _stacked(
    name: str, width: float, *, title: str, description: str, places: list[str], series: list[Series], page: Page
) -> Markup:
    say = page.language
    return stacked(
        name, title, description, places, series, write=lambda v, digits: say.number(v, digits), width=width,
        unit=say.text("axis.gdp"),
    )  # fmt: skip


def _rules(page: Page) -> Table | None:
    """By which rule each series goes on after its last year, as the pack states it, which is in English."""
    say, body = page.language, list[list[Cell]]()
    foreign = None if say.code == "en" else "en"
    for name in page.view.distinct("economy", "series"):
        rows = page.view.rows("economy", series=name)
        by_rule = [row for row in rows if row.get("status") == "rule"]
        if by_rule:
            first = by_rule[0]
            given = max((int(row["year"]) for row in rows if row.get("status") != "rule"), default=None)
            body.append(
                [
                    Cell(page.names.known("series", name)),
                    Cell("" if given is None else say.year(given)),
                    Cell(str(first.get("source") or ""), lang=foreign),
                ]
            )
    headings = [say.text(f"heading.{one}") for one in ("series", "given_to", "then")]
    note = say.text("economy.rules.note")
    caption = say.text("economy.rules.caption")
    return Table(caption, headings, body, [False, True, False], households=False, note=note) if body else None
