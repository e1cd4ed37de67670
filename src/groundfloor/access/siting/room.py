"""Sites with room for so many people each: who is given a place by whom, in a form that Numba compiles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def take(
    first: NDArray[np.int64], demand: NDArray[np.int64], room: NDArray[np.float64], left: NDArray[np.float64], who: int
) -> float:
    """Give the people who are `left` in the order of a candidate's demands its places, in place; how many it serves."""
    free = room[who]
    for e in range(first[who], first[who + 1]):
        part = min(free, left[demand[e]])
        left[demand[e]] -= part
        free -= part
        if free <= 0.0:
            break
    return float(room[who] - max(free, 0.0))


def fullest(
    first: NDArray[np.int64],
    demand: NDArray[np.int64],
    room: NDArray[np.float64],
    left: NDArray[np.float64],
    chosen: NDArray[np.int64],
) -> tuple[int, float]:
    """The candidate, none of those `chosen`, that would serve most of those left, the first of several, and how many; -1 where none would serve any."""
    free = np.ones(len(room), np.bool_)
    for k in range(len(chosen)):
        free[chosen[k]] = False
    most, who = 0.0, -1
    for j in range(len(first) - 1):
        if not free[j]:
            continue
        own = 0.0
        for e in range(first[j], first[j + 1]):
            own += left[demand[e]]
            if own >= room[j]:
                own = room[j]
                break
        if own > most:
            most, who = own, j
    return who, most
