"""The same travel times, slow and plain: the definition that the kernel is held against."""

from __future__ import annotations

import heapq
import math

import numpy as np

from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.travel import STEPS, Relief, Travel, beside


def travel_plainly(
    pace: Floats,
    grid: Grid,
    rows: Ints,
    columns: Ints,
    *,
    neighbours: int = 8,
    corners: str = "strict",
    limit: float = math.inf,
    relief: Relief | None = None,
) -> Travel:
    """What `groundfloor.access.travel` gives, by a heap over single cells; the same to the last bit where there is no relief."""
    seconds, nearest = np.full(grid.shape, math.inf), np.full(grid.shape, -1, np.int64)
    waiting = [(0.0, number, int(r), int(c)) for number, (r, c) in enumerate(zip(rows, columns, strict=True))]
    heapq.heapify(waiting)
    while waiting:
        time, number, row, column = heapq.heappop(waiting)
        if nearest[row, column] >= 0:
            continue
        seconds[row, column], nearest[row, column] = time, number
        for step in STEPS[:neighbours]:
            taken = step_of(pace, grid, (row, column), step, corners == "strict", relief)
            if time + taken <= limit and taken < math.inf:
                heapq.heappush(waiting, (time + taken, number, row + step[0], column + step[1]))
    return Travel(seconds, nearest)


def step_of(
    pace: Floats, grid: Grid, here: tuple[int, int], step: tuple[int, int], strict: bool, relief: Relief | None
) -> float:
    """Seconds that a step takes, infinite where it cannot be taken."""
    there = here[0] + step[0], here[1] + step[1]
    distance = grid.distance(min(here[0], there[0]), abs(step[0]), abs(step[1]))
    slope = 0.0
    if relief is not None and 0 <= there[0] < grid.rows and 0 <= there[1] < grid.columns:
        slope = (relief.height[there] - relief.height[here]) / distance
        if relief.direction == "towards":
            slope = -slope
        if abs(slope) > relief.steepest:
            return math.inf

    def at(row: int, column: int) -> float:
        if not (0 <= row < grid.rows and 0 <= column < grid.columns):
            return math.inf
        value = float(pace[row, column])
        if not math.isfinite(value):
            return math.inf
        if relief is not None and relief.cycling is not None and relief.cycling[row, column]:
            return 1 / cycling_speed(1 / value, slope)
        if relief is not None and relief.afoot[row, column]:
            return value * math.exp(3.5 * abs(slope + 0.05) - 3.5 * 0.05)
        return value

    ends = at(*here) + at(*there)
    middle = [at(here[0] + down, here[1] + right) for down, right in beside(step)]
    if abs(step[0]) + abs(step[1]) == 3:
        return distance / 4 * (ends + (middle[0] + middle[1]))
    if step[0] and step[1] and strict and middle == [math.inf, math.inf]:
        return math.inf
    return distance / 2 * ends


def cycling_speed(level: float, slope: float) -> float:
    """The speed in m/s at which a cyclist climbs with the power that gives the speed `level` where it is flat, at most twice that: halving where it may lie.

    >>> round(3.6 * cycling_speed(15 / 3.6, 0.05), 1)
    4.0
    """
    low, high = 0.0, 2 * level
    while low < (middle := (low + high) / 2) < high:
        more = _power(middle, slope) > _power(level, 0.0)
        low, high = (low, middle) if more else (middle, high)
    return high


def _power(speed: float, slope: float) -> float:
    """Watts at the wheel of 95 kg on a bicycle."""
    air = (1.293 - 0.00426 * 20) * math.exp(-500 / 7000)
    return speed * (9.8 * 95 * (slope + 0.012) + 0.5 * 0.445 * air * speed * speed)
