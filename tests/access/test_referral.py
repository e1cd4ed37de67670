"""From facility to the next level: straight lines, a plain search that keeps its way, and people's whole way."""

from __future__ import annotations

import heapq
import math

import numpy as np
import pytest

from groundfloor.access import Grid, Relief, reach, tables
from groundfloor.access.facilities import Facilities
from groundfloor.access.plain import step_of
from groundfloor.access.referral.levels import Terrain, referral
from groundfloor.access.referral.paths import straight
from groundfloor.access.travel import STEPS
from groundfloor.errors import GroundfloorError


def on_grid(rows, columns):
    """Facilities at cells."""
    count = len(rows)
    nowhere = np.zeros(count)
    return Facilities(
        tuple("ABCDEFGHIJ"[:count]),
        nowhere,
        nowhere,
        {},
        None,
        ("placed",) * count,
        np.array(rows),
        np.array(columns),
        nowhere,
    )


def between(pace, grid, rows, columns, here, there, *, neighbours=8, relief=None):
    """Referral from the facilities `here` to those `there`."""
    places = on_grid(rows, columns)
    terrain = Terrain(pace, grid, neighbours, "strict", relief)
    here, there = np.array(here), np.array(there)
    maps = [terrain.to(places.rows[one], places.at[one]) for one in (here, there)]
    return referral(places, here, maps[0], there, maps[1], terrain), maps


def plainly(pace, grid, start, goals, neighbours, relief):
    """Seconds and metres from each goal to the start by a search over single cells that carries the length of its way."""
    out = []
    for goal in goals:
        done = {}
        waiting = [(0.0, 0.0, goal)]
        while waiting:
            time, far, cell = heapq.heappop(waiting)
            if cell in done:
                continue
            done[cell] = time, far
            for step in STEPS[:neighbours]:
                taken = step_of(pace, grid, cell, step, True, relief)
                if math.isfinite(taken):
                    more = grid.distance(min(cell[0], cell[0] + step[0]), abs(step[0]), abs(step[1]))
                    heapq.heappush(waiting, (time + taken, far + more, (cell[0] + step[0], cell[1] + step[1])))
        out.append(done.get(start, (math.inf, math.inf)))
    return out


@pytest.mark.parametrize("hilly", [False, True])
@pytest.mark.parametrize("neighbours", [8, 16])
@pytest.mark.parametrize("geographic", [False, True])
def test_times_and_lengths_are_those_of_a_plain_search(made_up, geographic, neighbours, hilly):
    rng = np.random.default_rng(11)
    shape = (24, 26)
    pace = 3.6 / rng.uniform(1, 5, shape)
    pace[12, rng.integers(0, 26, 20)] = 3.6 / 60  # a road across, so that the quickest way is not the shortest
    pace[rng.random(shape) < 0.1] = math.inf
    rows, columns = [2, 20, 12, 5, 22, 1, 12], [3, 4, 12, 22, 23, 12, 25]
    pace[rows, columns] = 1.0
    width, height = (0.01, 0.012) if geographic else (1000.0, 1200.0)
    grid = Grid(*shape, 20.0, 60.0, width, height, geographic=geographic)
    relief = Relief(rng.random(shape) * 300, pace > 0.5) if hilly else None
    found, _ = between(pace, grid, rows, columns, [0, 1, 2], [3, 4, 5, 6], neighbours=neighbours, relief=relief)
    for i in range(3):
        ways = plainly(pace, grid, (rows[i], columns[i]), list(zip(rows, columns, strict=True))[3:], neighbours, relief)
        quickest, shortest = (min(range(4), key=lambda k, by=by: ways[k][by]) for by in (0, 1))
        assert (found.to[i], found.near[i]) == (3 + quickest, 3 + shortest)
        assert found.seconds[i] == pytest.approx(ways[quickest][0], rel=1e-12)
        assert found.metres[i] == pytest.approx(ways[quickest][1], rel=1e-12)
        assert (found.seconds_near[i], found.metres_near[i]) == (
            pytest.approx(ways[shortest][0]),
            pytest.approx(ways[shortest][1]),
        )


def test_a_straight_way_is_as_long_as_its_cells(made_up):
    grid, pace = Grid(5, 40, 0, 0, 250.0, 250.0, geographic=False), np.full((5, 40), 0.72)
    found, _ = between(pace, grid, [2, 2], [3, 33], [0], [1])
    assert found.metres[0] == pytest.approx(30 * 250)
    assert found.seconds[0] == pytest.approx(30 * 250 * 0.72)
    diagonal, _ = between(np.ones((9, 9)), Grid(9, 9, 0, 0, 100.0, 100.0, geographic=False), [0, 8], [0, 8], [0], [1])
    assert diagonal.metres[0] == pytest.approx(800 * math.sqrt(2))


