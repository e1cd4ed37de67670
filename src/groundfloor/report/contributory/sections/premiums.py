"""What contributions would have to be, what is held and what is owed."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.report.contributory.words import Told
from groundfloor.report.parts import Figure, Table, table

ORDER = 40
SHARES = (
    "contribution_rate",
    "payg_cost_rate",
    "pension_cost_rate",
    "dependency_ratio",
    "replacement_ratio",
    "scaled_premium",
)
DEBT = "implicit_debt_pct_gdp"


def parts(told: Told) -> Iterator[str | Figure | Table]:
    """Rates by year, and the sentence on the premium that would always do."""
    say, base = told.say, told.base
    known = base.start == base.start
    yield told.text(
        "premiums.sentence",
        average=say.percent(None if base.average_premium != base.average_premium else base.average_premium),
        rate=say.percent(told.series("contribution_rate")[0]),
        last=told.years[-1],
    )
    body = [
        [say.text(f"columns.{name}.label"), *(say.percent(told.series(name)[i]) for i in told.steps)] for name in SHARES
    ]
    body += [
        [say.text(f"columns.{name}.label"), *(say.number(told.series(name)[i], 1) for i in told.steps)]
        for name in ("reserve_pct_gdp" if known else "accumulated_pct_gdp", DEBT)
    ]
    note = told.text("premiums.note", years=base.scheme.premium_years)
    if not known:
        note = f"{note} {told.text('premiums.no_reserve')}"
    yield table(told.text("premiums.caption"), told.headings("premiums"), body, households=False, note=note)
