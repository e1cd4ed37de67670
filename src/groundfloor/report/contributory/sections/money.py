"""What is paid in and what is paid out, in % of GDP."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.report.charts.series import Series
from groundfloor.report.contributory.parts import over_years
from groundfloor.report.contributory.words import Told
from groundfloor.report.parts import Figure, Table

ORDER = 10
BOTH = ("contributions", "expenditure")


def parts(told: Told) -> Iterator[str | Figure | Table]:
    """The sentence of the page, then contributions and expenditure under each variant."""
    say, years = told.say, told.years
    paid, spent = (told.series(f"{one}_pct_gdp") for one in BOTH)
    series = [Series(told.text(f"money.{one}"), told.series(f"{one}_pct_gdp")) for one in BOTH]
    for variant in told.variants:
        if variant != "base":
            values = told.series("expenditure_pct_gdp", variant)
            series.append(Series(told.text(f"money.{variant}"), values))
    if spent[0] is None or spent[-1] is None:
        sentence = told.text("money.unknown")
    else:
        sentence = told.text(
            "money.sentence",
            scheme=told.label,
            first=years[0],
            last=years[-1],
            spent_first=say.gdp(spent[0], 2),
            spent_last=say.gdp(spent[-1], 2),
            paid_last=say.gdp(paid[-1], 2),
        )
    yield over_years(told, "money", sentence, series, lambda value: say.number(value, 2), say.text("axis.gdp"))
    below = next((year for year, one in zip(years, told.base.reserve, strict=True) if one < 0), None)
    held = {"start": say.money(told.base.start, told.found.country.currency), "before": years[0] - 1}
    key, end = ("exhausted", {"year": below}) if below else ("lasting", {"last": years[-1]})
    yield told.text(f"money.{key}", **held, **end)
