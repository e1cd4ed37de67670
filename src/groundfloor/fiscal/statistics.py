"""Figures with their influence: what each person's weight moves them by, so that what is made of them has a standard error.

Source: Deville (1999), Variance estimation for complex statistics; Binder, Kovačević (1995) for Gini and concentration.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.fiscal.order import Order
from groundfloor.survey.frame import Floats


@dataclass(frozen=True)
class Statistic:
    """A figure and its derivative by each person's weight.

    >>> half = total(np.array([1.0, 3.0]), np.ones(2)) / total(np.ones(2), np.ones(2))
    >>> half.value, half.influence.tolist()
    (2.0, [-0.5, 0.5])
    """

    value: float
    influence: Floats

    def __sub__(self, other: Statistic) -> Statistic:
        return Statistic(self.value - other.value, self.influence - other.influence)

    def __mul__(self, factor: float) -> Statistic:
        return Statistic(self.value * factor, self.influence * factor)

    def __truediv__(self, other: Statistic) -> Statistic:
        if not other.value > 0:
            return unknown(self)
        value = self.value / other.value
        return Statistic(value, (self.influence - value * other.influence) / other.value)


def unknown(like: Statistic) -> Statistic:
    """No figure."""
    return Statistic(np.nan, np.full(len(like.influence), np.nan))


def total(values: Floats, weight: Floats) -> Statistic:
    """The weighted total."""
    return Statistic(float((weight * values).sum()), values)


def mean(values: Floats, weight: Floats) -> Statistic:
    """The weighted mean."""
    return total(values, weight) / total(np.ones(len(values)), weight)


def concentration(values: Floats, order: Order) -> Statistic:
    """The concentration coefficient of `values` over persons in `order`: the Gini coefficient where both are the same.

    C = 2 sum w x F / (W X) - 1 with F the weight of who stands lower and half of that of equals, W and X the totals of weight
    and of w x. Its derivative by a person's weight is (2 x F + 2 (X - M)) / (W X) - (C + 1) (1 / W + x / X), with M the total
    of w x over who stands lower and half of that over equals. NaN where X is not positive.
    """
    weight, size = order.weight, order.total
    money = float((weight * values).sum())
    if not (money > 0 and size > 0):
        return Statistic(np.nan, np.full(len(values), np.nan))
    value = 2 * float((weight * values * order.rank).sum()) / (size * money) - 1
    moved = (2 * values * order.rank + 2 * (money - order.before(weight * values))) / (size * money)
    return Statistic(value, moved - (value + 1) * (1 / size + values / money))


def gini(values: Floats, weight: Floats) -> Statistic:
    """The Gini coefficient."""
    return concentration(values, Order(values, weight))
