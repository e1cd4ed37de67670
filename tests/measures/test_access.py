import numpy as np
import pytest

from groundfloor.measures import measure
from groundfloor.measures.families.access import SHARES, named
from groundfloor.survey.frame import Text

NO = np.nan
ASKED = {named(variable, ages) for variable, ages in SHARES.items()}


def test_shares_are_over_those_known_and_of_the_age_asked(make, by):
    survey = make(
        None,
        weight=[1, 2, 3, 4],
        columns={
            "age": np.array([8.0, 17.0, 61.0, NO]),
            "health_insurance": np.array([1.0, 0.0, NO, 1.0]),
            "in_school": np.array([1.0, 0.0, 1.0, 1.0]),
            "pension": np.array([1.0, 1.0, 0.0, 1.0]),
            "electricity": Text(np.zeros(4, dtype=np.int32), ("yes",)),
        },
    )
    rows = measure(survey)
    value, n = by(rows), by(rows, "n")
    assert value["share_health_insurance", "", "", "all"] == pytest.approx(5 / 7)
    assert value["share_in_school_6_17", "", "", "all"] == pytest.approx(1 / 3)
    assert value["share_pension_60_plus", "", "", "all"] == 0
    assert n["share_health_insurance", "", "", "all"] == 3
    assert n["share_in_school_6_17", "", "", "all"] == 2
    assert {row["measure"] for row in rows} & ASKED == {
        "share_health_insurance",
        "share_in_school_6_17",
        "share_pension_60_plus",
    }


def test_without_ages_only_what_concerns_everybody(make):
    rows = measure(make(None, columns={"in_school": np.ones(3), "basic_water": np.array([1.0, 0.0, 1.0])}))
    assert [row["measure"] for row in rows] == ["share_basic_water"]


def test_travel_time(make, by):
    minutes = np.array([10.0, 20.0, 60.0, 61.0, NO])
    survey = make(None, weight=[1, 1, 1, 1, 9], columns={"facility_minutes": minutes})
    rows = measure(survey)
    value, n = by(rows), by(rows, "n")
    assert value["facility_minutes_mean", "", "", "all"] == pytest.approx(151 / 4)
    assert value["facility_minutes_median", "", "", "all"] == 40
    assert value["share_facility_60_minutes", "", "", "all"] == 0.75
    assert set(n.values()) == {4}


def test_a_question_nobody_answered_gives_no_rows(make):
    assert measure(make(None, columns={"electricity": np.full(2, NO), "facility_minutes": np.full(2, NO)})) == []


def test_travel_time_in_words_is_passed_over(make):
    far = Text(np.zeros(2, dtype=np.int32), ("far",))
    rows = measure(make(None, columns={"age": np.ones(2), "facility_minutes": far}))
    assert not [row for row in rows if "facility" in row["measure"]]
