"""The beta Lorenz curve of Kakwani (1980), with the formulas of Datt (1998)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from groundfloor.grouped.curve import NEAR_ZERO, Check, Curve
from groundfloor.survey.frame import Floats

# where convexity is looked at
HUNDREDTHS = np.arange(1, 100) / 100.0
# logits of the shares of persons among which the headcount is sought; beyond them lies nobody
LOGITS = np.linspace(-500.0, 500.0, 2001)
SQUARES = 0.5


@dataclass(frozen=True)
class Beta(Curve):
    """L = p - theta p^gamma (1 - p)^delta.

    >>> curve = Beta(0.5613531744, 0.930950066, 0.5800259244)  # rural India, 1983
    >>> round(curve.gini(), 8), round(curve.headcount(89 / 109.9), 8), curve.valid
    (0.2894045, 0.45117327, True)
    """

    theta: float
    gamma: float
    delta: float
    name: ClassVar[str] = "beta"
    letters: ClassVar[tuple[str, str, str]] = ("theta", "gamma", "delta")

    @property
    def parameters(self) -> tuple[float, float, float]:
        """theta, gamma and delta."""
        return self.theta, self.gamma, self.delta

    def value(self, p: Floats) -> Floats:
        """L(p)."""
        return np.asarray(p - self.theta * p**self.gamma * (1.0 - p) ** self.delta)

    def slope(self, p: Floats | float, rest: Floats | float | None = None) -> Floats:
        """L'(p)."""
        p = np.asarray(p, dtype=float)
        rest = 1.0 - p if rest is None else np.asarray(rest, dtype=float)
        with np.errstate(divide="ignore"):
            falls = self.gamma * p ** (self.gamma - 1.0) * rest**self.delta
            grows = self.delta * p**self.gamma * rest ** (self.delta - 1.0)
        return np.asarray(1.0 - self.theta * (falls - grows))

    def bend(self, p: Floats | float) -> Floats:
        """L''(p)."""
        p, g, d = np.asarray(p, dtype=float), self.gamma, self.delta
        curved = g * (1.0 - g) / p**2 + 2.0 * g * d / (p * (1.0 - p)) + d * (1.0 - d) / (1.0 - p) ** 2
        return np.asarray(self.theta * p**g * (1.0 - p) ** d * curved)

    def headcount(self, line: float) -> float:
        """The share of persons below `line`: the last p at which the slope comes to `line` from below."""
        from scipy.optimize import brentq
        from scipy.special import expit

        def over(x: Floats | float) -> Floats:
            return self.slope(expit(x), expit(-np.asarray(x))) - line

        sign = over(LOGITS) < 0.0
        if not sign.any():
            return 0.0
        last = int(np.flatnonzero(sign)[-1])
        if last == len(LOGITS) - 1:
            return 1.0
        found = brentq(lambda x: float(over(x)), LOGITS[last], LOGITS[last + 1], xtol=1e-14, rtol=1e-14)
        return float(expit(found))

    def squares(self, p: float) -> float:
        """The integral of the squared slope, by incomplete beta functions."""
        g, d, t = self.gamma, self.delta, self.theta
        if p <= 0.0:
            return 0.0
        if g <= SQUARES or (p >= 1.0 and d <= SQUARES):
            return math.nan
        first = -2.0 * t * p**g * (1.0 - p) ** d
        second = (
            g * g * incomplete(p, 2 * g - 1, 2 * d + 1)
            - 2 * g * d * incomplete(p, 2 * g, 2 * d)
            + d * d * incomplete(p, 2 * g + 1, 2 * d - 1)
        )
        return float(p + first + t * t * second)

    def gini(self) -> float:
        """2 theta B(1 + gamma, 1 + delta)."""
        from scipy.special import beta

        return float(2.0 * self.theta * beta(1.0 + self.gamma, 1.0 + self.delta))

    def checks(self) -> tuple[Check, ...]:
        """The conditions on the curve: not falling at a thousandth of persons, convex at every hundredth, as Datt (1998) has them."""
        return (
            Check("from_zero", self.gamma > 0.0),
            Check("to_one", self.delta > 0.0),
            Check("not_falling", float(self.slope(NEAR_ZERO)) >= 0.0),
            Check("convex", bool((self.bend(HUNDREDTHS) >= 0.0).all())),
        )

    @property
    def computable(self) -> bool:
        """Whether the curve runs from 0 to 1."""
        return self.gamma > 0.0 and self.delta > 0.0

    @property
    def steepness(self) -> float:
        """delta."""
        return self.delta


def incomplete(x: float, a: float, b: float) -> float:
    """The integral of t^(a-1) (1-t)^(b-1) from 0 to x, also for b of 0 or less, where x must be below 1.

    >>> round(incomplete(0.5, 2.0, 1.0), 12), round(incomplete(0.5, 1.0, 0.0), 12)
    (0.125, 0.69314718056)
    """
    from scipy.special import beta, betainc, hyp2f1

    if b > 0.0:
        return float(betainc(a, b, x) * beta(a, b))
    return float(x**a / a * hyp2f1(a, 1.0 - b, a + 1.0, x))
