"""Groups that are served worse than everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from groundfloor.access.coverage import GRACE, MINUTE, over
from groundfloor.access.description import Service
from groundfloor.access.equity.people import Part
from groundfloor.access.equity.poor import of_areas
from groundfloor.access.equity.welfare import Welfare
from groundfloor.access.grid import Bools, Floats, Ints
from groundfloor.access.travel import Travel
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value

WORSE = 0.05  # by how much the share of a group is below that of everybody


def worse_served(
    services: Mapping[str, Service],
    travels: Mapping[tuple[str, str], Travel],
    people: Floats,
    groups: Mapping[str, Part],
    welfare: Welfare,
    area: Ints,
) -> Iterator[Finding]:
    """The parts of the people, the poorest fifth and the poor where their share within the middle limit is much below that of everybody, at base speeds."""
    for name, service in services.items():
        near = travels[name, "base"].seconds <= service.middle * MINUTE + GRACE
        everybody = over(float(people[near].sum()), float(people.sum()))
        for group, share in _shares(near, people, groups, welfare, area):
            if share < everybody - WORSE:
                said: dict[str, Value] = {
                    "programme": name, "group": group, "share": share, "all": everybody, "minutes": round(service.middle),
                }  # fmt: skip
                yield Finding("warning", "access", "people", 1, "access.worse_served", said)


def _shares(
    near: Bools, people: Floats, groups: Mapping[str, Part], welfare: Welfare, area: Ints
) -> Iterator[tuple[str, float]]:
    """Each group with its share, where it has anybody; of the poor by area the most that may be within reach."""
    for name, part in groups.items():
        yield f"people={name}", over(float(part.people[near].sum()), float(part.people.sum()))
    if welfare.fifth is not None:
        poorest = np.where(welfare.fifth == 0, people, 0.0)
        yield "welfare=poorest_fifth", over(float(poorest[near].sum()), float(poorest.sum()))
    if welfare.poor is not None:
        poor = people * np.nan_to_num(welfare.poor)
        yield "welfare=poor", over(float(poor[near].sum()), float(poor.sum()))
    if welfare.poor_areas is not None:
        inside, share = area >= 0, np.nan_to_num(welfare.poor_areas)
        whole, reached = (
            np.bincount(area[inside], one[inside], minlength=len(share)).astype(float)
            for one in (people, np.where(near, people, 0.0))
        )
        found = of_areas(whole, reached, share)
        yield "welfare=poor", over(float(found.high.sum()), float(found.poor.sum()))
