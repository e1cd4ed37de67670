"""How long the quickest way from a cell is in metres, found backwards from the map of times."""

from __future__ import annotations

import math

import numpy as np

from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.plain import step_of
from groundfloor.access.travel import STEPS, Relief, Travel

LEAST_RADIUS = 6_335_439.0  # metres: the least radius of curvature of WGS 84, in the meridian at the equator
ROUNDED = 1 - 1e-6


class Ways:
    """The ways to the sources of a map of times; where they join, they are followed once."""

    def __init__(
        self,
        found: Travel,
        pace: Floats,
        grid: Grid,
        *,
        neighbours: int = 8,
        corners: str = "strict",
        relief: Relief | None = None,
    ) -> None:
        self.found, self.pace, self.grid = found, pace, grid
        self.steps, self.strict, self.relief = STEPS[:neighbours], corners == "strict", relief
        self._known: dict[tuple[int, int], float] = {}

    def metres(self, row: int, column: int) -> float:
        """The sum of the distances between the centres that the way steps on; infinite where there is no way.

        >>> from groundfloor.access import travel
        >>> metres, pace = Grid(1, 4, 0, 0, 100, 100, geographic=False), np.ones((1, 4))
        >>> Ways(travel(pace, metres, np.array([0]), np.array([0])), pace, metres).metres(0, 3)
        300.0
        """
        here, passed = (row, column), []
        if not math.isfinite(self.found.seconds[here]):
            return math.inf
        while here not in self._known:
            if self.found.seconds[here] == 0.0:
                self._known[here] = 0.0
                break
            before = self._before(here)
            far = self.grid.distance(min(here[0], before[0]), abs(here[0] - before[0]), abs(here[1] - before[1]))
            passed.append((here, far))
            here = before
        for cell, far in reversed(passed):
            self._known[cell] = far + self._known[here]
            here = cell
        return self._known[row, column]

    def _before(self, here: tuple[int, int]) -> tuple[int, int]:
        """The neighbour from which the search reached a cell."""
        seconds, nearest = self.found.seconds, self.found.nearest
        best, chosen = math.inf, here
        for down, right in self.steps:
            there = here[0] - down, here[1] - right
            if not (0 <= there[0] < self.grid.rows and 0 <= there[1] < self.grid.columns):
                continue
            if seconds[there] < seconds[here] and nearest[there] == nearest[here]:
                time = seconds[there] + step_of(self.pace, self.grid, there, (down, right), self.strict, self.relief)
                if time < best:
                    best, chosen = time, there
        assert chosen != here  # noqa: S101 (a cell that is no source was reached from another)
        return chosen


def straight(grid: Grid, rows: Ints, columns: Ints, to_rows: Ints, to_columns: Ints) -> Floats:
    """Metres between the centres of cells that no way is shorter than: one row a cell, one column a goal."""
    (x, y), (to_x, to_y) = grid.centres(rows, columns), grid.centres(to_rows, to_columns)
    x, y = x[:, None], y[:, None]
    if not grid.geographic:
        return np.asarray(np.hypot(x - to_x, y - to_y) * ROUNDED)
    x, y, to_x, to_y = (np.radians(one) for one in (x, y, to_x, to_y))
    half = np.sin((y - to_y) / 2) ** 2 + np.cos(y) * np.cos(to_y) * np.sin((x - to_x) / 2) ** 2
    return np.asarray(2 * LEAST_RADIUS * np.arcsin(np.sqrt(half.clip(0, 1))) * ROUNDED)
