"""Lines that are a share of median or mean welfare."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from groundfloor.survey.frame import Floats, Survey


def middle(welfare: Floats, weight: Floats, of: str) -> float:
    """Weighted mean or median: the value at which the weights first exceed half, the mean of two where they meet it.

    >>> middle(np.array([4.0, 1.0, 2.0, np.nan]), np.array([1.0, 1.0, 2.0, 9.0]), "median")
    2.0
    """
    counted = ~np.isnan(welfare) & (weight > 0)
    values, weights = welfare[counted], weight[counted]
    if not len(values):
        return np.nan
    if of == "mean":
        return float(np.average(values, weights=weights))
    order = np.argsort(values, kind="stable")
    values, share = values[order], np.cumsum(weights[order]) / weights.sum()
    low = int(np.searchsorted(share, 0.5 - 1e-12))
    high = int(np.searchsorted(share, 0.5 + 1e-12))
    return float((values[low] + values[high]) / 2)


def redrawn(survey: Survey, factor: Floats) -> Survey:
    """The survey under its weights times a factor a person, with the lines that hang on them under theirs.

    >>> from groundfloor.survey.frame import Relative
    >>> income, weight = np.array([1.0, 2.0, 6.0]), np.ones(3)
    >>> half = {"half": Relative(0.5, "median", income, weight)}
    >>> survey = Survey("s", "X", 2020, {}, np.arange(3), weight, income, {"half": 1.0, "two": 2.0}, relative=half)
    >>> redrawn(survey, np.array([0.0, 0.0, 1.5])).lines
    {'half': 3.0, 'two': 2.0}
    """
    lines = {
        name: one.share * middle(one.welfare, one.weight * factor, one.of) for name, one in survey.relative.items()
    }
    return replace(survey.with_weight(survey.weight * factor), lines={**survey.lines, **lines}, relative={})
