"""What each branch costs."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.report.charts.series import Series
from groundfloor.report.contributory.parts import over_years
from groundfloor.report.contributory.words import Told
from groundfloor.report.parts import Figure, Table

ORDER = 30


def parts(told: Told) -> Iterator[str | Figure | Table]:
    """Benefits by branch, in % of GDP."""
    say, base = told.say, told.base
    series = [
        Series(told.text(f"branch.{name}"), tuple(float(100 * one / gdp) for one, gdp in zip(paid, base.gdp, strict=True)))
        for name, paid in base.benefits.items()
    ]  # fmt: skip
    known = [Series(one.label, tuple(v if v is not None and v == v else None for v in one.values)) for one in series]
    largest = max(base.benefits, key=lambda name: float(base.benefits[name][-1]))
    total = sum(float(paid[-1]) for paid in base.benefits.values())
    share = float(base.benefits[largest][-1]) / total if total else None
    sentence = told.text(
        "branches.sentence", last=told.years[-1], branch=told.text(f"branch.{largest}"), share=say.percent(share, 0)
    )
    yield over_years(
        told, "branches", sentence, known, lambda value: say.number(value, 2), say.text("axis.gdp"), pile=True
    )
