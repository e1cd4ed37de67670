"""Indices of poverty of a distribution whose welfare is scaled, with the error of the scale."""

from __future__ import annotations

import math

import numpy as np

from groundfloor.comparison.linear import Linear, known
from groundfloor.comparison.side import Side
from groundfloor.measures.families.poverty import POWERS, fgt
from groundfloor.survey.frame import Floats

WATTS = "watts"
INDICES = (*POWERS, WATTS)
ROOT = math.sqrt(2 * math.pi)
SELF = known(1.0)
ROUNDING = 1e-12


def watts(welfare: Floats, line: float) -> Floats:
    """Each person's contribution to the index of Watts (1968): ln(z / y) where y < z, else 0; NaN at 0 and below.

    >>> watts(np.array([50.0, 100.0, 0.0]), 100.0).round(4).tolist()
    [0.6931, 0.0, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(welfare > 0, np.maximum(np.log(line) - np.log(welfare), 0.0), np.nan)


def poverty(side: Side, index: str, line: float, scale: Linear = SELF) -> Linear:
    """An index of poverty if everybody had `scale` times as much, at `line`."""
    if not scale.value > 0:
        return known(math.nan)
    y = side.y * scale.value
    if scale.value != 1:  # who lives at the line must not fall below it by rounding
        y = np.where(abs(y - line) <= ROUNDING * line, line, y)
    each = watts(y, line) if index == WATTS else fgt(y, line, POWERS[index])
    found = side.mean(each)
    if scale.exact:
        return found
    moved = found.influence + scale.influence * (slope(side, index, line, scale.value).value / scale.value)
    return Linear(found.value, moved, max(found.scale, scale.scale))


def slope(side: Side, index: str, line: float, scale: float = 1.0) -> Linear:
    """By how much the index moves for a growth of everybody's welfare by 1 in the logarithm.

    -f for the headcount, f being the density of the logarithm of welfare at the line; -a (P(a-1) - P(a)) for the index of
    Foster, Greer and Thorbecke of power a; minus the headcount for the index of Watts.
    """
    if index == "fgt0":
        return density(side, line / scale) * -1.0
    if index == WATTS:
        return poverty(side, "fgt0", line / scale) * -1.0
    power = POWERS[index]
    y = np.clip(side.y * scale / line, 0.0, None)
    return side.mean(np.where(y < 1, -power * y * (1 - np.minimum(y, 1.0)) ** (power - 1), 0.0))


def density(side: Side, at: float) -> Linear:
    """The density of the logarithm of welfare at `at` (welfare), by a normal kernel; NaN where welfare has no spread.

    The bandwidth is Silverman's (1986): 0.9 min(standard deviation, interquartile range / 1.349) n^(-1/5), of those above 0.
    """
    positive = side.y > 0
    width = side.bandwidth
    if not width > 0 or not at > 0:
        return Linear(math.nan, np.zeros(side.part.design.weighted) * math.nan)
    far = (np.log(side.y, out=np.zeros(side.n), where=positive) - math.log(at)) / width
    return side.mean(np.where(positive, np.exp(-(far**2) / 2) / (ROOT * width), 0.0))
