"""What reforms change, beside the scheme as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from groundfloor.report.charts.series import Series
from groundfloor.report.contributory.parts import over_years
from groundfloor.report.contributory.words import Told
from groundfloor.report.parts import Figure, Table, table

ORDER = 42
COST = "payg_cost_rate"
DEBT = "implicit_debt_pct_gdp"


def parts(told: Told) -> Iterator[str | Figure | Table]:
    """What each reform changes; cost rate, reserve and implicit debt with it and without; nothing where there is none."""
    if not told.reforms:
        return
    say, last = told.say, told.years[-1]
    shown = ("base", *told.reforms)
    yield table(
        told.text("reforms.changes"),
        [told.text(f"heading.{name}") for name in ("reform", "change", "from", "to")],
        [
            [told.called(str(row["variant"])), str(row["change"]), str(row["from"]), str(row["to"])]
            for name in told.reforms
            for row in told.rows("contributory_changes", name)
        ],
        words=4,
        households=False,
    )
    rates = {name: told.series(COST, name) for name in shown}
    for name in told.reforms:
        yield told.text(
            "reforms.sentence",
            reform=told.called(name),
            last=last,
            rate=say.percent(rates[name][-1]),
            base=say.percent(rates["base"][-1]),
            debt=say.gdp(told.series(DEBT, name)[-1], 1),
            debt_base=say.gdp(told.series(DEBT)[-1], 1),
        )
    series = [Series(told.called(name), _percent(rates[name])) for name in shown]
    sentence = told.text("reforms.figure", first=told.years[0], last=last)
    yield over_years(told, "reforms", sentence, series, lambda value: say.number(value, 1), told.text("reforms.unit"))
    held = "reserve_pct_gdp" if told.base.start == told.base.start else "accumulated_pct_gdp"
    body = [
        [
            told.text("reforms.row", figure=say.text(f"columns.{column}.label"), variant=told.called(name)),
            *(say.number(told.series(column, name)[i], digits) for i in told.steps),
        ]
        for column, digits in ((held, 1), (DEBT, 1), ("contributions_pct_gdp", 2), ("expenditure_pct_gdp", 2))
        for name in shown
    ]
    yield table(
        told.text("reforms.caption"), told.headings("reforms"), body, households=False, note=told.text("reforms.note")
    )


def _percent(values: Sequence[float | None]) -> tuple[float | None, ...]:
    return tuple(None if one is None else 100 * one for one in values)
