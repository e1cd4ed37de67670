"""What is paid in and what is paid out, in % of GDP."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.report.charts.series import Series
from groundfloor.report.contributory.parts import over_years
from groundfloor.report.contributory.words import Told
from groundfloor.report.parts import Figure, Table

ORDER = 10
IN = ("contributions", "levies")


def parts(told: Told) -> Iterator[str | Figure | Table]:
    """The sentence of the page, then what comes in and goes out under each variant, and how long it lasts."""
    say, years = told.say, told.years
    sources = IN if told.base.levies else IN[:1]
    spent = told.series("expenditure_pct_gdp")
    paid = [told.series(f"{one}_pct_gdp") for one in sources]
    series = [
        Series(told.text(f"money.{one}"), values)
        for one, values in zip((*sources, "expenditure"), (*paid, spent), strict=True)
    ]
    for variant in told.variants:
        if variant != "base" and variant not in told.reforms:
            values = told.series("expenditure_pct_gdp", variant)
            series.append(Series(told.named(variant), values))
    if spent[0] is None or spent[-1] is None:
        sentence = told.text("money.unknown")
    else:
        sentence = told.text(
            "money.sentence_levies" if told.base.levies else "money.sentence",
            scheme=told.label,
            first=years[0],
            last=years[-1],
            spent_first=say.gdp(spent[0], 2),
            spent_last=say.gdp(spent[-1], 2),
            paid_last=say.gdp(paid[0][-1], 2),
            levied_last=say.gdp(paid[-1][-1], 2),
        )
    yield over_years(told, "money", sentence, series, lambda value: say.number(value, 2), say.text("axis.gdp"))
    yield _lasting(told) if told.base.start == told.base.start else _unknown(told)


def _lasting(told: Told) -> str:
    """When the reserve is used up, from what there was at the start."""
    years = told.years
    below = next((year for year, one in zip(years, told.base.reserve, strict=True) if one < 0), None)
    held = {"start": told.say.money(told.base.start, told.found.country.currency), "before": years[0] - 1}
    key, end = ("exhausted", {"year": below}) if below else ("lasting", {"last": years[-1]})
    return told.text(f"money.{key}", **held, **end)


def _unknown(told: Told) -> str:
    """That nobody knows the reserve, and what is added to it or taken from it."""
    years, base = told.years, told.base
    balance = base.revenue - base.expenditure
    below = next((year for year, one in zip(years, balance, strict=True) if one < 0), None)
    added = told.series("accumulated_pct_gdp")[-1]
    gained = added is not None and added >= 0
    text = told.text(
        "money.not_known_gain" if gained else "money.not_known_loss",
        before=years[0] - 1,
        first=years[0],
        last=years[-1],
        added=told.say.gdp(None if added is None else abs(added), 1),
    )
    return f"{text} {told.text('money.deficit', year=below)}" if below else text
