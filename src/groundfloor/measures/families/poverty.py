"""Poverty: the indices of Foster, Greer and Thorbecke (1984) for each line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.lines import in_groups, means
from groundfloor.measures.median import NORMAL_95
from groundfloor.survey.frame import Floats

SETS = ("standard", "adept", "ceq", "euromod", "dasp")

POWERS = {"fgt0": 0, "fgt1": 1, "fgt2": 2}


def fgt(welfare: Floats, line: float, power: float) -> Floats:
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
    """fgt0 (headcount), fgt1 (gap) and fgt2 (squared gap) by line and group; of a line that is a share of the median or mean with its error."""
    for line in context.lines if context.living is not None else ():
        for measure, power in POWERS.items():
            yield from of_power(context, measure, line, power)


def of_power(context: Context, measure: str, line: str, power: float) -> Iterator[Row]:
    """Rows of the index of a power, by group."""
    assert context.living is not None  # noqa: S101 (there is welfare)
    welfare, over, value = context.living.welfare, context.living.over, context.lines[line]
    moved = context.moving.get(line)
    if moved is None:
        poor = fgt(welfare, value, power)
        yield from context.ratios(measure, over, poor, proportion=power == 0, line=line)
    elif power == 0:
        for one in context.distributions:
            share = one.share_below(in_groups(moved, one.part))
            yield from context.rows(measure, one.part, share.estimate(one.over), proportion=True, line=line)
    else:
        error = float(context.distributions[0].error(moved)[0])
        for base, figure in means(context, over, moved, fgt(welfare, value, power), rise(welfare, value, power, error)):
            yield from context.rows(measure, base.partition, figure.estimate(base), line=line)


def rise(welfare: Floats, line: float, power: float, error: float) -> Floats:
    """By how much each person's contribution rises with the line: power/z (g^(power-1) - g^power), g being the gap over the line.

    For a power below 1, where that grows without bound near the line, the mean rise over the line's 95 % interval.

    >>> rise(np.array([50.0, 100.0, -5.0]), 100.0, 2, 1.0).tolist()
    [0.005, 0.0, 0.0]
    """
    if power < 1:
        far = NORMAL_95 * error
        low, high = (fgt(welfare, line + side * far, power) for side in (-1, 1))
        return (high - low) / (2 * far)
    slope: Floats = power / line * (fgt(welfare, line, power - 1) - fgt(welfare, line, power))
    return slope
