"""Catchments of facilities with a capacity: by hand, beside a plain reading of the rule, and what must hold."""

from __future__ import annotations

import importlib
import math
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundfloor.access import Grid, Relief, travel
from groundfloor.access.catchments import Reach, filled, most_served, reaches, serve, turns
from groundfloor.access.friction import Friction
from groundfloor.access.queue import queue_of


@pytest.mark.parametrize(
    ("together", "served", "last", "of_it"),
    # the cases of AccessMod's own test of this rule, with a capacity of 10
    [
        ([1, 3, 5, 9, 15], 10, 4, 1 / 6),  # 9 whole and 1 of the last
        ([11, 13, 20, 25, 50], 10, 0, 10 / 11),
        ([1, 3, 4, 5, 6], 6, 4, 1),  # 4 places remain
        ([2, 4, 9, 10, 11], 10, 3, 1),  # exactly full
    ],
)
def test_a_catchment_grows_until_it_is_full(together, served, last, of_it):
    found = filled(np.diff(np.array([0.0, *together])), 10.0)
    assert found == (served, last, pytest.approx(of_it))


def test_nobody_and_no_room():
    assert filled(np.zeros(3), 10.0) == (0.0, -1, 0.0)
    assert filled(np.zeros(0), 10.0) == (0.0, -1, 0.0)
    assert filled(np.ones(3), 0.0) == (0.0, -1, 0.0)


@st.composite
def towns(draw: st.DrawFn):
    """People on a line of cells, facilities that reach some of them, and capacities."""
    people = np.array(draw(st.lists(st.integers(0, 50), min_size=4, max_size=12)), dtype=float)
    found = []
    for _ in range(draw(st.integers(1, 4))):
        cells = draw(st.lists(st.integers(0, len(people) - 1), unique=True, min_size=1))
        minute = [draw(st.integers(0, 4)) for _ in cells]
        found.append(Reach(np.array(cells), np.array(minute)))
    capacity = np.array([draw(st.integers(0, 120)) for _ in found], dtype=float)
    return people, found, capacity


@given(towns(), st.sampled_from(["people", "capacity", "file"]))
def test_the_rule_read_plainly(town, order):
    people, found, capacity = town
    sequence = turns(order, people, found, capacity)
    served, left = serve(people, found, capacity, sequence)
    again = dict(enumerate(people.tolist()))
    for number in sequence:
        room = capacity[number]
        for minute in range(5):
            cells = [
                c
                for c, m in zip(found[number].cells.tolist(), found[number].minute.tolist(), strict=True)
                if m == minute
            ]
            here = sum(again[c] for c in cells)
            part = min(1.0, room / here) if here > 0 else 1.0
            for c in cells:
                again[c] -= again[c] * part
            room = max(0.0, room - here * part)
    np.testing.assert_allclose(left, list(again.values()), atol=1e-9)
    # nobody is lost, nobody served twice, no facility serves more than it can
    assert people.sum() - left.sum() == pytest.approx(math.fsum(one.served for one in served.values()), abs=1e-9)
    assert all(one.served <= capacity[number] and one.served <= one.left + 1e-9 for number, one in served.items())
    assert (left >= 0).all()


@given(towns())
def test_the_most_that_can_be_served_is_what_a_linear_program_says(town):
    from scipy.optimize import linprog

    people, found, capacity = town
    pairs = [(c, k) for k, one in enumerate(found) for c in one.cells.tolist()]
    of_cell = np.array([[float(c == cell) for c, _ in pairs] for cell in range(len(people))])
    of_facility = np.array([[float(k == number) for _, k in pairs] for number in range(len(found))])
    best = linprog(-np.ones(len(pairs)), np.vstack([of_cell, of_facility]), np.concatenate([people, capacity]))
    most = most_served(people, found, capacity)
    assert most == pytest.approx(-best.fun, abs=1e-5)
    for order in (list(range(len(found))), list(range(len(found)))[::-1]):
        served, _ = serve(people, found, capacity, order)
        assert math.fsum(one.served for one in served.values()) <= most + 1e-6


def test_turns():
    found = [
        Reach(np.array([0]), np.array([0])),
        Reach(np.array([1]), np.array([0])),
        Reach(np.array([0, 1]), np.array([0, 1])),
    ]
    people, capacity = np.array([5.0, 5.0]), np.array([1.0, 9.0, 4.0])
    assert turns("people", people, found, capacity) == [2, 0, 1]
    assert turns("capacity", people, found, capacity) == [1, 2, 0]
    assert turns("file", people, found, capacity) == [0, 1, 2]


@pytest.mark.parametrize("hilly", [False, True])
@pytest.mark.parametrize("geographic", [False, True])
def test_what_a_facility_reaches_is_what_a_search_of_its_own_finds(made_up, geographic, hilly):
    rng = np.random.default_rng(5)
    shape = (60, 70)
    pace = 3.6 / rng.choice([3, 4, 30.0], shape)
    pace[rng.random(shape) < 0.15] = math.inf
    pace[30, 35] = 1.0
    width, height = (0.01, 0.012) if geographic else (1000.0, 1200.0)
    grid = Grid(*shape, 20.0, 60.0, width, height, geographic=geographic)
    relief = Relief(rng.random(shape) * 200, pace > 0.5) if hilly else None
    row, column = np.array([30]), np.array([35])
    whole = travel(pace, grid, row, column, limit=45 * 60 + 1e-6, relief=relief).seconds
    [one] = reaches(Friction(pace, pace > 0.5), grid, row, column, 45, relief=relief)
    assert one.cells.tolist() == np.flatnonzero(np.isfinite(whole)).tolist()
    assert 40 < len(one.cells) < 3000
    np.testing.assert_array_equal(one.minute, np.ceil((whole.ravel()[one.cells] - 1e-6) / 60).clip(0))


@pytest.mark.parametrize("hilly", [False, True])
def test_one_search_leaves_nothing_behind_for_the_next(made_up, monkeypatch, hilly):
    """Many facilities on one prepared grid, with little room in the queue: each as if it were alone."""
    rng = np.random.default_rng(8)
    pace = 3.6 / rng.choice([2, 4, 50.0], (40, 50))
    pace[rng.random(pace.shape) < 0.2] = math.inf
    grid = Grid(40, 50, 20.0, -17.0, 0.002, 0.002)
    relief = Relief(rng.random(pace.shape) * 60, pace > 1, cycling=pace < 0.1) if hilly else None
    free = np.argwhere(np.isfinite(pace))
    rows, columns = free[rng.choice(len(free), 12, replace=True)].T
    module = importlib.import_module("groundfloor.access.travel")
    monkeypatch.setattr(module, "queue_of", partial(queue_of, room=17))
    for one, row, column in zip(
        reaches(Friction(pace, pace > 1), grid, rows, columns, 20, relief=relief), rows, columns, strict=True
    ):
        whole = travel(pace, grid, np.array([row]), np.array([column]), limit=20 * 60 + 1e-6, relief=relief).seconds
        assert one.cells.tolist() == np.flatnonzero(np.isfinite(whole)).tolist()
        np.testing.assert_array_equal(one.minute, np.ceil((whole.ravel()[one.cells] - 1e-6) / 60).clip(0))
