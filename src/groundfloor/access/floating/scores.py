"""Floating catchment scores: what facilities have for each person, shared among those who live near."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.access.catchments import reaches
from groundfloor.access.coverage import GRACE, MINUTE
from groundfloor.access.description import Description, Service, Supply
from groundfloor.access.facilities import Facilities, some
from groundfloor.access.friction import Friction
from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.travel import Relief
from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value


@dataclass(frozen=True)
class Scored:
    """Supply a person of each cell, and that of each facility a person within its reach (NaN: nobody) with the facilities' numbers and supply."""

    by_cell: Floats
    numbers: Ints
    supply: Floats
    ratio: Floats


def weight(seconds: Floats, supply: Supply) -> Floats:
    """The weight of what is so many seconds away."""
    if not supply.steps:
        end = supply.gaussian * MINUTE
        least = math.exp(-0.5)
        fall = (np.exp(-0.5 * (seconds / end) ** 2) - least) / (1 - least)
        return np.where(seconds <= end + GRACE, np.maximum(fall, 0.0), 0.0)
    limits = np.array([minutes * MINUTE + GRACE for minutes, _ in supply.steps])
    weights = np.array([*(one for _, one in supply.steps), 0.0])
    return np.asarray(weights[np.searchsorted(limits, seconds, side="left")])


def scores(people: Floats, supply: Floats, weights: Any) -> tuple[Floats, Floats]:
    """Supply a person of each place, and of each facility a person within its reach; `weights` is sparse, a row a facility and a column a place.

    >>> from scipy.sparse import csr_array
    >>> near = csr_array(np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]))
    >>> [one.tolist() for one in scores(np.array([10.0, 10.0, 0.0]), np.array([4.0, 2.0]), near)]
    [[0.2, 0.4, 0.2], [0.2, 0.2]]
    """
    demand = weights @ people
    ratio = np.divide(supply, demand, out=np.full(len(supply), math.nan), where=demand > 0)
    return np.asarray(weights.T @ np.where(demand > 0, ratio, 0.0)), ratio


def floating(
    description: Description,
    service: Service,
    supply: Supply,
    facilities: Facilities,
    chosen: Ints,
    people: Floats,
    grid: Grid,
    friction: Friction,
    relief: Relief | None,
) -> tuple[Scored, list[Finding]]:
    """The scores of a service, and facilities whose supply is not known or that nobody reaches."""
    from scipy.sparse import csr_array

    has = facilities.room(chosen, supply)
    known = np.isfinite(has)
    numbers, has = chosen[known], has[known]
    if not len(numbers):
        raise GroundfloorError(f"No facility of {service.name!r} has a supply", supply.place)
    findings = []
    if not known.all():
        findings.append(_said("no_supply", "warning", facilities, chosen[~known], service))
    found = reaches(
        friction, grid, facilities.rows[numbers], facilities.at[numbers], supply.furthest,
        neighbours=description.neighbours, corners=description.corners, relief=relief,
    )  # fmt: skip
    where = np.concatenate([one.cells for one in found])
    weights = weight(np.concatenate([one.seconds for one in found]), supply)
    site = np.repeat(np.arange(len(found)), [len(one.cells) for one in found])
    near = csr_array((weights, (site, where)), shape=(len(found), people.size))
    by_cell, ratio = scores(people.ravel(), has, near)
    idle = np.isnan(ratio) & (has > 0)
    if idle.any():
        findings.append(_said("supply_idle", "note", facilities, numbers[idle], service))
    return Scored(by_cell.reshape(grid.shape), numbers, has, ratio), findings


def _said(says: str, severity: str, facilities: Facilities, numbers: Ints, service: Service) -> Finding:
    names = [facilities.names[i] for i in numbers.tolist()]
    said: dict[str, Value] = {"count": len(names), "names": some(names), "programme": service.name}
    return Finding(severity, "access", "facilities", len(names), f"access.{says}", said)
