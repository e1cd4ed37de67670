"""Groups of persons, as every table names them."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.derived import grouping
from groundfloor.survey.frame import Survey, Text

Mask = NDArray[np.bool_]


def by_size(level: str) -> tuple[float, str]:
    """The order of words, codes by their size before all others.

    >>> sorted(["10", "North", "2"], key=by_size)
    ['2', '10', 'North']
    """
    return (float(level) if level.isascii() and level.isdecimal() else math.inf), level


def group_masks(survey: Survey, groups: tuple[str, ...] | None = None) -> Iterator[tuple[str, Mask]]:
    """('all', everyone), then ('region=Tyrol', its persons) for each value of each grouping variable the survey has.

    `groups` are the survey's own when left out; a variable that the survey lacks and that does not follow from its others
    (`derived.grouping`) is passed over. Missing belongs to no group.
    """
    yield "all", np.ones(survey.persons, dtype=bool)
    for name in survey.groups if groups is None else groups:
        column = grouping(survey, name)
        if isinstance(column, Text):
            for level in sorted(column.levels, key=by_size):
                yield f"{name}={level}", column.is_(level) == 1.0
        elif column is not None:
            for value in np.unique(column[~np.isnan(column)]):
                yield f"{name}={value:g}", column == value
