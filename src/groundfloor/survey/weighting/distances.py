"""How far a weight may move and how: the distances of Deville and Särndal (1992), each by the ratio it gives at a multiplier."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Floats

METHODS = ("raking", "linear", "logit")
STEEPEST = 500.0


class Distance(Protocol):
    """How weights may move: the ratio new / old at a multiplier, its slope, and its integral (the dual function)."""

    def ratio(self, u: Floats) -> Floats:
        """New weight over old."""

    def slope(self, u: Floats) -> Floats:
        """Its derivative."""

    def integral(self, u: Floats) -> Floats:
        """Its antiderivative."""


class Shape(Distance, Protocol):
    """A distance without bounds, which can be cut off at bounds."""

    def reached(self, ratio: float) -> float:
        """The multiplier at which the ratio is reached."""


class Raking:
    """The ratio exp(u): nearest in relative entropy, always above nought (Deville and Särndal 1992, case 2)."""

    def ratio(self, u: Floats) -> Floats:
        """exp(u), which is its own slope and integral."""
        return np.asarray(np.exp(u))

    slope = integral = ratio

    def reached(self, ratio: float) -> float:
        """log(ratio)."""
        return math.log(ratio) if ratio > 0 else -math.inf


class Linear:
    """The ratio 1 + u: nearest in the chi-square distance, the regression estimator (case 1); it may fall below nought."""

    def ratio(self, u: Floats) -> Floats:
        """1 + u."""
        return 1.0 + u

    def slope(self, u: Floats) -> Floats:
        """1."""
        return np.ones_like(u)

    def integral(self, u: Floats) -> Floats:
        """u + u² / 2."""
        return u + u * u / 2

    def reached(self, ratio: float) -> float:
        """Ratio - 1."""
        return ratio - 1.0


@dataclass(frozen=True)
class Truncated:
    """The ratio of `shape` cut off at `low` < 1 and `high` > 1 (case 7 where the shape is linear).

    >>> Truncated(Linear(), 0.5, 2).ratio(np.array([-3.0, 0.2, 3.0])).tolist()
    [0.5, 1.2, 2.0]
    """

    shape: Shape
    low: float
    high: float

    def _ends(self) -> tuple[float, float]:
        return self.shape.reached(self.low), self.shape.reached(self.high)

    def ratio(self, u: Floats) -> Floats:
        """The ratio of the shape, within the bounds."""
        low, high = self._ends()
        return np.asarray(np.clip(self.shape.ratio(np.clip(u, low, high)), self.low, self.high))

    def slope(self, u: Floats) -> Floats:
        """That of the shape between the bounds, 0 beyond."""
        low, high = self._ends()
        return np.where((u > low) & (u < high), self.shape.slope(np.clip(u, low, high)), 0.0)

    def integral(self, u: Floats) -> Floats:
        """That of the shape between the bounds, a straight line beyond."""
        inside = np.clip(u, *self._ends())
        return self.shape.integral(inside) + np.where(u > inside, self.high, self.low) * (u - inside)


@dataclass(frozen=True)
class Logit:
    """A ratio that stays between `low` < 1 and `high` > 1 (Deville and Särndal 1992, case 6).

    >>> [round(float(Logit(0.5, 2).ratio(np.array(u))), 3) for u in (-50.0, 0.0, 50.0)]
    [0.5, 1.0, 2.0]
    """

    low: float
    high: float

    def _parts(self, u: Floats) -> tuple[float, Floats]:
        steep = (self.high - self.low) / ((1 - self.low) * (self.high - 1))
        return steep, (1 - self.low) * np.exp(np.clip(steep * u, -STEEPEST, STEEPEST))

    def ratio(self, u: Floats) -> Floats:
        """A logistic curve from `low` to `high` through 1 at 0."""
        _, e = self._parts(u)
        return np.asarray(self.low + (self.high - self.low) * e / (self.high - 1 + e))

    def slope(self, u: Floats) -> Floats:
        """Its derivative, 1 at 0."""
        steep, e = self._parts(u)
        s = e / (self.high - 1 + e)
        return np.asarray((self.high - self.low) * steep * s * (1 - s))

    def integral(self, u: Floats) -> Floats:
        """Its antiderivative."""
        steep, e = self._parts(u)
        return np.asarray(self.low * u + (self.high - self.low) / steep * np.log(self.high - 1 + e))


def distance_of(method: str, bounds: Sequence[float] | None = None) -> Distance:
    """The distance that `method` and `bounds` (lowest and highest ratio of new to old weight) name.

    >>> distance_of("logit", (0.3, 3))
    Logit(low=0.3, high=3)
    """
    if method not in METHODS:
        raise GroundfloorError(f"There is no method {method!r}", expected=f"one of {', '.join(METHODS)}")
    if bounds is None:
        if method == "logit":
            raise GroundfloorError(
                "The method logit has no bounds", expected="the lowest and highest ratio, as 0.3 and 3"
            )
        return Raking() if method == "raking" else Linear()
    low, high = checked(bounds)
    return Logit(low, high) if method == "logit" else Truncated(Raking() if method == "raking" else Linear(), low, high)


def checked(bounds: Sequence[float]) -> tuple[float, float]:
    """Bounds that hold 1 between them; others are refused."""
    if len(bounds) != 2:
        raise GroundfloorError(f"There are {len(bounds)} bounds", expected="two, such as 0.3 and 3")
    low, high = bounds
    if not 0 <= low < 1 < high or math.isinf(high):
        raise GroundfloorError(
            f"The bounds {low:g} and {high:g} do not hold 1 between them", expected="such as 0.3 and 3"
        )
    return low, high
