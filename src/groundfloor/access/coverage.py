"""Who reaches a service in time: people by area and minutes, and the minutes of the middle person."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from groundfloor.access.grid import Floats, Ints

GRACE = 1e-6  # seconds by which the last bit of a sum may exceed a limit
MINUTE = 60.0


def within(seconds: Floats, people: Floats, area: Ints, areas: int, minutes: Sequence[float]) -> Floats:
    """People of each area (rows, the last of them for those in none) in all, with any service, and within each number of `minutes`.

    `area` is the number of a cell's area, -1 in none. The rows add up to the people of the grid.
    """
    asked = [np.ones(seconds.shape, dtype=bool), np.isfinite(seconds)]
    asked += [seconds <= limit * MINUTE + GRACE for limit in minutes]
    number = np.where(area < 0, areas, area).ravel()
    found = [np.bincount(number, np.where(one, people, 0.0).ravel(), minlength=areas + 1) for one in asked]
    return np.stack(found, axis=1)


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
