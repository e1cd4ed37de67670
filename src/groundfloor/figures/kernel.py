"""Welfare after transfers, put in order and read off, compiled. All of it stands in one file, for what is kept compiled does not notice that another has changed."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from groundfloor.compiled import kernel

Floats = NDArray[np.float64]
Bits = NDArray[np.int64]
Counts = NDArray[np.int32]
PATIENCE = 64
"""Moves a value on average before the mending of an order is given up."""


@kernel
def lifted(y: Floats, sharing: Floats, home: Counts, spent: Floats, out: Floats, ends: Floats) -> None:
    """Welfare with what each household can spend of transfers, its lowest and highest, and how many are not known."""
    low, high, unknown = math.inf, -math.inf, 0
    for i in range(len(y)):
        # minus nought is nought, and a number that is none comes through
        value = y[i] + spent[home[i]] / sharing[i] + 0.0
        out[i] = value
        low = value if value < low else low
        high = value if value > high else high
        unknown += 1 if value != value else 0
    ends[0], ends[1], ends[2] = low, high, unknown


@kernel
def poor(x: Floats, people: Floats, lines: Floats, out: Floats) -> None:
    """Poverty by line (three powers of the gap), then persons and their welfare, added up."""
    persons, money = 0.0, 0.0
    for i in range(len(x)):
        persons += people[i]
        money += people[i] * x[i]
    for k in range(len(lines)):
        z, a, b, c = lines[k], 0.0, 0.0, 0.0
        for i in range(len(x)):
            # no branch: who is poor is as good as random
            p = people[i] if x[i] < z else 0.0
            gap = 1.0 - min(max(x[i], 0.0), z) / z
            a += p
            b += p * gap
            c += p * gap * gap
        out[3 * k], out[3 * k + 1], out[3 * k + 2] = a, b, c
    out[-2], out[-1] = persons, money


@kernel
def rank(bits: int) -> int:
    """The bits of a double as an integer that is ordered as doubles are."""
    return bits if bits >= 0 else bits ^ 0x7FFFFFFFFFFFFFFF


@kernel
def counted(bits: Bits, low: int, shift: int, counts: Counts) -> None:
    """How many values fall into each shelf: those whose bits, from the lowest on, begin alike."""
    counts[:] = 0
    for i in range(len(bits)):
        counts[(np.uint64(rank(bits[i])) - np.uint64(low)) >> np.uint64(shift)] += 1


@kernel
def placed(counts: NDArray[np.int32], starts: Counts) -> None:
    """From counts by part and shelf to where each part begins to fill each shelf; `starts` is where shelves begin."""
    at = 0
    for shelf in range(counts.shape[1]):
        starts[shelf] = at
        for part in range(counts.shape[0]):
            here = counts[part, shelf]
            counts[part, shelf] = at
            at += here
    starts[counts.shape[1]] = at


@kernel
def shelved(x: Floats, bits: Bits, people: Floats, low: int, shift: int, place: Counts, y: Floats, p: Floats) -> None:
    """Values and persons onto their shelves, in the order in which they come."""
    for i in range(len(bits)):
        shelf = (np.uint64(rank(bits[i])) - np.uint64(low)) >> np.uint64(shift)
        at = place[shelf]
        place[shelf] = at + 1
        y[at], p[at] = x[i], people[i]


@kernel
def mended(y: Floats, p: Floats) -> bool:
    """Put values in order that nearly are; False where that would take too long."""
    left = PATIENCE * len(y)
    for i in range(1, len(y)):
        if y[i] < y[i - 1]:
            value, person, j = y[i], p[i], i
            while j > 0 and y[j - 1] > value:
                y[j], p[j] = y[j - 1], p[j - 1]
                j -= 1
                left -= 1
            y[j], p[j] = value, person
            if left < 0:
                return False
    return True


@kernel
def cumulated(y: Floats, p: Floats, out: Floats) -> None:
    """Put values in order and add up: p y (2 C - p) with C cumulated from the first on, p y, and p; whether it could be had."""
    c, above, money = 0.0, 0.0, 0.0
    out[3] = 1.0 if mended(y, p) else 0.0
    for i in range(len(y)):
        c += p[i]
        share = p[i] * y[i]
        above += share * (2.0 * c - p[i])
        money += share
    out[0], out[1], out[2] = above, money, c
