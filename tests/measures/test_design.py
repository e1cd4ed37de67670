"""What the design of a survey does to its errors, and when there is no error to be had."""

from __future__ import annotations

import math

import numpy as np
import pytest

from groundfloor.measures import measure
from groundfloor.measures.design import design_of, groupings, partitions
from groundfloor.measures.ranking import Ranking
from groundfloor.survey.frame import Survey, Text


def words(codes):
    return Text(np.array(codes, dtype=np.int32), tuple("abcdefgh"))


def errors(survey, **more):
    return {(row["measure"], row["group"]): row["se"] for row in measure(survey, **more)}


def test_mean_by_hand(make):
    # two strata of two units of two persons: t = (y - mean) / 8 summed by unit, 2 x sum (t - mean t)^2 in each stratum
    y = np.array([1.0, 2, 3, 4, 10, 20, 30, 40])
    survey = make(y, strata=words([0, 0, 0, 0, 1, 1, 1, 1]), psu=words([0, 0, 1, 1, 0, 0, 1, 1]))
    t = (y - y.mean()).reshape(4, 2).sum(axis=1) / 8
    variance = 2 * (((t[:2] - t[:2].mean()) ** 2).sum() + ((t[2:] - t[2:].mean()) ** 2).sum())
    assert errors(survey)["mean_welfare", "all"] == pytest.approx(math.sqrt(variance))


def test_the_same_unit_number_in_two_strata_is_two_units(make):
    strata, numbers = words([0, 0, 1, 1]), words([0, 1, 0, 1])
    design = design_of(make(np.arange(4.0), strata=strata, psu=numbers))
    assert len(set(design.unit)) == 4
    assert design.units_in.tolist() == [2, 2]


def test_households_without_a_unit_are_units_of_their_own(make):
    design = design_of(make(np.arange(5.0), sizes=[2, 1, 1, 1], psu=words([0, 0, -1, -1, 0])))
    assert design.unit.tolist() == [0, 0, 1, 2, 0]
    assert design_of(make(np.arange(3.0), strata=words([-1, 0, -1]))).units_in.tolist() == [2, 1]


def test_a_domain_keeps_the_whole_design(make):
    # the error of a group in two of six units uses all six: it is not that of the group taken alone
    y = np.array([1.0, 5, 9, 4, 7, 2])
    region = Text(np.array([0, 0, 1, 1, 1, 1], dtype=np.int32), ("a", "b"))
    survey = make(y, columns={"region": region}, groups=("region",))
    t = np.array([1.0, 5]) / 2 - 1.5
    assert errors(survey)["mean_welfare", "region=a"] == pytest.approx(math.sqrt(6 / 5 * (t**2).sum()))


def test_no_error_where_the_sample_says_nothing(make):
    one_unit = make([1.0, 2, 3, 4], psu=words([0, 0, 0, 0]), lines={"z": 2.5})
    assert all(math.isnan(se) for se in errors(one_unit).values())
    region = Text(np.array([0, 0, 1, 1, 1, 1], dtype=np.int32), ("a", "b"))
    survey = make(
        [1.0, 2, 3, 4, 5, 6],
        psu=words([0, 0, 1, 1, 2, 2]),
        columns={"region": region},
        groups=("region",),
        lines={"all_poor": 100.0},
    )
    found = errors(survey)
    assert math.isnan(found["mean_welfare", "region=a"])  # all in one unit
    assert math.isnan(found["fgt0", "all"])  # everybody poor: nothing varies
    assert found["fgt1", "all"] > 0


def test_unknown_groups_and_missing_ones(make):
    region = Text(np.array([0, 1, -1, 0], dtype=np.int32), ("a", "b"))
    survey = make(
        [1.0, 2, 3, 5], columns={"region": region, "band": np.array([1.0, np.nan, 2, 2]), "none": np.full(4, np.nan)}
    )
    rows = measure(survey, groups=("region", "band", "none", "nowhere"))
    mean = {row["group"]: row["value"] for row in rows if row["measure"] == "mean_welfare"}
    assert mean == {"all": 2.75, "region=a": 3, "region=b": 2, "band=1": 1, "band=2": 4}


def test_persons_of_a_group_scattered_over_households_count_once_a_unit(make):
    sex = Text(np.array([0, 1, 0, 1, 0, 1], dtype=np.int32), ("f", "m"))
    y = np.array([1.0, 9, 4, 2, 8, 3])
    survey = make(y, sizes=[3, 3], columns={"sex": sex}, groups=("sex",))
    total = np.array([1 + 4, 8.0]) / 3 - np.array([2, 1]) / 3 * 13 / 3
    assert errors(survey)["mean_welfare", "sex=f"] == pytest.approx(math.sqrt(2 * ((total - total.mean()) ** 2).sum()))


def test_a_survey_of_nobody():
    nobody = np.array([])
    assert measure(Survey("s", "X", 2020, {}, np.array([], dtype=np.int64), nobody, nobody)) == []


def test_many_groups(make):
    codes = np.arange(33_000)
    region = Text(codes.astype(np.int32), tuple(f"{code:05d}" for code in codes))
    survey = make(codes * 1.0, columns={"region": region})
    names = tuple(f"region={level}" for level in region.levels)
    part = partitions(survey, [*groupings(survey, ()), (names, codes)])[1]
    assert Ranking(part, survey.welfare, survey.weight).quantile(np.full(33_000, 0.5)).tolist() == codes.tolist()


def test_columns(make):
    assert list(measure(make([1.0, 2.0]))[0]) == [
        "scenario",
        "measure",
        "line",
        "programme",
        "group",
        "value",
        "se",
        "n",
        "ci_low",
        "ci_high",
        "series",
    ]
    assert {row["scenario"] for row in measure(make([1.0, 2.0]), scenario="reform")} == {"reform"}
