"""What needs persons in order of welfare: Gini, quantiles and Lorenz shares by group, with their influence functions."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from groundfloor.measures.design import Mask, Partition, totals
from groundfloor.measures.estimate import divide
from groundfloor.survey.frame import Floats, Ints

NEAR = 1e-12
NEIGHBOURS = 0.025


class Ranking:
    """The rows with a known value and a positive weight, by group and then by value, with cumulated weights.

    A row is a person, or persons with one value together. `order` may give an ordering of all rows by value, so that one sort serves every
    partition. `row` are those ranked, or the pieces of rows where the groups part rows.
    """

    def __init__(self, part: Partition, values: Floats, weight: Floats, order: Ints | None = None) -> None:
        row = part.atoms.ordered(np.argsort(values, kind="stable") if order is None else order)
        code, y, w = part.code[row], part.atoms.each(values)[row], part.atoms.parted(weight)[row]
        kept = ~np.isnan(y) & (w > 0) & (code >= 0)
        if not kept.all():
            row, code, y, w = row[kept], code[kept], y[kept], w[kept]
        if len(part.names) > 1:
            # small integers are sorted by counting, much faster than by comparing
            by_group = np.argsort(code.astype(np.int16) if len(part.names) < 2**15 else code, kind="stable")
            row, code, y, w = row[by_group], code[by_group], y[by_group], w[by_group]
        self.part, self.row, self.code, self.y, self.w = part, row, code, y, w
        self.n = np.bincount(code, minlength=len(part.names))
        self.stop = np.cumsum(self.n)
        self.start = self.stop - self.n
        self.weight, self._cw = self._cumulated(self.w)
        self.total, self._cy = self._cumulated(self.w * self.y)

    def _cumulated(self, values: Floats) -> tuple[Floats, Floats]:
        """The total of each group and the running total over all groups, which starts with 0."""
        running = np.concatenate(([0.0], np.cumsum(values)))
        return running[self.stop] - running[self.start], running

    def _within(self, running: Floats) -> Floats:
        """The running total of each row within the own group."""
        within: Floats = running[1:] - self._each(running[self.start])
        return within

    def _each(self, by_group: Floats) -> Floats:
        """One value a group for each of its ranked rows."""
        return by_group[self.code] if len(self.n) > 1 else by_group

    def cumulated(self, values: Floats) -> Floats:
        """The running total within the own group of one value a ranked row."""
        return self._within(self._cumulated(values)[1])

    @cached_property
    def cell(self) -> Ints:
        """The cell of each ranked row."""
        return self.part.cell_of()[self.row]

    def spread(self, influence: Floats) -> Floats:
        """Weighted influence by cell, from one value a ranked row."""
        return totals(self.cell, self.w * influence, len(self.part.group))

    def gini(self) -> tuple[Floats, Floats]:
        """Gini coefficient by group and its weighted influence by cell; see `_gini`."""
        return self._gini

    @cached_property
    def _gini(self) -> tuple[Floats, Floats]:
        """Gini coefficient by group and its weighted influence by cell; NaN where the mean is not positive.

        G = sum w y (2 C - w) / (W Y) - 1 with C the cumulated weight, W and Y the totals of weight and of w y. It equals
        sum over pairs w w' |y - y'| / (2 W Y); its derivative by a person's weight is
        (y (2 C - W) - 2 C_y + Y) / (W Y) - G / W - G y / Y, the same wherever a person stands among equals.
        """
        cw = self._within(self._cw)
        above = totals(self.code, self.w * self.y * (2 * cw - self.w), len(self.n))
        both = np.where(self.total > 0, self.weight * self.total, 0.0)
        value = divide(above, both) - 1
        g, size, money = (self._each(one) for one in (value, self.weight, self.total))
        pairs = divide(
            self.y * (2 * cw - size) - 2 * self._within(self._cy) + money,
            np.broadcast_to(self._each(both), len(self.y)),
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            return value, self.spread(pairs - g / size - g * self.y / money)

    def concentration(self, values: Floats) -> tuple[Floats, Floats]:
        """Concentration coefficient by group of `values`, one a row, and its weighted influence by cell; NaN without a total.

        C = 2 sum w x F / X - 1, with F the share of persons who rank below plus half the share of equals: 2 cov(x, F) over
        the mean of x. Its derivative by a person's weight is 2 (x F W + X - C_x) / (W X) - (C + 1) (1/W + x/X), where C_x is
        the x of persons below plus half that of equals. Of the ranked values themselves it is their Gini.
        """
        x = self.part.atoms.each(values)[self.row]
        size, running = self._cumulated(self.w * x)
        rank, below = self._rank, self._middle(running)
        both = np.where(size > 0, self.weight * size, 0.0)
        value = 2 * divide(totals(self.code, self.w * x * rank, len(self.n)), both) - 1
        c, weight, money = (self._each(one) for one in (value, self.weight, size))
        pairs = 2 * divide(x * rank + money - below, np.broadcast_to(self._each(both), len(x)))
        with np.errstate(divide="ignore", invalid="ignore"):
            return value, self.spread(pairs - (c + 1) * (1 / weight + x / money))

    def _middle(self, running: Floats) -> Floats:
        """What the group has below each person's value plus half of what it has at it, from a running total."""
        start, stop = self._ties
        within: Floats = (running[start] + running[stop]) / 2 - self._each(running[self.start])
        return within

    @cached_property
    def _rank(self) -> Floats:
        """The weight that ranks below each row's value plus half of that at it."""
        return self._middle(self._cw)

    @cached_property
    def _ties(self) -> tuple[Ints, Ints]:
        """Where the persons with each person's value in the group begin and end."""
        change = np.empty(len(self.y), dtype=bool)
        change[:1] = True
        change[1:] = (self.y[1:] != self.y[:-1]) | (self.code[1:] != self.code[:-1])
        starts = np.flatnonzero(change)
        sizes = np.diff(np.append(starts, len(self.y)))
        return np.repeat(starts, sizes), np.repeat(starts + sizes, sizes)

    def _reach(self, p: Floats) -> tuple[Ints, Floats, Mask]:
        """The first person at whom the cumulated weight reaches share `p` of the group's; the weight sought; is it met exactly."""
        sought = self._cw[self.start] + p * self.weight
        slack = NEAR * self._cw[-1]
        at = np.searchsorted(self._cw[1:], sought - slack, side="left")
        at = np.clip(at, self.start, np.maximum(self.stop - 1, self.start))
        at = np.minimum(at, max(len(self.y) - 1, 0))
        return at, sought, abs(self._cw[1:][at] - sought) <= slack if len(self.y) else np.zeros(len(p), dtype=bool)

    def reached(self, p: Floats) -> Ints:
        """The place of the first person at whom the cumulated weight reaches share `p` of the group's."""
        return self._reach(p)[0]

    def quantile(self, p: Floats) -> Floats:
        """Quantile `p` (one a group, between 0 and 1) of each group; NaN for an empty group or p outside 0 to 1.

        The value at which the cumulated weight first exceeds p W; where it meets p W exactly, the mean of that value and
        the next one (Eurostat's definition; laeken takes the next one there).
        """
        if not len(self.y):
            return np.full(len(self.n), np.nan)
        at, _, exact = self._reach(p)
        following = np.minimum(at + 1, np.maximum(self.stop - 1, at))
        value = np.where(exact, (self.y[at] + self.y[following]) / 2, self.y[at])
        return np.where((self.n > 0) & (p >= 0) & (p <= 1), value, np.nan)

    def lorenz(self, p: float) -> tuple[Floats, Floats]:
        """Share of the total that the poorest `p` hold, by group, and its weighted influence by cell.

        The influence is ((y - Q) [y <= Q] + p Q - L y) / Y with Q the quantile (Langel, Tillé 2011).
        """
        if not len(self.y):
            nothing = np.full(len(self.n), np.nan)
            return nothing, np.zeros(len(self.part.group))
        at, sought, _ = self._reach(np.full(len(self.n), p))
        q = self.y[at]
        below = self._cy[1:][at] - self._cy[self.start] - (self._cw[1:][at] - sought) * q
        positive = np.where(self.total > 0, self.total, 0.0)
        value = divide(below, positive)
        each = np.where(self.y <= q[self.code], self.y - q[self.code], 0.0) + p * q[self.code]
        return value, self.spread(divide(each - value[self.code] * self.y, positive[self.code]))

    def concentrated(self, values: Floats, p: float) -> tuple[Floats, Floats]:
        """Share of the total of `values` that the poorest `p` in order hold, by group, and its weighted influence by cell.

        Equals share what they have in equal parts. The influence is ((x - m) [y <= Q] + p m - L x) / X (Beach and Davidson 1983),
        with m the mean of x at the quantile Q, taken as that of persons within `NEIGHBOURS` of p on either side.
        """
        x = self.part.atoms.each(values)[self.row]
        size, running = self._cumulated(self.w * x)
        if not len(x):
            return np.full(len(self.n), np.nan), np.zeros(len(self.part.group))
        positive = np.where(size > 0, size, 0.0)
        value = divide(self._held(running, p), positive)
        low, high = max(p - NEIGHBOURS, 0.0), min(p + NEIGHBOURS, 1.0)
        near = divide(self._held(running, high) - self._held(running, low), (high - low) * self.weight)[self.code]
        at = self._reach(np.full(len(self.n), p))[0]
        each = np.where(self.y <= self.y[at][self.code], x - near, 0.0) + p * near
        return value, self.spread(divide(each - value[self.code] * x, positive[self.code]))

    def _held(self, running: Floats, p: float) -> Floats:
        """What the poorest `p` of each group hold of a running total, equals alike."""
        at, sought, _ = self._reach(np.full(len(self.n), p))
        start, stop = (ties[at] for ties in self._ties)
        part = divide(sought - self._cw[start], self._cw[stop] - self._cw[start])
        held: Floats = running[start] + part * (running[stop] - running[start]) - running[self.start]
        return held


