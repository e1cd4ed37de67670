"""Whom the facilities of a service can serve where it is known how many people each has room for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.access.catchments import Catchment, most_served, reaches, serve, turns
from groundfloor.access.description import Capacity, Description, Service
from groundfloor.access.facilities import Facilities, some
from groundfloor.access.friction import Friction
from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.travel import Relief
from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value


@dataclass(frozen=True)
class Served:
    """The facilities with a capacity: their `numbers`, how many people each has room for, how many it reaches in time and how many
    of these find no place anywhere, and their catchments.

    `turn` is the order in which they take people; `left` and `left_reversed` are people by cell without a place in this order and in the opposite one;
    `within` are people by cell whom any of them reaches in time, `most` how many could have a place at most, whoever takes whom.
    """

    numbers: Ints
    capacity: Floats
    in_reach: tuple[float, ...]
    without: tuple[float, ...]
    turn: tuple[int, ...]
    catchments: Mapping[int, Catchment]
    left: Floats
    left_reversed: Floats
    within: Floats
    most: float


def served(
    description: Description,
    service: Service,
    capacity: Capacity,
    facilities: Facilities,
    chosen: Ints,
    people: Floats,
    grid: Grid,
    friction: Friction,
    relief: Relief | None,
) -> tuple[Served, list[Finding]]:
    """The catchments of a service, and a finding where facilities have no capacity; those serve nobody here.

    Where none has one GroundfloorError is raised.
    """
    room = facilities.room(chosen, capacity)
    known = np.isfinite(room)
    numbers, room = chosen[known], room[known]
    if not len(numbers):
        raise GroundfloorError(f"No facility of {service.name!r} has a capacity", capacity.place)
    findings = []
    if not known.all():
        lost = [facilities.names[i] for i in chosen[~known].tolist()]
        said: dict[str, Value] = {"count": len(lost), "names": some(lost), "programme": service.name}
        findings.append(Finding("warning", "access", "facilities", len(lost), "access.no_capacity", said))
    found = reaches(
        friction, grid, facilities.rows[numbers], facilities.at[numbers], service.within[-1],
        neighbours=description.neighbours, corners=description.corners, relief=relief,
    )  # fmt: skip
    order = turns(capacity.order, people, found, room)
    catchments, left = serve(people, found, room, order)
    _, other = serve(people, found, room, order[::-1])
    seen = np.zeros(people.size, dtype=bool)
    for one in found:
        seen[one.cells] = True
    within = np.where(seen.reshape(grid.shape), people, 0.0)
    most = most_served(people, found, room)
    in_reach, without = (tuple(float(cells.ravel()[one.cells].sum()) for one in found) for cells in (people, left))
    return Served(numbers, room, in_reach, without, tuple(order), catchments, left, other, within, most), findings
