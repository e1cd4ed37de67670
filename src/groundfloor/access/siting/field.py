"""A grid made ready for many searches: who would be within reach if a facility stood in a cell."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.access.coverage import GRACE, MINUTE
from groundfloor.access.friction import Friction
from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.kernel import CYCLED, FREEWHEEL, LEVEL, WALKED, compiled
from groundfloor.access.siting.kernel import search
from groundfloor.access.travel import DIRECTIONS, RIM, STEEPEST, STEPS, Relief, beside
from groundfloor.errors import GroundfloorError

BUCKETS = 1 << 14
ROOM = 1 << 16
MOST = 100_000_000  # cells reached that are kept


@dataclass(frozen=True)
class Sets:
    """The cells that each of many sources reaches and in how many seconds; those of source s stand from first[s] to first[s + 1]."""

    first: Ints
    cells: Ints
    seconds: Floats

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def source(self) -> Ints:
        """The source of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.first))


@dataclass
class Field:
    """The cells of a grid with pace and relief, and how people move; times are those of people who travel in the direction of the relief.

    `seek` is what searches (default: the compiled kernel).
    """

    grid: Grid
    friction: Friction
    relief: Relief | None = None
    neighbours: int = 8
    corners: str = "strict"
    seek: Callable[..., Any] | None = None
    _cell: Floats = field(init=False, repr=False)
    _weight: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        inside = slice(RIM, -RIM), slice(RIM, -RIM)
        shape = self.grid.rows + 2 * RIM, self.across, 2 if self.relief is None else 4
        self._cell = np.full(shape, math.inf)
        self._cell[*inside, 1] = np.where(np.isnan(self.friction.pace), math.inf, self.friction.pace)
        if self.relief is not None:
            self._cell[..., 2:] = 0.0
            self._cell[*inside, 2], self._cell[*inside, 3] = self.relief.height, WALKED * self.relief.afoot
            if self.relief.cycling is not None:
                self._cell[*inside, 3][self.relief.cycling] = CYCLED
        self._weight = np.zeros((shape[0], self.neighbours))
        for k, (down, right) in enumerate(STEPS[: self.neighbours]):
            part = 4.0 if abs(down) + abs(right) == 3 else 2.0
            for row in range(shape[0]):
                first = row - RIM + min(down, 0)
                self._weight[row, k] = self.grid.distance(first, abs(down), abs(right)) / part

    @property
    def across(self) -> int:
        """The width of the grid with its rim."""
        return self.grid.columns + 2 * RIM

    def sums(self, cells: Ints, minutes: float, people: Floats, stop: Floats | None = None) -> Floats:
        """For a facility in each of these cells, the sum of each column of `people` over the cells from where it is reached within so many minutes.

        `people` has a row a cell. With `stop` (seconds by cell) each counts the seconds by which it is reached sooner than that.
        """
        return self._search(cells, minutes, people, stop, keep=False)[0]

    def sets(self, cells: Ints, minutes: float, people: Floats, stop: Floats | None = None) -> Sets:
        """The cells with people from where a facility in each of these cells is reached within so many minutes (and sooner than `stop`).

        Where they are too many for memory GroundfloorError is raised.
        """
        return self._search(cells, minutes, people.reshape(-1, 1), stop, keep=True)[1]

    def _search(
        self, cells: Ints, minutes: float, people: Floats, stop: Floats | None, *, keep: bool
    ) -> tuple[Floats, Sets]:
        across, limit = self.across, minutes * MINUTE + GRACE
        steps = STEPS[: self.neighbours]
        offsets = np.array([down * across + right for down, right in steps], np.int64)
        crossed = np.array([[down * across + right for down, right in beside(step)] for step in steps], np.int64)
        width = self._width(limit)
        rim = self._cell.shape[0] * across
        wide = np.zeros((rim, people.shape[1]))
        wide[self._wide(np.arange(self.grid.rows * self.grid.columns))] = people
        ends = np.zeros(0)
        if stop is not None:
            ends = np.full(rim, -math.inf)
            ends[self._wide(np.arange(self.grid.rows * self.grid.columns))] = stop.ravel()
        head = np.full(int(limit / width) + 2, -1, np.int32)
        seen = np.empty(rim, np.int32)
        sums, first = np.zeros((len(cells), people.shape[1])), np.zeros(len(cells) + 1, np.int64)
        pool = np.empty((ROOM, 2), np.int32)
        found: tuple[NDArray[Any], NDArray[Any]] = (
            np.empty(ROOM if keep else 0, np.int32),
            np.empty(ROOM if keep else 0),
        )
        seek, sources, at = self.seek or compiled(search), self._wide(cells), 0
        while at < len(sources):
            before = at
            at = seek(
                self._cell.reshape(-1, self._cell.shape[2]), offsets, crossed, self._weight, across, width, limit,
                self.corners == "strict", 0 if self.relief is None else DIRECTIONS[self.relief.direction],
                STEEPEST if self.relief is None else self.relief.steepest,
                sources, at, ends, wide, head, pool, seen, sums, first, *found,
            )  # fmt: skip
            if at < len(sources):
                if keep and len(found[0]) > MOST:
                    raise GroundfloorError(
                        f"Sites would reach more than {MOST:,} cells together",
                        hint="Take fewer candidates, fewer minutes or a grid of larger cells.",
                    )
                if keep:
                    found = np.resize(found[0], 2 * len(found[0])), np.resize(found[1], 2 * len(found[1]))
                if before == at:
                    pool = np.empty((2 * len(pool), 2), np.int32)
        last = int(first[-1])
        row, column = np.divmod(found[0][:last].astype(np.int64), across)
        return sums, Sets(first, (row - RIM) * self.grid.columns + column - RIM, found[1][:last].copy())

    def _wide(self, cells: Ints) -> Ints:
        """The numbers of cells on the grid with its rim."""
        row, column = np.divmod(cells, self.grid.columns)
        return np.asarray((row + RIM) * self.across + column + RIM)

    def _width(self, limit: float) -> float:
        """The width of a bucket: the quickest step, or more where that would make too many."""
        quick = float(self.friction.pace.min(initial=math.inf))
        least = 2 * float(self._weight[RIM:-RIM, :4].min()) * (quick if math.isfinite(quick) else 1.0)
        if self.relief is not None:
            least /= math.exp(LEVEL) if self.relief.cycling is None else FREEWHEEL
        return max(least, limit / BUCKETS)
