"""Who is reached: parts of the people are conserved, fifths and indices are those of the measures, bounds hold whatever the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from groundfloor.access import Grid, reach, tables
from groundfloor.access.equity.people import _overlap, shared_out
from groundfloor.access.equity.poor import of_areas
from groundfloor.access.equity.welfare import concentration
from groundfloor.access.layers import Raster, brought
from groundfloor.errors import GroundfloorError
from groundfloor.measures.design import everyone
from groundfloor.measures.ranking import Ranking
from groundfloor.survey.frame import Survey

PLANE = {"geographic": False, "crs": "EPSG:32633"}


def change(file, *pairs):
    text = file.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


@st.composite
def two_grids(draw):
    """A raster of people and a grid that covers it all, in another position and of other cells."""
    geographic = draw(st.booleans())
    unit = 0.01 if geographic else 1000.0
    side = st.integers(5, 30).map(lambda k: k * unit / 10)
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    kind = {"geographic": geographic, "crs": "EPSG:4326" if geographic else "EPSG:32633"}
    source = Grid(rows, columns, 10 * unit, 50 * unit, draw(side), draw(side), **kind)
    width, height = draw(side), draw(side)
    left, up = draw(st.integers(0, 20)) * unit / 7, draw(st.integers(0, 20)) * unit / 7
    across = math.ceil((columns * source.width + left) / width + 1)
    down = math.ceil((rows * source.height + up) / height + 1)
    target = Grid(down, across, source.west - left, source.north + up, width, height, **kind)
    people = draw(arrays.arrays(float, (rows, columns), elements=st.integers(0, 1000).map(float)))
    return Raster(people, source), target


@given(two_grids())
def test_nobody_is_lost_between_grids(made_up, both):
    raster, grid = both
    here = shared_out(raster, grid)
    assert here.shape == grid.shape
    assert (here >= 0).all()
    assert here.sum() == pytest.approx(raster.values.sum(), rel=1e-12)


@given(two_grids())
def test_people_are_shared_by_the_area_of_what_overlaps(made_up, both):
    """Against the sum over pairs of rectangles, whose areas are on the ellipsoid."""
    raster, grid = both
    here = shared_out(raster, grid)

    def belts(of):
        rows = Grid(of.rows, 1, 0, of.north, 1, of.height, geographic=of.geographic)
        return rows.edges_down()

    one, other = belts(raster.grid), belts(grid)
    expected = np.zeros(grid.shape)
    for r in range(raster.grid.rows):
        for c in range(raster.grid.columns):
            left, right = raster.grid.west + c * raster.grid.width, raster.grid.west + (c + 1) * raster.grid.width
            for k in range(grid.rows):
                high = max(0.0, min(one[r + 1], other[k + 1]) - max(one[r], other[k])) / (one[r + 1] - one[r])
                for j in range(grid.columns):
                    ends = grid.west + j * grid.width, grid.west + (j + 1) * grid.width
                    wide = max(0.0, min(right, ends[1]) - max(left, ends[0])) / (right - left)
                    expected[k, j] += raster.values[r, c] * high * wide
    np.testing.assert_allclose(here, expected, atol=1e-6)


def test_who_lies_beyond_the_grid_is_not_on_it():
    assert _overlap(np.array([0.0, 1.0, 2.0]), np.array([0.5, 1.0, 1.25])).toarray().tolist() == [
        [0.5, 0.0],
        [0.0, 0.25],
    ]


def test_rasterio_sums_the_same_where_cells_nest(made_up):
    """Four fine cells to each coarse one: `Resampling.sum` of GDAL."""
    from rasterio.warp import Resampling, reproject

    from groundfloor.access.layers import transform

    rng = np.random.default_rng(4)
    fine, coarse = (Grid(n, n, 0.0, 8000.0, 8000 / n, 8000 / n, **PLANE) for n in (16, 8))
    people = rng.integers(0, 100, fine.shape).astype(float)
    theirs = np.zeros(coarse.shape)
    reproject(
        people, theirs, src_transform=transform(fine), src_crs=fine.crs, dst_transform=transform(coarse), dst_crs=coarse.crs,
        resampling=Resampling.sum,
    )  # fmt: skip
    np.testing.assert_allclose(shared_out(Raster(people, fine), coarse), theirs, rtol=1e-12)


def test_the_part_on_a_finer_grid_is_all_there(found, made_up):
    [women, children] = tables(found)["access_groups"]
    assert women["people_in_file"] == pytest.approx(made_up.women().sum(), rel=1e-6)
    assert women["people_on_grid"] == pytest.approx(women["people_in_file"], rel=1e-12)
    np.testing.assert_allclose(found.groups["under_5"].people, np.nan_to_num(made_up.children()), rtol=1e-6, atol=1e-6)
    assert (women["cells_larger"], children["cells_larger"]) == (0, 0)


def test_parts_by_area_add_up(found):
    table = tables(found)["access"]
    for row in [row for row in table if row["group"].startswith("people=") and ",area=" not in row["group"]]:
        same = {name: row[name] for name in ("service", "variant", "within_minutes")}
        parts = [
            one
            for one in table
            if one["group"].startswith(f"{row['group']},area=") and all(one[k] == v for k, v in same.items())
        ]
        assert len(parts) == 4
        for column in ("population", "reached"):
            assert math.fsum(one[column] for one in parts) == pytest.approx(row[column], rel=1e-12)


def test_a_part_of_other_people_is_told(country, made_up):
    grid = made_up.GRID
    beyond = Grid(grid.rows, grid.columns, grid.west + 0.05, grid.north, grid.width, grid.height)
    (country / "children.tif").write_bytes(made_up.as_geotiff(np.full(grid.shape, 100.0), beyond))
    said = {one.says: one for one in reach(country).findings}
    assert said["access.part_larger"].values["count"] > 500
    assert said["access.part_beyond"].values["count"] == 5 * 30 * 100
    assert said["access.part_more"].values["count"] == 35 * 30 * 100


def test_a_part_on_another_projection_loses_nobody_and_lies_where_it_lay(made_up):
    """There and back: people in metres brought to a grid in degrees, beside GDAL's own sum over areas."""
    degrees = Grid(60, 80, 1.0, 10.3, 0.005, 0.005)
    metres = Grid(24, 30, 282_000.0, 1_136_500.0, 2500.0, 2500.0, geographic=False, crs="EPSG:32631")
    people = np.random.default_rng(2).integers(0, 500, metres.shape).astype(float)
    people[:4], people[-4:], people[:, :4], people[:, -4:] = 0, 0, 0, 0
    here = shared_out(Raster(people, metres), degrees)
    theirs = brought(Raster(people, metres), degrees, "sum")
    assert here.sum() <= people.sum() * (1 + 1e-12)
    blocks = [part.reshape(6, 10, 8, 10).sum(axis=(1, 3)) for part in (here, theirs)]
    full = blocks[1] > 0.2 * blocks[1].max()
    np.testing.assert_allclose(blocks[0][full], blocks[1][full], rtol=0.02)
    back = Grid(30, 36, 274_500.0, 1_144_000.0, 2500.0, 2500.0, geographic=False, crs="EPSG:32631")
    assert shared_out(Raster(here, degrees), back).sum() == pytest.approx(here.sum(), rel=1e-12)


