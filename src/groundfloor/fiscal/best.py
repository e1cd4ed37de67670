"""The best that a budget could do: levelling from below or above for inequality, filling gaps for poverty.

Source: Enami (2018), Measuring the effectiveness of taxes and transfers, in Lustig (ed.), Commitment to Equity Handbook, ch. 5;
Fellman, Jäntti, Lambert (1999), Optimal tax-transfer systems and redistributive policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from groundfloor.fiscal.order import Order
from groundfloor.fiscal.statistics import Statistic, concentration, total, unknown
from groundfloor.survey.frame import Floats

NEAR = 1e-12


@dataclass(frozen=True)
class Levelling:
    """Incomes that a transfer raises from the lowest up to a level, or (`sign` -1) a tax lowers from the highest down to it.

    Of all ways to spend a budget this lowers the Gini coefficient most: each unit goes to whoever is lowest.
    """

    of: Order
    sign: int

    @cached_property
    def _sorted(self) -> tuple[Floats, Floats, Floats, Floats]:
        """By position, lowest first (highest, for a tax, whose incomes are turned round): income; weight, money and cost up to it."""
        order = self.of.order[:: self.sign]
        y, w = self.of.by[order] * self.sign, self.of.weight[order]
        up, money = np.cumsum(w), np.cumsum(w * y)
        return y, up, money, y * up - money

    @cached_property
    def _pairs(self) -> Floats:
        """By position, the sum of w y (2 C - w - W) over those above it."""
        y, up, _money, _cost = self._sorted
        w = np.diff(up, prepend=0.0)
        each = w * y * (2 * up - w - up[-1])
        above: Floats = each.sum() - np.cumsum(each)
        return above

    def level(self, budget: float) -> float:
        """The level that a budget reaches; NaN without one.

        >>> Levelling(Order(np.array([1.0, 2.0, 9.0]), np.ones(3)), 1).level(3.0)
        3.0
        """
        if not (budget > 0 and len(self.of.by)):
            return np.nan
        _y, up, money, cost = self._sorted
        k = int(np.searchsorted(cost, budget, side="right")) - 1
        return self.sign * float((budget + money[k]) / up[k])

    def at(self, level: float) -> Floats:
        """Incomes once levelled."""
        income = self.of.by
        return np.maximum(income, level) if self.sign > 0 else np.minimum(income, level)

    def gained(self, level: float) -> Floats:
        """What the levelling gives, or takes."""
        return abs(self.at(level) - self.of.by)

    def level_of(self, target: float) -> float:
        """The level at which the Gini coefficient has come down to `target`; NaN where it is there already or none does it.

        Between two incomes the pairs' sum and the total are linear in the level, so that it is solved for exactly.
        """
        y, up, money, _cost = self._sorted
        size, pairs = up[-1], self._pairs
        above = money[-1] - money
        mean = self.sign * (above + up * y)
        with np.errstate(divide="ignore", invalid="ignore"):
            ginis = (pairs + up * (up - size) * y) / (size * mean)
        if not target < ginis[0] - NEAR:
            return np.nan
        reached = np.flatnonzero(ginis <= target)
        k = int(reached[0]) - 1 if len(reached) else len(y) - 1
        scale = target * size * self.sign
        below = up[k] * (up[k] - size) - scale * up[k]
        return float(self.sign * (scale * above[k] - pairs[k]) / below) if below else np.nan

    def gini(self, level: float) -> Statistic:
        """The Gini coefficient once levelled, the level taken as fixed."""
        levelled = self.at(level)
        return concentration(levelled, Order(levelled, self.of.weight, self.of.order))

    def slope(self, level: float, gini: float) -> tuple[float, float]:
        """By how much the Gini coefficient moves with the level, at which it is `gini`; and the weight of who stands there."""
        weight, size = self.of.weight, self.of.total
        at = float(weight[self.of.by * self.sign < level * self.sign].sum())
        money = float((weight * self.at(level)).sum())
        return (self.sign * at * (at - size) - gini * size * at) / (size * money), at


def impact_on_gini(before: Order, added: Floats, after: Statistic) -> tuple[Statistic, Statistic]:
    """The most that the budget of `added` could lower the Gini coefficient of the incomes `before`; the least for the same effect.

    `after` is the coefficient with what is added. The least budget is over the actual one, NaN where the coefficient does not fall.
    """
    money, without = total(added, before.weight), concentration(before.by, before)
    if not money.value or np.isnan(without.value) or np.isnan(after.value):
        return unknown(without), unknown(without)
    sign = 1 if money.value > 0 else -1
    spent, levelling = money * sign, Levelling(before, sign)
    level = levelling.level(spent.value)
    fixed = levelling.gini(level)
    slope, at = levelling.slope(level, fixed.value)
    moved = (spent.influence - levelling.gained(level)) / at * sign
    best = without - Statistic(fixed.value, fixed.influence + slope * moved)
    if best.value <= NEAR:  # all are equal already: what is left is rounding, of which no effect is a share
        best = Statistic(0.0, best.influence)
    return best, _least(levelling, after, spent)


def _least(levelling: Levelling, after: Statistic, spent: Statistic) -> Statistic:
    level = levelling.level_of(after.value)
    if np.isnan(level):
        return unknown(after)
    gained, fixed = levelling.gained(level), levelling.gini(level)
    slope, at = levelling.slope(level, fixed.value)
    moved = (after.influence - fixed.influence) / slope
    least = Statistic(float((levelling.of.weight * gained).sum()), gained + levelling.sign * at * moved)
    return least / spent


def filling(before: Floats, added: Floats, weight: Floats, line: float) -> Statistic:
    """The most by which what is added could lower the poverty gap index: all of it put into gaps, as far as there are any."""
    gap = line - np.clip(before, 0.0, line)
    budget, gaps = total(added, weight), total(gap, weight)
    most = budget if budget.value < gaps.value else gaps
    return most / (total(np.ones(len(before)), weight) * line)
