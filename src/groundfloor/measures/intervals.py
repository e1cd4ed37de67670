"""Confidence intervals around estimates from a sample of primary units."""

from __future__ import annotations

from functools import cache

import numpy as np

from groundfloor.measures.design import Design
from groundfloor.measures.student import two_sided
from groundfloor.survey.frame import Floats

CONFIDENCE = 0.95


def degrees(design: Design) -> int:
    """Degrees of freedom of a variance under the design: primary units less strata."""
    return len(design.stratum) - len(design.units_in)


@cache
def reach(df: int) -> float:
    """How many standard errors an interval of `CONFIDENCE` reaches to each side: Student's t, NaN without degrees of freedom.

    >>> round(reach(10), 6), round(reach(10**9), 4), reach(0)
    (2.228139, 1.96, nan)
    """
    if df < 1:
        return np.nan
    return two_sided(df, CONFIDENCE)


def interval(value: Floats, se: Floats, df: int, *, proportion: bool = False) -> tuple[Floats, Floats]:
    """Low and high end of the interval of `CONFIDENCE` around each value; NaN where the standard error is not known.

    A `proportion`'s interval is taken on the logit scale and stays between 0 and 1 (Korn and Graubard 1999, ch. 5).

    >>> [end.round(4).tolist() for end in interval(np.array([0.02]), np.array([0.015]), 30)]
    [[-0.0106], [0.0506]]
    >>> [end.round(4).tolist() for end in interval(np.array([0.02]), np.array([0.015]), 30, proportion=True)]
    [[0.0043], [0.0888]]
    """
    t = reach(df)
    if not proportion:
        return value - t * se, value + t * se
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        middle, step = np.log(value / (1 - value)), t * se / (value * (1 - value))
        low, high = (1 / (1 + np.exp(-(middle + side * step))) for side in (-1, 1))
    unknown = np.isnan(se)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)
