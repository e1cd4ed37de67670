"""Travel times: by hand, beside the plain version, beside scikit-image, and what must hold whatever the grid."""

from __future__ import annotations

import importlib
import math
import sys
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from groundfloor.access import Grid, Relief, travel
from groundfloor.access.kernel import compiled, spread
from groundfloor.access.plain import cycling_speed, travel_plainly
from groundfloor.access.queue import queue_of
from groundfloor.errors import GroundfloorError

pytest.importorskip("numba", reason="needs numba, of the extra geo")

METRES = partial(Grid, west=0.0, north=0.0, width=100.0, height=100.0, geographic=False)
DEGREES = partial(Grid, west=20.0, north=-17.0, width=0.01, height=0.012)
BLOCKED = math.inf


def from_(pace: Any, row: int, column: int, grid: Grid | None = None, **more: Any) -> Any:
    pace = np.asarray(pace, dtype=float)
    return travel(pace, grid or METRES(*pace.shape), np.array([row]), np.array([column]), **more).seconds


# ---- by hand


def test_a_step_takes_its_distance_times_the_mean_pace():
    found = from_([[1.0, 3.0], [2.0, 1.0]], 0, 0)
    assert found.tolist() == [[0.0, 200.0], [150.0, math.sqrt(20000) * 0.5 * 2.0]]


def test_straight_diagonal_and_knights_lines_are_as_long_as_they_are():
    found = from_(np.ones((7, 7)), 0, 0, neighbours=16)
    assert found[0, 6] == pytest.approx(600)
    assert found[6, 6] == pytest.approx(600 * math.sqrt(2))
    assert found[3, 6] == pytest.approx(300 * math.sqrt(5))
    assert from_(np.ones((7, 7)), 0, 0)[3, 6] == pytest.approx(300 * math.sqrt(2) + 300)


@pytest.mark.parametrize(("neighbours", "worst"), [(8, 1.0824), (16, 1.0275)])
def test_ways_are_longer_than_a_straight_line_by_no_more_than_the_definition_says(neighbours, worst):
    found = from_(np.ones((60, 60)), 0, 0, neighbours=neighbours)
    rows, columns = np.mgrid[:60, :60]
    line = 100 * np.hypot(rows, columns)
    ratio = (found / np.where(line, line, 1.0))[1:, 1:]
    assert ratio.max() == pytest.approx(worst, abs=1e-4)


def test_a_river_one_cell_wide_is_a_barrier_unless_corners_are_open():
    pace = np.ones((6, 6))
    pace[np.arange(6), np.arange(6)[::-1]] = BLOCKED
    for neighbours in (8, 16):
        assert math.isinf(from_(pace, 0, 0, neighbours=neighbours)[5, 5])
        assert math.isfinite(from_(pace, 0, 0, neighbours=neighbours, corners="open")[5, 5])


def test_a_knight_does_not_jump_over_a_barrier():
    pace = np.ones((3, 3))
    pace[1, :] = BLOCKED
    assert np.isinf(from_(pace, 0, 0, neighbours=16)[2]).all()


def test_where_cells_are_degrees_a_step_is_shorter_towards_the_pole():
    grid = Grid(3, 3, 0.0, 61.5, 1.0, 1.0)
    found = from_(np.ones((3, 3)), 1, 1, grid)
    assert found[1, 2] == grid.distance(1, 0, 1) == pytest.approx(55_800, rel=1e-3)
    assert found[0, 2] < found[2, 2]


def test_tobler_by_hand_up_and_down():
    relief = Relief(np.array([[0.0, 20.0]]), np.array([[True, True]]), "from")
    up, down = math.exp(3.5 * 0.25 - 0.175), math.exp(3.5 * 0.15 - 0.175)
    assert from_([[1.0, 1.0]], 0, 0, relief=relief)[0, 1] == pytest.approx(100 * up)
    towards = Relief(relief.height, relief.afoot)
    assert from_([[1.0, 1.0]], 0, 0, relief=towards)[0, 1] == pytest.approx(100 * down)
    ridden = Relief(relief.height, np.array([[True, False]]), "from")
    assert from_([[1.0, 1.0]], 0, 0, relief=ridden)[0, 1] == pytest.approx(50 * up + 50)


@pytest.mark.parametrize("slope", [0.05, 0.0, -0.01, -0.05, -0.2, 0.1, 0.9])
def test_a_cyclist_climbs_with_the_effort_of_level_ground(slope):
    relief = Relief(np.array([[0.0, 100 * slope]]), np.zeros((1, 2), bool), "from", cycling=np.ones((1, 2), bool))
    seconds = from_([[0.24, 0.24]], 0, 0, relief=relief)[0, 1]
    level, weight, drag = 15 / 3.6, 9.8 * 95, 0.5 * 0.445 * (1.293 - 0.0852) * math.exp(-5 / 70)
    cubic = [drag, 0, weight * (slope + 0.012), -(drag * level**3 + weight * 0.012 * level)]
    [root] = [one.real for one in np.roots(cubic) if abs(one.imag) < 1e-9 and one.real > 0]
    assert 100 / seconds == pytest.approx(min(root, 2 * level), rel=1e-9)
    if slope == 0.05:
        assert 360 / seconds == pytest.approx(4.0, abs=0.05)


