"""The search behind travel times: a bucket queue over the cells of a grid, in a form that Numba compiles."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.errors import GroundfloorError

CHUNK = 64  # entries of a bucket that lie together: a chunk of 256 bytes
# of the steps the first are straight, then come the diagonal ones, then the knight's
STRAIGHT, DIAGONAL = 4, 8
RIDDEN, WALKED, CYCLED = 0.0, 1.0, 2.0  # how one moves in a cell
TOBLER, EASIEST = 3.5, 0.05
LEVEL = TOBLER * EASIEST
# of a cyclist: weight in N, rolling resistance, and half the drag area x the density of air at 20 degrees and 500 m
WEIGHT, ROLLING = 9.8 * 95, 0.012
DRAG = 0.5 * 0.445 * (1.293 - 0.00426 * 20) * math.exp(-500 / 7000)
FREEWHEEL = 2.0  # times the speed on level ground, which nobody exceeds downhill
NEWTON, ENOUGH = 60, 1e-14  # steps at most (ten are many), and the change of the speed that is none


def cycled(pace: float, slope: float) -> float:
    """The pace on a slope of somebody who cycles at this `pace` on level ground with the same effort; s/m.

    >>> round(3.6 / cycled(3.6 / 15, 0.05), 1), round(3.6 / cycled(3.6 / 15, -0.1), 1)
    (4.0, 30.0)
    """
    level = 1.0 / pace
    effort = level * (WEIGHT * ROLLING + DRAG * level * level)
    speed = FREEWHEEL * level
    for _ in range(NEWTON):  # from above the root, which the curve falls to without turning
        excess = speed * (DRAG * speed * speed + WEIGHT * (slope + ROLLING)) - effort
        if excess <= 0.0:
            break
        less = excess / (3 * DRAG * speed * speed + WEIGHT * (slope + ROLLING))
        speed -= less
        if less <= ENOUGH * speed:
            break
    return 1.0 / speed


def sloping(pace: float, mode: float, factor: float, slope: float) -> float:
    """The pace on a slope in a cell with this pace on level ground; `factor` is that of walking."""
    if mode == WALKED:
        return pace * factor
    if mode == CYCLED:
        return cycled(pace, slope)
    return pace


def spread(
    cell: NDArray[np.float64],
    near: NDArray[np.int32],
    touched: NDArray[np.int32],
    queue: tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]],
    steps: NDArray[np.uint64],
    beside: NDArray[np.uint64],
    weight: NDArray[np.float64],
    rim: np.uint64,
    across: np.uint64,
    width: float,
    limit: float,
    strict: bool,
    relief: int,
    steepest: float,
) -> None:
    """Settle the time of cells within `limit` seconds of those in the queue, in place, until it is empty or has no room left.

    `cell` has a row a cell of a grid `across` cells wide with a rim of barriers: time (0 at the sources, else infinite), pace in s/m (infinite
    at barriers) and, where `relief` is not 0, height in m and how one moves there. `relief` is 1 where people go away from the sources, -1 where
    they go to them. `near` is the number of the source at the sources. `touched` takes down the cells that got a time, unless it is empty.
    `steps` and `beside` are how many cells further a step goes, and the `rim` cells before the first of the grid more; entries of the queue are so many
    less: no number is negative, which compiled code would have to look into. `weight` is distance x 1/2, for the steps of a knight x 1/4. Buckets are
    `width` seconds wide; any positive width gives the same answer, as long as the buckets hold the longest step.
    """
    pool, before, head, filled, state = queue
    buckets = len(head)
    inverse = 1.0 / width
    current, slot, left, free, spare, seen = state[0], state[1], state[2], state[3], state[4], state[5]
    noted = len(touched) > 0
    while left > 0 and spare >= len(steps):
        while head[slot] < 0:
            current += 1
            slot += 1
            if slot == buckets:
                slot = 0
        chunk = head[slot]
        filled[slot] -= 1
        back = pool[chunk, filled[slot]]
        if filled[slot] == 0:
            head[slot] = before[chunk]
            filled[slot] = CHUNK if head[slot] >= 0 else 0
            before[chunk] = free
            free = chunk
            spare += 1
        left -= 1
        here = back + rim
        time = cell[here, 0]
        if int(time * inverse) < current:
            continue  # a shorter way took it up before
        pace, number = cell[here, 1], near[here]
        row = here // across
        for k in range(len(steps)):
            there = back + steps[k]
            other, known = cell[there, 1], cell[there, 0]
            if other == math.inf or known < time:
                continue
            own, between, parts = pace, 0.0, 2.0
            if k >= DIAGONAL:
                one, two = back + beside[k, 0], back + beside[k, 1]
                first, second = cell[one, 1], cell[two, 1]
                if first == math.inf or second == math.inf:
                    continue
                between, parts = first + second, 4.0
            elif (
                strict
                and k >= STRAIGHT
                and cell[back + beside[k, 0], 1] == math.inf
                and cell[back + beside[k, 1], 1] == math.inf
            ):
                continue
            if relief != 0:
                slope = relief * (cell[there, 2] - cell[here, 2]) / (weight[row, k] * parts)
                if abs(slope) > steepest:
                    continue
                factor = math.exp(TOBLER * abs(slope + EASIEST) - LEVEL)
                own = sloping(own, cell[here, 3], factor, slope)
                other = sloping(other, cell[there, 3], factor, slope)
                if k >= DIAGONAL:
                    between = sloping(first, cell[one, 3], factor, slope) + sloping(second, cell[two, 3], factor, slope)
            later = time + weight[row, k] * ((own + other) + between)
            if later > limit:
                continue
            if later < known or (later == known and number < near[there]):
                if noted and known == math.inf:
                    touched[seen] = there
                    seen += 1
                cell[there, 0] = later
                near[there] = number
                goal = slot + int(later * inverse) - current
                if goal >= buckets:
                    goal -= buckets
                chunk = head[goal]
                if chunk < 0 or filled[goal] == CHUNK:
                    chunk = free
                    free = before[chunk]
                    spare -= 1
                    before[chunk] = head[goal]
                    head[goal] = chunk
                    filled[goal] = 0
                pool[chunk, filled[goal]] = there - rim
                filled[goal] += 1
                left += 1
    state[0], state[1], state[2], state[3], state[4], state[5] = current, slot, left, free, spare, seen


@cache
def called() -> None:
    """Make the functions above known to Numba, for what it compiles to call; they stay as they are where they are called from Python."""
    import numba.extending

    for part in (cycled, sloping):
        numba.extending.register_jitable(nogil=True, error_model="numpy")(part)


@cache
def compiled(function: Callable[..., Any] = spread) -> Callable[..., Any]:
    """A function compiled by Numba, once a machine; without Numba it raises GroundfloorError."""
    try:
        import numba
    except ImportError:
        raise GroundfloorError(
            "Travel times need the package numba, which is not installed",
            hint="Install it with: pip install 'groundfloor[geo]'",
        ) from None
    called()
    settings: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
    found: Callable[..., Any]
    try:
        found = numba.njit(cache=True, **settings)(function)
    except RuntimeError:  # no folder in which to keep it: it is compiled anew each time
        found = numba.njit(**settings)(function)
    return found
