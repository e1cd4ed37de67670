"""The best that a budget could do: levelling from below or above for inequality, filling gaps for poverty.

Source: Enami (2018), Measuring the effectiveness of taxes and transfers, in Lustig (ed.), Commitment to Equity Handbook, ch. 5;
Fellman, Jäntti, Lambert (1999), Optimal tax-transfer systems and redistributive policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from groundfloor.fiscal.statistics import Statistic, gini, total, unknown
from groundfloor.survey.frame import Floats

NEAR = 1e-12


@dataclass(frozen=True)
class Levelling:
    """Incomes that a transfer raises from the lowest up to a level, or (`sign` -1) a tax lowers from the highest down to it.

    Of all ways to spend a budget this lowers the Gini coefficient most: each unit goes to whoever is lowest.
    """

    income: Floats
    weight: Floats
    sign: int

    @cached_property
    def _sorted(self) -> tuple[Floats, Floats, Floats, Floats]:
        """By position, lowest first (highest, for a tax, whose incomes are turned round): income; weight, money and cost up to it."""
        turned = self.income * self.sign
        order = np.argsort(turned, kind="stable")
        y, w = turned[order], self.weight[order]
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

        >>> Levelling(np.array([1.0, 2.0, 9.0]), np.ones(3), 1).level(3.0)
        3.0
        """
        if not (budget > 0 and len(self.income)):
            return np.nan
        _y, up, money, cost = self._sorted
        k = int(np.searchsorted(cost, budget, side="right")) - 1
        return self.sign * float((budget + money[k]) / up[k])

    def at(self, level: float) -> Floats:
        """Incomes once levelled."""
        return np.maximum(self.income, level) if self.sign > 0 else np.minimum(self.income, level)

    def gained(self, level: float) -> Floats:
        """What the levelling gives, or takes."""
        return abs(self.at(level) - self.income)

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

    def slope(self, level: float) -> tuple[float, float]:
        """By how much the Gini coefficient moves with the level, and the weight of who stands at it."""
        turned, line = self.income * self.sign, level * self.sign
        at = float(self.weight[turned < line].sum())
        size = float(self.weight.sum())
        levelled = self.at(level)
        money = float((self.weight * levelled).sum())
        value = gini(levelled, self.weight).value
        return (self.sign * at * (at - size) - value * size * at) / (size * money), at


def impact_on_gini(before: Floats, added: Floats, weight: Floats) -> tuple[Statistic, Statistic]:
    """The lowering of the Gini coefficient of `before` by the same budget at its best, and the least budget for the same effect.

    The first is the best lowering; the second the least budget over the actual one, NaN where the coefficient does not fall.
    """
    money = total(added, weight)
    without, with_ = gini(before, weight), gini(before + added, weight)
    if not money.value or np.isnan(without.value) or np.isnan(with_.value):
        return unknown(without), unknown(without)
    sign = 1 if money.value > 0 else -1
    spent = money * sign
    levelling = Levelling(before, weight, sign)
    level = levelling.level(spent.value)
    fixed = gini(levelling.at(level), weight)
    slope, at = levelling.slope(level)
    moved = (spent.influence - levelling.gained(level)) / at * sign
    best = without - Statistic(fixed.value, fixed.influence + slope * moved)
    return best, _least(levelling, with_, spent)


def _least(levelling: Levelling, with_: Statistic, spent: Statistic) -> Statistic:
    level = levelling.level_of(with_.value)
    if np.isnan(level):
        return unknown(with_)
    weight, gained = levelling.weight, levelling.gained(level)
    fixed = gini(levelling.at(level), weight)
    slope, at = levelling.slope(level)
    moved = (with_.influence - fixed.influence) / slope
    least = Statistic(float((weight * gained).sum()), gained + levelling.sign * at * moved)
    return least / spent


def filling(before: Floats, added: Floats, weight: Floats, line: float) -> Statistic:
    """The most by which what is added could lower the poverty gap index: all of it put into gaps, as far as there are any."""
    gap = line - np.clip(before, 0.0, line)
    budget, gaps = total(added, weight), total(gap, weight)
    most = budget if budget.value < gaps.value else gaps
    return most / (total(np.ones(len(before)), weight) * line)
