"""Floating catchments: PySAL's scores, the identity of supply, and what access.yaml says."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from groundfloor.access import reach, tables
from groundfloor.access.description import Supply
from groundfloor.access.floating.scores import scores, weight
from groundfloor.access.floating.tables import lower_tenth
from groundfloor.access.layers import read_raster
from groundfloor.cli.main import main
from groundfloor.errors import GroundfloorError, Place

STEPS = ((10.0, 1.0), (30.0, 0.68), (60.0, 0.22))


def supply(steps=(), gaussian=0.0):
    return Supply("beds", {}, steps, gaussian, {"en": "Beds"}, "x", Place(""))


def change(file, *pairs):
    text = file.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("column", "decay"),
    [("two_step", supply(((60.0, 1.0),))), ("enhanced", supply(STEPS)), ("gaussian", supply(gaussian=60.0))],
)
def test_scores_are_those_of_pysal(column, decay):
    with Path(__file__).with_name("floating_pysal.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    sites = [name for name in rows[0] if name.startswith("minutes_")]
    beds = np.array([float(name.rpartition("_")[2]) for name in sites])
    minutes = np.array([[float(row[name]) for row in rows] for name in sites])
    people = np.array([float(row["people"]) for row in rows])
    found, _ = scores(people, beds, csr_array(weight(60 * minutes.ravel(), decay).reshape(minutes.shape)))
    # where nothing is within reach they have no score
    np.testing.assert_allclose(found, np.nan_to_num([float(row[column]) for row in rows]), rtol=1e-12, atol=1e-15)
    assert (found == 0).any()


@given(
    st.integers(1, 6).flatmap(
        lambda sites: st.lists(
            st.tuples(
                st.integers(0, 99), st.lists(st.sampled_from([0.0, 0.22, 0.68, 1.0]), min_size=sites, max_size=sites)
            ),
            min_size=1,
            max_size=20,
        )
    ),
    st.integers(0, 10),
)
def test_nothing_is_lost_or_made(places, seed):
    people = np.array([float(one) for one, _ in places])
    near = np.array([one for _, one in places]).T
    beds = np.random.default_rng(seed).integers(0, 50, len(near)).astype(float)
    found, ratio = scores(people, beds, csr_array(near))
    wanted = near @ people > 0
    assert (people * found).sum() == pytest.approx(beds[wanted].sum(), abs=1e-9)
    assert np.isnan(ratio).tolist() == (~wanted).tolist()
    plainly = [
        sum(beds[j] / (near[j] @ people) * near[j, i] for j in range(len(near)) if wanted[j])
        for i in range(len(people))
    ]
    np.testing.assert_allclose(found, plainly, atol=1e-12)


def test_weights_hold_their_limits():
    seconds = np.array([0.0, 600.0, 600.0 + 5e-7, 600.1, 1800.0, 3600.0, 3600.1, math.inf])
    assert weight(seconds, supply(STEPS)).tolist() == [1, 1, 1, 0.68, 0.68, 0.22, 0, 0]
    bell = weight(np.array([0.0, 1800.0, 3600.0, 3601.0, math.inf]), supply(gaussian=60.0))
    assert bell[0] == 1
    assert bell[1] == pytest.approx((math.exp(-1 / 8) - math.exp(-1 / 2)) / (1 - math.exp(-1 / 2)))
    assert bell[2:].tolist() == [0, 0, 0]


def test_the_lower_tenth_of_nobody():
    assert math.isnan(lower_tenth(np.zeros(0), np.zeros(0)))


def test_all_beds_are_somebody_s(found):
    one = found.supplies["hospital"]
    assert (found.people * one.by_cell).sum() == pytest.approx(120, rel=1e-12)
    rows = {row["group"]: row for row in tables(found)["access_supply"]}
    assert rows["all"]["supply_per_1000"] == pytest.approx(120_000 / found.people.sum(), rel=1e-12)
    for kind in ("area=", "place=", "welfare="):
        parts = [row for group, row in rows.items() if group.startswith(kind) and row["population"] > 0]
        beds = math.fsum(row["supply_per_1000"] * row["population"] / 1000 for row in parts)
        assert beds == pytest.approx(120, rel=1e-9)
        assert math.fsum(row["people_without"] for row in parts) == pytest.approx(rows["all"]["people_without"])
    seconds = found.travels["hospital", "base"].seconds
    assert rows["all"]["people_without"] == found.people[seconds > 7200 + 1e-6].sum()


def test_a_supply_that_is_not_known_and_one_that_nobody_reaches(country):
    """Within ten minutes nobody leaves a cell, and in the first one nobody lives."""
    rows = [
        "name,kind,longitude,latitude,beds",
        "Town,hospital,1.145,10.145,90",
        "West,post,1.055,10.245,",
        "Idle,post,1.005,10.295,3",
    ]
    (country / "facilities.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    more = "    supply: {column: beds, label: {en: Beds}, decay: {gaussian: 10}, source: x}\n"
    change(country / "access.yaml", ("    refers_to: hospital\n", f"    refers_to: hospital\n{more}"))
    found = reach(country)
    said = {one.says: one.values.get("names") for one in found.findings}
    assert (said["access.no_supply"], said["access.supply_idle"]) == ("West", "Idle")
    one = found.supplies["health"]
    assert found.people[0, 0] == 0
    assert (found.people * one.by_cell).sum() == pytest.approx(90)
    change(country / "facilities.csv", ("90", "-90"))
    with pytest.raises(GroundfloorError, match="A facility has -90 in 'beds'"):
        reach(country)


def test_the_map_is_written(made_up, tmp_path, found):
    assert main(["access", "example", "--out", str(tmp_path / "out")]) == 0
    drawn = read_raster(tmp_path / "out" / "maps" / "supply_hospital.tif")
    np.testing.assert_allclose(drawn.values, 1000 * found.supplies["hospital"].by_cell, rtol=1e-6)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("{30: 1, 60: 0.68, 120: 0.22}", "{60: 1, 30: 0.68}", "no fall of weight with time"),
        ("{30: 1, 60: 0.68, 120: 0.22}", "{30: 0.5, 60: 0.68}", "no fall of weight with time"),
        ("{30: 1, 60: 0.68, 120: 0.22}", "{}", "no fall of weight with time|'decay' is"),
        ("{30: 1, 60: 0.68, 120: 0.22}", "{near: 1}", "is no number of minutes"),
        ("{30: 1, 60: 0.68, 120: 0.22}", "{30: 2}", "from 0 to 1"),
        ("values: {hospital: 120}", "values: {clinic: 120}", "No facility of 'hospital' has a supply"),
        ("      column: kind\n", "      column: kinds\n", "Did you mean 'kind'"),
    ],
)
def test_a_mistake_is_said(country, before, after, said):
    change(country / "access.yaml", (before, after))
    with pytest.raises(GroundfloorError, match=said):
        reach(country)
