"""The general quadratic Lorenz curve of Villaseñor and Arnold (1989), with the formulas of Datt (1998)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from groundfloor.grouped.curve import HALF, Check, Curve, quadrature
from groundfloor.survey.frame import Floats

ROUNDING = 1e-9
# the closed formula of the Gini coefficient divides by m, which may be so small that its terms cancel
STRAIGHT = 1e-3


@dataclass(frozen=True)
class Quadratic(Curve):
    """L (1 - L) = a (p² - L) + b L (p - 1) + c (p - L), solved for L.

    >>> curve = Quadratic(0.8877478436, -1.4514459181, 0.2026400477)  # rural India, 1983
    >>> round(curve.gini(), 8), round(curve.headcount(89 / 109.9), 8), curve.valid
    (0.28901712, 0.45061478, True)
    """

    a: float
    b: float
    c: float
    name: ClassVar[str] = "quadratic"
    letters: ClassVar[tuple[str, str, str]] = ("a", "b", "c")

    @property
    def parameters(self) -> tuple[float, float, float]:
        """a, b and c."""
        return self.a, self.b, self.c

    @property
    def e(self) -> float:
        """-(a + b + c + 1)."""
        return -(self.a + self.b + self.c + 1.0)

    @property
    def m(self) -> float:
        """b² - 4 a."""
        return self.b**2 - 4.0 * self.a

    @property
    def n(self) -> float:
        """2 b e - 4 c."""
        return 2.0 * self.b * self.e - 4.0 * self.c

    @property
    def r2(self) -> float:
        """r² = n² - 4 m e²; where it is negative the curve bends the wrong way."""
        return self.n**2 - 4.0 * self.m * self.e**2

    @property
    def top(self) -> float:
        """m + n + e², what stands under the root at p = 1: (a + c - 1)², without the rounding of the sum."""
        return (self.a + self.c - 1.0) ** 2

    def _under(self, p: Floats | float, rest: Floats | float | None = None) -> Floats:
        """m p² + n p + e², taken from the nearer end."""
        p = np.asarray(p, dtype=float)
        rest = 1.0 - p if rest is None else np.asarray(rest, dtype=float)
        low = self.m * p**2 + self.n * p + self.e**2
        high = self.top - (2.0 * self.m + self.n) * rest + self.m * rest**2
        return np.maximum(np.where(p < HALF, low, high), 0.0)

    def value(self, p: Floats) -> Floats:
        """L(p)."""
        return np.asarray(-HALF * (self.b * p + self.e + np.sqrt(self._under(p))))

    def slope(self, p: Floats | float, rest: Floats | float | None = None) -> Floats:
        """L'(p)."""
        with np.errstate(divide="ignore"):
            return np.asarray(-self.b / 2.0 - (2.0 * self.m * p + self.n) / (4.0 * np.sqrt(self._under(p, rest))))

    def bend(self, p: Floats | float) -> Floats:
        """L''(p)."""
        with np.errstate(divide="ignore"):
            return np.asarray(self.r2 / (8.0 * self._under(p) ** 1.5))

    def headcount(self, line: float) -> float:
        """The share of persons below `line`, in closed form."""
        if line <= float(self.slope(0.0)):
            return 0.0
        if line >= float(self.slope(1.0)):
            return 1.0
        k = self.b + 2.0 * line
        q = -k * math.sqrt(self.r2) / math.sqrt(k * k - self.m)  # 2 m H + n
        if abs(self.m) > STRAIGHT * ROUNDING:
            return (q - self.n) / (2.0 * self.m)
        return (self.n**2 - 4.0 * (self.e * k) ** 2) / (2.0 * (k * k - self.m) * (q + self.n))

    def squares(self, p: float) -> float:
        """The integral of the squared slope, in closed form."""
        r, twice = math.sqrt(self.r2), 2.0 * self.e**2
        above, below = twice + (self.n + r) * p, twice + (self.n - r) * p
        if below <= 0.0 or above <= 0.0:
            return math.nan
        return -(self.a * p + self.b * self.share(p) - r / 16.0 * math.log(above / below))

    def gini(self) -> float:
        """1 less twice the area under the curve, in closed form."""
        m, n, e = self.m, self.n, abs(self.e)
        first = 1.0 + self.b / 2.0 + self.e
        if abs(m) < STRAIGHT:
            return first + quadrature(lambda p: math.sqrt(float(self._under(p))), 0.0, 1.0)
        end = math.sqrt(self.top)
        if m > 0:
            root = math.sqrt(m)
            area = math.log(abs((2.0 * m + n + 2.0 * root * end) / (n + 2.0 * root * e))) / root
        else:
            r = math.sqrt(self.r2)
            area = (math.asin(_sine(n / r)) - math.asin(_sine((2.0 * m + n) / r))) / math.sqrt(-m)
        return first + ((2.0 * m + n) * end - n * e) / (4.0 * m) - self.r2 / (8.0 * m) * area

    def checks(self) -> tuple[Check, ...]:
        """The conditions on a, b and c that Datt (1998) gives."""
        return (
            Check("from_zero", self.e < 0.0),
            Check("to_one", self.a + self.c >= 1.0 - ROUNDING),
            Check("not_falling", self.c >= -ROUNDING),
            Check("convex", self._convex),
        )

    @property
    def _convex(self) -> bool:
        """Whether what stands under the root has no zero between the ends."""
        m, n = self.m, self.n
        return self.r2 >= 0.0 and (m <= 0.0 or n >= 0.0 or m < -n / 2.0 + ROUNDING)

    @property
    def computable(self) -> bool:
        """Whether the curve starts at 0 and bends the right way: then its formulas hold, wherever it ends."""
        return self.e < 0.0 and self._convex and self.r2 > 0.0

    @property
    def steepness(self) -> float:
        """A half where the curve becomes upright at the richest, else 1."""
        return 0.5 if self.top < ROUNDING else 1.0


def _sine(value: float) -> float:
    """A sine that rounding has not taken out of -1 to 1."""
    return min(max(value, -1.0), 1.0)
