"""Botswana: 28 districts, 624 public health facilities, a population at 1 km and the roads of OpenStreetMap."""

from __future__ import annotations

import math
import os
from pathlib import Path

import numpy as np
import pytest

from groundfloor.access import reach, tables

REFERENCE = os.environ.get("GROUNDFLOOR_REFERENCE")
FOLDER = Path(REFERENCE or "") / "data" / "services" / "botswana"
pytestmark = pytest.mark.skipif(
    REFERENCE is None or not FOLDER.is_dir(),
    reason="needs the reference data: GROUNDFLOOR_REFERENCE is not set to them",
)
# World Population Prospects 2019, Botswana, mid-2020, to which WorldPop adjusts
UNITED_NATIONS = 2_351_625

ACCESS = """\
access: {{en: "Public health care in Botswana"}}
country: {{en: Botswana}}
year: 2020
population: {{path: '{0}/bwa_pd_2020_1km_UNadj.tif', unit: persons/km2, source: "WorldPop 2020 (CC BY 4.0)"}}
areas: {{path: '{0}/bwa_districts_2021.gpkg', name: DISTRICT, population: Pop_2018, source: "Districts of 2021"}}
ground: {{everywhere: herbaceous}}
roads: {{path: '{0}/bwa_roads_2023_osm.gpkg', class: fclass, source: "OpenStreetMap 2023 (ODbL)"}}
speeds:
  base: {{preset: blsq}}
  low: {{preset: blsq, times: 0.67, assumption: true, source: "A third slower"}}
  high: {{preset: blsq, times: 1.5, assumption: true, source: "Half as fast again"}}
facilities:
  path: '{0}/bwa_who_public_health_facilities_2019.csv'
  name: Facility name
  longitude: Long
  latitude: Lat
  source: "Maina et al. 2019 (CC BY 4.0)"
services:
  health:
    label: {{en: Any}}
    within: [30, 60, 120]
    capacity:
      column: facility_type_9
      values: {{Hospital: 50000, Health Clinic: 8000, Health Post: 3000}}
      assumption: true
      source: "To try it on"
  hospital: {{label: {{en: Hospital}}, where: {{facility_type_9: [Hospital]}}, within: [60, 120]}}
sites:
  ten: {{service: health, objective: cover, number: 10, within: 60, candidates: everywhere}}
  upgraded: {{service: hospital, objective: cover, number: 5, within: 120, candidates: {{where: {{facility_type_9: [Health Clinic]}}}}}}
"""


@pytest.fixture(scope="module")
def botswana(made_up, tmp_path_factory):
    file = tmp_path_factory.mktemp("botswana") / "access.yaml"
    file.write_text(ACCESS.format(FOLDER.as_posix()), encoding="utf-8")
    return reach(file)


def test_everybody_is_there(botswana):
    assert len(botswana.areas) == 28
    assert botswana.people.sum() == pytest.approx(UNITED_NATIONS, rel=0.005)
    for service in botswana.chosen:
        rows = [row for row in tables(botswana)["access"] if (row["service"], row["variant"]) == (service, "base")]
        limit = rows[0]["within_minutes"]
        parts = [row for row in rows if row["group"].startswith("area=") and row["within_minutes"] == limit]
        assert len(parts) == 29  # and those in no district
        assert math.fsum(row["population"] for row in parts) == pytest.approx(botswana.people.sum(), rel=1e-12)


def test_what_is_odd_of_the_files_is_said(botswana):
    said = {one.says: one.values["count"] for one in botswana.findings}
    assert len(botswana.facilities.names) == 624
    assert said["access.no_coordinates"] == 22
    assert said["access.apart"] == 9  # Gaborone has 100,000 people on this grid and 246,000 in the file of districts
    assert set(said) == {
        "access.no_coordinates", "access.moved", "access.same_cell", "access.coarse", "access.apart", "access.off_areas", "access.cut_off",
    }  # fmt: skip


def test_people_within_reach(botswana):
    """Recorded when the test was written; the numbers hold to the edges of cells that lines and areas touch."""
    found = {
        (row["service"], row["variant"], row["within_minutes"]): row["share"]
        for row in tables(botswana)["access"]
        if row["group"] == "all"
    }
    recorded = {
        ("health", "low", 60): 0.5514, ("health", "base", 60): 0.6301, ("health", "high", 60): 0.7011,
        ("hospital", "low", 120): 0.4789, ("hospital", "base", 120): 0.5625, ("hospital", "high", 120): 0.6398,
    }  # fmt: skip
    for key, share in recorded.items():
        assert found[key] == pytest.approx(share, abs=0.002), key