def test_parts_are_fitted_as_their_area_is(country, found):
    text = (country / "districts.geojson").read_text(encoding="utf-8")
    for name, people in (("North West", 5000), ("North East", 99), ("South West", 7000), ("South East", 3000)):
        text = text.replace(f'"{name}"', f'"{name}", "count": {people}')
    (country / "districts.geojson").write_text(text, encoding="utf-8")
    change(country / "access.yaml", ("name: district,", "name: district, population: count, fit: true,"))
    again = reach(country)
    here = found.people > 0
    share, before = (
        again.groups["under_5"].people[here] / again.people[here],
        found.groups["under_5"].people[here] / found.people[here],
    )
    np.testing.assert_allclose(share, before, rtol=1e-9)


def test_fifths_hold_everybody_once_and_are_in_order(found):
    fifth, index = found.welfare.fifth, found.welfare.index
    people = np.bincount(fifth[fifth >= 0], found.people[fifth >= 0])
    assert people.sum() + found.people[fifth < 0].sum() == found.people.sum()
    for k in range(4):
        assert index[(fifth == k) & (found.people > 0)].max() < index[(fifth == k + 1) & (found.people > 0)].min()
    # cells are not parted: a fifth is one but for the people of the cells of the index at its ends
    share = people / people.sum()
    assert (abs(share - 0.2) < 0.05).all()


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(1, 50), st.integers(0, 4)), min_size=2, max_size=30).filter(
        lambda cells: any(near for _, _, near in cells)
    )
)
def test_concentration_is_that_of_the_measures(cells):
    """Each cell as one respondent whose weight is its people; and over all pairs of persons."""
    welfare, people, near = (np.array(one, dtype=float) for one in zip(*cells, strict=True))
    near /= 4
    found = concentration(welfare, people, near)
    survey = Survey("s", "X", 2020, {}, np.arange(len(people)), people)
    [theirs] = Ranking(everyone(survey), welfare, people).concentration(near)[0]
    assert found == pytest.approx(theirs, abs=1e-12)
    pairs = people[:, None] * people * np.sign(welfare[:, None] - welfare) * (near[:, None] - near)
    mean, size = (people * near).sum() / people.sum(), people.sum()
    assert found == pytest.approx(pairs.sum() / (2 * size**2 * mean), abs=1e-12)


