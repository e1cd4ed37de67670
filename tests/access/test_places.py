"""Town and country from a grid of people."""

from __future__ import annotations

import numpy as np

from groundfloor.access import Grid
from groundfloor.access.places import PLACES, places

KM = Grid(12, 12, 0.0, 0.0, 1000.0, 1000.0, geographic=False)
CITY, TOWN, RURAL = (PLACES.index(name) for name in PLACES)


def test_a_city_joins_at_sides_and_a_town_at_corners_too():
    people = np.full(KM.shape, 299.0)
    people[0:5, 0:5] = 2000.0  # 50,000 in all: a city
    people[5, 5] = 1600.0  # joins it at a corner: dense enough, yet a town, with the city's people
    people[0, 11], people[1, 10] = 3000.0, 2000.0  # joined at a corner: a town
    people[8, 0] = 4999.0  # alone, and one person short
    people[11, 6:] = 1e5  # a thin but large city
    found = places(people, KM)
    assert (found[0:5, 0:5] == CITY).all()
    assert found[5, 5] == TOWN
    assert (found[0, 11], found[1, 10]) == (TOWN, TOWN)
    assert found[8, 0] == RURAL
    assert (found[11, 6:] == CITY).all()
    assert (found == RURAL).sum() == 144 - 25 - 1 - 2 - 6


def test_it_is_density_that_counts():
    half = Grid(12, 12, 0.0, 0.0, 1000.0, 500.0, geographic=False)
    people = np.full(half.shape, 160.0)  # 320 a km2
    assert (places(people, half) == TOWN).all()
    assert (places(people, KM) == RURAL).all()


def test_on_a_grid_much_finer_or_coarser_nothing_is_told():
    assert places(np.ones((2, 2)), Grid(2, 2, 0.0, 0.0, 100.0, 100.0, geographic=False)) is None
    assert places(np.ones((2, 2)), Grid(2, 2, 0.0, 0.0, 5000.0, 5000.0, geographic=False)) is None
