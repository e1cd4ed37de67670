"""The poor within reach: by cell, or between what their area allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.access.grid import Floats


@dataclass(frozen=True)
class PoorReached:
    """By group: how many are poor, how many of these are within reach, and at least and at most."""

    poor: Floats
    reached: Floats
    low: Floats
    high: Floats


def of_cells(people: Floats, reached: Floats, share: Floats) -> PoorReached:
    """Where the share of poor of each cell is known, all of whom have one time; one value a cell.

    >>> of_cells(np.array([10.0]), np.array([10.0]), np.array([0.5])).high.tolist()
    [5.0]
    """
    poor, near = people * share, reached * share
    return PoorReached(poor, near, near, near)


def of_areas(people: Floats, reached: Floats, share: Floats) -> PoorReached:
    """Where it is known of whole areas only: the poor may be any of the people; expected is that they are spread as these. One value an area.

    >>> found = of_areas(np.array([100.0]), np.array([80.0]), np.array([0.5]))
    >>> found.low.tolist(), found.reached.tolist(), found.high.tolist()
    ([30.0], [40.0], [50.0])
    """
    poor = people * share
    return PoorReached(poor, reached * share, np.maximum(0.0, poor + reached - people), np.minimum(poor, reached))
