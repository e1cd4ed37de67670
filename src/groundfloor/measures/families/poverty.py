"""Poverty: the indices of Foster, Greer and Thorbecke (1984) for each line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.survey.frame import Floats

SETS = ("standard", "adept", "ceq", "euromod", "dasp")

POWERS = {"fgt0": 0, "fgt1": 1, "fgt2": 2}


def fgt(welfare: Floats, line: float, power: int) -> Floats:
    """Each person's contribution to the index: ((z - y) / z) ** power where y < z, else 0; NaN where y is missing.

    Who lives exactly at the line is not poor. Welfare below 0 counts as 0, so that no gap exceeds the line.

    >>> fgt(np.array([50.0, 100.0, -5.0, np.nan]), 100.0, 1).tolist()
    [0.5, 0.0, 1.0, nan]
    """
    if power == 0:
        return np.where(np.isnan(welfare), np.nan, welfare < line)
    gap: Floats = 1.0 - np.clip(welfare, 0.0, line) / line
    return gap if power == 1 else gap**power


def rows(context: Context) -> Iterator[Row]:
    """fgt0 (headcount), fgt1 (gap) and fgt2 (squared gap) by line and group."""
    living = context.living
    if living is not None:
        for line, value in context.lines.items():
            for measure, power in POWERS.items():
                poor = fgt(living.welfare, value, power)
                yield from context.ratios(measure, living.over, poor, proportion=power == 0, line=line)
