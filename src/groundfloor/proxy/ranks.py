"""Orders of households: who is at the bottom of one, and how well it follows another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundfloor.measures.ranking import NEAR
from groundfloor.survey.frame import Floats

Mask = NDArray[np.bool_]


class Order:
    """Persons by a value that all of a household have: who is at the bottom of it, however often it is asked.

    All with the same value are in together: who stands at the cut is in. Missing values and weights of 0 are passed over.
    """

    def __init__(self, values: Floats, weight: Floats) -> None:
        self.values = values
        self.known: Mask = ~np.isnan(values) & (weight > 0)
        self.levels, at = np.unique(values[self.known], return_inverse=True)
        self.running = np.cumsum(np.bincount(at, weight[self.known]))

    def cut(self, share: float) -> tuple[float, float]:
        """The value at which the persons with least reach a share of all, and the next higher value (infinite when none)."""
        everybody = self.running[-1]
        first = int(np.searchsorted(self.running, share * everybody - NEAR * everybody, side="left"))
        first = min(first, len(self.levels) - 1)
        return float(self.levels[first]), float(self.levels[first + 1]) if first + 1 < len(self.levels) else np.inf

    def reached(self, share: float) -> Mask:
        """Who is in if a share is to be reached: nobody if there is none to be."""
        with np.errstate(invalid="ignore"):
            inside: Mask = self.values <= (self.cut(share)[0] if share > 0 else -np.inf)
        return inside


def cut(values: Floats, weight: Floats, share: float) -> tuple[float, float]:
    """The value at which the persons with least reach a share of all, and the next higher one, as `Order.cut` has them.

    >>> cut(np.array([1.0, 2.0, 2.0, 5.0]), np.ones(4), 0.5)
    (2.0, 5.0)
    """
    return Order(values, weight).cut(share)


def auc(score: Floats, poor: Mask, weight: Floats) -> tuple[float, Floats]:
    """The area under the ROC curve and its influence function; NaN where all are poor, or none.

    It is the weighted share of pairs of a poor and another in which the poor one has the lower score, equal scores counting a half.
    The influence of a poor person is (share of others above - A) / weight of the poor, of another (share of the poor below - A) /
    weight of the others.

    >>> auc(np.array([1.0, 2.0, 2.0, 3.0]), np.array([True, True, False, False]), np.ones(4))[0]
    0.875
    """
    at = np.unique(score, return_inverse=True)[1]
    size = int(at.max()) + 1
    bottom, top = np.bincount(at[poor], weight[poor], size), np.bincount(at[~poor], weight[~poor], size)
    if not (bottom.sum() > 0 and top.sum() > 0):
        return float("nan"), np.zeros(len(score))
    above = top.sum() - np.cumsum(top) + top / 2
    below = np.cumsum(bottom) - bottom / 2
    value = float((bottom @ above) / (bottom.sum() * top.sum()))
    own = np.where(poor, above[at] / top.sum(), below[at] / bottom.sum())
    influence: Floats = (own - value) / np.where(poor, bottom.sum(), top.sum())
    return value, influence


def spearman(a: Floats, b: Floats, weight: Floats) -> float:
    """The weighted correlation of ranks, those tied sharing the middle of theirs.

    >>> spearman(np.array([1.0, 2.0, 9.0]), np.array([0.1, 0.2, 0.3]), np.ones(3))
    1.0
    """
    x, y = _ranks(a, weight), _ranks(b, weight)
    x, y = x - np.average(x, weights=weight), y - np.average(y, weights=weight)
    below = np.sqrt((weight @ x**2) * (weight @ y**2))
    return float((weight @ (x * y)) / below) if below > 0 else float("nan")


def _ranks(values: Floats, weight: Floats) -> Floats:
    at = np.unique(values, return_inverse=True)[1]
    held = np.bincount(at, weight)
    ranks: Floats = (np.cumsum(held) - held / 2)[at]
    return ranks
