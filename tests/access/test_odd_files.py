"""Files as they come: turned over, with codes for nothing, in the other unit, broken in part. What is done is said; people are neither lost nor made."""

from __future__ import annotations

import json

import numpy as np
import pytest

from groundfloor.access import reach, tables
from groundfloor.access.layers import read_raster
from groundfloor.access.legends import legend
from groundfloor.access.speeds import preset
from groundfloor.access.vectors import read_features
from groundfloor.errors import GroundfloorError


def raster(country, made_up, name, values, dtype="float32", *, south_up=False):
    """Write a raster of the country that declares no value as none."""
    import rasterio

    grid = made_up.GRID
    at = rasterio.Affine(grid.width, 0, grid.west, 0, -grid.height, grid.north)
    if south_up:
        at = rasterio.Affine(grid.width, 0, grid.west, 0, grid.height, grid.north - grid.rows * grid.height)
        values = values[::-1]
    form = {"driver": "GTiff", "dtype": dtype, "count": 1, "height": grid.rows, "width": grid.columns}
    with rasterio.open(country / name, "w", crs="EPSG:4326", transform=at, **form) as file:
        file.write(values.astype(dtype), 1)


def changed(country, name, before, after):
    file = country / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def says(found):
    return {one.says.removeprefix("access."): one for one in found.findings}


def test_rasters_with_the_south_up_are_turned_over(country, made_up, found):
    for name, values in (("people", made_up.people()), ("ground", made_up.ground()), ("relief", made_up.relief())):
        raster(country, made_up, f"{name}.tif", values, south_up=True)
    again = reach(country)
    assert (again.people == found.people).all()
    assert tables(again)["access"] == tables(found)["access"]
    assert read_raster(country / "people.tif").grid.north == pytest.approx(found.grid.north)


@pytest.mark.parametrize("code", [-9999, -32768, -3.4028234663852886e38, 3.4028234663852886e38, np.inf])
def test_codes_for_nobody_are_nobody(country, made_up, found, code):
    people = made_up.people()
    raster(country, made_up, "people.tif", np.where(np.isnan(people), code, people))
    again = reach(country)
    assert again.people.sum() == found.people.sum()
    assert says(again)["undeclared"].values["count"] == np.isnan(people).sum()


@pytest.mark.parametrize(("code", "dtype"), [(255, "uint8"), (65535, "uint16"), (-9999, "int16")])
def test_codes_for_no_land_cover_are_barriers_unless_they_have_a_class(country, made_up, found, code, dtype):
    ground = made_up.ground()
    ground[:3, :3] = code
    raster(country, made_up, "ground.tif", ground, dtype)
    again = reach(country)
    assert says(again)["undeclared"].values["codes"] == str(code)
    assert np.isinf(again.travels["health", "base"].seconds[:3, :3]).all()
    assert again.people.sum() == found.people.sum()
    if code < 0:
        return
    changed(country, "access.yaml", "classes: {10: forest", f"classes: {{{code}: forest, 10: forest")
    assert "undeclared" not in says(reach(country))


@pytest.mark.parametrize("code", [-9999, 32767])
def test_heights_beyond_the_earth_are_none(country, made_up, code):
    height = made_up.relief()
    height[4, 30:34] = code
    raster(country, made_up, "relief.tif", height)
    again = reach(country)
    assert says(again)["undeclared"].values["name"] == "relief.tif"
    assert np.isinf(again.travels["health", "base"].seconds[4, 30:34]).all()


def test_layers_that_lie_elsewhere_are_refused(country, made_up):
    for name, values, said in (("ground", made_up.ground(), "land cover"), ("relief", made_up.relief(), "relief")):
        kept = (country / f"{name}.tif").read_bytes()
        grid = made_up.Grid(30, 40, 50.0, 10.3, 0.01, 0.01)
        (country / f"{name}.tif").write_bytes(made_up.as_geotiff(values, grid))
        with pytest.raises(GroundfloorError, match=f"{said} lies beyond"):
            reach(country)
        (country / f"{name}.tif").write_bytes(kept)


