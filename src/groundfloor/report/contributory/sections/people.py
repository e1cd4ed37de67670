"""Who is insured and who receives a pension."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.report.charts.series import Series
from groundfloor.report.contributory.parts import over_years
from groundfloor.report.contributory.words import Told
from groundfloor.report.parts import Figure, Table

ORDER = 20
THOUSAND = 1000.0


def parts(told: Told) -> Iterator[str | Figure | Table]:
    """Insured and pensioners in thousands."""
    say = told.say
    paid = any(one > 0 for one in told.base.pensioners)
    series = [
        Series(told.text(f"people.{name}"), tuple(None if one is None else one / THOUSAND for one in told.series(name)))
        for name in (("insured", "pensioners") if paid else ("insured",))
    ]
    ratio = told.series("dependency_ratio")
    known = [i for i, one in enumerate(ratio) if one is not None]
    if not known:
        yield told.text("people.nobody")
        return
    first, last = known[0], known[-1]
    insured = series[0].values
    sentence = told.text(
        "people.sentence" if paid else "people.no_pensions",
        insured_first=say.number(insured[first]),
        insured_last=say.number(insured[last]),
        first=told.years[first],
        last=told.years[last],
        before=say.number(100 * (ratio[first] or 0.0), 1),
        after=say.number(100 * (ratio[last] or 0.0), 1),
    )
    yield over_years(told, "people", sentence, series, say.number, told.text("people.unit"))
