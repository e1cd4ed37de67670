"""A figure with what each primary unit adds to its error, and arithmetic that carries both along."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from groundfloor.survey.frame import Floats

NONE: Floats = np.zeros(())  # the influence of what is known exactly, the same in every unit


@dataclass(frozen=True)
class Linear:
    """A value, its linearised total by primary unit, and the size of the numbers it was made from.

    Sums, products and ratios follow the rules of derivatives, so any smooth function of totals has its error (Deville 1999).
    What is known exactly has no influence. A ratio over 0 is NaN.

    >>> half = Linear(0.5, np.array([0.1, -0.1]))
    >>> (half * 4.0).value, (half / half).influence.tolist(), (half - 0.5).value
    (2.0, [0.0, 0.0], 0.0)
    """

    value: float
    influence: Floats
    size: float = math.nan

    @property
    def scale(self) -> float:
        """The size of the numbers behind it: an influence below rounding at it is none."""
        return abs(self.value) if math.isnan(self.size) else self.size

    @property
    def exact(self) -> bool:
        """Whether it is known and not estimated."""
        return self.influence.ndim == 0

    def __add__(self, other: Linear | float) -> Linear:
        more = known(other)
        return Linear(self.value + more.value, self.influence + more.influence, max(self.scale, more.scale))

    def __sub__(self, other: Linear | float) -> Linear:
        return self + known(other) * -1.0

    def __mul__(self, other: Linear | float) -> Linear:
        by = known(other)
        moved = self.influence * by.value + by.influence * self.value
        return Linear(self.value * by.value, moved, max(self.scale * abs(by.value), abs(self.value) * by.scale))

    def __truediv__(self, other: Linear | float) -> Linear:
        by = known(other)
        if by.value == 0:
            return Linear(math.nan, self.influence * math.nan)
        value = self.value / by.value
        moved = (self.influence - by.influence * value) / by.value
        return Linear(value, moved, max(self.scale, abs(value) * by.scale) / abs(by.value))

    def through(self, function: Callable[[float], float], slope: Callable[[float], float]) -> Linear:
        """A smooth function of it, given with its derivative; NaN where the function has no value.

        >>> Linear(-1.0, NONE).through(math.log, lambda x: 1 / x).value
        nan
        """
        try:
            value, steep = function(self.value), slope(self.value)
        except (ValueError, ZeroDivisionError, OverflowError):
            value = steep = math.nan
        return Linear(value, self.influence * steep)


def known(value: Linear | float) -> Linear:
    """A number known exactly; what is estimated already stays as it is."""
    return value if isinstance(value, Linear) else Linear(float(value), NONE)


def add(parts: list[Linear]) -> Linear:
    """The sum.

    >>> add([known(1.0), known(2.0)]).value
    3.0
    """
    return sum(parts, known(0.0))


def mean(parts: list[Linear]) -> Linear:
    """The mean of several figures.

    >>> mean([known(1.0), known(2.0)]).value
    1.5
    """
    return add(parts) * (1 / len(parts))
