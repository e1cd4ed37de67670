"""Who reaches a service in time: people by area and minutes, and the minutes of the middle person."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from groundfloor.access.grid import Floats, Ints

GRACE = 1e-6  # seconds by which the last bit of a sum may exceed a limit
MINUTE = 60.0


def within(seconds: Floats, people: Floats, number: Ints, parts: int, minutes: Sequence[float]) -> Floats:
    """People of each part (a row) in all, with any service, and within each number of `minutes`.

    `number` is that of each cell's part. What has a number beyond them is in a row more.
    """
    asked = [np.ones(seconds.shape, dtype=bool), np.isfinite(seconds)]
    asked += [seconds <= limit * MINUTE + GRACE for limit in minutes]
    found = [np.bincount(number.ravel(), np.where(one, people, 0.0).ravel(), minlength=parts) for one in asked]
    return np.stack(found, axis=1)


def over(part: float, whole: float) -> float:
    """A share, NaN of nobody."""
    return float(part / whole) if whole > 0 else math.nan


def minutes_of(seconds: Floats, people: Floats, share: float) -> float:
    """The minutes within which this share of all people reach a service; NaN where fewer reach any. `seconds` ascend.

    >>> minutes_of(np.array([60.0, 600.0, np.inf]), np.array([5.0, 3.0, 2.0]), 0.5)
    1.0
    >>> minutes_of(np.array([60.0, 600.0, np.inf]), np.array([5.0, 3.0, 2.0]), 0.9)
    nan
    """
    total = float(people.sum())
    if not total > 0:
        return math.nan
    reached = np.cumsum(people)
    at = int(np.searchsorted(reached, share * total * (1 - 1e-12)))
    value = float(seconds[min(at, len(seconds) - 1)])
    return value / MINUTE if math.isfinite(value) else math.nan
