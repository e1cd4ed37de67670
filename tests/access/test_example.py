"""The made-up country from its files to the tables."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

from groundfloor import access
from groundfloor.access import reach, tables
from groundfloor.access.equity.welfare import FIFTHS
from groundfloor.access.layers import read_raster
from groundfloor.access.places import PLACES
from groundfloor.access.vectors import read_features
from groundfloor.errors import GroundfloorError
from groundfloor.survey.sentences import sentences


def rows_of(found, table="access", **where):
    return [row for row in tables(found)[table] if all(row[name] == value for name, value in where.items())]


def kinds(found):
    return {row["group"].partition("=")[0] for row in tables(found)["access"]}


def test_the_example_that_ships_is_the_one_described(made_up, country):
    for file in sorted(country.iterdir()):
        theirs = made_up.EXAMPLE / file.name
        if file.suffix == ".tif":
            one, other = read_raster(file), read_raster(theirs)
            assert one.grid == other.grid
            np.testing.assert_array_equal(one.values, other.values)
        else:
            assert file.read_text(encoding="utf-8") == theirs.read_text(encoding="utf-8")


def test_nobody_is_lost_and_nobody_counted_twice(found, made_up):
    total = float(np.nansum(made_up.people()))
    assert found.people.sum() == total
    for service, variant in found.travels:
        for limit in found.description.services[service].within:
            asked = {"service": service, "variant": variant, "within_minutes": limit}
            [everybody] = rows_of(found, group="all", **asked)
            for kind, count in (("area=", 4), ("place=", 3), ("welfare=", 6)):
                parts = [row for row in rows_of(found, **asked) if row["group"].startswith(kind)]
                assert len(parts) == count
                for column in ("population", "reaching", "reached"):
                    assert math.fsum(row[column] for row in parts) == pytest.approx(everybody[column], rel=1e-12)
            assert everybody["population"] == total


def test_shares_are_people_cell_by_cell(found):
    for row in tables(found)["access"]:
        seconds = found.travels[row["service"], row["variant"]].seconds
        here = np.ones(seconds.shape, dtype=bool)
        if row["group"].startswith("place="):
            here = found.places == PLACES.index(row["group"].removeprefix("place="))
            if not here.any():
                assert (row["population"], row["reached"]) == (0.0, 0.0)
                assert math.isnan(row["share"])
                continue
        elif row["group"].startswith("area="):
            here = found.area == found.areas.index(row["group"].removeprefix("area="))
        everybody = found.people
        kind, _, name = row["group"].partition("=")
        if kind == "people":
            name, _, where = name.partition(",area=")
            everybody = found.groups[name].people
            here = found.area == found.areas.index(where) if where else here
        elif kind == "welfare":
            here = found.welfare.fifth == (FIFTHS.index(name) if name in FIFTHS else -1)
        people = everybody[here]
        near = people[seconds[here] <= 60 * row["within_minutes"]].sum()
        assert row["reached"] == pytest.approx(near, rel=1e-12)
        assert row["share"] == pytest.approx(near / people.sum())
        assert row["share_of_reaching"] == pytest.approx(near / people[np.isfinite(seconds[here])].sum())


def test_slower_and_faster_are_on_either_side_and_longer_is_never_less(found):
    table = {
        (r["service"], r["variant"], r["group"], r["within_minutes"]): r["reached"] for r in tables(found)["access"]
    }
    for (service, variant, group, limit), reached in table.items():
        assert (
            table[service, "low", group, limit]
            <= table[service, "base", group, limit]
            <= table[service, "high", group, limit]
        )
        assert all(
            reached <= more for (*key, t), more in table.items() if key == [service, variant, group] and t > limit
        )


def test_half_need_no_more_than_the_median(found):
    for row in rows_of(found, "access_time", group="all"):
        seconds = found.travels[row["service"], row["variant"]].seconds
        for column, share in (("minutes_median", 0.5), ("minutes_p90", 0.9)):
            within = found.people[seconds <= 60 * row[column] + 1e-6].sum()
            before = found.people[seconds < 60 * row[column] - 1e-6].sum()
            assert before < share * found.people.sum() <= within


def test_each_facility_has_the_people_nearest_to_it(found):
    rows = rows_of(found, "access_facilities", service="health")
    status = {row["name"]: row["status"] for row in rows}
    assert status == {
        "Bridge Hospital": "placed", "West Post": "placed", "East Post": "placed", "Ferry Post": "moved", "Bridge Clinic": "placed",
        "Roaming Clinic": "no_coordinates", "Border Post": "outside",
    }  # fmt: skip
    served = [row["people_nearest"] for row in rows if not math.isnan(row["people_nearest"])]
    reaching = rows_of(found, group="all", service="health", variant="base")[0]["reaching"]
    assert math.fsum(served) == pytest.approx(reaching, rel=1e-12)
    named = {row["name"]: row for row in rows}
    assert named["Bridge Clinic"]["people_nearest"] == 0.0  # shares its cell with the hospital, which stands before it
    assert 900 < named["Ferry Post"]["moved_m"] < 1200


def test_what_is_odd_is_said(found):
    said = {one.says: one for one in found.findings}
    assert set(said) == {
        "access.no_coordinates", "access.outside", "access.moved", "access.same_cell", "access.no_speed", "access.people_on_barrier",
        "access.no_welfare", "access.worse_served", "access.referral_far", "access.effective_nowhere",
    }  # fmt: skip
    assert said["access.moved"].message == (
        "1 facility lies where nobody can go and was moved to the nearest cell that can be entered: Ferry Post."
    )
    on_river = found.people[:, 20].sum() - found.people[15, 20]
    assert said["access.people_on_barrier"].values["count"] == round(on_river)


def test_every_finding_is_explained_with_its_severity():
    page = (Path(__file__).parents[2] / "docs" / "access.md").read_text(encoding="utf-8")
    table = page.partition("## What is found")[2]
    said = {
        name: set(row[1].split(", "))
        for row in re.findall(r"^\| (`[^|]*) \| ([a-z, ]+) \|", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row[0])
    }
    assert set(said) == set(sentences("en")["access"]) == set(sentences("fr")["access"])
    given = [file.read_text(encoding="utf-8") for file in Path(access.__file__).parent.rglob("*.py")]
    for severity, key in re.findall(r'Finding\(\s*"(note|warning)",[^)]*?"access\.([a-z_]+)"', "\n".join(given)):
        assert severity in said[key], key


def test_places_are_given_once(found):
    rows = {row["group"]: row for row in rows_of(found, "access_served")}
    catchments = rows_of(found, "access_catchments")
    everybody = rows["all"]
    assert {row["service"] for row in catchments} == {"health"}  # hospitals have no capacity here
    assert everybody["served"] == pytest.approx(math.fsum(row["served"] for row in catchments), rel=1e-12)
    assert everybody["in_reach"] == pytest.approx(everybody["served"] + everybody["without_place"], rel=1e-12)
    [reached] = rows_of(found, service="health", variant="base", group="all", within_minutes=120)
    assert everybody["in_reach"] == pytest.approx(reached["reached"], rel=1e-12)
    for row in catchments:
        assert 0 <= row["served"] <= min(row["capacity"], row["left_in_reach"]) + 1e-9
        assert row["left_in_reach"] <= row["in_reach"] + 1e-9
        # who can be served is: places remain only where nobody is left
        assert row["spare"] == pytest.approx(0, abs=1e-9) or row["without_place"] == pytest.approx(0, abs=1e-9)
    assert sorted(row["turn"] for row in catchments) == [1, 2, 3, 4, 5]
    for kind in ("area=", "place="):
        parts = [row for group, row in rows.items() if group.startswith(kind)]
        assert math.fsum(row["served"] for row in parts) == pytest.approx(everybody["served"], rel=1e-12)


def test_with_room_for_all_everybody_within_reach_is_served(country):
    text = (country / "access.yaml").read_text(encoding="utf-8")
    (country / "access.yaml").write_text(text.replace("20000, post: 3000", "1000000, post: 1000000"), encoding="utf-8")
    [row] = rows_of(reach(country), "access_served", group="all")
    assert row["served"] == pytest.approx(row["in_reach"], rel=1e-12)
    assert row["served_reversed"] == pytest.approx(row["in_reach"], rel=1e-12)
    assert row["without_place"] == pytest.approx(0, abs=1e-6)


def test_capacities_from_a_column_and_those_that_are_missing(country):
    lines = (country / "facilities.csv").read_text(encoding="utf-8").splitlines()
    beds = ["beds", "900", "", "300", "100", "0", "5", "5"]
    text = "\n".join(f"{line},{one}" for line, one in zip(lines, beds, strict=True))
    (country / "facilities.csv").write_text(text + "\n", encoding="utf-8")
    yaml = (country / "access.yaml").read_text(encoding="utf-8")
    before = "column: kind, values: {hospital: 20000, post: 3000}, assumption: true"
    (country / "access.yaml").write_text(yaml.replace(before, "column: beds, order: capacity"), encoding="utf-8")
    found = reach(country)
    rows = {row["name"]: row for row in rows_of(found, "access_catchments")}
    assert {name: row["turn"] for name, row in rows.items()} == {
        "Bridge Hospital": 1, "East Post": 2, "Ferry Post": 3, "Bridge Clinic": 4,
    }  # fmt: skip
    assert [row["served"] for row in rows.values()] == [900, 300, 100, 0]
    assert rows["Bridge Clinic"]["minutes_served"] is None
    [one] = [one for one in found.findings if one.says == "access.no_capacity"]
    assert one.values["names"] == "West Post"


def test_the_road_is_the_only_bridge(found, country):
    assert found.area[2, 30] == found.areas.index("North East")
    whole = found.travels["hospital", "base"].seconds
    assert np.isfinite(whole[2, 30])
    text = (country / "access.yaml").read_text(encoding="utf-8")
    roads = next(line for line in text.splitlines() if line.startswith("roads"))
    (country / "access.yaml").write_text(text.replace(f"{roads}\n", ""), encoding="utf-8")
    cut = reach(country)
    assert np.isinf(cut.travels["hospital", "base"].seconds[:, 21:]).all()
    [one] = [one for one in cut.findings if one.says == "access.cut_off" and one.values["programme"] == "hospital"]
    assert one.severity == "warning"
    assert one.values["count"] == round(cut.people[:, 21:].sum())
    [row] = rows_of(cut, service="hospital", variant="base", group="area=North East", within_minutes=60)
    # a cell of the area lies on the river, whose people no one can reach either
    assert (row["reaching"], row["share"]) == (0.0, 0.0)
    assert math.isnan(row["share_of_reaching"])
    assert math.isnan(
        rows_of(cut, "access_time", service="hospital", variant="base", group="area=North East")[0]["minutes_median"]
    )


def test_a_density_is_people_by_the_area_of_each_row(found, country, made_up):
    file = country / "people.tif"
    density = made_up.people() / made_up.GRID.areas()[:, None]
    file.write_bytes(made_up.as_geotiff(density, made_up.GRID))
    text = (country / "access.yaml").read_text(encoding="utf-8")
    (country / "access.yaml").write_text(text.replace("persons/cell", "persons/km2"), encoding="utf-8")
    np.testing.assert_allclose(reach(country).people, found.people, rtol=1e-6)


def test_land_cover_on_a_finer_grid_is_brought_to_that_of_the_population(found, country, made_up):
    grid = made_up.Grid(60, 80, made_up.GRID.west, made_up.GRID.north, 0.005, 0.005)
    fine = np.kron(made_up.ground(), np.ones((2, 2)))
    (country / "ground.tif").write_bytes(made_up.as_geotiff(fine, grid))
    again = reach(country)
    assert (again.travels["health", "base"].seconds == found.travels["health", "base"].seconds).all()


def test_areas_may_be_left_out(country):
    text = (country / "access.yaml").read_text(encoding="utf-8")
    areas = next(line for line in text.splitlines() if line.startswith("areas"))
    (country / "access.yaml").write_text(text.replace(f"{areas}\n", ""), encoding="utf-8")
    assert kinds(reach(country)) == {"all", "place", "welfare", "people"}


def test_people_in_no_area_are_a_row_of_their_own(country):
    file = country / "districts.geojson"
    text = file.read_text(encoding="utf-8").replace('"district": "South East"', '"district": "South West"')
    assert {row["group"] for row in _without(country, "South East") if row["group"].partition("=")[0] in ("all", "area")} == {
        "all", "area=North West", "area=North East", "area=South West", "area=none",
    }  # fmt: skip
    file.write_text(text, encoding="utf-8")
    assert read_features(file).texts("district").count("South West") == 2
    assert len({row["group"] for row in tables(reach(country))["access"]}) == 1 + 3 + 3 + 6 + 2 * (1 + 3)


def _without(country, name):
    file = country / "districts.geojson"
    document = json.loads(file.read_text(encoding="utf-8"))
    kept = [one for one in document["features"] if one["properties"]["district"] != name]
    text = file.read_text(encoding="utf-8")
    file.write_text(json.dumps({**document, "features": kept}), encoding="utf-8")
    found = tables(reach(country))["access"]
    file.write_text(text, encoding="utf-8")
    return found


def test_areas_far_from_their_own_count_are_named(country):
    file = country / "districts.geojson"
    text = file.read_text(encoding="utf-8")
    for name, people in (("North West", 5000), ("North East", 99), ("South West", 7000), ("South East", 3000)):
        text = text.replace(f'"district": "{name}"', f'"district": "{name}", "count": {people}')
    file.write_text(text, encoding="utf-8")
    yaml = (country / "access.yaml").read_text(encoding="utf-8")
    (country / "access.yaml").write_text(
        yaml.replace("name: district,", "name: district, population: count,"), encoding="utf-8"
    )
    found = reach(country)
    [one] = [one for one in found.findings if one.says == "access.apart"]
    assert "North East" in one.values["names"]
    assert one.values["all"] == 4
    fit = yaml.replace("name: district,", "name: district, population: count, fit: true,")
    (country / "access.yaml").write_text(fit, encoding="utf-8")
    again = reach(country)
    assert [round(again.people[again.area == k].sum(), 6) for k in range(4)] == [5000, 99, 7000, 3000]
    ratio = again.people[found.people > 0] / found.people[found.people > 0]
    for k in range(4):
        assert np.ptp(ratio[found.area[found.people > 0] == k]) < 1e-12
    said = {one.says for one in again.findings}
    assert "access.fitted" in said
    assert "access.apart" not in said
    (country / "districts.geojson").write_text(text.replace("1.2", "9.2").replace("1.4", "9.4"), encoding="utf-8")
    with pytest.raises(GroundfloorError, match="none on the grid"):
        reach(country)


def test_low_speeds_above_the_base_are_said(country):
    yaml = (country / "access.yaml").read_text(encoding="utf-8")
    (country / "access.yaml").write_text(yaml.replace("times: 0.67", "times: 1.1"), encoding="utf-8")
    assert "access.low_speeds" in {one.says for one in reach(country).findings}


def test_a_table_may_have_semicolons(found, country):
    file = country / "facilities.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    assert reach(country).facilities.status == found.facilities.status
    file.write_text(file.read_text(encoding="utf-8").replace(".", ","), encoding="utf-8")
    assert reach(country).facilities.longitude.tolist()[:2] == [1.145, 1.055]
    file.write_text(file.read_text(encoding="utf-8").replace("1,055", "1,055,000"), encoding="utf-8")
    with pytest.raises(GroundfloorError, match="is not a number"):
        reach(country)


def test_facilities_may_be_points_of_a_map(found, country):
    rows = [line.split(",") for line in (country / "facilities.csv").read_text(encoding="utf-8").splitlines()[1:]]
    points = [
        {
            "type": "Feature",
            "properties": {"name": name, "kind": kind},
            "geometry": {"type": "Point", "coordinates": [float(x), float(y)]},
        }
        for name, kind, x, y in rows
        if x
    ]
    (country / "points.geojson").write_text(json.dumps({"features": points}), encoding="utf-8")
    yaml = (country / "access.yaml").read_text(encoding="utf-8")
    other = yaml.replace("facilities.csv", "points.geojson").replace(
        ", longitude: longitude, latitude: latitude", "", 1
    )
    (country / "access.yaml").write_text(other, encoding="utf-8")
    again = reach(country)
    assert (again.travels["health", "base"].seconds == found.travels["health", "base"].seconds).all()
    assert "access.no_coordinates" not in {one.says for one in again.findings}
    (country / "access.yaml").write_text(other.replace("points.geojson", "roads.geojson"), encoding="utf-8")
    with pytest.raises(GroundfloorError, match="not all points"):
        reach(country)


def test_swapped_and_doubled_facilities_are_said(country):
    with (country / "facilities.csv").open("a", encoding="utf-8") as file:
        file.write("Swapped Post,post,10.145,1.145\nWest Post,post,1.055,10.245\n")
    said = {one.says for one in reach(country).findings}
    assert {"access.swapped", "access.twice"} <= said


def test_without_room_to_move_a_facility_on_a_barrier_is_left_out(country):
    yaml = (country / "access.yaml").read_text(encoding="utf-8")
    (country / "access.yaml").write_text(
        yaml + "travel: {snap: 500, neighbours: 16, corners: open, direction: from}\n", encoding="utf-8"
    )
    found = reach(country)
    assert "on_barrier" in found.facilities.status
    assert "access.on_barrier" in {one.says for one in found.findings}


def test_a_way_may_be_cycled_on_roads_and_on_the_ground(country, found):
    yaml = (country / "access.yaml").read_text(encoding="utf-8")
    more = "base: {preset: blsq, cycling: [track, cropland, path]}"
    (country / "access.yaml").write_text(yaml.replace("base: {preset: blsq}", more), encoding="utf-8")
    again = reach(country)
    rows = {(row["variant"], row["class"]): (row["afoot"], row["cycling"]) for row in tables(again)["access_speeds"]}
    assert rows["base", "track"] == rows["base", "cropland"] == (False, True)
    assert rows["base", "forest"] == rows["low", "cropland"] == (True, False)
    assert rows["base", "primary"] == (False, False)
    # on level ground it is the same, on the hill of the north-east it is not
    one, other = (each.travels["health", "base"].seconds for each in (again, found))
    assert one[20, 2] == other[20, 2]
    assert one[5, 36] != other[5, 36]
    assert (one[np.isfinite(other)] < math.inf).all()