def test_each_cell_of_a_step_has_its_own_way_of_moving():
    relief = Relief(np.array([[0.0, 5.0]]), np.array([[True, False]]), "from", cycling=np.array([[False, True]]))
    walked, cycled = 0.72 * math.exp(3.5 * 0.1 - 0.175), 1 / cycling_speed(15 / 3.6, 0.05)
    assert from_([[0.72, 0.24]], 0, 0, relief=relief)[0, 1] == pytest.approx(50 * (walked + cycled), rel=1e-12)


def test_a_cliff_is_not_climbed():
    relief = Relief(np.array([[0.0, 101.0]]), np.ones((1, 2), dtype=bool))
    assert math.isinf(from_([[1.0, 1.0]], 0, 0, relief=relief)[0, 1])


def test_of_sources_equally_near_the_first_counts():
    pace, grid = np.ones((1, 5)), METRES(1, 5)
    ends = np.array([0, 0, 0]), np.array([4, 0, 0])
    assert travel(pace, grid, *ends).nearest.tolist() == [[1, 1, 0, 0, 0]]


def test_time_has_a_limit():
    assert from_(np.ones((1, 4)), 0, 0, limit=200.0).tolist() == [[0.0, 100.0, 200.0, math.inf]]


def test_nothing_is_reached_from_nowhere():
    found = travel(np.ones((2, 2)), METRES(2, 2), np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert np.isinf(found.seconds).all()
    assert (found.nearest == -1).all()


# ---- beside others


@st.composite
def fields(draw: st.DrawFn, relief: bool = False, cycling: bool = True) -> tuple[Any, ...]:
    """A pace, a grid, sources and settings."""
    shape = draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    pace = draw(
        arrays.arrays(float, shape, elements=st.sampled_from([0.045, 0.18, 0.72, 1.0, 1.8, 3.6, BLOCKED, math.nan]))
    )
    free = np.argwhere(np.isfinite(pace))
    count = draw(st.integers(0, min(3, len(free))))
    chosen = free[[draw(st.integers(0, len(free) - 1)) for _ in range(count)]].reshape(-1, 2)
    grid = draw(st.sampled_from([METRES, DEGREES]))(*shape)
    more = {"neighbours": draw(st.sampled_from([8, 16])), "corners": draw(st.sampled_from(["strict", "open"]))}
    if relief:
        height = draw(arrays.arrays(float, shape, elements=st.floats(0, 120)))
        afoot = draw(arrays.arrays(bool, shape))
        cycling = draw(st.none() | arrays.arrays(bool, shape)) if cycling else None
        if cycling is not None:
            afoot &= ~cycling
        more["relief"] = Relief(height, afoot, draw(st.sampled_from(["towards", "from"])), cycling=cycling)
    return pace, grid, chosen[:, 0], chosen[:, 1], more


@given(fields())
def test_the_plain_version_gives_the_same_to_the_last_bit(field):
    *where, more = field
    fast, slow = travel(*where, **more), travel_plainly(*where, **more)
    assert (fast.seconds == slow.seconds).all()
    assert (fast.nearest == slow.nearest).all()


@given(fields(relief=True))
def test_the_plain_version_gives_the_same_with_relief(field):
    *where, more = field
    fast, slow = travel(*where, **more), travel_plainly(*where, **more)
    np.testing.assert_allclose(fast.seconds, slow.seconds, rtol=1e-12)


@settings(max_examples=20)
@given(fields() | fields(relief=True), st.floats(0, 3000))
def test_what_is_compiled_is_what_is_written(field, limit):
    *where, more = field
    quick, read = (travel(*where, **more, limit=limit, search=search) for search in (None, spread))
    np.testing.assert_allclose(quick.seconds, read.seconds, rtol=0 if "relief" not in more else 1e-12)
    if "relief" not in more:  # exp differs in its last bit from one library to another, and with it ties
        assert (quick.nearest == read.nearest).all()


def test_scikit_image_gives_the_same_to_the_last_bit():
    graph = pytest.importorskip("skimage.graph", reason="needs scikit-image, of the extra test")
    rng = np.random.default_rng(1)
    pace = 3.6 / rng.choice([1, 2, 3, 4.86, 20, 50, 80.0], (90, 110))
    pace[rng.random(pace.shape) < 0.2] = BLOCKED
    free = np.argwhere(np.isfinite(pace))
    chosen = free[rng.choice(len(free), 7, replace=False)]
    found = travel(pace, METRES(*pace.shape), chosen[:, 0], chosen[:, 1], corners="open")
    theirs, _ = graph.MCP_Geometric(pace, sampling=(100, 100)).find_costs(chosen.tolist())
    assert (found.seconds == theirs).all()
    assert np.isfinite(theirs).sum() > 7000


# ---- what must hold


@given(fields())
def test_there_takes_as_long_as_back(field):
    pace, grid, *_, more = field
    free = np.argwhere(np.isfinite(pace))
    if len(free) < 2:
        return
    (r, c), (i, j) = free[0], free[-1]
    there, back = (
        travel(pace, grid, np.array([a]), np.array([b]), **more).seconds[x, y]
        for a, b, x, y in ((r, c, i, j), (i, j, r, c))
    )
    assert there == pytest.approx(back, rel=1e-12)


@given(fields(relief=True))
def test_towards_is_from_on_the_hills_turned_over(field):
    *where, more = field
    relief = more.pop("relief")
    turned = {"towards": "from", "from": "towards"}[relief.direction]
    other = replace(relief, height=-relief.height, direction=turned)
    one, two = (travel(*where, **more, relief=each).seconds for each in (relief, other))
    assert (one == two).all()


@given(fields(relief=True))
def test_on_level_ground_slope_changes_nothing(field):
    *where, more = field
    level = Relief(np.full(where[0].shape, 830.0), more.pop("relief").afoot)
    assert (travel(*where, **more, relief=level).seconds == travel(*where, **more).seconds).all()


@given(fields())
def test_more_neighbours_and_open_corners_never_take_longer(field):
    *where, more = field
    shortest = travel(*where, neighbours=16, corners="open").seconds
    assert (shortest <= travel(*where, **more).seconds).all()


@given(fields(), st.floats(0, 5000))
def test_a_limit_cuts_and_changes_nothing_else(field, limit):
    *where, more = field
    whole, cut = travel(*where, **more), travel(*where, **more, limit=limit)
    near = whole.seconds <= limit
    assert (cut.seconds == np.where(near, whole.seconds, math.inf)).all()
    assert (cut.nearest == np.where(near, whole.nearest, -1)).all()


@given(fields())
def test_the_nearest_source_is_the_one_that_is_nearest_alone(field):
    pace, grid, rows, columns, more = field
    found = travel(pace, grid, rows, columns, **more)
    alone = [travel(pace, grid, rows[k : k + 1], columns[k : k + 1], **more).seconds for k in range(len(rows))]
    reached = found.nearest >= 0
    assert (reached == np.isfinite(found.seconds)).all()
    if alone:
        stacked = np.stack(alone)
        assert (found.seconds == stacked.min(axis=0)).all()
        at = np.take_along_axis(stacked, np.maximum(found.nearest, 0)[None], axis=0)[0]
        assert (at[reached] == found.seconds[reached]).all()


def test_a_queue_without_room_is_enlarged(monkeypatch):
    module = importlib.import_module("groundfloor.access.travel")
    pace = 3.6 / np.random.default_rng(3).choice([0.05, 2, 80.0], (40, 40))
    before = from_(pace, 20, 20, neighbours=16)
    monkeypatch.setattr(module, "queue_of", partial(queue_of, room=17))
    assert (from_(pace, 20, 20, neighbours=16) == before).all()
    assert (from_(pace, 20, 20, neighbours=16, search=spread) == before).all()


# ---- what is refused


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"neighbours": 4}, "Expected one of 8, 16"),
        ({"corners": "loose"}, "Expected one of strict, open"),
        ({"pace": np.zeros((2, 2))}, "0 or less"),
        ({"pace": np.ones((2, 3))}, "the grid"),
        ({"rows": np.array([2])}, "outside the grid"),
        ({"pace": np.full((2, 2), BLOCKED)}, "on a barrier"),
        ({"relief": Relief(np.ones((2, 2)), np.ones((2, 2), dtype=bool), "up")}, "towards, from"),
        ({"relief": Relief(np.ones((2, 2)), np.ones((2, 2), bool), cycling=np.ones(2, bool))}, "cycling"),
        ({"relief": Relief(np.ones((2, 1)), np.ones((2, 2), dtype=bool))}, "height"),
    ],
)
def test_what_cannot_be_searched_is_refused(wrong, said):
    given = {"pace": np.ones((2, 2)), "grid": METRES(2, 2), "rows": np.array([0]), "columns": np.array([0]), **wrong}
    with pytest.raises(GroundfloorError, match=said):
        travel(**given)


def test_without_a_folder_to_keep_it_the_search_is_compiled_each_time(monkeypatch):
    import numba

    asked = []

    def njit(original=numba.njit, **settings):
        asked.append(settings.get("cache", False))
        if asked[-1]:
            raise RuntimeError("cannot cache function: no locator available")
        return original(**settings)

    compiled.cache_clear()
    monkeypatch.setattr(numba, "njit", njit)
    assert from_(np.ones((1, 3)), 0, 0).tolist() == [[0.0, 100.0, 200.0]]
    assert asked == [True, False]
    compiled.cache_clear()


def test_without_numba_it_says_what_to_install(monkeypatch):
    compiled.cache_clear()
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(GroundfloorError, match=r"groundfloor\[geo\]"):
        compiled()