def test_codes_between_whole_numbers_have_no_class(country, made_up):
    raster(country, made_up, "ground.tif", made_up.ground() + 0.5)
    with pytest.raises(GroundfloorError, match=r"without a class: 10\.5, 40\.5, 50\.5"):
        reach(country)


def test_people_on_another_projection_are_all_there(country, made_up, found):
    """The grid is that of the people, which are never warped; the other layers are brought to it."""
    from groundfloor.access.layers import brought

    grid = made_up.Grid(40, 50, 275_000.0, 1_141_000.0, 1000.0, 1000.0, geographic=False, crs="EPSG:32631")
    people = np.where(np.indices(grid.shape).sum(axis=0) % 3 == 0, 7.0, 0.0)
    (country / "people.tif").write_bytes(made_up.as_geotiff(people, grid))
    again = reach(country)
    assert again.people.sum() == people.sum()
    assert again.grid == grid
    rows = [row for row in tables(again)["access"] if row["service"] == "health" and row["variant"] == "base"]
    parts = [row["population"] for row in rows if row["group"].startswith("area=") and row["within_minutes"] == 60]
    assert sum(parts) == pytest.approx(people.sum())
    assert np.isfinite(brought(read_raster(country / "ground.tif"), grid)).any()


@pytest.mark.parametrize(("times", "warned"), [(1.0, False), (2.5, False), (0.2, True), (5.0, True)])
def test_a_unit_that_does_not_fit_the_count_of_the_areas_is_said(country, made_up, found, times, warned):
    file = country / "districts.geojson"
    document = json.loads(file.read_text(encoding="utf-8"))
    for one in document["features"]:
        one["properties"]["count"] = times * found.people.sum() / 4
    file.write_text(json.dumps(document), encoding="utf-8")
    changed(country, "access.yaml", "name: district,", "name: district, population: count,")
    assert ("unit" in says(reach(country))) == warned


@pytest.mark.parametrize(("times", "warned"), [(1, False), (400, True)])
def test_a_country_more_crowded_than_any_city_is_said(country, made_up, times, warned):
    raster(country, made_up, "people.tif", np.nan_to_num(made_up.people()) * times)
    assert ("implausible" in says(reach(country))) == warned


def test_a_fine_grid_without_a_single_town_is_said(country, made_up):
    grid = made_up.Grid(300, 400, made_up.WEST, made_up.GRID.north, 0.001, 0.001)
    few = np.full(grid.shape, 0.5)
    (country / "people.tif").write_bytes(made_up.as_geotiff(few, grid))
    file = country / "access.yaml"
    file.write_text(file.read_text(encoding="utf-8").partition("sites:")[0], encoding="utf-8")
    assert says(reach(country))["implausible"].values["most"] == pytest.approx(41, abs=1)


def test_swapped_columns_and_places_at_nought_are_told(country, found):
    changed(
        country, "access.yaml", "longitude: longitude, latitude: latitude", "longitude: latitude, latitude: longitude"
    )
    with pytest.raises(GroundfloorError, match="Longitude and latitude are swapped"):
        reach(country)
    changed(
        country, "access.yaml", "longitude: latitude, latitude: longitude", "longitude: longitude, latitude: latitude"
    )
    changed(country, "facilities.csv", "West Post,post,1.055,10.245", "West Post,post,0,0.0")
    assert says(reach(country))["no_coordinates"].values["names"] == "West Post, Roaming Clinic"


def test_layers_without_features(country):
    for name in ("roads", "districts"):
        kept = (country / f"{name}.geojson").read_bytes()
        (country / f"{name}.geojson").write_text('{"features": []}', encoding="utf-8")
        with pytest.raises(GroundfloorError, match=f"{name}.geojson has no features"):
            reach(country)
        (country / f"{name}.geojson").write_bytes(kept)