def test_inequality_is_read_from_the_cells(found):
    for row in tables(found)["access_inequality"]:
        near = found.travels[row["service"], row["variant"]].seconds <= 60 * row["within_minutes"] + 1e-6
        poorest, richest = (found.welfare.fifth == 0), (found.welfare.fifth == 4)
        shares = [found.people[one & near].sum() / found.people[one].sum() for one in (poorest, richest)]
        assert (row["share_poorest"], row["share_richest"]) == (pytest.approx(shares[0]), pytest.approx(shares[1]))
        assert row["gap_of_shares"] == pytest.approx(shares[1] - shares[0])
        assert -1 <= row["erreygers"] <= 1
        assert row["concentration"] > 0  # the town is richer and nearer


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_bounds_of_the_poor_hold_the_truth(persons):
    near, poor = (np.array(one) for one in zip(*persons, strict=True))
    found = of_areas(*(np.array([float(one)]) for one in (len(near), near.sum(), poor.mean())))
    truth = (near & poor).sum()
    assert found.low[0] - 1e-9 <= truth <= found.high[0] + 1e-9
    assert found.low[0] - 1e-9 <= found.reached[0] <= found.high[0] + 1e-9
    # and they are met: the poor may be the nearest of all, or the farthest
    first, last = (np.sort(near)[::step][: poor.sum()].sum() for step in (-1, 1))
    assert (found.high[0], found.low[0]) == (pytest.approx(first), pytest.approx(last))


