"""Lines, areas and points from GeoPackage and GeoJSON."""

from __future__ import annotations

import json
import sqlite3
import struct
from contextlib import closing

import numpy as np
import pytest

from groundfloor.access.vectors import read_features
from groundfloor.errors import GroundfloorError

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)]
OTHER = [(8.0, 8.0), (9.0, 8.0), (9.0, 9.0), (8.0, 8.0)]
HEADER = b"GP\x00\x01" + struct.pack("<i", 4326)


def ring(points, order="<", extra=0):
    out = struct.pack(f"{order}I", len(points))
    return out + b"".join(struct.pack(f"{order}{2 + extra}d", x, y, *[7.0] * extra) for x, y in points)


def head(kind, order="<"):
    return (b"\x01" if order == "<" else b"\x00") + struct.pack(f"{order}I", kind)


def polygon(*rings, order="<", raised=0, extra=0):
    body = b"".join(ring(one, order, extra) for one in rings)
    return head(3 + 1000 * raised, order) + struct.pack(f"{order}I", len(rings)) + body


def package(path, blobs, *, layers=("areas",), organisation="EPSG"):
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)")
        base.execute("CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id)")
        base.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (7, ?, 32735)", (organisation,))
        for layer in layers:
            base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 7)", (layer,))
            quoted = layer.replace('"', '""')
            base.execute(f'CREATE TABLE "{quoted}" (fid INTEGER, geom BLOB, name TEXT)')
            base.executemany(
                f'INSERT INTO "{quoted}" VALUES (?, ?, ?)',  # noqa: S608 (our own names)
                [(i, blob, f"no {i}") for i, blob in enumerate(blobs)],
            )
        base.commit()
    return path


def test_a_geopackage_has_what_the_geojson_has(tmp_path):
    many = head(6) + struct.pack("<I", 2) + polygon(SQUARE, HOLE) + polygon(OTHER)
    blobs = [
        HEADER + many,
        HEADER + polygon(SQUARE, HOLE, order=">"),
        b"GP\x00\x03" + struct.pack("<i4d", 7, 0, 4, 0, 4) + polygon(SQUARE, raised=1, extra=1),
        HEADER + polygon(SQUARE, raised=3, extra=2),
        HEADER + head(2) + ring(HOLE),
        HEADER + head(5) + struct.pack("<I", 2) + head(2) + ring(HOLE) + head(2) + ring(OTHER),
        HEADER + head(1) + struct.pack("<2d", 3.0, 5.0),
        None,
        b"GP\x00\x11" + struct.pack("<i", 7) + head(3) + struct.pack("<I", 0),
    ]
    found = read_features(package(tmp_path / "a.gpkg", blobs))
    geometries = [
        ("MultiPolygon", [[SQUARE, HOLE], [OTHER]]),
        ("Polygon", [SQUARE, HOLE]),
        ("Polygon", [SQUARE]),
        ("Polygon", [SQUARE]),
        ("LineString", HOLE),
        ("MultiLineString", [HOLE, OTHER]),
        ("Point", [3.0, 5.0]),
    ]
    features = [
        {"type": "Feature", "properties": {"name": f"no {i}", "fid": i}, "geometry": {"type": kind, "coordinates": at}}
        for i, (kind, at) in enumerate(geometries)
    ]
    features.append({"type": "Feature", "properties": None, "geometry": None})
    (tmp_path / "a.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    other = read_features(tmp_path / "a.geojson")
    assert (found.crs, other.crs) == ("EPSG:32735", "EPSG:4326")
    assert len(found.shapes) == len(other.shapes) == 7
    assert found.texts("name") == other.texts("name")
    for one, two in zip(found.shapes, other.shapes, strict=True):
        assert (one.kind, one.starts) == (two.kind, two.starts)
        for a, b in zip(one.parts, two.parts, strict=True):
            np.testing.assert_array_equal(a, b)


def test_what_an_open_program_has_not_yet_written_into_the_file_is_read_too(tmp_path):
    path = package(tmp_path / "a.gpkg", [HEADER + polygon(SQUARE)])
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("INSERT INTO areas VALUES (8, ?, 'new')", (HEADER + polygon(OTHER),))
        base.commit()
        assert (tmp_path / "a.gpkg-wal").stat().st_size > 0
        assert read_features(path).texts("name") == ["no 0", "new"]


def test_a_layer_is_named_where_there_are_several(tmp_path):
    path = package(tmp_path / "a.gpkg", [HEADER + polygon(SQUARE)], layers=("areas", 'o\'more "x"'))
    with pytest.raises(GroundfloorError, match="has 2 layers"):
        read_features(path)
    with pytest.raises(GroundfloorError, match="Did you mean 'areas'"):
        read_features(path, "area")
    assert len(read_features(path, 'o\'more "x"').shapes) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.gpkg", b"no database at all", "GeoPackage cannot be read"),
        ("a.geojson", b"{", "cannot be read"),
        ("a.geojson", b'{"features": [{"geometry": {"type": "Circle", "coordinates": []}}]}', "cannot be read"),
        (
            "a.geojson",
            b'{"features": [{"geometry": {"type": "Point", "coordinates": [500000, 10]}}]}',
            "longitude and latitude",
        ),
        ("a.kml", b"", "ending in .gpkg, .geojson, .shp or .zip"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(GroundfloorError, match=said):
        read_features(tmp_path / name)


def test_a_missing_file_and_broken_geometries_are_refused(tmp_path):
    with pytest.raises(GroundfloorError, match="missing"):
        read_features(tmp_path / "none.gpkg")
    for number, blob in enumerate((b"XX", HEADER + polygon(SQUARE)[:40], HEADER + head(9))):
        with pytest.raises(GroundfloorError, match="geometry of feature 1"):
            read_features(package(tmp_path / f"{number}.gpkg", [blob]))
    with pytest.raises(GroundfloorError, match="EPSG"):
        read_features(package(tmp_path / "b.gpkg", [HEADER + polygon(SQUARE)], organisation="NONE"))
