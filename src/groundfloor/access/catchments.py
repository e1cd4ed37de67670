"""Whom facilities can serve that have room for so many: catchments that grow with time until they are full, one after the other."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from groundfloor.access.coverage import GRACE, MINUTE
from groundfloor.access.friction import Friction
from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.travel import Relief, Search

LARGEST = 1.9e9  # what SciPy's flows can count to, with room to round
ORDERS = ("people", "capacity", "file")


@dataclass(frozen=True)
class Reach:
    """The cells within the limit of a facility, numbered row by row, and the minute in which each is reached: 0 its own, 1 the first.

    `seconds` are the times themselves.
    """

    cells: Ints
    minute: Ints
    seconds: Floats = field(default_factory=lambda: np.zeros(0), repr=False)


@dataclass(frozen=True)
class Catchment:
    """People still without a place when the facility's turn came, those it serves, and the last minute from which it serves anybody (-1: none).

    Of the people of that last minute it serves `part`.
    """

    left: float
    served: float
    minute: int
    part: float


def reaches(
    friction: Friction,
    grid: Grid,
    rows: Ints,
    columns: Ints,
    minutes: float,
    *,
    neighbours: int = 8,
    corners: str = "strict",
    relief: Relief | None = None,
) -> list[Reach]:
    """What each facility reaches within so many minutes, one search each."""
    limit = minutes * MINUTE + GRACE
    search = Search(friction.pace, grid, neighbours=neighbours, corners=corners, relief=relief)
    out = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        cells, seconds = search.within(row, column, limit)
        minute = np.ceil((seconds - GRACE) / MINUTE).clip(0).astype(np.int64)
        out.append(Reach(cells, minute, seconds))
    return out


def filled(by_minute: Floats, capacity: float) -> tuple[float, int, float]:
    """People served of those in each minute, the last minute from which any are, and the part of it that is served.

    Whole minutes are taken from the first on as long as they fit; of the next the part that fits, the same of every cell.

    >>> filled(np.array([1.0, 2.0, 2.0, 4.0, 6.0]), 10.0)
    (10.0, 4, 0.16666666666666666)
    >>> filled(np.array([11.0, 2.0]), 10.0)[:2], filled(np.array([1.0, 2.0, 3.0]), 10.0)
    ((10.0, 0), (6.0, 2, 1.0))
    """
    together = np.cumsum(by_minute)
    total = float(together[-1]) if len(together) else 0.0
    if not total > 0 or capacity <= 0:
        return 0.0, -1, 0.0
    if total <= capacity:
        return total, int(np.flatnonzero(by_minute > 0)[-1]), 1.0
    outer = int(np.argmax(together > capacity))
    part = (capacity - (together[outer] - by_minute[outer])) / by_minute[outer]
    if part > 0:
        return capacity, outer, float(part)
    return capacity, int(np.flatnonzero(by_minute[:outer] > 0)[-1]), 1.0


def turns(order: str, people: Floats, found: Sequence[Reach], capacity: Floats) -> list[int]:
    """In which order facilities take people: the most people within the limit first, or the largest capacity, or as in the file. Ties as in the file."""
    if order == "file":
        return list(range(len(found)))
    flat = people.ravel()
    size = capacity if order == "capacity" else np.array([flat[one.cells].sum() for one in found])
    return [int(one) for one in np.argsort(-size, kind="stable")]


def serve(
    people: Floats, found: Sequence[Reach], capacity: Floats, order: Sequence[int]
) -> tuple[dict[int, Catchment], Floats]:
    """The catchment of each facility in the order of their turns, and the people of each cell who are left without a place."""
    left = people.ravel().copy()
    out = {}
    for number in order:
        cells, minute = found[number].cells, found[number].minute
        by_minute = np.bincount(minute, left[cells]).astype(float)
        served, last, part = filled(by_minute, float(capacity[number]))
        out[number] = Catchment(math.fsum(by_minute), served, last, part)
        left[cells[minute < last]] = 0.0
        edge = cells[minute == last]
        left[edge] = 0.0 if part == 1.0 else left[edge] * (1.0 - part)
    return out, left.reshape(people.shape)


def most_served(people: Floats, found: Sequence[Reach], capacity: Floats) -> float:
    """How many people could have a place at most, whichever facility within reach takes whom: the largest flow from people to places.

    Cells that the same facilities reach are taken together. Rounded upwards, by less than one part in a billion of all people for each
    group of cells and each facility.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    flat = people.ravel()
    cells = np.concatenate([one.cells for one in found])
    facility = np.repeat(np.arange(len(found)), [len(one.cells) for one in found])
    cells, facility = (part[flat[cells] > 0] for part in (cells, facility))
    if not len(cells):
        return 0.0
    here, place = np.unique(cells, return_inverse=True)
    reached = csr_array((np.ones(len(cells), bool), (place, facility)), shape=(len(here), len(found)))
    sets = {one: i for i, one in enumerate(dict.fromkeys(_sets(reached)))}
    group = np.array([sets[one] for one in _sets(reached)])
    living = np.bincount(group, flat[here])
    scale = LARGEST / float(living.sum())
    groups, end = len(sets), 1 + len(sets) + len(found)
    edges = [
        (1 + i, 1 + groups + k) for one, i in sets.items() for k in np.frombuffer(one, reached.indices.dtype).tolist()
    ]
    start, goal = np.array(edges).T
    rows = np.concatenate([np.zeros(groups, int), start, np.arange(1 + groups, end)])
    columns = np.concatenate([np.arange(1, 1 + groups), goal, np.full(len(found), end)])
    room = np.minimum(capacity, float(living.sum()))
    most = np.ceil(np.concatenate([living, np.full(len(start), float(living.sum())), room]) * scale)
    graph = csr_array((most.astype(np.int32), (rows, columns)), shape=(end + 1, end + 1))
    return min(float(maximum_flow(graph, 0, end).flow_value) / scale, float(living.sum()))


def _sets(reached: Any) -> Iterator[bytes]:
    """The facilities that reach each cell, as bytes that can be compared."""
    reached.sort_indices()
    for first, last in itertools.pairwise(reached.indptr.tolist()):
        yield reached.indices[first:last].tobytes()
