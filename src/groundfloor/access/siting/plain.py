"""Who would be within reach of a facility in a cell, slow and plain: the definition that the kernel is held against."""

from __future__ import annotations

import math

import numpy as np

from groundfloor.access.coverage import GRACE, MINUTE
from groundfloor.access.grid import Floats, Ints
from groundfloor.access.plain import travel_plainly
from groundfloor.access.siting.field import Field


def seconds_plainly(field: Field, cell: int, minutes: float) -> Floats:
    """The seconds from each cell to a facility in this one (or from it), infinite beyond so many minutes."""
    row, column = divmod(cell, field.grid.columns)
    return travel_plainly(
        field.friction.pace, field.grid, np.array([row]), np.array([column]), neighbours=field.neighbours,
        corners=field.corners, limit=minutes * MINUTE + GRACE, relief=field.relief,
    ).seconds  # fmt: skip


def sums_plainly(field: Field, cells: Ints, minutes: float, people: Floats, stop: Floats | None = None) -> list[float]:
    """What `Field.sums` gives for one column of people, cell by cell."""
    found = []
    for cell in cells.tolist():
        seconds = seconds_plainly(field, cell, minutes).ravel()
        counts = seconds < math.inf
        saved = counts.astype(float) if stop is None else np.where(counts, stop.ravel() - seconds, 0.0).clip(0)
        found.append(float((people.ravel() * saved).sum()))
    return found