def test_an_area_whose_ring_encloses_nothing_is_left_out_and_its_people_are_in_none(country, found):
    document = json.loads((country / "districts.geojson").read_text(encoding="utf-8"))
    whole = document["features"][0]["geometry"]["coordinates"]
    document["features"][0]["geometry"]["coordinates"] = [[[1.0, 10.0], [1.1, 10.1]]]
    second = document["features"][1]["geometry"]
    second["type"] = "MultiPolygon"
    second["coordinates"] = [[[[5, 5]]], [*second["coordinates"], [[1.3, 10.2], [1.3, 10.2]]]]
    (country / "districts.geojson").write_text(json.dumps(document), encoding="utf-8")
    [shape, *_] = read_features(country / "districts.geojson").shapes
    assert (shape.starts, len(shape.parts)) == ((0,), 1)
    again = reach(country)
    assert again.areas == found.areas[1:]
    assert says(again)["off_areas"].severity == "warning"
    assert again.people.sum() == found.people.sum()
    document["features"][0]["geometry"]["coordinates"] = whole
    text = json.dumps(document).replace("10.3", "NaN", 1)
    (country / "districts.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(GroundfloorError, match=r"coordinate of feature 1 is no number.*Fix geometries"):
        reach(country)


@pytest.mark.parametrize("name", ["people.tif", "ground.tif", "relief.tif"])
def test_a_raster_that_is_cut_off_is_refused(country, name):
    content = (country / name).read_bytes()
    (country / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(GroundfloorError, match=f"{name}: The raster cannot be read"):
        reach(country)


@pytest.mark.parametrize(
    "name", ["people.tif", "facilities.csv", "roads.geojson", "districts.geojson", "river.geojson"]
)
def test_an_empty_file_is_refused_by_name(country, name):
    (country / name).write_bytes(b"")
    with pytest.raises(GroundfloorError, match=f"{name}.* (cannot be read|is empty)"):
        reach(country)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_refused_with_what_to_do(country, encoding):
    text = (country / "facilities.csv").read_text(encoding="utf-8").replace("West Post", "Médina")
    (country / "facilities.csv").write_bytes(text.encode(encoding))
    with pytest.raises(GroundfloorError, match=r"is not UTF-8.*CSV UTF-8"):
        reach(country)


def test_the_codes_of_a_well_known_map_need_not_be_written(country, made_up, found):
    """10 tree cover, 40 cropland and 50 built-up are so in WorldCover too."""
    changed(country, "access.yaml", "classes: {10: forest, 40: cropland, 50: built}", "codes: worldcover")
    again = reach(country)
    assert tables(again)["access"] == tables(found)["access"]
    assert set(again.classes) == {"forest", "cropland", "built"}
    changed(country, "access.yaml", "codes: worldcover", "codes: worldcover, classes: {40: shrub}")
    assert "shrub" in reach(country).classes
    changed(country, "access.yaml", "worldcover, classes: {40: shrub}", "worldcovr")
    with pytest.raises(GroundfloorError, match="Did you mean 'worldcover'"):
        reach(country)


def test_a_kind_of_ground_has_the_speed_of_what_it_is_a_kind_of(country, made_up, found):
    ground = made_up.ground()
    for code, own in ((10, 126), (40, 40), (50, 50)):
        ground[made_up.ground() == code] = own
    raster(country, made_up, "ground.tif", ground)
    changed(country, "access.yaml", "classes: {10: forest, 40: cropland, 50: built}", "codes: copernicus")
    again = reach(country)
    assert (again.travels["health", "low"].seconds == found.travels["health", "low"].seconds).all()
    assert "forest_open_unknown" in {row["class"] for row in tables(again)["access_speeds"]}
    for here, code in ((126, 9), (40, 12), (50, 13)):
        ground[ground == here] = code
    raster(country, made_up, "ground.tif", ground)
    changed(country, "access.yaml", "codes: copernicus", "codes: modis")
    with pytest.raises(GroundfloorError, match="none for ground 'savanna', the code 9 of the land cover"):
        reach(country)


@pytest.mark.parametrize(
    ("codes", "speeds"), [("copernicus", "blsq"), ("copernicus", "gost"), ("cci", "gost_cci"), ("worldcover", "gost")]
)
def test_presets_have_a_speed_for_every_code_of_their_map(codes, speeds):
    lacking = {name for name in legend(codes).values() if preset(speeds).applying(name) is None}
    assert lacking == ({"forest", "forest_mangrove"} if codes == "worldcover" else set())
