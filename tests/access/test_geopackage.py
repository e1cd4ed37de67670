"""The GeoPackage of what was found: it has the tables of the standard, and reads back as what the tables say."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from groundfloor.access import geopackage, tables
from groundfloor.access.geopackage import as_geopackage
from groundfloor.access.layers import numbered
from groundfloor.access.vectors import read_features


@pytest.fixture(scope="module")
def package(found, tmp_path_factory):
    path = tmp_path_factory.mktemp("package") / "access.gpkg"
    path.write_bytes(as_geopackage(found))
    return path


def test_areas_have_the_shares_of_the_table(found, package):
    areas = read_features(package, "areas")
    assert areas.texts("name") == list(found.areas)
    rows = {
        (row["group"], row["within_minutes"]): row
        for row in tables(found)["access"]
        if (row["service"], row["variant"]) == ("health", "base")
    }
    for one in areas.columns:
        row = rows[f"area={one['name']}", 60]
        assert (one["population"], one["health_60_share"]) == (row["population"], row["share"])
        assert one["health_60_beyond"] == row["population"] - row["reached"]
    assert (numbered(areas, found.grid, range(len(areas.shapes))) == found.area).all()


def test_facilities_without_coordinates_are_left_out(found, package):
    facilities = read_features(package, "facilities")
    health = [one for one in facilities.columns if one["service"] == "health"]
    assert "Roaming Clinic" not in {one["name"] for one in health}
    assert len(health) == 6
    assert {one["status"] for one in health} == {"placed", "moved", "outside"}


def test_catchments_are_the_cells_nearest_to_each_facility(found, package):
    drawn = read_features(package, "catchments")
    nearest, chosen = found.travels["health", "base"].nearest, found.chosen["health"]
    for i, one in enumerate(drawn.columns):
        if one["service"] == "health":
            place = chosen.tolist().index(one["facility"] - 1)
            alone = replace(drawn, shapes=drawn.shapes[i : i + 1])
            assert ((numbered(alone, found.grid, [0]) == 0) == (nearest == place)).all()
    assert sum(one["people_nearest"] for one in drawn.columns if one["service"] == "hospital") == pytest.approx(
        found.people[np.isfinite(found.travels["hospital", "base"].seconds)].sum()
    )


def test_the_standard_holds(package):
    with closing(sqlite3.connect(package)) as base:
        assert base.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        systems = {one[0] for one in base.execute("SELECT srs_id FROM gpkg_spatial_ref_sys")}
        assert systems == {-1, 0, 4326}
        contents = base.execute("SELECT table_name, min_x, max_y FROM gpkg_contents").fetchall()
        geometries = base.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns").fetchall()
    assert [one[0] for one in contents] == [one[0] for one in geometries] == ["areas", "facilities", "catchments"]
    assert contents[0][1:] == (1.0, 10.3)


def test_a_large_grid_has_no_catchments_and_a_country_without_areas_none(found, monkeypatch, tmp_path):
    monkeypatch.setattr(geopackage, "MOST_CELLS", 100)
    (tmp_path / "a.gpkg").write_bytes(as_geopackage(replace(found, boundaries=None)))
    assert len(read_features(tmp_path / "a.gpkg").shapes) == 7
