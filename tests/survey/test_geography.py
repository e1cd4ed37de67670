"""Areas of a GeoJSON file as the groups of a survey."""

from __future__ import annotations

import itertools
import json
import math
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.geography import Geography, shapes, simplify

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def area(name, coordinates, kind="Polygon"):
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


@pytest.fixture
def at(tmp_path):
    def write(document, name="name", **join):
        file = tmp_path / "regions.geojson"
        file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return Geography(file, name, "region", join, Place("survey.yaml", 9))

    return write


def collection(*areas):
    return {"type": "FeatureCollection", "features": list(areas)}


def test_areas_are_named_as_groups_and_joined(at):
    moved = [[x + 1, y] for x, y in SQUARE]
    found = shapes(at(collection(area("A", [SQUARE]), area("B", [[moved]], "MultiPolygon")), North=("A", "B")))
    assert list(found) == ["region=North"]
    assert found["region=North"] == (tuple(map(tuple, SQUARE)), tuple(map(tuple, moved)))


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ("{", "cannot be read"),
        ("[]", "no collection"),
        (collection(area("A", [[0, 0]], "Point")), "is a Point"),
        (collection(area("A", [["x"]])), "broken coordinates"),
        (collection(area("A", [[[500000, 700000], [500001, 700000], [500001, 700001]]])), "not in longitude"),
        (collection({"type": "Feature", "properties": {"NAME": "A"}, "geometry": {}}), "has the property 'name'"),
        (collection(), "has the property 'name'"),
    ],
)
def test_what_is_no_map_is_said(at, document, says):
    with pytest.raises(GroundfloorError, match=says):
        shapes(at(document))


def test_a_joined_area_that_is_not_there_is_refused_with_those_there_are(at):
    with pytest.raises(GroundfloorError, match=r"'C'.*one of A"):
        shapes(at(collection(area("A", [SQUARE])), North=("C",)))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(GroundfloorError, match="not there"):
        shapes(Geography(tmp_path / "none.geojson", "name", "region", {}, Place("survey.yaml")))


@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=3, max_size=40, unique=True), st.floats(0.01, 3)
)
def test_nothing_left_out_lies_farther_than_the_tolerance(points, tolerance):
    kept = simplify(points, tolerance)
    assert kept[0] == points[0]
    assert kept[-1] == points[-1]
    if len(kept) == len(points):
        return
    at = [i for i, point in enumerate(points) if point in kept]
    for first, last in itertools.pairwise(at):
        (ax, ay), (bx, by) = points[first], points[last]
        long = math.hypot(bx - ax, by - ay)
        for x, y in points[first + 1 : last]:
            off = abs((bx - ax) * (ay - y) - (by - ay) * (ax - x)) / long if long else math.hypot(x - ax, y - ay)
            assert off <= tolerance + 1e-9


@pytest.mark.skipif("GROUNDFLOOR_REFERENCE" not in os.environ, reason="GROUNDFLOOR_REFERENCE is not set")
def test_regions_of_ghana():
    file = (
        Path(os.environ["GROUNDFLOOR_REFERENCE"]) / "data" / "services" / "ghana" / "gha_regions16_simplified.geojson"
    )
    old = {"Volta": ("Volta", "Oti"), "Northern": ("Northern", "Savannah", "North East")}
    found = shapes(Geography(file, "Region", "region", old, Place("survey.yaml")))
    assert len(found) == 13
    assert len(found["region=Northern"]) >= 3
    assert sum(len(ring) for rings in found.values() for ring in rings) < 2500
