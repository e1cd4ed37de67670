"""What a survey says of each person: where, whether care is affordable and good, and whether a facility is within reach."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from groundfloor.access.coverage import GRACE, MINUTE
from groundfloor.access.description import Condition, Effective, Wanted
from groundfloor.access.grid import Bools, Floats, Grid, Ints
from groundfloor.access.layers import moved
from groundfloor.access.vectors import DEGREES
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.frame import Survey, Text


@dataclass(frozen=True)
class Where:
    """The row and column of each person's cell, -1 where not known, and persons without coordinates and off the grid."""

    rows: Ints
    columns: Ints
    without: int
    outside: int


def answers(survey: Survey, condition: Condition, place: Place) -> Floats:
    """1 where it is true of a person, 0 where it is not, NaN where that is not known. What is not true or false raises GroundfloorError."""
    column = survey.columns.get(condition.variable)
    if column is None:
        raise GroundfloorError(
            f"The survey has no variable {condition.variable!r}",
            place,
            expected="a variable that is true or false",
            hint=nearest(condition.variable, survey.columns),
        )
    if isinstance(column, Text) or not np.isin(column[~np.isnan(column)], (0.0, 1.0)).all():
        raise GroundfloorError(
            f"{condition.variable!r} is not true or false", place, expected="a variable of kind boolean"
        )
    return np.asarray(1.0 - column if condition.negated else column)


def placed(survey: Survey, effective: Effective, grid: Grid) -> Where | None:
    """The cell of each person; None where the survey does not say where people live. One of two coordinates raises GroundfloorError."""
    names = effective.longitude, effective.latitude
    known = [name in survey.columns for name in names]
    if not any(known):
        return None
    columns = [survey.columns.get(name) for name in names]
    x, y = columns
    if x is None or y is None or isinstance(x, Text) or isinstance(y, Text):
        raise GroundfloorError(
            f"The survey's {names[0]!r} and {names[1]!r} are not both numbers", effective.place, expected="degrees"
        )
    for name, values, limit in ((names[0], x, 180.0), (names[1], y, 90.0)):
        if (np.abs(values[~np.isnan(values)]) > limit).any():
            raise GroundfloorError(
                f"{name} is beyond {limit:g}", effective.place, expected=f"degrees from -{limit:g} to {limit:g}"
            )
    missing = np.isnan(x) | np.isnan(y)
    rows, at = grid.cells(*moved(x, y, DEGREES, grid.crs))
    rows, at = np.where(missing, -1, rows), np.where(missing, -1, at)
    return Where(rows, at, int(missing.sum()), int((~missing & (rows < 0)).sum()))


def metres_moved(survey: Survey, effective: Effective) -> Floats | None:
    """By how many metres each person may have been moved, the farther of both where town or country is not known; None where nobody was.

    Two distances and no variable `urban` raise GroundfloorError.
    """
    if effective.moved is None:
        return None
    town, country = effective.moved
    if town == country:
        return np.full(survey.persons, town)
    urban = answers(survey, Condition("urban", negated=False), effective.place)
    return np.where(np.isnan(urban), max(town, country), np.where(urban == 1.0, town, country))


def sure_and_possible(
    where: Where, metres: Floats, near: Floats, cells: Bools, lived: Bools, grid: Grid
) -> tuple[Floats, Floats]:
    """Whether each person is within reach in every cell, and in any, where the person may live; NaN where `near` is not known.

    `cells` are those within reach, `lived` those with people that can be entered.
    """
    sure, possible = np.full(len(near), np.nan), np.full(len(near), np.nan)
    known = ~np.isnan(near)
    places = np.column_stack([where.rows, where.columns, metres])[known]
    each, of = np.unique(places, axis=0, return_inverse=True)
    ends = np.zeros((len(each), 2))
    for i, (row, column, far) in enumerate(each.tolist()):
        r, c = int(row), int(column)
        found = [bool(cells[r, c])]
        for down, span in _around(grid, r, far):
            across = slice(max(0, c - span), c + span + 1)
            found += cells[down, across][lived[down, across]].tolist()
        ends[i] = all(found), any(found)
    sure[known], possible[known] = ends[of.ravel()].T
    return sure, possible


def _around(grid: Grid, row: int, metres: float) -> Iterator[tuple[int, int]]:
    """The rows within so many metres and the diagonal of a cell, each with how many columns to each side."""
    far = metres + grid.distance(row, 1, 1)
    high = min(grid.distance(0, 1, 0), grid.distance(grid.rows - 1, 1, 0))
    span = int(far / high) + 1
    for r in range(max(0, row - span), min(grid.rows, row + span + 1)):
        down = grid.distance(min(r, row), abs(r - row), 0)
        if down <= far:
            across = min(grid.distance(r, 0, 1), grid.distance(row, 0, 1))
            yield r, int(math.sqrt(far * far - down * down) / across)


def in_reach(where: Where, wanted: Wanted, seconds: Floats, passable: Bools) -> Floats:
    """1 where a person's cell is within the limit, 0 where not, NaN where the cell is not known or cannot be entered."""
    on = where.rows >= 0
    r, c = where.rows[on], where.columns[on]
    out = np.full(len(where.rows), np.nan)
    near = (seconds[r, c] <= wanted.within * MINUTE + GRACE).astype(float)
    out[on] = np.where(passable[r, c], near, np.nan)
    return out