def test_the_poor_by_area_add_up_and_those_by_cell_are_sure(country, made_up):
    text = (country / "access.yaml").read_text(encoding="utf-8")
    before = text[text.index("poverty:") : text.index("effective:")]
    of_cells = text.replace(before, "poverty: {measure: share_poor, path: poor.tif, source: Made up}\n")
    (country / "access.yaml").write_text(of_cells, encoding="utf-8")
    share = np.clip(made_up.relief() / 700 + 0.01, 0, 1)
    share[:3] = np.nan
    (country / "poor.tif").write_bytes(made_up.as_geotiff(share, made_up.GRID))
    found = reach(country)
    share = share.astype("float32").astype(float)
    rows = tables(found)["access_poor"]
    for row in rows:
        assert row["poor_low"] == row["poor_high"] == row["poor_reached"]
        near = found.travels[row["service"], row["variant"]].seconds <= 60 * row["within_minutes"] + 1e-6
        here = (
            near
            if row["group"] == "all"
            else near & (found.area == found.areas.index(row["group"].removeprefix("area=")))
        )
        assert row["poor_reached"] == pytest.approx(np.nansum((found.people * share)[here]), rel=1e-6)
    assert any(one.values.get("group") == "welfare=poor" for one in found.findings)
    lacking = next(one for one in found.findings if one.says == "access.no_welfare")
    assert lacking.values["count"] == round(found.people[:3].sum())
    change(
        country / "access.yaml",
        (
            "{measure: share_poor, path: poor.tif, source: Made up}",
            "{measure: share_poor, column: poor, source: Made up}",
        ),
    )
    change(
        country / "districts.geojson",
        ('"North West"', '"North West", "poor": 0.25'),
        ('"South East"', '"South East", "poor": 0.8'),
    )
    by_area = reach(country)
    again = tables(by_area)["access_poor"]
    lacking = next(one for one in by_area.findings if one.says == "access.no_welfare")
    unknown = [by_area.areas.index(name) for name in ("North East", "South West")]
    assert lacking.values["count"] == round(by_area.people[np.isin(by_area.area, unknown)].sum())
    asked = [
        row
        for row in again
        if row["service"] == "hospital" and row["variant"] == "base" and row["within_minutes"] == 60
    ]
    everybody, *parts = asked
    known = [row for row in parts if not math.isnan(row["poor"])]
    assert [row["group"] for row in known] == ["area=North West", "area=South East"]
    for column in ("population", "poor", "poor_reached", "poor_low", "poor_high"):
        assert everybody[column] == pytest.approx(math.fsum(row[column] for row in known), rel=1e-12)
    for row in (everybody, *known):
        assert row["share_poor_low"] <= row["share_poor"] <= row["share_poor_high"]
        assert row["share_others_low"] <= row["share_others"] <= row["share_others_high"]


def test_of_points_equally_near_the_first_counts_and_far_ones_do_not(country):
    change(country / "access.yaml", ('source: "Made up"}\neffective', 'near: 3000, source: "Made up"}\neffective'))
    (country / "wealth.csv").write_text(
        "longitude,latitude,index\n1.14,10.145,5\n1.15,10.145,7\n1.2,,9\n1.3,10.2,\n", encoding="utf-8"
    )
    found = reach(country)
    assert found.welfare.index[15, 14] == 5  # centre 1.145, between both
    assert np.isnan(found.welfare.index[15, 30])
    assert found.welfare.index[15, 16] == 7


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("measure: wealth", "measure: welth", "Did you mean 'wealth'"),
        ("column: index, ", "", "not those of its kind"),
        ("path: wealth.csv, column: index, longitude: longitude, latitude: latitude", "column: index", "has no file"),
        ("column: index", "column: indx", "Did you mean 'index'"),
        ("measure: wealth", "measure: share_poor", "shares from 0 to 1"),
        ("  under_5: {path: children.tif, unit: persons/cell", "  under_5: {path: children.tif, unit: persons", "persons/cell, persons/km2"),
        ("  under_5:", "  under 5:", "is no name"),
        ("path: wealth.csv", "path: welth.csv", "There is no file welth.csv"),
    ],
)  # fmt: skip
def test_a_mistake_is_said(country, before, after, said):
    change(country / "access.yaml", (before, after))
    with pytest.raises(GroundfloorError, match=said):
        reach(country)


def test_a_share_of_an_area_is_a_share(country):
    text = (country / "access.yaml").read_text(encoding="utf-8")
    before = text[text.index("poverty:") : text.index("effective:")]
    change(country / "access.yaml", (before, "poverty: {measure: share_poor, column: poor, source: Made up}\n"))
    change(country / "districts.geojson", ('"North West"', '"North West", "poor": 25'))
    with pytest.raises(GroundfloorError, match="share of poor of North West is 25"):
        reach(country)
