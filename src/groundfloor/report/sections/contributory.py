"""Contributory schemes beside the floor: what is paid in and out, what contributions would have to be, what is held and what is owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from groundfloor.report.charts.lines import lines
from groundfloor.report.charts.series import Series
from groundfloor.report.page import Page
from groundfloor.report.parts import Figure, Table, table, told_apart
from groundfloor.report.view import CONTRIBUTORY, present

ORDER = 65
SHARES = ("contribution_rate", "payg_cost_rate", "dependency_ratio")
BASE, BOUNDS = "base", ("low", "high")


def content(page: Page) -> Mapping[str, Any] | None:
    """Each scheme in turn; None where the pack describes none."""
    schemes = page.view.distinct("contributory", "scheme")
    return {"parts": told_apart(one for scheme in schemes for one in _scheme(page, scheme))} if schemes else None


def _scheme(page: Page, scheme: str) -> Iterator[str | Figure | Table]:
    label = page.names.programme(f"contributory.{scheme}")
    illustrative = any(row["illustrative"] for row in page.view.rows("contributory", scheme=scheme))
    yield _money(page, scheme, label)
    yield _rates(page, scheme, label)
    paid = [
        row
        for row in page.view.rows("contributory_payers", scheme=scheme, variant=BASE)
        if row["payer"] == "government"
    ]
    if any(row["amount_lcu"] for row in paid):
        yield _subsidy(page, scheme, label, paid)
    if illustrative:
        yield page.language.text("contributory.basis.illustrative", scheme=label)


def _series(page: Page, scheme: str, column: str, variant: str = BASE) -> tuple[float | None, ...]:
    found = {
        row["year"]: present(row[column]) for row in page.view.rows("contributory", scheme=scheme, variant=variant)
    }
    return tuple(found.get(year) for year in page.view.years)


def _money(page: Page, scheme: str, label: str) -> Figure:
    """What comes in and goes out, in % of GDP, with the expenditure of the low and the high variant."""
    say, years = page.language, page.view.years
    levied = any(_series(page, scheme, "levies_pct_gdp"))
    sources = ("contributions", *(("levies",) if levied else ()))
    found = {one: _series(page, scheme, f"{one}_pct_gdp") for one in (*sources, "expenditure")}
    series = [Series(say.text(f"contributory.money.{one}"), values) for one, values in found.items()]
    for variant in page.view.distinct("contributory", "variant", scheme=scheme):
        if variant in BOUNDS:
            values = _series(page, scheme, "expenditure_pct_gdp", variant)
            name = say.text("contributory.money.variant", variant=say.text(f"contributory.variant.{variant}"))
            series.append(Series(name, values))
    spent, paid = found["expenditure"], found["contributions"]
    if None in (spent[0], spent[-1], paid[-1]):
        sentence = say.text("contributory.money.unknown")
    else:
        sentence = say.text(
            "contributory.money.sentence_levies" if levied else "contributory.money.sentence",
            scheme=label,
            first=years[0],
            last=years[-1],
            spent_first=say.gdp(spent[0], 2),
            spent_last=say.gdp(spent[-1], 2),
            paid_last=say.gdp(paid[-1], 2),
            levied_last=say.gdp(found[sources[-1]][-1], 2),
        )

    def draw(place: str, width: float) -> Markup:
        return lines(
            place, sentence, say.text("contributory.money.description"), [str(year) for year in years], series,
            write=lambda value, digits: say.number(value, digits), width=width, unit=say.text("axis.gdp"),
        )  # fmt: skip

    shown = {name: _series(page, scheme, f"{name}_pct_gdp") for name in (*found, "balance")}
    body = [
        [say.text(f"contributory.columns.{name}_pct_gdp.label"), *_written(page, values)]
        for name, values in shown.items()
    ]
    behind = table(say.text("contributory.run.caption", scheme=label), _headings(page), body, households=False)
    return Figure(f"contributory-{scheme.replace('_', '-')}", sentence, draw, behind, households=False)


def _rates(page: Page, scheme: str, label: str) -> Table:
    """Rates in % of insured wages and the ratio of pensioners to insured, the balance, the reserve and what is owed."""
    say = page.language
    reserve = _series(page, scheme, "reserve_lcu")
    known = any(one is not None for one in reserve)
    body = [
        [
            say.text(f"contributory.columns.{name}.label"),
            *(say.percent(value) for value in _at_steps(page, _series(page, scheme, name))),
        ]
        for name in SHARES
    ]
    body += [
        [
            say.text(f"contributory.columns.{name}_pct_gdp.label"),
            *_written(page, _series(page, scheme, f"{name}_pct_gdp")),
        ]
        for name in ("balance", "reserve" if known else "accumulated", "implicit_debt")
    ]
    below = next(
        (year for year, one in zip(page.view.years, reserve, strict=True) if one is not None and one < 0), None
    )
    key = "exhausted" if below else "lasting" if known else "no_reserve"
    note = say.text(f"contributory.run.{key}", year=below, last=page.view.years[-1])
    return table(say.text("contributory.run.rates", scheme=label), _headings(page), body, households=False, note=note)


def _subsidy(page: Page, scheme: str, label: str, rows: list[Mapping[str, Any]]) -> str:
    """What government pays of the contributions, and whether it is a cost of an option."""
    say, last = page.language, page.view.years[-1]
    paid = sum(present(row["pct_gdp"]) or 0.0 for row in rows if row["year"] == last)
    name = f"{CONTRIBUTORY}{scheme}"
    options = [one for one in page.view.scenarios if name in page.view.programmes(one)]
    quoted = [say.text("services.floor.quoted", option=page.names.scenario(one)) for one in options]
    key = "counted" if options else "government"
    return say.text(
        f"contributory.run.{key}", scheme=label, paid=say.gdp(paid, 2), last=last, options=say.listed(quoted)
    )


def _at_steps(page: Page, values: tuple[float | None, ...]) -> list[float | None]:
    years = page.view.years
    return [values[years.index(year)] for year in page.view.steps]


def _written(page: Page, values: tuple[float | None, ...]) -> list[str]:
    return [page.language.number(value, 2) for value in _at_steps(page, values)]


def _headings(page: Page) -> list[str]:
    say = page.language
    return [say.text("contributory.heading.premiums"), *map(say.year, page.view.steps)]
