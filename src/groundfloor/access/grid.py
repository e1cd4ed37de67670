"""A grid of cells on the earth: where each cell lies, how far its neighbours are and how large it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# the ellipsoid of WGS 84
EQUATOR = 6378137.0
FLATTENING = 1 / 298.257223563
POLE = EQUATOR * (1 - FLATTENING)
SQUARED = FLATTENING * (2 - FLATTENING)
ECCENTRICITY = SQUARED**0.5


@dataclass(frozen=True)
class Grid:
    """`rows` by `columns` cells with the north up, from the corner (`west`, `north`), each `width` by `height`.

    Where `geographic`, these are degrees of longitude and latitude; else metres of a projection. `crs` names the reference system.
    """

    rows: int
    columns: int
    west: float
    north: float
    width: float
    height: float
    geographic: bool = True
    crs: str = "EPSG:4326"

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    def distance(self, row: int, down: int, right: int) -> float:
        """Metres between the centre of a cell in `row` and that of the cell `down` rows below it and `right` columns beside it.

        On degrees it is along the ellipsoid, by its radii at the middle latitude of both.

        >>> Grid(2, 2, 0, 0, 30, 40, geographic=False).distance(0, 1, 1)
        50.0
        >>> round(Grid(2, 2, 0, 0.5, 1, 1).distance(0, 0, 1))
        111319
        """
        south, east = down * self.height, right * self.width
        if self.geographic:
            # one number at a time: over an array the same sine can differ in its last bit from place to place
            middle = math.radians(self.north - (row + 0.5 + down / 2) * self.height)
            root = math.sqrt(1 - SQUARED * math.sin(middle) ** 2)
            south = math.radians(south) * EQUATOR * (1 - SQUARED) / root**3
            east = math.radians(east) * EQUATOR / root * math.cos(middle)
        return math.sqrt(south * south + east * east)

    def areas(self) -> Floats:
        """The area of a cell of each row, in km2."""
        if not self.geographic:
            return np.full(self.rows, self.width * self.height / 1e6)
        return np.asarray(np.diff(self.edges_down()) * np.radians(self.width) / 1e6)

    def edges_down(self) -> Floats:
        """Where rows begin and end, ascending from the north, so that the area between two edges is in proportion to their difference.

        Where the grid is in degrees it is minus the area from the equator, one radian wide, in m2.
        """
        edges = self.north - np.arange(self.rows + 1) * self.height
        return np.asarray(-_to_equator(np.radians(edges)) if self.geographic else -edges)

    def edges_across(self) -> Floats:
        """Where columns begin and end, ascending."""
        return np.asarray(self.west + np.arange(self.columns + 1) * self.width)

    def cells(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        """Row and column of points; -1 for both where a point lies outside or has no coordinates.

        A point on an edge belongs to the cell east and south of it.
        """
        column = np.floor((np.asarray(x, dtype=float) - self.west) / self.width)
        row = np.floor((self.north - np.asarray(y, dtype=float)) / self.height)
        inside = (row >= 0) & (row < self.rows) & (column >= 0) & (column < self.columns)
        return np.where(inside, row, -1).astype(np.int64), np.where(inside, column, -1).astype(np.int64)

    def centres(self, rows: Ints, columns: Ints) -> tuple[Floats, Floats]:
        """The coordinates of the centres of cells."""
        x, y = self.west + (columns + 0.5) * self.width, self.north - (rows + 0.5) * self.height
        return np.asarray(x), np.asarray(y)


def _to_equator(latitude: Floats) -> Floats:
    """The area between the equator and a latitude, one radian wide, in m2; negative in the south."""
    sine = np.sin(latitude)
    return np.asarray(POLE**2 / 2 * (sine / (1 - SQUARED * sine**2) + np.arctanh(ECCENTRICITY * sine) / ECCENTRICITY))
