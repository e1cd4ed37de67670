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
TOBLER, EASIEST = 3.5, 0.05
LEVEL = TOBLER * EASIEST


def spread(
    cell: NDArray[np.float64],
    near: NDArray[np.int32],
    queue: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]],
    steps: NDArray[np.int64],
    beside: NDArray[np.int64],
    weight: NDArray[np.float64],
    across: int,
    width: float,
    limit: float,
    strict: bool,
    relief: int,
    steepest: float,
) -> None:
    """Settle the time of cells within `limit` seconds of those in the queue, in place, until it is empty or has no room left.

    `cell` has a row a cell of a grid `across` cells wide with a rim of barriers: time (0 at the sources, else infinite), pace in s/m (infinite
    at barriers) and, where `relief` is not 0, height in m and whether one walks there. `relief` is 1 where people walk away from the sources, -1 where
    they walk to them. `near` is the number of the source at the sources. `weight` is distance x 1/2, for the steps of a knight x 1/4. Buckets are `width`
    seconds wide; any positive width gives the same answer, as long as the buckets hold the longest step.
    """
    pool, before, head, filled, state = queue
    buckets = len(head)
    inverse = 1.0 / width
    current, slot, left, free, spare = state[0], state[1], state[2], state[3], state[4]
    while left > 0 and spare >= len(steps):
        while head[slot] < 0:
            current += 1
            slot += 1
            if slot == buckets:
                slot = 0
        chunk = head[slot]
        filled[slot] -= 1
        here = pool[chunk, filled[slot]]
        if filled[slot] == 0:
            head[slot] = before[chunk]
            filled[slot] = CHUNK if head[slot] >= 0 else 0
            before[chunk] = free
            free = chunk
            spare += 1
        left -= 1
        time = cell[here, 0]
        if int(time * inverse) < current:
            continue  # a shorter way took it up before
        pace = cell[here, 1]
        row = here // across
        for k in range(len(steps)):
            there = here + steps[k]
            other = cell[there, 1]
            if other == math.inf:
                continue
            own, between, parts = pace, 0.0, 2.0
            if k >= STRAIGHT:
                first, second = cell[here + beside[k, 0], 1], cell[here + beside[k, 1], 1]
                if k < DIAGONAL:
                    if strict and first == math.inf and second == math.inf:
                        continue
                elif first == math.inf or second == math.inf:
                    continue
                else:
                    between, parts = first + second, 4.0
            if relief != 0:
                slope = relief * (cell[there, 2] - cell[here, 2]) / (weight[row, k] * parts)
                if abs(slope) > steepest:
                    continue
                factor = math.exp(TOBLER * abs(slope + EASIEST) - LEVEL)
                if cell[here, 3] != 0.0:
                    own *= factor
                if cell[there, 3] != 0.0:
                    other *= factor
                if k >= DIAGONAL:
                    if cell[here + beside[k, 0], 3] != 0.0:
                        first *= factor
                    if cell[here + beside[k, 1], 3] != 0.0:
                        second *= factor
                    between = first + second
            later = time + weight[row, k] * ((own + other) + between)
            if later > limit:
                continue
            if later < cell[there, 0] or (later == cell[there, 0] and near[here] < near[there]):
                cell[there, 0] = later
                near[there] = near[here]
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
                pool[chunk, filled[goal]] = there
                filled[goal] += 1
                left += 1
    state[0], state[1], state[2], state[3], state[4] = current, slot, left, free, spare


@cache
def compiled() -> Callable[..., Any]:
    """`spread` compiled, once a machine; without Numba it raises GroundfloorError."""
    try:
        import numba
    except ImportError:
        raise GroundfloorError(
            "Travel times need the package numba, which is not installed",
            hint="Install it with: pip install 'groundfloor[geo]'",
        ) from None
    settings: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
    found: Callable[..., Any]
    try:
        found = numba.njit(cache=True, **settings)(spread)
    except RuntimeError:  # no folder in which to keep it: it is compiled anew each time
        found = numba.njit(**settings)(spread)
    return found
