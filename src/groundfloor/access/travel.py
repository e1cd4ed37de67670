"""The time from every cell of a grid to the nearest point of service, and which point that is."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.access.grid import Bools, Floats, Grid, Ints
from groundfloor.access.kernel import CYCLED, FREEWHEEL, LEVEL, ROLLING, TOBLER, WALKED, compiled
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


@dataclass(frozen=True)
class Relief:
    """Height in m of each cell, whether one walks there and whether one cycles: slope slows those who do, `towards` the services or `from` them.

    A step steeper than `steepest` (m of height a m on the map) cannot be taken.
    """

    height: Floats
    afoot: Bools
    direction: str = "towards"
    steepest: float = STEEPEST
    cycling: Bools | None = None


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
    made = Search(pace, grid, neighbours=neighbours, corners=corners, relief=relief, search=search)
    _check_sources(pace, grid, rows, columns)
    made.spread(rows, columns, limit)
    seconds, nearest = made.seconds.copy(), made.nearest
    del made  # what was searched is larger than what was found
    numbers = nearest.astype(np.int64)
    numbers[numbers == NOBODY] = -1
    return Travel(seconds, numbers)


class Search:
    """A grid made ready to be searched: what `travel` says of its arguments, in the form that the kernel takes.

    `seconds` and `nearest` are what the last search found, `NOBODY` where nothing was.
    """

    def __init__(
        self,
        pace: Floats,
        grid: Grid,
        *,
        neighbours: int = 8,
        corners: str = "strict",
        relief: Relief | None = None,
        search: Callable[..., Any] | None = None,
    ) -> None:
        _check(pace, grid, neighbours, corners, relief)
        self.grid = grid
        steps = STEPS[:neighbours]
        self._across = grid.columns + 2 * RIM
        self._inside = slice(RIM, -RIM), slice(RIM, -RIM)
        self._cell = np.full((grid.rows + 2 * RIM, self._across, 2 if relief is None else 4), math.inf)
        np.copyto(self._cell[*self._inside, 1], pace, where=~np.isnan(pace))
        if relief is not None:
            self._cell[..., 2:] = 0.0
            self._cell[*self._inside, 2], self._cell[*self._inside, 3] = relief.height, WALKED * relief.afoot
            if relief.cycling is not None:
                self._cell[*self._inside, 3][relief.cycling] = CYCLED
        self._near = np.full(self._cell.shape[:2], NOBODY, np.int32)
        self._weight = _weights(grid, steps)
        self._width, self._buckets = _buckets(pace, self._weight, relief)
        self._settle = search or compiled()
        self._steps = np.array([self._beyond(*step) for step in steps], np.uint64)
        self._beside = np.array([[self._beyond(*one) for one in beside(step)] for step in steps], np.uint64)
        self._strict = corners == "strict"
        self._slope = 0 if relief is None else DIRECTIONS[relief.direction]
        self._steepest = STEEPEST if relief is None else relief.steepest
        self._touched = np.zeros(0, np.int32)

    def _beyond(self, down: int, right: int) -> int:
        """How many cells further a cell is, from the corner of the rim on: never negative."""
        return (RIM + down) * self._across + RIM + right

    @property
    def seconds(self) -> Floats:
        """Seconds from each cell to the nearest source."""
        return self._cell[*self._inside, 0]

    @property
    def nearest(self) -> NDArray[np.int32]:
        """The number of that source."""
        return self._near[self._inside]

    def spread(self, rows: Ints, columns: Ints, limit: float) -> int:
        """Search from these cells, which have not been reached before; returns how many cells were noted."""
        seeds = (rows + RIM) * self._across + columns + RIM
        cell, near = self._cell.reshape(-1, self._cell.shape[2]), self._near.ravel()
        near[seeds[::-1]] = np.arange(len(seeds) - 1, -1, -1)  # of several in a cell the first stays
        cell[seeds, 0] = 0.0
        queue = queue_of(np.unique(seeds - self._beyond(0, 0)).astype(np.uint32), self._buckets)
        while queue[-1][2] > 0:
            if queue[-1][4] < len(self._steps):
                queue = enlarged(queue)
            self._settle(
                cell, near, self._touched, queue, self._steps, self._beside, self._weight,
                np.uint64(self._beyond(0, 0)), np.uint64(self._across), self._width, float(limit), self._strict, self._slope, self._steepest,
            )  # fmt: skip
        return int(queue[-1][5])

    def within(self, row: int, column: int, limit: float) -> tuple[Ints, Floats]:
        """The cells within `limit` seconds of one, numbered row by row, and the seconds; the next search begins anew.

        It takes time for these cells alone, however large the grid.
        """
        if not len(self._touched):
            self._touched = np.empty(self._near.size, np.int32)  # what is not written takes no memory
        count = self.spread(np.array([row]), np.array([column]), limit)
        found = np.append(self._touched[:count], np.int32((row + RIM) * self._across + column + RIM))
        found.sort()
        cell = self._cell.reshape(-1, self._cell.shape[2])
        seconds = cell[found, 0]
        cell[found, 0] = math.inf
        self._near.ravel()[found] = NOBODY
        rows, columns = np.divmod(found.astype(np.int64), self._across)
        return (rows - RIM) * self.grid.columns + columns - RIM, seconds


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
    real = np.isfinite(pace)
    quick, slow = float(pace.min(initial=math.inf, where=real)), float(pace.max(initial=0.0, where=real))
    if not slow:
        quick = slow = 1.0
    inner = weight[RIM:-RIM]
    least = 2 * float(inner[:, :4].min()) * quick
    most = 4 * float(inner.max()) * slow
    if relief is not None:
        cycles = relief.cycling is not None
        least /= FREEWHEEL if cycles else math.exp(LEVEL)
        most *= max(math.exp(TOBLER * relief.steepest), (relief.steepest + ROLLING) / ROLLING if cycles else 0.0)
    width = max(least, most / (MOST_BUCKETS - 3))
    return width, int(most / width) + 3


def _check(pace: Floats, grid: Grid, neighbours: int, corners: str, relief: Relief | None) -> None:
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
        if relief.cycling is not None:
            layers["cycling"] = relief.cycling
        if relief.direction not in DIRECTIONS:
            raise GroundfloorError(f"direction is {relief.direction!r}", expected=f"one of {', '.join(DIRECTIONS)}")
    for name, layer in layers.items():
        if layer.shape != grid.shape:
            raise GroundfloorError(f"The layer {name} is {layer.shape}, the grid {grid.shape}")
    if (pace <= 0).any():
        raise GroundfloorError("A pace is 0 or less", expected="seconds a metre above 0, infinite at barriers")


def _check_sources(pace: Floats, grid: Grid, rows: Ints, columns: Ints) -> None:
    if len(rows) and ((rows < 0) | (rows >= grid.rows) | (columns < 0) | (columns >= grid.columns)).any():
        raise GroundfloorError("A source lies outside the grid", hint="Leave it out, and say so.")
    if not np.isfinite(pace[rows, columns]).all():
        raise GroundfloorError(
            "A source lies on a barrier", hint="Move it to a cell that can be entered, or leave it out."
        )
