"""Welfare of cells: brought to the grid, in fifths, and how unequal reach is over it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.access.description import Description, Poverty
from groundfloor.access.equity.reading import SHARE_POOR
from groundfloor.access.facilities import read_facilities
from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.layers import brought, moved, read_raster
from groundfloor.access.sources import Points
from groundfloor.access.vectors import DEGREES, Features
from groundfloor.documents import number
from groundfloor.errors import GroundfloorError, Place
from groundfloor.measures.ranking import quantile_groups
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value

FIFTHS = ("poorest_fifth", "second_fifth", "middle_fifth", "fourth_fifth", "richest_fifth")
UNKNOWN = "unknown"
RADIUS = 6_371_008.8  # metres: the mean radius of the earth
AT_ONCE = 200_000  # cells whose nearest points are sought together
AMONG = 8  # points among which the first of those equally near is taken
EQUAL = 1 + 1e-9


@dataclass(frozen=True)
class Welfare:
    """Welfare of each cell with its fifth (-1: not known), or the share of poor of each cell or of each area; None where not given."""

    index: Floats | None = None
    fifth: Ints | None = None
    poor: Floats | None = None
    poor_areas: Floats | None = None


def welfare_of(
    description: Description,
    boundaries: Features | None,
    grid: Grid,
    people: Floats,
    area: Ints,
    areas: tuple[str, ...],
) -> tuple[Welfare, list[Finding]]:
    """Welfare or the share of poor as the description gives it, and how many people have none."""
    given = description.poverty
    if given is None:
        return Welfare(), []
    if given.by_area:
        assert boundaries is not None  # noqa: S101 (the reader of the description sees to it)
        share = _of_areas(description, boundaries, given, areas)
        unknown = np.isnan(np.append(share, math.nan)[area])  # those in no area have the last, as -1 does
        return Welfare(poor_areas=share), _lacking(people, unknown)
    values = (
        _by_point(given, given.points, grid, people) if given.points else brought(read_raster(given.source.path), grid)
    )
    if given.measure == SHARE_POOR:
        known = values[np.isfinite(values)]
        if known.size and (known.min() < 0 or known.max() > 1):
            raise GroundfloorError(
                f"Shares of poor from {known.min():g} to {known.max():g}",
                given.source.place,
                expected="shares from 0 to 1",
            )
        return Welfare(poor=values), _lacking(people, ~np.isfinite(values))
    fifth = quantile_groups(values.ravel(), people.ravel(), len(FIFTHS)).reshape(grid.shape)
    # nobody lives in cells without people, whatever their welfare
    return Welfare(index=values, fifth=fifth), _lacking(people, ~np.isfinite(values))


def _lacking(people: Floats, unknown: Any) -> list[Finding]:
    count = float(people[unknown].sum())
    if not round(count):
        return []
    said: dict[str, Value] = {"count": round(count), "share": count / float(people.sum())}
    return [Finding("note", "access", "poverty", round(count), "access.no_welfare", said)]


def _of_areas(description: Description, boundaries: Features, given: Poverty, areas: tuple[str, ...]) -> Floats:
    """The share of poor of each area; areas of one name have one, that of the first."""
    assert description.areas is not None  # noqa: S101 (the reader of the description sees to it)
    column = given.source.column
    names = boundaries.texts(description.areas.column)
    texts = boundaries.texts(column, given.source.place)
    out = np.full(len(areas), math.nan)
    for name, text in zip(reversed(names), reversed(texts), strict=True):
        if text:
            share = number(text, given.source.place)
            if not 0 <= share <= 1:
                raise GroundfloorError(
                    f"The share of poor of {name} is {text}", given.source.place, expected="a share from 0 to 1"
                )
            out[areas.index(name)] = share
    return out


def _by_point(given: Poverty, points: Points, grid: Grid, people: Floats) -> Floats:
    """The value of the point nearest to the centre of each cell with people, NaN where none is near."""
    from scipy.spatial import cKDTree

    found = read_facilities(points)
    values = np.array([_value(text, row, points) for row, text in enumerate(found.columns[points.name])])
    x, y = moved(found.longitude, found.latitude, DEGREES, grid.crs)
    known = np.isfinite(x) & np.isfinite(y) & np.isfinite(values)
    if not known.any():
        raise GroundfloorError(f"No point of {points.source.path.name} has a place and a value", points.source.place)
    values = values[known]
    tree = cKDTree(_in_space(x[known], y[known], grid))
    out = np.full(grid.shape, math.nan)
    rows, columns = np.nonzero(people > 0)
    # a chord is shorter than its arc
    near = 2 * RADIUS * math.sin(given.near / RADIUS / 2) if grid.geographic else given.near
    for first in range(0, len(rows), AT_ONCE):
        r, c = rows[first : first + AT_ONCE], columns[first : first + AT_ONCE]
        far, which = tree.query(_in_space(*grid.centres(r, c), grid), k=min(AMONG, len(values)))
        far, which = far.reshape(len(r), -1), which.reshape(len(r), -1)
        alike = np.where(far <= far[:, :1] * EQUAL, which, len(values)).min(axis=1)
        out[r, c] = np.where(far[:, 0] <= near * EQUAL, values[alike], math.nan)
    return out


def _value(text: str, row: int, points: Points) -> float:
    return number(text, Place(str(points.source.path), row=row + 1, field=points.name)) if text else math.nan


def _in_space(x: Floats, y: Floats, grid: Grid) -> Floats:
    """Points in metres: on a sphere where they are in degrees."""
    if not grid.geographic:
        return np.column_stack([x, y])
    longitude, latitude = np.radians(x), np.radians(y)
    ring = np.cos(latitude)
    return np.asarray(RADIUS * np.column_stack([ring * np.cos(longitude), ring * np.sin(longitude), np.sin(latitude)]))


def concentration(welfare: Floats, people: Floats, reached: Floats) -> float:
    """The concentration index of reach over welfare: below 0 where it is more with the poor; NaN where nobody is reached.

    One value a cell: its welfare, its people and the part of them within reach. Equals share a rank.

    >>> concentration(np.array([1.0, 2.0]), np.array([1.0, 1.0]), np.array([0.0, 1.0]))
    0.5
    >>> concentration(np.array([5.0, 5.0]), np.array([1.0, 1.0]), np.array([0.0, 1.0]))
    0.0
    """
    total, near = float(people.sum()), float((people * reached).sum())
    if not near > 0:
        return math.nan
    _, place = np.unique(welfare, return_inverse=True)
    alike = np.bincount(place, people)
    rank = (np.cumsum(alike) - alike / 2) / total
    return float(2 * (people * reached * rank[place]).sum() / near - 1)
