"""Lines and areas on a grid, and layers in another reference system."""

from __future__ import annotations

import csv
import json
import sys

import numpy as np
import pytest

from groundfloor.access import Grid, reach
from groundfloor.access.layers import brought, cells_of, moved, numbered, rasterio, read_raster
from groundfloor.access.vectors import Features, Shape
from groundfloor.errors import GroundfloorError

METRES = Grid(8, 10, 500_000.0, 7_500_000.0, 100.0, 100.0, geographic=False, crs="EPSG:32735")


def features(kind, *parts, starts=(0,), crs="EPSG:32735"):
    rings = tuple(np.array(part, dtype=float) for part in parts)
    return Features((Shape(kind, rings, tuple(starts)),), ({},), crs, None)


def box(left, top, right, bottom):
    x, y = METRES.west, METRES.north
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    return [(x + 100 * a, y - 100 * b) for a, b in corners]


def test_an_area_has_the_cells_whose_centre_it_covers_but_for_its_holes(made_up):
    area = features("area", box(1, 1, 9, 7), box(3, 3, 5, 5), box(9.4, 7.4, 10, 8), starts=(0, 2))
    expected = np.full(METRES.shape, -1)
    expected[1:7, 1:9] = 4
    expected[3:5, 3:5] = -1
    expected[7, 9] = 4
    assert numbered(area, METRES, [4]).tolist() == expected.tolist()


def test_a_barrier_has_every_cell_that_its_outline_touches_too(made_up):
    lake = features("area", box(1.6, 1.6, 3.4, 3.4))
    found = cells_of(lake, METRES)
    assert np.argwhere(found).tolist() == [[r, c] for r in (1, 2, 3) for c in (1, 2, 3)]


def test_a_line_has_every_cell_that_it_touches(made_up):
    river = features("line", [box(0.5, 0.5, 1, 1)[0], box(4.5, 2.5, 5, 3)[0]])
    found = cells_of(river, METRES)
    row, column = np.nonzero(found)
    assert {(0, 0), (2, 4), (1, 2)} <= set(zip(row.tolist(), column.tolist(), strict=True))
    # from cell to cell only through sides, so that no way slips through
    assert len(row) == 1 + 2 + 4


def test_what_lies_in_degrees_is_drawn_on_metres(made_up):
    area = features("area", box(1, 1, 9, 7), box(3, 3, 5, 5))
    rings = [np.column_stack(moved(ring[:, 0], ring[:, 1], METRES.crs, "EPSG:4326")) for ring in area.shapes[0].parts]
    degrees = features("area", *rings, crs="EPSG:4326")
    assert np.abs(rings[0][:, 1]).max() < 90
    assert (numbered(degrees, METRES, [0]) == numbered(area, METRES, [0])).all()
    assert (cells_of(degrees, METRES) == cells_of(area, METRES)).sum() >= METRES.rows * METRES.columns - 2


def test_heights_are_taken_between_cells_and_nothing_beyond_the_edge(made_up, tmp_path):
    rows, columns = np.mgrid[:8, :10]
    coarse = Grid(8, 10, METRES.west - 1000, METRES.north + 1000, 300.0, 300.0, geographic=False, crs=METRES.crs)
    plane = rows * 30.0 + columns * 3.0
    (tmp_path / "height.tif").write_bytes(made_up.as_geotiff(plane, coarse))
    raster = read_raster(tmp_path / "height.tif")
    assert raster.grid == coarse
    found = brought(raster, METRES, "bilinear")
    x, y = METRES.centres(*np.mgrid[:8, :10])
    exact = (coarse.north - y - 150) / 300 * 30 + (x - coarse.west - 150) / 300 * 3
    np.testing.assert_allclose(found, exact, atol=1e-3)
    far = Grid(2, 2, METRES.west + 9e5, METRES.north, 100.0, 100.0, geographic=False, crs=METRES.crs)
    assert np.isnan(brought(raster, far)).all()


def test_a_country_on_a_projection(made_up, tmp_path):
    """Riverland on a grid of metres, with its vectors in degrees: the times of the same steps."""
    folder = made_up.write(tmp_path / "utm")
    grid = Grid(30, 40, 280_000.0, 1_140_000.0, 1000.0, 1000.0, geographic=False, crs="EPSG:32631")
    for name in ("people", "ground", "relief", "children"):
        (folder / f"{name}.tif").write_bytes(made_up.as_geotiff(getattr(made_up, name)(), grid))
    fine = Grid(60, 80, grid.west, grid.north, 500.0, 500.0, geographic=False, crs=grid.crs)
    (folder / "women.tif").write_bytes(made_up.as_geotiff(made_up.women(), fine))

    def degrees(point):
        column, row = (point[0] - made_up.WEST) / 0.01, (10.3 - point[1]) / 0.01
        x, y = grid.west + column * grid.width, grid.north - row * grid.height
        return [float(one[0]) for one in moved(np.array([x]), np.array([y]), grid.crs, "EPSG:4326")]

    def again(at):
        return degrees(at) if isinstance(at[0], float | int) else [again(one) for one in at]

    for name in ("districts", "river", "roads"):
        file = folder / f"{name}.geojson"
        document = json.loads(file.read_text(encoding="utf-8"))
        for one in document["features"]:
            one["geometry"]["coordinates"] = again(one["geometry"]["coordinates"])
        file.write_text(json.dumps(document), encoding="utf-8")
    with (folder / "facilities.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    rows = [[*row[:2], *(degrees([float(one) for one in row[2:]]) if row[2] else ["", ""])] for row in rows]
    with (folder / "facilities.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    found, known = reach(folder), reach("example")
    assert (found.area == known.area).all()
    assert found.facilities.status == known.facilities.status
    assert (found.facilities.rows == known.facilities.rows).all()
    one, other = (each.travels["hospital", "base"] for each in (found, known))
    assert (np.isfinite(one.seconds) == np.isfinite(other.seconds)).all()
    # a cell of a hundredth of a degree is 1,095 by 1,106 m here
    ratio = (
        other.seconds[np.isfinite(one.seconds) & (one.seconds > 0)]
        / one.seconds[np.isfinite(one.seconds) & (one.seconds > 0)]
    )
    assert 1.05 < np.median(ratio) < 1.15
    np.testing.assert_allclose(found.groups["women_15_49"].people, known.groups["women_15_49"].people, rtol=1e-6)


def test_without_rasterio_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "rasterio", None)
    with pytest.raises(GroundfloorError, match=r"groundfloor\[geo\]"):
        rasterio()
