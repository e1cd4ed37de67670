"""The table of supply within reach."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from groundfloor.access.coverage import over
from groundfloor.access.grid import Floats

if TYPE_CHECKING:
    from groundfloor.access.run import Reached
    from groundfloor.access.tables import Parts

THOUSAND = 1000.0
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "access_supply": (
        "service", "group", "furthest_minutes", "population", "supply_per_1000", "supply_p10", "people_without", "share_none",
    ),
}  # fmt: skip
Row = Mapping[str, Any]


def rows(found: Reached, divided: list[Parts]) -> dict[str, list[Row]]:
    """The rows of the table; none where no service has a supply."""
    return {"access_supply": list(_supply(found, divided))}


def _supply(found: Reached, divided: list[Parts]) -> Iterator[Row]:
    for service, one in found.supplies.items():
        score = one.by_cell.ravel()
        supply = found.description.services[service].supply
        furthest = math.nan if supply is None else supply.furthest
        for part in divided:
            people = (found.people if part.people is None else part.people).ravel()
            for k, group in enumerate(part.names):
                here = (part.number.ravel() == k) & (people > 0)
                total = float(people[here].sum())
                without = float(people[here & (score == 0)].sum())
                yield {
                    "service": service,
                    "group": group,
                    "furthest_minutes": furthest,
                    "population": total,
                    "supply_per_1000": THOUSAND * over(float((people[here] * score[here]).sum()), total),
                    "supply_p10": THOUSAND * lower_tenth(score[here], people[here]),
                    "people_without": without,
                    "share_none": over(without, total),
                }


def lower_tenth(score: Floats, people: Floats) -> float:
    """What nine in ten people reach or exceed: the least value that a tenth of them do not exceed; NaN of nobody.

    >>> lower_tenth(np.array([3.0, 1.0, 2.0]), np.array([5.0, 0.5, 4.5]))
    2.0
    """
    if not len(score):
        return math.nan
    order = np.argsort(score, kind="stable")
    together = np.cumsum(people[order])
    return float(score[order][np.searchsorted(together, 0.1 * together[-1] * (1 - 1e-12))])