def test_there_and_back_are_alike_on_level_ground(made_up):
    rng = np.random.default_rng(3)
    pace = 3.6 / rng.uniform(1, 80, (15, 15))
    grid = Grid(15, 15, 30.0, -10.0, 0.01, 0.01)
    there, _ = between(pace, grid, [1, 13], [1, 12], [0], [1])
    back, _ = between(pace, grid, [1, 13], [1, 12], [1], [0])
    assert there.seconds[0] == pytest.approx(back.seconds[0], rel=1e-12)
    assert there.metres[0] == pytest.approx(back.metres[0], rel=1e-12)


def test_the_nearest_in_time_is_not_the_nearest_in_distance(made_up):
    """A road of 30 km to one hospital, 10 km of bush to the other."""
    pace = np.full((3, 50), 3.6 / 2)
    pace[1, 10:41] = 3.6 / 60
    grid = Grid(3, 50, 0, 0, 1000.0, 1000.0, geographic=False)
    found, _ = between(pace, grid, [1, 1, 1], [10, 40, 0], [0], [1, 2])
    assert (found.to[0], found.near[0]) == (1, 2)
    assert (found.metres[0], found.metres_near[0]) == (30_000, 10_000)
    assert found.seconds[0] < found.seconds_near[0]


def test_a_facility_of_both_levels_refers_nobody(made_up):
    grid, pace = Grid(1, 9, 0, 0, 1000.0, 1000.0, geographic=False), np.ones((1, 9))
    pace[0, 5] = math.inf
    found, [first, _] = between(pace, grid, [0, 0, 0], [1, 4, 8], [0, 1, 2], [1])
    assert found.numbers.tolist() == [0, 2]
    assert found.to.tolist() == [1, -1]
    assert math.isinf(found.metres[1])
    # those nearest to the facility of both levels are there at once; behind the barrier nobody arrives
    assert found.through[0, 3] == first.seconds[0, 3]
    assert found.through[0, 1] == 3000
    assert np.isinf(found.through[0, 5:]).all()


def test_no_way_is_shorter_than_straight():
    rng = np.random.default_rng(2)
    for geographic, size in ((True, 0.05), (False, 500.0)):
        grid = Grid(40, 40, -5.0, 62.0, size, size, geographic=geographic)
        rows, columns = rng.integers(0, 40, (2, 200))
        here, there = (rows[:100], columns[:100]), (rows[100:], columns[100:])
        short = np.diag(straight(grid, *here, *there))
        for i in range(100):
            down, across = abs(int(here[0][i] - there[0][i])), abs(int(here[1][i] - there[1][i]))
            assert short[i] <= grid.distance(int(min(here[0][i], there[0][i])), down, across) * 1.001
            # along the steps of a grid it is longer
            steps = sum(grid.distance(int(min(here[0][i], there[0][i])) + k, 1, 0) for k in range(down))
            assert short[i] <= steps + across * grid.distance(0, 0, 1) * 1.5 + 1e-6


def test_going_through_is_never_sooner(found):
    one = found.referrals["health"]
    straight_there = found.travels["hospital", "base"].seconds
    known = np.isfinite(one.through)
    assert known.sum() > 500
    assert (one.through[known] >= straight_there[known] * (1 - 1e-12)).all()
    for row in tables(found)["access_way"]:
        assert row["reached_through"] <= row["reached_straight"] + 1e-9
    for row in tables(found)["access_way_time"]:
        assert not row["minutes_through"] < row["minutes_straight"]


def test_the_rows_are_those_that_refer(found):
    rows = tables(found)["access_referral"]
    assert [row["name"] for row in rows] == ["West Post", "East Post", "Ferry Post", "Bridge Clinic"]
    assert rows[3]["minutes"] == rows[3]["km"] == 0
    [far] = [one for one in found.findings if one.says == "access.referral_far"]
    assert far.values["names"] == "Ferry Post, East Post"
    west = found.facilities.names.index("West Post")
    cell = found.facilities.rows[west], found.facilities.at[west]
    assert rows[0]["minutes"] == pytest.approx(found.travels["hospital", "base"].seconds[cell] / 60, rel=1e-12)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("refers_to: hospitl", "Did you mean 'hospital'"),
        ("refers_to: health", "health refers to health"),
    ],
)
def test_a_mistake_is_said(country, after, said):
    file = country / "access.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("refers_to: hospital", after), encoding="utf-8")
    with pytest.raises(GroundfloorError, match=said):
        reach(country)
