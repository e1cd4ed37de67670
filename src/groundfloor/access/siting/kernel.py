"""The search behind sites: how far people come from to each of many cells, one bounded search after the other, in a form that Numba compiles."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from groundfloor.access.kernel import DIAGONAL, EASIEST, LEVEL, STRAIGHT, TOBLER, sloping


def search(
    cell: NDArray[np.float64],
    steps: NDArray[np.int64],
    beside: NDArray[np.int64],
    weight: NDArray[np.float64],
    across: int,
    width: float,
    limit: float,
    strict: bool,
    relief: int,
    steepest: float,
    sources: NDArray[np.int64],
    start: int,
    stop: NDArray[np.float64],
    people: NDArray[np.float64],
    head: NDArray[np.int32],
    pool: NDArray[np.int32],
    seen: NDArray[np.int32],
    sums: NDArray[np.float64],
    first: NDArray[np.int64],
    cells: NDArray[np.int32],
    seconds: NDArray[np.float64],
) -> int:
    """Search from each of the `sources` from number `start` on; the number of the first source for which there was no room, or how many there are.

    `cell`, `weight` and `relief` are those of `groundfloor.access.kernel.spread`; times in `cell` are infinite before and after. A cell is
    reached within `limit` seconds and, where `stop` has a row a cell, only sooner than that: who is nowhere sooner does not come. `sums` gets for each
    source the sum over the cells reached of each column of `people`, times the seconds saved where there is a `stop`. Where `cells` has room for any,
    the cells reached with people in the last column and their seconds are put there, those of source s from first[s] to first[s + 1].
    `head` has a place a bucket of `width` seconds, `pool` rows of a cell and the entry before it, `seen` is as long as the grid.
    """
    inverse = 1.0 / width
    keep, pruned = len(cells) > 0, len(stop) > 0
    columns = people.shape[1]
    for number in range(start, len(sources)):
        source = sources[number]
        used, many = 1, 1
        pool[0, 0], pool[0, 1] = source, -1
        head[0] = 0
        cell[source, 0] = 0.0
        seen[0] = source
        current, left = 0, 1
        full = False
        while left > 0 and not full:
            while head[current] < 0:
                current += 1
            entry = head[current]
            here = pool[entry, 0]
            head[current] = pool[entry, 1]
            left -= 1
            time = cell[here, 0]
            if int(time * inverse) < current:
                continue
            pace = cell[here, 1]
            row = here // across
            for k in range(len(steps)):
                there = here + steps[k]
                other = cell[there, 1]
                if other == math.inf:
                    continue
                own, between, parts = pace, 0.0, 2.0
                if k >= STRAIGHT:
                    one, two = cell[here + beside[k, 0], 1], cell[here + beside[k, 1], 1]
                    if k < DIAGONAL:
                        if strict and one == math.inf and two == math.inf:
                            continue
                    elif one == math.inf or two == math.inf:
                        continue
                    else:
                        between, parts = one + two, 4.0
                if relief != 0:
                    slope = relief * (cell[there, 2] - cell[here, 2]) / (weight[row, k] * parts)
                    if abs(slope) > steepest:
                        continue
                    factor = math.exp(TOBLER * abs(slope + EASIEST) - LEVEL)
                    own = sloping(own, cell[here, 3], factor, slope)
                    other = sloping(other, cell[there, 3], factor, slope)
                    if k >= DIAGONAL:
                        between = sloping(one, cell[here + beside[k, 0], 3], factor, slope) + sloping(
                            two, cell[here + beside[k, 1], 3], factor, slope
                        )
                later = time + weight[row, k] * ((own + other) + between)
                if later > limit or later >= cell[there, 0] or (pruned and later >= stop[there]):
                    continue
                if used == len(pool):
                    full = True
                    break
                if cell[there, 0] == math.inf:
                    seen[many] = there
                    many += 1
                cell[there, 0] = later
                goal = int(later * inverse)
                pool[used, 0], pool[used, 1] = there, head[goal]
                head[goal] = used
                used += 1
                left += 1
        head[:] = -1
        at = first[number]
        if keep and not full and at + many > len(cells):
            full = True
        if not full:
            for column in range(columns):
                sums[number, column] = 0.0
            for i in range(many):
                here = seen[i]
                saved = stop[here] - cell[here, 0] if pruned else 1.0
                if saved > 0.0:
                    for column in range(columns):
                        sums[number, column] += people[here, column] * saved
                    if keep and people[here, columns - 1] > 0.0:
                        cells[at], seconds[at] = here, cell[here, 0]
                        at += 1
            first[number + 1] = at
        for i in range(many):
            cell[seen[i], 0] = math.inf
        if full:
            return number
    return len(sources)
