"""What every Lorenz curve can say; integrals without a closed form are had by quadrature.

Welfare is measured in means throughout: who stands at share p of persons has the slope of the curve there times the mean.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from groundfloor.survey.frame import Floats

# how many of the poorest a curve may give less than nothing and still be used for logarithms; Datt (1998) looks at the slope there
NEAR_ZERO = 0.001
HALF = 0.5


@dataclass(frozen=True)
class Check:
    """One condition that a Lorenz curve must meet, and whether the fitted one does."""

    name: str
    holds: bool


class Curve(ABC):
    """A Lorenz curve L(p): the share of welfare held by the poorest share p of persons."""

    name: ClassVar[str]
    letters: ClassVar[tuple[str, str, str]]

    @property
    @abstractmethod
    def parameters(self) -> tuple[float, float, float]:
        """The three parameters, in the order of `letters`."""

    @abstractmethod
    def value(self, p: Floats) -> Floats:
        """L(p)."""

    @abstractmethod
    def slope(self, p: Floats | float, rest: Floats | float | None = None) -> Floats:
        """L'(p), welfare at p over the mean. `rest` is 1 - p, for a p so near 1 that it cannot be told from 1."""

    @abstractmethod
    def bend(self, p: Floats | float) -> Floats:
        """L''(p)."""

    @abstractmethod
    def headcount(self, line: float) -> float:
        """The share of persons with less than `line` (in means): where the slope is `line`."""

    @abstractmethod
    def squares(self, p: float) -> float:
        """The integral of the squared slope from 0 to p; NaN where it does not converge."""

    @abstractmethod
    def gini(self) -> float:
        """Twice the area between the curve and the diagonal."""

    @abstractmethod
    def checks(self) -> tuple[Check, ...]:
        """The conditions of a Lorenz curve: from 0, to 1, nowhere falling, convex."""

    @property
    @abstractmethod
    def computable(self) -> bool:
        """Whether the formulas have an answer at all, valid curve or not."""

    @property
    @abstractmethod
    def steepness(self) -> float:
        """The d with which the slope grows as (1 - p) ** (d - 1) towards the richest; 1 where it does not."""

    @property
    def valid(self) -> bool:
        """Whether every check holds."""
        return all(check.holds for check in self.checks())

    @property
    def below_zero(self) -> float:
        """The share of persons, the poorest, to whom the curve gives less than nothing."""
        return self.headcount(0.0)

    def share(self, p: float) -> float:
        """L(p) of one p."""
        return float(self.value(np.array(p)))

    def watts(self, line: float) -> float:
        """The mean over all persons of log(line / welfare) of the poor; without those below zero, NaN where these are many."""
        start, stop = self.below_zero, self.headcount(line)
        if stop <= start:
            return 0.0
        return self._of_logarithm(start, lambda s: math.log(line / s) if s > 0 else 0.0, stop)

    def mld(self) -> float:
        """The mean of log(mean / welfare); without those below zero, NaN where these are many."""
        return self._of_logarithm(self.below_zero, lambda s: -math.log(s) if s > 0 else 0.0)

    def theil(self) -> float:
        """The mean of welfare / mean * log(welfare / mean); without those below zero, NaN where these are many."""
        return self._of_logarithm(self.below_zero, lambda s: s * math.log(s) if s > 0 else 0.0)

    def _of_logarithm(self, start: float, of: Callable[[float], float], stop: float = 1.0) -> float:
        """The integral over p of a function of the slope, from `start` to `stop`.

        p is replaced by what makes the integrand smooth: near the start it is quadratic in the new variable, near the richest
        a power that undoes the growth of the slope.
        """
        if not start <= NEAR_ZERO:
            return math.nan
        turn = min(stop, HALF)

        def poor(t: float) -> float:
            p = start + (turn - start) * t * t
            return of(float(self.slope(p))) * 2 * t * (turn - start)

        power: float = 1.0 / min(self.steepness, 1.0)

        def rich(t: float) -> float:
            rest = HALF * t**power
            widened: float = HALF * power * t ** (power - 1.0)
            return of(float(self.slope(1.0 - rest, rest))) * widened

        lowest = ((1.0 - stop) / HALF) ** (1.0 / power) if stop > HALF else 1.0
        return quadrature(poor, 0.0, 1.0) + (quadrature(rich, lowest, 1.0) if stop > HALF else 0.0)


def quadrature(of: Callable[[float], float], low: float, high: float) -> float:
    """The integral of a function by adaptive quadrature.

    >>> round(quadrature(lambda t: t * t, 0.0, 3.0), 12)
    9.0
    """
    from scipy.integrate import quad

    return float(quad(of, low, high, epsabs=1e-13, epsrel=1e-12, limit=400, full_output=1)[0])
