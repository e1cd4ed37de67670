"""Effective access: bounds hold any truth, persons are counted one by one, errors are those of the measures."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundfloor.access import reach, tables
from groundfloor.access.effective.bounds import frechet
from groundfloor.access.effective.measured import _ends
from groundfloor.access.effective.shares import Share, shares
from groundfloor.cli.main import main
from groundfloor.errors import GroundfloorError
from groundfloor.measures import measure
from groundfloor.survey.read import read_survey
from groundfloor.survey.weighting.replicates import replicate


def change(file, *pairs):
    text = file.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")


def rows_of(found, **where):
    return [
        row for row in tables(found)["access_effective"] if all(row[name] == value for name, value in where.items())
    ]


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.integers(1, 9)), min_size=1, max_size=40))
def test_bounds_hold_any_joint(persons):
    *conditions, weight = (np.array(one, dtype=float) for one in zip(*persons, strict=True))
    margins = [np.average(one, weights=weight) for one in conditions]
    truth = np.average(np.prod(conditions, axis=0), weights=weight)
    low, high = frechet(*margins)
    assert low - 1e-12 <= truth <= high + 1e-12
    # with two of them known together the bounds are never wider
    both = np.average(conditions[1] * conditions[2], weights=weight)
    closer = frechet(margins[0], both)
    assert low - 1e-12 <= closer[0] <= truth + 1e-12
    assert truth - 1e-12 <= closer[1] <= high + 1e-12


@given(st.lists(st.integers(0, 20), min_size=1, max_size=4))
def test_bounds_are_met(counts):
    """Shares of 20 persons: one after the other from both sides they overlap least, from one side most."""
    shares_ = [one / 20 for one in counts]
    low, high = frechet(*shares_)
    assert high == min(shares_)
    assert low == pytest.approx(max(0, sum(counts) - 20 * (len(counts) - 1)) / 20)
    assert low <= high


@given(st.floats(0, 1))
def test_of_one_condition_the_bounds_are_the_condition(share):
    assert frechet(share) == (share, share)
    assert frechet(share, 1.0) == (pytest.approx(share), share)


@given(st.floats(0, 1), st.floats(0.01, 0.99), st.floats(0, 0.3))
def test_intervals_hold_the_bounds(near, both, wide):
    ends = _ends(near, Share(both, wide / 2, max(0.0, both - wide), min(1.0, both + wide), 10))
    low, high = frechet(near, both)
    assert ends[0] <= low + 1e-12
    assert high <= ends[1] + 1e-12


def test_persons_are_counted_one_by_one(found, country):
    survey = read_survey(country / "survey.yaml")
    grid, seconds = found.grid, found.travels["health", "base"].seconds
    r, c = grid.cells(survey.columns["longitude"], survey.columns["latitude"])
    near = np.where(r >= 0, seconds[r, c] <= 3600 + 1e-6, np.nan)
    conditions = [near, 1 - survey.columns["foregone_care"], survey.columns["basic_water"]]
    known = ~np.isnan(sum(conditions))
    assert known.sum() == 144 - 6
    [row] = rows_of(found, group="all")
    weight = survey.weight[known]
    for column, one in zip(("share_in_reach", "share_affordable", "share_quality"), conditions, strict=True):
        assert row[column] == pytest.approx(np.average(one[known], weights=weight), rel=1e-12)
    assert row["share_effective"] == pytest.approx(
        np.average(np.prod(conditions, axis=0)[known], weights=weight), rel=1e-12
    )
    assert (row["n"], row["how"]) == (138, "persons")
    for row in rows_of(found):
        assert row["share_low"] - 1e-12 <= row["share_effective"] <= row["share_high"] + 1e-12
        assert row["share_low"] == pytest.approx(
            frechet(row["share_in_reach"], row["share_affordable"], row["share_quality"])[0]
        )
        assert row["share_effective"] <= row["share_both"] + 1e-12


def test_moved_places_are_between_what_any_place_would_give(found):
    """Every cluster put at random within its distance, again and again, gives an answer within the bounds."""
    survey, grid = read_survey(found.description.effective.survey), found.grid
    r, c = grid.cells(survey.columns["longitude"], survey.columns["latitude"])
    seconds = found.travels["health", "base"].seconds
    free = np.isfinite(seconds) & (found.people > 0)
    both = (1 - survey.columns["foregone_care"]) * survey.columns["basic_water"]
    known = (r >= 0) & ~np.isnan(both)
    [row] = rows_of(found, group="all")
    assert row["moved_low"] <= row["share_effective"] <= row["moved_high"]
    assert 0 < row["moved_low"] < row["moved_high"] < 1
    rng = np.random.default_rng(1)
    towns = survey.columns["urban"] == 1
    places = {(int(y), int(x), bool(town)) for y, x, town in zip(r[known], c[known], towns[known], strict=True)}
    for _ in range(200):
        near = np.zeros(len(r))
        for y, x, town in places:
            while True:
                far, turn = rng.uniform(0, 2000 if town else 5000), rng.uniform(0, 2 * math.pi)
                # a degree of latitude is at least 110,574 m, one of longitude there 109,600
                east = 1.0 + (x + rng.random()) * 0.01 + far * math.cos(turn) / 110_700
                north = 10.3 - (y + rng.random()) * 0.01 + far * math.sin(turn) / 110_700
                [y2], [x2] = grid.cells(np.array([east]), np.array([north]))
                if y2 >= 0 and free[y2, x2]:
                    break
            near[(r == y) & (c == x) & (towns == town)] = seconds[y2, x2] <= 3600
        truth = np.average((near * both)[known], weights=survey.weight[known])
        assert row["moved_low"] - 1e-12 <= truth <= row["moved_high"] + 1e-12


def test_moved_by_nothing_is_only_what_lies_in_the_next_cells(country, found):
    change(country / "access.yaml", ("moved: {urban: 2000, rural: 5000}", "moved: 0"))
    again = {row["group"]: row for row in rows_of(reach(country))}
    for row in rows_of(found):
        one = again[row["group"]]
        assert row["moved_low"] <= one["moved_low"] <= one["share_effective"] <= one["moved_high"] <= row["moved_high"]
    change(country / "access.yaml", ("  moved: 0\n", ""))
    assert all(math.isnan(row["moved_low"]) for row in rows_of(reach(country)))


def test_errors_are_those_of_the_measures(country):
    """`measure` gives shares of the same variable by the same groups, linearised and by replicates."""
    survey = read_survey(country / "survey.yaml")
    for one in (survey, replicate(survey, "jackknife")):
        mine = shares(one, None, survey.columns["foregone_care"])
        theirs = {row["group"]: row for row in measure(one) if row["measure"] == "share_foregone_care"}
        assert mine.keys() == theirs.keys()
        assert sum(not math.isnan(found.se) for found in mine.values()) > 3
        for group, row in theirs.items():
            found = mine[group]
            values = (found.value, found.se, found.low, found.high)
            assert values == pytest.approx(
                [row[name] for name in ("value", "se", "ci_low", "ci_high")], nan_ok=True, rel=1e-9
            )
            assert found.n == row["n"]


def test_the_error_is_that_between_clusters_within_strata(country):
    """By hand, from clusters within strata.

    Sum over strata of m / (m - 1) sum of (z - mean z)^2, z the cluster's w (y - p) / sum w.
    """
    survey = read_survey(country / "survey.yaml")
    y = survey.columns["basic_water"]
    p = np.average(y, weights=survey.weight)
    z = survey.weight * (y - p) / survey.weight.sum()
    unit = np.array([survey.psu.levels[code] for code in survey.psu.codes])
    stratum = np.array([survey.strata.levels[code] for code in survey.strata.codes])
    variance = 0.0
    for one in np.unique(stratum):
        sums = np.array([z[(stratum == one) & (unit == cluster)].sum() for cluster in np.unique(unit[stratum == one])])
        variance += len(sums) / (len(sums) - 1) * ((sums - sums.mean()) ** 2).sum()
    found = shares(survey, (), y)["all"]
    assert (found.value, found.se) == (pytest.approx(p), pytest.approx(math.sqrt(variance)))


def without_places(country):
    """The survey does not say where people live."""
    change(country / "access.yaml", ("  survey: survey.yaml", "  survey: survey.yaml\n  areas: region"))
    text = (country / "survey.yaml").read_text(encoding="utf-8")
    (country / "survey.yaml").write_text(
        text.partition("other:")[0] + "design" + text.partition("design")[2], encoding="utf-8"
    )


def test_without_coordinates_there_are_bounds_and_no_product(country):
    without_places(country)
    found = reach(country)
    rows = rows_of(found)
    assert [row["group"] for row in rows] == [
        "all",
        *(f"area={name}" for name in ("North East", "North West", "South East", "South West")),
    ]
    survey = read_survey(country / "survey.yaml")
    both = (1 - survey.columns["foregone_care"]) * survey.columns["basic_water"]
    known = ~np.isnan(both)
    shared = {
        (row["group"], row["within_minutes"]): row["share"]
        for row in tables(found)["access"]
        if row["service"] == "health" and row["variant"] == "base"
    }
    for row in rows:
        assert row["how"] == "bounds"
        assert math.isnan(row["share_effective"])
        assert row["share_in_reach"] == pytest.approx(shared[row["group"], 60])
        assert (row["share_low"], row["share_high"]) == frechet(row["share_in_reach"], row["share_both"])
        if not math.isnan(row["ci_low"]):
            assert row["ci_low"] <= row["share_low"] <= row["share_high"] <= row["ci_high"]
    assert rows[0]["share_both"] == pytest.approx(np.average(both[known], weights=survey.weight[known]))
    # two areas of one name, and one that only the survey has
    change(country / "survey.csv", ("South East", "Far East"))
    again = reach(country)
    [said] = [one for one in again.findings if one.says == "access.effective_areas"]
    assert said.values["names"] == "Far East, South East"
    assert "area=Far East" not in {row["group"] for row in rows_of(again)}


def test_without_areas_there_is_everybody_alone(country):
    without_places(country)
    change(country / "access.yaml", ("\n  areas: region", ""))
    assert [row["group"] for row in rows_of(reach(country))] == ["all"]


def test_the_command_takes_a_survey(country, capsys, tmp_path):
    without_places(country)
    change(country / "access.yaml", ("  survey: survey.yaml\n", ""))
    assert tables(reach(country))["access_effective"] == []
    assert (
        main(
            [
                "access",
                str(country),
                "--survey",
                str(country / "survey.yaml"),
                "--table",
                "access_effective",
                "--format",
                "csv",
            ]
        )
        == 0
    )
    assert "bounds" in capsys.readouterr().out
    text = (country / "access.yaml").read_text(encoding="utf-8")
    (country / "access.yaml").write_text(text.partition("effective:")[0], encoding="utf-8")
    with pytest.raises(GroundfloorError, match="does not say what of a survey"):
        reach(country, survey=country / "survey.yaml")


def test_persons_off_the_grid_or_on_a_barrier_are_not_counted(country):
    change(country / "survey.csv", ("1.055,10.245", "0.5,10.245"), ("1.255,10.165", "1.205,10.285"))
    found = reach(country)
    said = {one.says: one for one in found.findings}
    assert said["access.effective_outside"].values["count"] == 24
    assert rows_of(found, group="all")[0]["n"] == 138 - 24


def test_made_persons_are_told(country):
    change(country / "survey.yaml", ("year: 2025", "year: 2025\nsynthetic: true"))
    assert "access.effective_synthetic" in {one.says for one in reach(country).findings}


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("access.yaml", "quality: basic_water", "quality: basic_watr", "Did you mean 'basic_water'"),
        ("access.yaml", "quality: basic_water", "quality: region", "is not true or false"),
        ("access.yaml", "    health: {affordable", "    helth: {affordable", "Did you mean 'health'"),
        ("access.yaml", "{not: foregone_care}", "{no: foregone_care}", "Did you mean 'not'|one of not"),
        ("access.yaml", "survey: survey.yaml", "survey: srvey.yaml", "There is no file srvey.yaml"),
        ("survey.yaml", "  latitude: {kind: number, level: household, from: north}\n", "", "are not both numbers"),
        ("survey.yaml", "  urban: town\n", "", "no variable 'urban'|is not in the survey|urban"),
        ("access.yaml", "moved: {urban: 2000, rural: 5000}", "moved: {urban: 2000}", "'rural' is missing"),
        ("access.yaml", "moved: {urban: 2000, rural: 5000}", "moved: -5", "from 0 to 50000"),
        ("survey.csv", ",1.055,10.245", ",1.055,102.45", "latitude is beyond 90"),
    ],
)  # fmt: skip
def test_a_mistake_is_said(country, file, before, after, said):
    change(country / file, (before, after))
    with pytest.raises(GroundfloorError, match=said):
        reach(country)


def test_an_area_that_is_no_word(country):
    without_places(country)
    change(country / "access.yaml", ("areas: region", "areas: urban"))
    with pytest.raises(GroundfloorError, match="no variable of words 'urban'"):
        reach(country)


def test_without_a_survey_nothing_is_said_of_it(found):
    assert tables(replace(found, effective=()))["access_effective"] == []