def reordered(order: Ints, values: Floats, moved: Mask) -> Ints:
    """An ascending order of rows, given that before those `moved` got their values, all others' unchanged; missing values are last.

    >>> reordered(np.array([2, 0, 1]), np.array([5.0, 1.0, 3.0]), np.array([False, True, False])).tolist()
    [1, 2, 0]
    """
    away = moved[order]
    others, some = order[~away], order[away]
    some = some[np.argsort(values[some], kind="stable")]
    merged: Ints = np.insert(others, np.searchsorted(values[others], values[some], side="right"), some)
    return merged


def quantile_groups(values: Floats, weight: Floats, parts: int, order: Ints | None = None) -> Ints:
    """The weighted quantile group of each person, from 0; -1 where the value is missing. `order` is that of the values, where it is known.

    Group k holds the values above the k-th cut point and not above the next, so equal values are never parted.

    >>> quantile_groups(np.array([3.0, 1.0, np.nan, 2.0, 4.0]), np.ones(5), 2).tolist()
    [1, 0, -1, 0, 1]
    """
    order = np.argsort(values) if order is None else order
    y, w = values[order], weight[order]
    kept = ~np.isnan(y) & (w > 0)
    if not kept.all():
        y, w = y[kept], w[kept]
    code = np.full(len(values), -1, dtype=np.int64)
    if len(y):
        running = np.cumsum(w)
        sought = running[-1] * np.arange(1, parts) / parts
        cuts = y[np.searchsorted(running, sought - NEAR * running[-1], side="left")]
        known = ~np.isnan(values)
        code[known] = np.searchsorted(cuts, values[known], side="left")
    return code