def test_places_are_given_once(botswana):
    """The windows of six hundred searches reach whom the one search over the country reaches, and nobody is served twice."""
    found = tables(botswana)
    [row] = [row for row in found["access_served"] if row["group"] == "all"]
    [reached] = [
        one["reached"]
        for one in found["access"]
        if (one["service"], one["variant"], one["group"], one["within_minutes"]) == ("health", "base", "all", 120)
    ]
    assert row["in_reach"] == pytest.approx(reached, rel=1e-9)
    assert row["served"] == pytest.approx(math.fsum(one["served"] for one in found["access_catchments"]), rel=1e-9)
    assert row["served"] + row["without_place"] == pytest.approx(row["in_reach"], rel=1e-12)
    assert max(row["served"], row["served_reversed"]) <= row["served_most"] <= row["in_reach"]
    assert len(found["access_catchments"]) == 602
    for one in found["access_catchments"]:
        assert one["spare"] == pytest.approx(0, abs=1e-6) or one["without_place"] == pytest.approx(0, abs=1e-6)


def test_ten_new_sites(botswana):
    """Recorded when the test was written: the best of the candidates, which is proven."""
    found = tables(botswana)
    bound = {row["question"]: row for row in found["access_sites_bound"]}
    now = {
        row["within_minutes"]: row["reached"]
        for row in found["access"]
        if (row["service"], row["variant"], row["group"]) == ("health", "base", "all")
    }
    assert bound["ten"]["people_before"] == pytest.approx(now[60], rel=1e-12)
    assert bound["ten"]["value"] == pytest.approx(35_865, rel=0.01)
    assert bound["upgraded"]["value"] == pytest.approx(104_986, rel=0.01)
    for question, sites in (("ten", 10), ("upgraded", 5)):
        rows = [row for row in found["access_sites"] if row["question"] == question]
        assert bound[question]["proven"]
        assert bound[question]["value"] <= bound[question]["bound"] <= bound[question]["value"] * (1 + 1e-6)
        assert [row["step"] for row in rows] == list(range(1, sites + 1))
        assert rows[-1]["people_within"] == pytest.approx(bound[question]["people_before"] + bound[question]["value"])
    assert rows[0]["name"] == "Damtshaa Clinic"


def test_a_graph_of_the_same_steps_gives_the_same_times(botswana):
    """Dijkstra of SciPy on a graph that is built from the definition, over a window of the country with its roads and barriers."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    from groundfloor.access import Grid, travel
    from groundfloor.access.friction import Layers, friction
    from groundfloor.access.layers import cells_of
    from groundfloor.access.vectors import read_features

    whole = botswana.grid
    top, left, size = 780, 640, 120  # around Gaborone
    grid = Grid(
        size, size, whole.west + left * whole.width, whole.north - top * whole.height, whole.width, whole.height
    )
    roads = read_features(FOLDER / "bwa_roads_2023_osm.gpkg")
    classes = roads.texts("fclass")
    layers = Layers(
        np.isfinite(np.where(botswana.people > 0, 1.0, np.nan))[top : top + size, left : left + size],
        np.zeros(grid.shape, np.int64),
        ("herbaceous",),
        np.zeros(grid.shape, dtype=bool),
        {name: cells_of(roads, grid, [i for i, one in enumerate(classes) if one == name]) for name in set(classes)},
    )
    pace = friction(layers, botswana.description.speeds["base"]).pace
    free = np.argwhere(np.isfinite(pace))
    sources = free[:: len(free) // 9]
    number = np.arange(size * size).reshape(size, size)
    ends, others, times = [], [], []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        for row in range(size - down):
            columns = np.arange(max(0, -right), size - max(0, right))
            one, two = pace[row, columns], pace[row + down, columns + right]
            corner = np.isfinite(pace[row + down, columns]) | np.isfinite(pace[row, columns + right])
            open_ = np.isfinite(one) & np.isfinite(two) & (corner if down and right else True)
            ends.append(number[row, columns][open_])
            others.append(number[row + down, columns + right][open_])
            times.append((grid.distance(row, down, abs(right)) / 2 * (one + two))[open_])
    joined = [np.concatenate(one) for one in (times, ends, others)]
    graph = coo_matrix((joined[0], (joined[1], joined[2])), shape=(size * size,) * 2).tocsr()
    theirs = dijkstra(graph, directed=False, indices=number[sources[:, 0], sources[:, 1]], min_only=True)
    ours = travel(pace, grid, sources[:, 0], sources[:, 1]).seconds
    assert (pace < 0.1).sum() > 100  # roads are among it
    assert np.isfinite(ours).sum() > 0.5 * size * size
    np.testing.assert_allclose(ours.ravel(), theirs, rtol=1e-12)
