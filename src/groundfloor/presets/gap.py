"""The financing gap: what all would cost, less what those who are covered today get already, and the way to all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from groundfloor.presets.entry import GAP, PATH, Entry, benefit
from groundfloor.presets.guarantees import Guarantee, cost
from groundfloor.presets.inputs import Floats, Inputs
from groundfloor.presets.known import covered, held
from groundfloor.presets.parameter import PUBLISHED, UNVERIFIED, Parameter, Settled, share

BRANCHES = {
    "children": "family_child",
    "maternity": "maternity",
    "disability": "disability",
    "unemployment": "unemployment",
    "old_age": "old_age",
}
"""The branch of coverage.csv (SDG indicator 1.3.1) behind each guarantee."""


def coverage(*names: str) -> dict[str, Parameter]:
    """The parameters that say who is covered already, and when everybody should be."""
    shares = {f"coverage_{name}": share(None, PUBLISHED) for name in names}
    return shares | {"universal_by": Parameter(2030, "year", PUBLISHED, low=1900, high=2200)}


def health() -> dict[str, Parameter]:
    """The parameters of the gap in health care."""
    return {
        "health_need": Parameter(271.0, "us_dollars", UNVERIFIED),
        "health_expenditure_pct_gdp": Parameter(None, "pct_gdp", PUBLISHED, high=100),
        "exchange_rate": Parameter(None, "lcu_a_us_dollar", PUBLISHED),
    }


def of_guarantees(at: Inputs, given: Settled, guarantees: Iterable[Guarantee]) -> Iterator[Entry]:
    """Each guarantee for all, for those not covered, and for those newly covered on a straight way to all of them."""
    for one in guarantees:
        today, notes = covered(at, given, f"coverage_{one.name}", BRANCHES[one.name])
        yield cost(one, given)
        for block, reached in ((GAP, np.full(len(at.years), 1 - today)), (PATH, newly_covered(at, given, today))):
            yield benefit(
                one.name,
                one.target,
                one.amount,
                reached=reached,
                administration=given.number("administration"),
                block=block,
                notes=(*one.notes, *notes),
            )


def newly_covered(at: Inputs, given: Settled, today: float) -> Floats:
    """The share that is covered in addition in each year: from none in the first to all who lack it in `universal_by`."""
    start, end = at.years[0], given.number("universal_by")
    passed = (np.asarray(at.years, dtype=float) - start) / max(end - start, 1.0)
    return (1 - today) * np.clip(passed if end > start else 1.0, 0.0, 1.0) * np.ones(len(at.years))


def of_health(at: Inputs, given: Settled) -> Iterator[Entry]:
    """What essential health care needs a person, less what the government spends a person, at least nothing."""
    rate, first = held(at, given, "exchange_rate")
    spent, second = held(at, given, "health_expenditure_pct_gdp")
    need = given.number("health_need") * rate
    lacking = np.maximum(0.0, need - spent / 100 * at.gdp_per_capita)
    notes = (*first, *second, ("dollars_2014", {}))
    yield benefit("health", at.total, need, notes=notes)
    yield benefit("health", at.total, lacking, block=GAP, notes=notes)
    yield benefit("health", at.total, lacking * newly_covered(at, given, 0.0), block=PATH, notes=notes)
