"""Town and country, from where people live: the degree of urbanisation of a grid of about 1 km."""

from __future__ import annotations

import numpy as np

from groundfloor.access.grid import Bools, Floats, Grid, Ints

PLACES = ("city", "town", "rural")
RURAL = PLACES.index("rural")
CITY, TOWN = (1500.0, 50_000.0), (300.0, 5_000.0)  # least density in persons a km2, and least people
CELL = (0.25, 4.0)  # km2: on a grid finer or coarser than this a density means something else


def places(people: Floats, grid: Grid) -> Ints | None:
    """The number among `PLACES` of the place of each cell; None where cells are not of about 1 km2.

    A city is made of cells of at least 1,500 persons a km2 that join at their sides and have 50,000 people together; a town of cells of at least 300
    that join at sides or corners and have 5,000; the rest is rural. Gaps within cities are not filled.
    """
    areas = grid.areas()
    if areas.min() < CELL[0] or areas.max() > CELL[1]:
        return None
    density = people / areas[:, None]
    found = np.full(people.shape, RURAL, np.int64)
    for place, (least, together), corners in (("town", TOWN, True), ("city", CITY, False)):
        found[_joined(density >= least, people, together, corners=corners)] = PLACES.index(place)
    return found


def _joined(cells: Bools, people: Floats, least: float, *, corners: bool) -> Bools:
    """Of these cells the ones that, joined with those beside them, have at least so many people."""
    from scipy.ndimage import label

    numbers, count = label(cells, np.ones((3, 3)) if corners else None)
    total = np.bincount(numbers.ravel(), people.ravel(), minlength=count + 1)
    large = total >= least
    large[0] = False
    return np.asarray(large[numbers])
