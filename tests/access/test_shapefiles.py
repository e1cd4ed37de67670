"""Lines, areas and points from shapefiles that GDAL wrote (by_gdal/make.py), and what is wrong with one."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from groundfloor.access import reach, tables
from groundfloor.access.shapefiles import parts_of
from groundfloor.access.vectors import read_features
from groundfloor.errors import GroundfloorError

pytest.importorskip("rasterio", reason="needs rasterio, of the extra geo")

BY_GDAL = Path(__file__).parent / "by_gdal"
SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]


def unpacked(folder, name):
    with zipfile.ZipFile(BY_GDAL / f"{name}.zip") as file:
        file.extractall(folder)
    return folder / f"{name}.shp"


def test_areas_have_their_holes_islands_and_columns(tmp_path):
    for path in (BY_GDAL / "areas.zip", unpacked(tmp_path, "areas")):
        found = read_features(path)
        assert found.crs == "EPSG:32628"
        assert found.texts("name") == ["Kédougou", "Tambacounda"]
        assert found.texts("people") == ["120.0", ""]
        assert [one["share"] for one in found.columns] == [0.5, 0.25]
        first, second = found.shapes
        # a square with a hole, the island in the hole, a square far away
        assert (first.kind, first.starts, [len(ring) for ring in first.parts]) == ("area", (0, 2, 3), [5, 5, 5, 5])
        assert [ring.min(axis=0).tolist() for ring in first.parts] == [[0, 0], [1, 1], [1.25, 1.25], [8, 8]]
        assert sorted(map(tuple, (second.parts[0] - (20, 0)).tolist())) == sorted(SQUARE)


def test_lines_and_points(tmp_path):
    roads, points = (read_features(BY_GDAL / f"{name}.zip") for name in ("roads", "points"))
    assert [ring.tolist() for ring in roads.shapes[0].parts] == [[[0, 0], [1, 1]], [[2, 2], [3, 3], [4, 2]]]
    assert (roads.crs, roads.texts("class")) == ("EPSG:4326", ["trunk"])
    assert (points.shapes[0].kind, points.shapes[0].parts[0].tolist(), points.texts("nom")) == (
        "point", [[1.0, 2.0]], ["Médina"],
    )  # fmt: skip


def test_a_country_with_shapefiles_has_the_times_of_one_with_geojson(country, found):
    """Districts written by hand as a shapefile, whose parts are all in the record."""
    write(country / "districts.shp", read_features(country / "districts.geojson"))
    yaml = (country / "access.yaml").read_text(encoding="utf-8")
    (country / "access.yaml").write_text(yaml.replace("districts.geojson", "districts.shp"), encoding="utf-8")
    again = reach(country)
    assert tables(again)["access"] == tables(found)["access"]
    assert {"districts.shp", "districts.dbf", "districts.prj"} < {one.name for one in again.description.files}


def write(path, features, *, clockwise=True):
    """A shapefile of single areas with a name, as its definition says."""
    records, names = [], []
    for shape, said in zip(features.shapes, features.columns, strict=True):
        ring = shape.parts[0]
        turning = np.sum(ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1])
        points = np.ascontiguousarray(ring[::-1] if (turning < 0) != clockwise else ring, "<f8")
        box = [*points.min(axis=0), *points.max(axis=0)]
        body = struct.pack("<i4d3i", 5, *box, 1, len(points), 0) + points.tobytes()
        records.append(struct.pack(">2i", len(records) + 1, len(body) // 2) + body)
        names.append(str(said["district"]).encode().ljust(20))
    content = b"".join(records)
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + len(content)) // 2) + struct.pack(
        "<2i8d", 1000, 5, *[0.0] * 8
    )
    path.write_bytes(head + content)
    field = b"district\0\0\0C" + bytes(4) + bytes([20, 0]) + bytes(14)
    table = struct.pack("<4BIHH20x", 3, 125, 1, 1, len(names), 32 + 32 + 1, 21) + field + b"\r"
    path.with_suffix(".dbf").write_bytes(table + b"".join(b" " + name for name in names))
    path.with_suffix(".prj").write_text(
        'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
        'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
    )


def test_rings_that_all_run_the_wrong_way_are_areas(country):
    given = read_features(country / "districts.geojson")
    write(country / "wrong.shp", given, clockwise=False)
    found = read_features(country / "wrong.shp")
    assert [shape.starts for shape in found.shapes] == [(0,)] * 4
    assert found.texts("district") == given.texts("district")


def test_rows_that_are_deleted_are_left_out_and_text_without_a_code_page_is_read(tmp_path):
    path = unpacked(tmp_path, "areas")
    path.with_suffix(".cpg").unlink()
    assert read_features(path).texts("name")[0] == "Kédougou"
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[struct.unpack_from("<H", table, 8)[0]] = ord("*")
    path.with_suffix(".dbf").write_bytes(table)
    assert read_features(path).texts("name") == ["Tambacounda"]


@pytest.mark.parametrize("part", [".dbf", ".prj"])
def test_a_part_that_is_missing_is_named(tmp_path, part):
    path = unpacked(tmp_path, "areas")
    path.with_suffix(part).unlink()
    with pytest.raises(GroundfloorError, match=f"no part {part}"):
        read_features(path)


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        (".shp", lambda content: content[:-20], "geometry of feature 2"),
        (".shp", lambda content: b"no shapes", "cannot be read"),
        (".shp", lambda content: content[:108] + struct.pack("<i", 31) + content[112:], "geometry of feature 1"),
        (".dbf", lambda content: content[:-20], "table"),
        (".dbf", lambda content: b"", "table"),
        (".dbf", lambda content: content[:4] + struct.pack("<I", 1) + content[8:], "more shapes than"),
        (".prj", lambda content: b"nowhere", "reference system"),
    ],
)
def test_a_part_that_is_cut_off_or_something_else_is_named(tmp_path, part, change, said):
    path = unpacked(tmp_path, "areas").with_suffix(part)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(GroundfloorError, match=said):
        read_features(path.with_suffix(".shp"))


def test_a_zip_that_holds_none_or_is_none(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"no archive")
    with pytest.raises(GroundfloorError, match="cannot be read"):
        read_features(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as file:
        file.writestr("readme.txt", "nothing")
    with pytest.raises(GroundfloorError, match="holds 0 shapefiles"):
        read_features(tmp_path / "b.zip")


def test_parts_of_a_file(tmp_path):
    assert [one.suffix for one in parts_of(unpacked(tmp_path, "areas"))] == [".cpg", ".dbf", ".prj", ".shp"]
    assert parts_of(Path("a.gpkg")) == [Path("a.gpkg")]
