"""Poverty, inequality, mean and median from one pass and one sort: compiled where that pays, in NumPy else, to the same figures.

Households lie in order of welfare before. Transfers move most of them little, so that putting them onto shelves by the first bits of their welfare after finds
what it needs in the processor's cache, and those on one shelf come nearly in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from groundfloor.compiled import in_threads
from groundfloor.figures.plain import NEAR
from groundfloor.survey.frame import Floats, Ints

Shorts = NDArray[np.int32]
PART = 1 << 16
"""Households whose sums are made together: the bits of a figure hang on it, and on no number of threads."""
SIDES = 2
MOST_SHELVES, FEWEST_SHELVES = 1 << 20, 1 << 8


@dataclass(frozen=True)
class Order:
    """What welfare says of persons: FGT indices by line (rows) and power 0 to 2, Gini, mean, median; NaN without persons."""

    fgt: Floats
    gini: float
    mean: float
    median: float


class Ranked:
    """Households in order of welfare before; `people` is the weight of all members, `sharing` among how many a household's money is shared.

    Those without known welfare or without weight are left out.

    >>> ranked = Ranked(np.array([150.0, 50.0, np.nan]), np.full(3, 20.0), np.full(3, 2.0), np.array([100.0]))
    >>> ranked.before.fgt.tolist(), ranked.before.gini, ranked.before.median
    ([[0.5, 0.25, 0.125]], 0.25, 100.0)
    >>> ranked.changed(np.array([0.0, 100.0, 0.0]), compiled=False)[1].fgt.tolist()
    [[0.0, 0.0, 0.0]]
    """

    def __init__(self, welfare: Floats, people: Floats, sharing: Floats, lines: Floats) -> None:
        self.order = np.argsort(welfare, kind="stable")
        counted = ~np.isnan(welfare[self.order]) & (people[self.order] > 0)
        order = self.order[counted]
        self.lines = lines
        # where each stands among all households, as they lie and in order
        self.home, self.place = order.astype(np.int32), np.flatnonzero(counted).astype(np.int32)
        self.welfare, self.people, self.sharing = welfare[order], people[order], sharing[order]
        self._spare: list[_Room] = []

    @cached_property
    def before(self) -> Order:
        """Figures of welfare before."""
        return _figures(self.welfare, self.people, self.lines)

    def changed(self, spent: Floats, *, ordered: bool = False, compiled: bool) -> tuple[Order, Order]:
        """Figures before and after, over the households of which both are known, when each can spend so much more a year, as they lie or `ordered`."""
        home = self.place if ordered else self.home
        if not len(self.home):
            return self.before, self.before
        if compiled:
            try:
                room = self._spare.pop()
            except IndexError:  # another thread may have the last one
                room = _Room(len(self.home))
            found = _after(self, home, spent, room)
            self._spare.append(room)
            if found is not None:
                return self.before, found
        after = self.welfare + spent[home] / self.sharing
        known = ~np.isnan(after)
        before = self.before if known.all() else _figures(self.welfare[known], self.people[known], self.lines)
        order: Ints = np.argsort(after[known], kind="stable")
        return before, _figures(after[known][order], self.people[known][order], self.lines)


class _Room:
    """Where a sort works, kept from one to the next: asking for memory takes as long as to sort."""

    def __init__(self, length: int) -> None:
        self.x, self.y, self.p = np.empty(length), np.empty(length), np.empty(length)
        shelves = min(MOST_SHELVES, max(FEWEST_SHELVES, 1 << (length // 2).bit_length()))
        self.sides = _parts(length, length if length < 4 * PART else -(-length // SIDES))
        self.counts = np.empty((len(self.sides), shelves), dtype=np.int32)
        self.starts = np.empty(shelves + 1, dtype=np.int32)


def _parts(length: int, size: int = PART) -> list[slice]:
    return [slice(at, min(at + size, length)) for at in range(0, length, size)]


def _figures(x: Floats, people: Floats, lines: Floats) -> Order:
    """Figures of welfare in order, column by column."""
    if not len(x):
        return Order(np.full((len(lines), 3), np.nan), np.nan, np.nan, np.nan)
    sums: list[float] = []
    for z in lines:
        poor = x < z
        gap, p = 1.0 - np.maximum(x[poor], 0.0) / z, people[poor]
        sums += [p.sum(), (p * gap).sum(), (p * gap * gap).sum()]
    return _order(sums, float(people.sum()), float((people * x).sum()), *_cumulated(x, people))


def _order(gaps: list[float], persons: float, money: float, above: float, median: float) -> Order:
    gini = above / (persons * money) - 1 if persons * money > 0 else np.nan
    return Order(np.array(gaps).reshape(-1, 3) / persons, gini, money / persons, median)


def _median(y: Floats, running: Floats, below: float, whole: float) -> float:
    """The value at which the cumulated weight first exceeds half of the whole; where it meets it exactly, the mean of that and the next."""
    half, slack = whole / 2 - below, NEAR * whole
    at = min(int(np.searchsorted(running, half - slack)), len(y) - 1)
    meets = abs(running[at] - half) <= slack
    return float((y[at] + y[min(at + 1, len(y) - 1)]) / 2 if meets else y[at])


def _after(ranked: Ranked, home: Shorts, spent: Floats, room: _Room) -> Order | None:
    """Figures of welfare after; None where that of somebody is not known."""
    from groundfloor.figures import kernel

    x, people = room.x, ranked.people
    parts = _parts(len(x))
    ends, sums = np.empty((len(parts), 3)), np.empty((len(parts), 3 * len(ranked.lines) + 2))

    def lift(k: int) -> None:
        one = parts[k]
        kernel.lifted(ranked.welfare[one], ranked.sharing[one], home[one], spent, x[one], ends[k])
        kernel.poor(x[one], people[one], ranked.lines, sums[k])

    in_threads(lift, range(len(parts)))
    if ends[:, 2].any():
        return None
    *gaps, persons, money = np.add.reduce(sums, axis=0).tolist()
    _shelve(room, people, float(ends[:, 0].min()), float(ends[:, 1].max()))
    above, median = _read(room)
    return _order(gaps, persons, money, above, median)


def _shelve(room: _Room, people: Floats, lowest: float, highest: float) -> None:
    """Put the room's values, and their persons, onto shelves that are in order."""
    from groundfloor.figures import kernel

    low, high = (kernel.rank(int(np.float64(one).view(np.int64))) for one in (lowest, highest))
    shift = max(0, (high - low).bit_length() - (room.counts.shape[1].bit_length() - 1))
    bits, sides = room.x.view(np.int64), room.sides
    in_threads(lambda k: kernel.counted(bits[sides[k]], low, shift, room.counts[k]), range(len(sides)))
    kernel.placed(room.counts, room.starts)

    def shelve(k: int) -> None:
        one = sides[k]
        kernel.shelved(room.x[one], bits[one], people[one], low, shift, room.counts[k], room.y, room.p)

    in_threads(shelve, range(len(sides)))


