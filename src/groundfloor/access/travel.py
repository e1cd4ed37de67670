"""The time from every cell of a grid to the nearest point of service, and which point that is."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.access.grid import Bools, Floats, Grid, Ints
from groundfloor.access.kernel import LEVEL, TOBLER, compiled
from groundfloor.access.queue import enlarged, queue_of
from groundfloor.errors import GroundfloorError, nearest

STEPS = (
    (0, 1), (0, -1), (1, 0), (-1, 0),
    (1, 1), (1, -1), (-1, 1), (-1, -1),
    (1, 2), (1, -2), (-1, 2), (-1, -2), (2, 1), (2, -1), (-2, 1), (-2, -1),
)  # fmt: skip
NEIGHBOURS = (8, 16)
CORNERS = ("strict", "open")
DIRECTIONS = {"towards": -1, "from": 1}
RIM = 2
MOST_BUCKETS = 1 << 14
NOBODY = np.iinfo(np.int32).max
STEEPEST = 1.0
TOBLER_FASTEST = math.exp(LEVEL)  # how many times as fast as on level ground one walks down the easiest slope


@dataclass(frozen=True)
class Relief:
    """Height in m of each cell and whether one walks there: slope by Tobler for those who walk, `towards` the services or `from` them.

    A step steeper than `steepest` (m of height a m on the map) cannot be taken.
    """

    height: Floats
    afoot: Bools
    direction: str = "towards"
    steepest: float = STEEPEST


@dataclass(frozen=True)
class Travel:
    """`seconds` to the nearest source, infinite where none is reached, and the number of that source, -1 where there is none."""

    seconds: Floats
    nearest: Ints


def beside(step: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The two cells that a diagonal step passes between, or that a knight's step crosses.

    >>> beside((1, 1)), beside((-2, -1))
    (((1, 0), (0, 1)), ((-1, 0), (-1, -1)))
    """
    down, right = step
    if abs(down) == 2:
        return (down // 2, 0), (down // 2, right)
    if abs(right) == 2:
        return (0, right // 2), (down, right // 2)
    return (down, 0), (0, right)


def travel(
    pace: Floats,
    grid: Grid,
    rows: Ints,
    columns: Ints,
    *,
    neighbours: int = 8,
    corners: str = "strict",
    limit: float = math.inf,
    relief: Relief | None = None,
    search: Callable[..., Any] | None = None,
) -> Travel:
    """Seconds from each cell to the nearest of the sources at `rows` and `columns`, through cells of `pace` s/m.

    Pace is infinite or NaN at barriers. A step takes its distance x the mean pace of the cells it touches: of two, or with 16 `neighbours`
    of the four that a knight's step touches. With `corners` strict no diagonal step passes between two barriers. Of sources equally near
    the first counts. Cells further than `limit` seconds are not reached. A source on a barrier, a pace that is not positive and
    layers of another shape raise GroundfloorError. `search` is what searches (default: the compiled kernel). It needs the extra `geo`.

    >>> metres = Grid(1, 4, 0, 0, 100, 100, geographic=False)
    >>> travel(np.array([[0.5, 0.5, 1.0, np.inf]]), metres, np.array([0]), np.array([0])).seconds
    array([[  0.,  50., 125.,  inf]])
    """
    _check(pace, grid, rows, columns, neighbours, corners, relief)
    steps = STEPS[:neighbours]
    across = grid.columns + 2 * RIM
    inside = slice(RIM, -RIM), slice(RIM, -RIM)
    cell = np.full((grid.rows + 2 * RIM, across, 2 if relief is None else 4), math.inf)
    cell[*inside, 1] = np.where(np.isnan(pace), math.inf, pace)
    if relief is not None:
        cell[..., 2:] = 0.0
        cell[*inside, 2], cell[*inside, 3] = relief.height, relief.afoot
    near = np.full(cell.shape[:2], NOBODY, np.int32).ravel()
    seeds = (rows + RIM) * across + columns + RIM
    for number in range(len(seeds) - 1, -1, -1):
        near[seeds[number]] = number
    cell[rows + RIM, columns + RIM, 0] = 0.0
    weight = _weights(grid, steps)
    width, buckets = _buckets(pace, weight, relief)
    settle = search or compiled()
    queue = queue_of(np.unique(seeds).astype(np.int32), buckets)
    while queue[-1][2] > 0:
        if queue[-1][4] < len(steps):
            queue = enlarged(queue)
        settle(
            cell.reshape(-1, cell.shape[2]),
            near,
            queue,
            np.array([down * across + right for down, right in steps], np.int64),
            np.array([[down * across + right for down, right in beside(step)] for step in steps], np.int64),
            weight,
            across,
            width,
            float(limit),
            corners == "strict",
            0 if relief is None else DIRECTIONS[relief.direction],
            STEEPEST if relief is None else relief.steepest,
        )
    found = near.reshape(cell.shape[:2])[inside].astype(np.int64)
    return Travel(cell[*inside, 0].copy(), np.where(found == NOBODY, -1, found))


def _weights(grid: Grid, steps: tuple[tuple[int, int], ...]) -> Floats:
    """Distance x 1/2 (1/4 for the knight) of each step from each row, rim included; the same there and back."""
    rows = range(-RIM, grid.rows + RIM)
    known: dict[tuple[int, int], Floats] = {}
    found = []
    for down, right in steps:
        size = abs(down), abs(right)
        if size not in known:
            part = 4.0 if sum(size) == 3 else 2.0
            known[size] = np.array([grid.distance(row, *size) / part for row in range(-2 * RIM, rows.stop)])
        first = RIM + min(down, 0)
        found.append(known[size][first : first + len(rows)])
    return np.ascontiguousarray(np.stack(found, axis=1))


def _buckets(pace: Floats, weight: Floats, relief: Relief | None) -> tuple[float, int]:
    """The width of a bucket, the shortest step or a little more, and how many hold the longest."""
    real = pace[np.isfinite(pace)]
    quick, slow = (1.0, 1.0) if not len(real) else (float(real.min()), float(real.max()))
    inner = weight[RIM:-RIM]
    least = 2 * float(inner[:, :4].min()) * quick
    most = 4 * float(inner.max()) * slow
    if relief is not None:
        least *= math.exp(-LEVEL)
        most *= math.exp(TOBLER * relief.steepest)
    width = max(least, most / (MOST_BUCKETS - 3))
    return width, int(most / width) + 3


def _check(
    pace: Floats, grid: Grid, rows: Ints, columns: Ints, neighbours: int, corners: str, relief: Relief | None
) -> None:
    for name, value, known in (("neighbours", neighbours, NEIGHBOURS), ("corners", corners, CORNERS)):
        if value not in known:
            raise GroundfloorError(
                f"{name} is {value!r}",
                expected=f"one of {', '.join(map(str, known))}",
                hint=nearest(str(value), map(str, known)),
            )
    layers: dict[str, NDArray[Any]] = {"pace": pace}
    if relief is not None:
        layers |= {"height": relief.height, "afoot": relief.afoot}
        if relief.direction not in DIRECTIONS:
            raise GroundfloorError(f"direction is {relief.direction!r}", expected=f"one of {', '.join(DIRECTIONS)}")
    for name, layer in layers.items():
        if layer.shape != grid.shape:
            raise GroundfloorError(f"The layer {name} is {layer.shape}, the grid {grid.shape}")
    if (pace <= 0).any():
        raise GroundfloorError("A pace is 0 or less", expected="seconds a metre above 0, infinite at barriers")
    if len(rows) and ((rows < 0) | (rows >= grid.rows) | (columns < 0) | (columns >= grid.columns)).any():
        raise GroundfloorError("A source lies outside the grid", hint="Leave it out, and say so.")
    if not np.isfinite(pace[rows, columns]).all():
        raise GroundfloorError(
            "A source lies on a barrier", hint="Move it to a cell that can be entered, or leave it out."
        )
