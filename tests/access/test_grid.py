"""Distances, areas and places of cells."""

from __future__ import annotations

import numpy as np
import pytest

from groundfloor.access import Grid


def test_the_cells_of_the_whole_earth_have_its_area():
    earth = Grid(180, 360, -180.0, 90.0, 1.0, 1.0)
    assert earth.areas().sum() * 360 == pytest.approx(510_065_621.7, abs=0.1)


@pytest.mark.parametrize(
    ("latitude", "down", "right", "metres"),
    # published lengths of a degree of latitude and of longitude on WGS 84
    [(0, 1, 0, 110_574.3), (45, 1, 0, 111_131.7), (0, 0, 1, 111_319.5), (45, 0, 1, 78_846.8), (60, 0, 1, 55_800.0)],
)
def test_a_degree_is_as_long_as_it_is(latitude, down, right, metres):
    north = latitude + (1.0 if down else 0.5)
    assert Grid(2, 2, 0.0, north, 1.0, 1.0).distance(0, down, right) == pytest.approx(metres, abs=0.5)


def test_a_point_lies_in_the_cell_that_holds_it():
    grid = Grid(2, 3, 10.0, 5.0, 0.5, 0.5)
    rows, columns = grid.cells(np.array([10.0, 11.49, 11.5, 10.2, np.nan]), np.array([5.0, 4.01, 4.5, 5.1, 4.5]))
    assert rows.tolist() == [0, 1, -1, -1, -1]
    assert columns.tolist() == [0, 2, -1, -1, -1]
    x, y = grid.centres(rows[:2], columns[:2])
    assert (x.tolist(), y.tolist()) == ([10.25, 11.25], [4.75, 4.25])


def test_metres_are_the_same_everywhere():
    grid = Grid(3, 3, 0.0, 0.0, 300.0, 400.0, geographic=False)
    assert grid.distance(2, 1, 1) == 500.0
    assert grid.areas().tolist() == [0.12] * 3