def _read(room: _Room) -> tuple[float, float]:
    """What Gini is made of, and the median, of values on shelves."""
    from groundfloor.figures import kernel

    y, p, starts = room.y, room.p, room.starts
    # parts of whole shelves, between which nothing is out of order, of about so many values whatever the number of threads
    cuts = np.unique(starts[np.searchsorted(starts, [0, *(one.stop for one in _parts(len(y)))])])
    parts = [slice(int(a), int(b)) for a, b in pairwise(cuts)]
    out = np.empty((len(parts), 4))
    in_threads(lambda k: kernel.cumulated(y[parts[k]], p[parts[k]], out[k]), range(len(parts)))
    if not out[:, 3].all():
        order = np.argsort(y, kind="stable")
        return _cumulated(y[order], p[order])
    running = np.cumsum(out[:, 2])
    below = running - out[:, 2]
    above = float((out[:, 0] + 2.0 * below * out[:, 1]).sum())
    k = min(int(np.searchsorted(running, running[-1] / 2 - NEAR * running[-1])), len(parts) - 1)
    # with the next part's first value, for where half is met at the end of one
    here = slice(parts[k].start, min(parts[k].stop + 1, len(y)))
    return above, _median(y[here], np.cumsum(p[here]), float(below[k]), float(running[-1]))


def _cumulated(x: Floats, people: Floats) -> tuple[float, float]:
    """The same of values in order."""
    running = np.cumsum(people)
    return float((people * x * (2 * running - people)).sum()), _median(x, running, 0.0, running[-1])
