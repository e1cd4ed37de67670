"""Mistakes are said: what, where, and what to do."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from groundfloor.access import reach
from groundfloor.access.layers import read_raster
from groundfloor.access.speeds import preset
from groundfloor.errors import GroundfloorError

CHANGES = [
    ("within: [30, 60, 120]", "within: [60, 30]", r"access.yaml:20:\d+: within is no list of minutes"),
    ("within: [30, 60, 120]", "within: 60", "ascending order"),
    ("where: {kind: [hospital]}", "where: {kind: [hospitals]}", "Did you mean 'hospital'"),
    ("where: {kind: [hospital]}", "where: {type: [hospital]}", "has no column 'type'"),
    ("where: {kind: [hospital]}", "where: {kind: hospital}", "no list of values"),
    ("  hospital:\n", "  the hospital:\n", "is no name"),
    ("column: kind, values", "column: kinds, values", "Did you mean 'kind'"),
    ("column: kind, values: {hospital: 20000, post: 3000}", "column: name", "'Bridge Hospital' is not a number"),
    ("column: kind, values: {hospital: 20000, post: 3000}", "column: longitude, order: size", "people, capacity, file"),
    ("{hospital: 20000, post: 3000}", "{clinic: 20}", "No facility of 'health' has a capacity"),
    ("{hospital: 20000, post: 3000}", "{hospital: -5}", "at least 0"),
    ("3000}, assumption: true", "3000}, assumption: 1", "neither true nor false"),
    ("path: people.tif", "path: persons.tif", r"access.yaml:5:\d+: There is no file persons.tif"),
    ("path: people.tif", "path: roads.geojson", "cannot be read"),
    ("unit: persons/cell", "unit: thousands", "persons/cell, persons/km2"),
    ("persons/cell, source: \"Made up\"", "persons/cell, source: \"\"", "source is (missing|empty)|'source' is"),
    ("40: cropland", "41: cropland", "codes without a class: 40"),
    ("40: cropland", "40: croplands", "have none for ground 'croplands'"),
    ("40: cropland", "forty: cropland", "is no code of land cover"),
    (", classes: {10: forest, 40: cropland, 50: built}", "", "has no classes"),
    ("ground: {path: ground.tif,", "ground: {everywhere: forest, path: ground.tif,", "given twice or not at all"),
    ("class: highway", "class: highways", "has no column 'highways'"),
    ("name: district,", "name: distrikt,", "Did you mean 'district'"),
    ("name: district,", "name: district, fit: true,", "nothing to fit"),
    ("name: district,", "name: district, fit: 1,", "neither true nor false"),
    ("path: districts.geojson", "path: roads.geojson", "not all polygons"),
    ("base: {preset: blsq}", "base: {preset: blq}", "Did you mean 'blsq'"),
    ("base: {preset: blsq}", "base: {preset: blsq, times: 0.5}", "have no source"),
    ("base: {preset: blsq}", "base: {}", "are empty"),
    ("base: {preset: blsq}", "base: {preset: blsq, assumption: maybe}", "neither true nor false"),
    ("base: {preset: blsq}", "base: {preset: blsq, ground: {forest: 900}, source: x}", "from 0 to 200"),
    ("name: name, longitude", "name: nam, longitude", "has no column 'nam'"),
    (", longitude: longitude, latitude: latitude", "", "columns of the coordinates are not named"),
    ("facilities: {path: facilities.csv", "facilities: {path: roads.geojson", "no columns of coordinates"),
    ("base: {preset: blsq}", "base: {preset: blsq, cycling: [trak]}", "Did you mean 'track'"),
    ("base: {preset: blsq}", "base: {preset: blsq, walking: [track], cycling: [track]}", "walks and cycles on 'track'"),
    ("year: 2025\n", "yer: 2025\n", "Did you mean 'year'"),
    ("speeds:\n", "travel: {neighbours: 4}\nspeeds:\n", "Expected 8 or 16"),
    ("speeds:\n", "travel: {direction: up}\nspeeds:\n", "towards, from"),
    ("speeds:\n", "travel: {corners: none}\nspeeds:\n", "strict, open"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), CHANGES)
def test_a_mistake_in_access_yaml(country, before, after, said):
    file = country / "access.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(GroundfloorError, match=said):
        reach(country)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("1.055,10.245", "1.055 E,10.245", "row 2, column 'longitude'"),
        ("1.055,10.245", "1.055,102.45", "no latitude in degrees"),
        ("West Post,post,", "West Post,post,x,", "5 cells, the header 4"),
        (
            "Bridge Hospital,hospital,1.145,10.145",
            "Bridge Hospital,hospital,,",
            "No facility of 'hospital' is on the grid",
        ),
    ],
)
def test_a_mistake_in_the_facilities(country, before, after, said):
    file = country / "facilities.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(GroundfloorError, match=said):
        reach(country)


def test_an_area_without_a_name(country):
    file = country / "districts.geojson"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"North East"', "null"), encoding="utf-8")
    with pytest.raises(GroundfloorError, match="Area 2 has no name"):
        reach(country)


def test_a_preset_and_a_raster_there_are_none_of(made_up, tmp_path):
    with pytest.raises(GroundfloorError, match="Did you mean 'gost'"):
        preset("gostt")
    with pytest.raises(GroundfloorError, match="The file is missing"):
        read_raster(tmp_path / "none.tif")


def test_people_below_nothing_and_nobody(country, made_up):
    for values, said in ((-made_up.people(), "fewer than 0 people"), (0 * made_up.people(), "Nobody lives")):
        (country / "people.tif").write_bytes(made_up.as_geotiff(values, made_up.GRID))
        with pytest.raises(GroundfloorError, match=said):
            reach(country)


@pytest.mark.parametrize(
    ("crs", "transform", "said"),
    [
        (None, (0.01, 0, 1, 0, -0.01, 10), "reference system"),
        (None, (1, 0, 0, 0, 1, 0), "reference system"),
        ("EPSG:4326", (0.01, 0.001, 1, 0, -0.01, 10), "north up"),
        ("EPSG:2227", (100, 0, 1, 0, -100, 10), "metres or degrees"),
    ],
)
def test_a_raster_that_lies_nowhere_askew_or_in_feet(country, crs, transform, said):
    import rasterio

    form = {"driver": "GTiff", "dtype": "float32", "count": 1, "height": 3, "width": 3}
    at = rasterio.transform.Affine(*transform)
    path = country / "people.tif"
    # that it lies nowhere is what is tested
    with warnings.catch_warnings(action="ignore"), rasterio.open(path, "w", crs=crs, transform=at, **form) as file:
        file.write(np.ones((1, 3, 3), dtype="float32"))
    with pytest.raises(GroundfloorError, match=said):
        reach(country)
