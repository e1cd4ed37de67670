"""People whom a facility in each cell would have within reach: beside the plain search, and what must hold."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from groundfloor.access import Grid, Relief, travel
from groundfloor.access.friction import Friction
from groundfloor.access.siting import field as fields
from groundfloor.access.siting.field import ROOM, Field
from groundfloor.access.siting.kernel import search
from groundfloor.access.siting.plain import seconds_plainly, sums_plainly
from groundfloor.errors import GroundfloorError

pytest.importorskip("numba", reason="needs numba, of the extra geo")
SHAPE = 9, 11


def field(*, geographic=True, direction=None, neighbours=8, corners="strict", seed=3, seek=None):
    rng = np.random.default_rng(seed)
    pace = 3.6 / rng.choice([3, 4, 30.0], SHAPE)
    pace[rng.random(SHAPE) < 0.2] = math.inf
    size = (0.01, 0.012) if geographic else (1000.0, 1200.0)
    grid = Grid(*SHAPE, 20.0, 60.0, *size, geographic=geographic)
    relief = None if direction is None else Relief(rng.random(SHAPE) * 300, pace > 0.5, direction)
    people = np.round(rng.random(SHAPE) * 40) * (rng.random(SHAPE) < 0.7)
    return Field(grid, Friction(pace, pace > 0.5), relief, neighbours, corners, seek), people


@pytest.mark.parametrize("corners", ["strict", "open"])
@pytest.mark.parametrize("neighbours", [8, 16])
@pytest.mark.parametrize("direction", [None, "towards", "from"])
@pytest.mark.parametrize("geographic", [False, True])
def test_every_cell_reaches_whom_the_plain_search_reaches(geographic, direction, neighbours, corners):
    ground, people = field(geographic=geographic, direction=direction, neighbours=neighbours, corners=corners)
    cells = np.flatnonzero(np.isfinite(ground.friction.pace))
    found = ground.sums(cells, 40, people.reshape(-1, 1))[:, 0]
    np.testing.assert_allclose(found, sums_plainly(ground, cells, 40, people), rtol=1e-12)
    sets = ground.sets(cells, 40, people.ravel())
    for number, cell in enumerate(cells[::9].tolist()):
        here = slice(sets.first[9 * number], sets.first[9 * number + 1])
        seconds = seconds_plainly(ground, cell, 40).ravel()
        assert sorted(sets.cells[here].tolist()) == np.flatnonzero((seconds < math.inf) & (people.ravel() > 0)).tolist()
        np.testing.assert_allclose(sets.seconds[here], seconds[sets.cells[here]], rtol=1e-12)


def test_who_cycles_is_slowed_by_slope_as_elsewhere():
    ground, people = field(direction="towards", neighbours=16, seed=4)
    rides = np.random.default_rng(5).random(SHAPE) < 0.5
    ground = Field(ground.grid, ground.friction, replace(ground.relief, cycling=rides), 16)
    cells = np.flatnonzero(np.isfinite(ground.friction.pace))
    found = ground.sums(cells, 40, people.reshape(-1, 1))[:, 0]
    np.testing.assert_allclose(found, sums_plainly(ground, cells, 40, people), rtol=1e-12)


def test_people_travel_towards_the_cell():
    """A slope that is steep one way: who lives above walks down to a site below, not the other way round."""
    grid = Grid(1, 3, 0, 0, 1000, 1000, geographic=False)
    height = np.array([[0.0, 50.0, 100.0]])
    pace = np.full((1, 3), 0.72)
    people = np.array([[5.0], [0.0], [7.0]])
    level = {}
    for direction in ("towards", "from"):
        ground = Field(grid, Friction(pace, pace > 0), Relief(height, pace > 0, direction))
        level[direction] = ground.sums(np.array([0, 2]), 24, people)[:, 0].tolist()
    assert level == {"towards": [12.0, 7.0], "from": [5.0, 12.0]}


@pytest.mark.parametrize("direction", [None, "towards"])
def test_seconds_saved_are_those_of_the_whole_search(direction):
    """A search that ends where people have a shorter way already loses nobody who would gain."""
    ground, people = field(direction=direction, seed=8)
    free = np.flatnonzero(np.isfinite(ground.friction.pace))
    now = travel(
        ground.friction.pace, ground.grid, free[:2] // SHAPE[1], free[:2] % SHAPE[1], relief=ground.relief
    ).seconds
    stop = np.minimum(now, 50 * 60.0)
    found = ground.sums(free, 50, people.reshape(-1, 1), stop)[:, 0]
    np.testing.assert_allclose(found, sums_plainly(ground, free, 50, people, stop), rtol=1e-9, atol=1e-6)
    assert found[0] == 0  # a facility stands there
    assert found.max() > 0


def test_the_function_does_the_same_without_being_compiled():
    ground, people = field(seed=5)
    plain, _ = field(seed=5, seek=search)
    cells = np.flatnonzero(np.isfinite(ground.friction.pace))[::3]
    np.testing.assert_array_equal(
        ground.sums(cells, 30, people.reshape(-1, 1)), plain.sums(cells, 30, people.reshape(-1, 1))
    )
    one, other = ground.sets(cells, 30, people.ravel()), plain.sets(cells, 30, people.ravel())
    np.testing.assert_array_equal(one.cells, other.cells)
    np.testing.assert_array_equal(one.seconds, other.seconds)


def test_more_than_fits_in_memory_is_refused(monkeypatch):
    monkeypatch.setattr(fields, "ROOM", 100)
    monkeypatch.setattr(fields, "MOST", 300)
    ground, people = field(seed=5)
    cells = np.flatnonzero(np.isfinite(ground.friction.pace))
    with pytest.raises(GroundfloorError, match="fewer candidates"):
        ground.sets(cells, 60, people.ravel() + 1)


def test_room_grows_as_it_is_needed():
    """More entries than there is room for at first, and a field on which ways are found many times over."""
    grid = Grid(300, 300, 0, 0, 100, 100, geographic=False)
    pace = np.full(grid.shape, 0.72)
    people = np.ones(grid.rows * grid.columns)
    ground = Field(grid, Friction(pace, pace > 0))
    cells = np.arange(0, grid.rows * grid.columns, 30011)
    sets = ground.sets(cells, 300, people)
    assert len(sets.cells) > ROOM
    whole = travel(pace, grid, cells[1:2] // 300, cells[1:2] % 300, limit=300 * 60 + 1e-6).seconds.ravel()
    here = slice(sets.first[1], sets.first[2])
    assert sorted(sets.cells[here].tolist()) == np.flatnonzero(whole < math.inf).tolist()
    np.testing.assert_array_equal(sets.seconds[here], whole[sets.cells[here]])
    assert ground.sums(cells, 300, people.reshape(-1, 1))[:, 0].tolist() == np.diff(sets.first).tolist()
