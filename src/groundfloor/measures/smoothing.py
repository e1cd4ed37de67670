"""Sums of a Gaussian kernel around many values at each of them, as exact as the sum over all pairs and much faster."""

from __future__ import annotations

import math

import numpy as np

from groundfloor.measures.design import totals
from groundfloor.survey.frame import Floats

FAR = 8.5  # bandwidths beyond which the kernel is below rounding
BOX = 0.25  # width of a box in bandwidths
TERMS = 16  # of the series: the next one is below rounding
ROOT = math.sqrt(2 * math.pi)


class Smoothed:
    """At each of the values, in rising order, the sum over all of weight times the normal density of their distance.

    `width` is the density's standard deviation. With values in boxes of a quarter of it, the kernel between two boxes is a
    Taylor series in the distances to their middles, so that each box is summed once (Greengard, Strain 1991).

    >>> Smoothed(np.array([0.0, 1.0]), np.array([2.0, 0.0]), 1.0).sums.round(6).tolist()
    [0.797885, 0.483941]
    """

    def __init__(self, values: Floats, weights: Floats, width: float) -> None:
        self._width, step = width, BOX * width
        box = np.floor((values - values[:1]) / step)
        first = np.flatnonzero(np.diff(box, prepend=-1.0) != 0)
        occupied = box[first]
        self._of = np.repeat(np.arange(len(first)), np.diff(first, append=len(values)))
        self._away = (values - values[:1] - (occupied[self._of] + 0.5) * step) / width
        self._local = _series(occupied, self._moments(weights, len(first)))

    def _moments(self, weights: Floats, boxes: int) -> Floats:
        """By box the sums of weight times (-d)^k / k!, d being the distance to the middle in bandwidths."""
        moments, each = np.empty((boxes, TERMS)), weights
        for k in range(TERMS):
            moments[:, k] = totals(self._of, each, boxes)
            each = each * -self._away / (k + 1)
        return moments

    @property
    def sums(self) -> Floats:
        """One sum a value."""
        return self._polynomial(self._local) / (self._width * ROOT)

    @property
    def slopes(self) -> Floats:
        """By how much each sum rises with the width: the kernel's derivative by it is its second derivative by the distance."""
        k = np.arange(2, TERMS)
        return self._polynomial(self._local[:, 2:] * k * (k - 1)) / (self._width**2 * ROOT)

    def _polynomial(self, coefficients: Floats) -> Floats:
        found = coefficients[self._of, -1]
        for k in reversed(range(coefficients.shape[1] - 1)):
            found = found * self._away + coefficients[self._of, k]
        out: Floats = found
        return out


def _series(occupied: Floats, moments: Floats) -> Floats:
    """The coefficients in each box of the sum over all boxes near enough; `occupied` are the boxes there are."""
    local = np.zeros(moments.shape)
    reach = math.ceil(FAR / BOX) + 1
    for apart in range(-reach, reach + 1):
        at = np.minimum(np.searchsorted(occupied, occupied - apart), len(occupied) - 1)
        there = np.flatnonzero(occupied[at] == occupied - apart)
        if len(there):
            local[there] += moments[at[there]] @ _between(apart * BOX)
    return local


def _between(distance: float) -> Floats:
    """What each moment of one box adds to each coefficient of another, `distance` bandwidths above it.

    The derivative of order k of exp(-d^2 / 2) is (-1)^k He_k(d) exp(-d^2 / 2), by He_k+1 = d He_k - k He_k-1.
    """
    slopes = [math.exp(-(distance**2) / 2)]
    slopes.append(-distance * slopes[0])
    for k in range(1, TERMS - 1):
        slopes.append(-distance * slopes[k] - k * slopes[k - 1])
    by = np.zeros((TERMS, TERMS))
    for of in range(TERMS):
        for to in range(TERMS - of):
            by[of, to] = slopes[of + to] / math.factorial(to)
    return by
