"""From age groups to single years of age, by monotone interpolation that keeps every group's total."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LAST_AGE = 100
"""The open age group: this age and over."""

_SMALL = 1e-300


def monotone(knots: Ints, values: Floats, at: Ints) -> Floats:
    """The monotone piecewise cubic through `values` (last axis along `knots`), read at `at` inside the knots.

    >>> monotone(np.array([0, 2, 4]), np.array([0.0, 2.0, 4.0]), np.array([1, 2, 3])).tolist()
    [1.0, 2.0, 3.0]
    """
    width = np.diff(knots).astype(float)
    secant = np.diff(values, axis=-1) / width
    if len(width) == 1:
        slope = np.concatenate([secant, secant], axis=-1)
    else:
        slope = np.concatenate(
            [
                _end(width[0], width[1], secant[..., :1], secant[..., 1:2]),
                _inner(width, secant),
                _end(width[-1], width[-2], secant[..., -1:], secant[..., -2:-1]),
            ],
            axis=-1,
        )
    i = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(width) - 1)
    h, t = width[i], (at - knots[i]) / width[i]
    left, right = values[..., i], values[..., i + 1]
    curve = (1 + 2 * t) * (1 - t) ** 2 * left + t**2 * (3 - 2 * t) * right
    curve += h * t * (1 - t) ** 2 * slope[..., i] - h * t**2 * (1 - t) * slope[..., i + 1]
    return np.asarray(curve)


def _inner(width: Floats, secant: Floats) -> Floats:
    """Slopes at the inner knots: the weighted harmonic mean, 0 where the secants differ in sign."""
    w1, w2 = 2 * width[1:] + width[:-1], width[1:] + 2 * width[:-1]
    before, after = secant[..., :-1], secant[..., 1:]
    same = before * after > _SMALL
    one = np.ones_like(before)
    inverse = w1 / np.where(same, before, one) + w2 / np.where(same, after, one)
    return np.where(same, (w1 + w2) / np.where(same, inverse, one), 0.0)


def _end(h0: float, h1: float, near: Floats, far: Floats) -> Floats:
    """Slope at an end: three points, held to the shape of the data."""
    slope = ((2 * h0 + h1) * near - h0 * far) / (h0 + h1)
    slope = np.where(np.sign(slope) != np.sign(near), 0.0, slope)
    steep = (np.sign(near) != np.sign(far)) & (np.abs(slope) > 3 * np.abs(near))
    return np.where(steep, 3 * near, slope)


def split_counts(lower: Ints, counts: Floats, upper: int) -> Floats:
    """Counts of age groups (last axis; lower bounds `lower`, the last ending before `upper`) by single age.

    The result runs from `lower[0]` to `upper - 1`; each group's sum is kept.

    >>> split_counts(np.array([0, 5]), np.array([50.0, 50.0]), 10).round(6).tolist()
    [10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0]
    """
    knots = np.append(lower, upper)
    start = np.zeros((*counts.shape[:-1], 1))
    total = np.concatenate([start, np.cumsum(counts, axis=-1)], axis=-1)
    ages = np.arange(lower[0], upper + 1)
    single = np.diff(monotone(knots, total, ages), axis=-1)
    # a curve leaves what rounding leaves where a group holds nobody
    empty = counts[..., np.searchsorted(lower, ages[:-1], side="right") - 1] == 0
    return np.where(empty, 0.0, single)


def split_to_last(lower: Ints, counts: Floats) -> Floats:
    """Counts of age groups from 0 to the open group 100+ by single age 0 ... 100+."""
    closed = split_counts(lower[:-1], counts[..., :-1], LAST_AGE)
    return np.concatenate([closed, counts[..., -1:]], axis=-1)
