"""Essential services by hand: who counts where, what is unknown, and what the name of a measure of several parts says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor.measures import measure, sets_known
from groundfloor.measures.conditions import all_of, any_of
from groundfloor.survey.frame import Text
from groundfloor.survey.schooling import Level, Schooling
from groundfloor.survey.variables import HYGIENE, LADDER

NO = np.nan
SET = ("services",)
SCHOOL = Schooling({"primary": Level(6, 6, 0), "lower_secondary": Level(12, 3, 6)})


def values(survey, column="value"):
    return {row["measure"]: row[column] for row in measure(survey, sets=SET) if row["group"] == "all"}


def rungs(codes):
    return Text(np.array(codes, dtype=np.int32), LADDER)


def test_the_set_is_known_and_asks_nothing_of_a_survey_without_answers(make):
    assert "services" in sets_known()
    assert measure(make([1.0, 2.0]), sets=SET) == []


def test_basic_is_no_rung_where_nobody_asked_who_is_above_it(make):
    plain = values(make(None, weight=[1, 2, 3, 4], columns={"water": rungs([0, 1, 3, -1])}))
    assert plain == pytest.approx(
        {"water_surface": 1 / 6, "water_unimproved": 2 / 6, "water_limited": 0, "water_at_least_basic": 3 / 6}
    )
    above = values(make(None, columns={"sanitation": rungs([0, 2, 3, 4])}))
    assert above == pytest.approx(
        {
            "sanitation_open_defecation": 0.25,
            "sanitation_unimproved": 0,
            "sanitation_limited": 0.25,
            "sanitation_basic": 0.25,
            "sanitation_safely_managed": 0.25,
            "sanitation_at_least_basic": 0.5,
        }
    )


def test_safely_managed_by_the_least_of_its_elements(make):
    """Improved 0.8; of the users 3 of 4 at home, 1 of 2 known always available, 3 of 3 known clean: the least is 0.8 x 0.5."""
    columns = {
        "improved_water": np.array([1.0, 1, 1, 1, 0]),
        "water_on_premises": np.array([1.0, 1, 1, 0, 1]),
        "water_available": np.array([1.0, 0, NO, NO, 1]),
        "water_uncontaminated": np.array([1.0, 1, NO, 1, 0]),
    }
    found = values(make(None, columns=columns))
    assert found["water_improved_on_premises"] == pytest.approx(0.6)
    assert found["water_improved_available"] == pytest.approx(0.4)
    assert found["water_improved_uncontaminated"] == pytest.approx(0.8)
    assert found["water_safely_managed_minimum"] == pytest.approx(0.4)
    del columns["water_uncontaminated"]
    assert "water_safely_managed_minimum" not in values(make(None, columns=columns))


@given(st.lists(st.tuples(*[st.sampled_from([0.0, 1.0])] * 4), min_size=4, max_size=30))
@settings(max_examples=40, deadline=None)
def test_the_least_element_is_never_below_the_households_that_have_all(rows):
    from tests.measures.conftest import survey_of

    each = np.array(rows)
    names = ("improved_water", "water_on_premises", "water_available", "water_uncontaminated")
    columns = dict(zip(names, each.T, strict=True)) | {"safely_managed_water": all_of(each.T)}
    found = values(survey_of(None, columns={**columns, "water": rungs(np.where(all_of(each.T) == 1, 4, 1))}))
    if "water_safely_managed_minimum" in found:
        assert found["water_safely_managed_minimum"] >= found["water_safely_managed"] - 1e-12
        assert found["water_safely_managed_minimum"] <= found["water_improved"] + 1e-12


@given(st.lists(st.integers(-1, 4), min_size=1, max_size=40), st.data())
@settings(max_examples=40, deadline=None)
def test_rungs_add_up(codes, data):
    from tests.measures.conftest import survey_of

    weight = data.draw(st.lists(st.floats(0.1, 9), min_size=len(codes), max_size=len(codes)))
    found = values(survey_of(None, weight=weight, columns={"water": rungs(codes)}))
    if not found:
        assert set(codes) == {-1}
        return
    top = ["water_basic", "water_safely_managed"] if "water_basic" in found else ["water_at_least_basic"]
    assert sum(found[name] for name in ("water_surface", "water_unimproved", "water_limited", *top)) == pytest.approx(1)
    if "water_basic" in found:
        assert found["water_at_least_basic"] == pytest.approx(found["water_basic"] + found["water_safely_managed"])


@given(st.lists(st.lists(st.sampled_from([0.0, 1.0, NO]), min_size=3, max_size=3), min_size=1, max_size=9))
@settings(max_examples=60, deadline=None)
def test_what_is_unknown_decides_nothing(rows):
    each = np.array(rows).T
    for both, of in ((all_of(each), min), (any_of(each), max)):
        for row, found in zip(rows, both, strict=True):
            wanted = {
                of(*filled)
                for filled in np.array(np.meshgrid(*[[0, 1] if v != v else [v] for v in row])).reshape(3, -1).T
            }
            assert wanted == {found} if found == found else wanted == {0, 1}


def test_a_name_says_of_how_many_parts(make):
    columns = {
        "improved_water": np.array([1.0, 1, 1, 0, NO]),
        "improved_sanitation": np.array([1.0, 1, NO, NO, 1]),
        "overcrowded": np.array([0.0, 1, 0, 0, 0]),
        "durable_housing": np.array([1.0, 1, 1, 1, 1]),
    }
    found, n = (values(make(None, columns=columns), column) for column in ("value", "n"))
    # only of the first two all four are known; that one more lacks water does not make three
    assert (found["slum_of_4"], n["slum_of_4"]) == (0.5, 2)
    assert found["inadequate_dwelling_of_2"] == pytest.approx(0.2)
    assert not [name for name in found if name in ("slum_of_5", "slum_of_3")]
    tenure = values(make(None, columns={**columns, "secure_tenure": np.array([0.0, NO, 1, 1, 1])}))
    assert tenure["slum_of_5"] == pytest.approx(1.0)  # the first alone
    assert "slum_of_4" not in tenure


def test_a_phone_is_the_households_and_children_are_not_asked(make):
    columns = {
        "mobile_phone": np.array([1.0, NO, 0.0, NO, NO, NO]),
        "radio": np.array([0.0, 0.0, 1.0, 1.0, NO, NO]),
    }
    found, n = (values(make(None, sizes=[2, 2, 2], columns=columns), column) for column in ("value", "n"))
    assert (found["information_mobile_phone"], n["information_mobile_phone"]) == (0.5, 4)
    assert (found["information_of_2"], n["information_of_2"]) == (1.0, 4)


def test_all_services_at_once(make):
    columns = {
        "basic_water": np.array([1.0, 1, 0, NO]),
        "clean_fuel": np.array([1.0, 1, 1, 0]),
        "facility_minutes": np.array([60.0, 61, 5, 5]),
    }
    found, n = (values(make(None, columns=columns), column) for column in ("value", "n"))
    assert found["basic_service_health"] == 0.75
    assert (found["basic_services_all_of_3"], n["basic_services_all_of_3"]) == (pytest.approx(1 / 3), 3)
    assert (found["basic_services_mean_of_3"], n["basic_services_mean_of_3"]) == (pytest.approx(7 / 3), 3)


def test_school_by_age(make):
    columns = {
        "age": np.array([5.0, 6, 11, 12, 13, 14, 16, 17]),
        "in_school": np.array([1.0, 1, 0, 1, 1, NO, 0, 0]),
        "preschool": np.array([1.0, 1, 0, 0, 0, 0, 0, 0]),
        "school_grade": np.array([NO, NO, NO, 7, 5, NO, NO, NO]),
        "completed_grade": np.array([0.0, 0, 4, 6, 4, 6, 5, 9]),
    }
    survey = make(None, columns=columns, schooling=SCHOOL)
    found, n = (values(survey, column) for column in ("value", "n"))
    # ages 14 to 16: two, of whom one has six grades; ages 17 to 19: one
    assert (found["completed_primary"], n["completed_primary"]) == (0.5, 2)
    assert (found["completed_lower_secondary"], n["completed_lower_secondary"]) == (1.0, 1)
    # of 6 and 11: the younger is in preschool
    assert (found["out_of_school_primary"], n["out_of_school_primary"]) == (1.0, 2)
    # of 12, 13 and 14: both who answered attend, one of them below his level
    assert (found["out_of_school_lower_secondary"], n["out_of_school_lower_secondary"]) == (0.0, 2)
    assert (found["attendance_lower_secondary"], n["attendance_lower_secondary"]) == (0.5, 2)
    assert (found["organised_learning"], n["organised_learning"]) == (1.0, 1)
    # the boy of 13 in grade 5, to those of 6 to 11
    assert found["gross_attendance_primary"] == pytest.approx(1 / 2)
    assert values(make(None, columns=columns)) == {}


def test_ages_when_the_school_year_began_count_where_they_are_known(make):
    columns = {"age": np.array([6.0, 12]), "school_age": np.array([5.0, 11]), "in_school": np.array([0.0, 1])}
    found, n = (values(make(None, columns=columns, schooling=SCHOOL), column) for column in ("value", "n"))
    assert (found["out_of_school_primary"], n["out_of_school_primary"]) == (0.0, 1)


def test_parity_is_not_given_by_sex(make):
    columns = {
        "age": np.full(6, 8.0),
        "sex": Text(np.array([0, 0, 0, 1, 1, 1], dtype=np.int32), ("female", "male")),
        "in_school": np.array([1.0, 1, 0, 1, 0, 0]),
    }
    rows = measure(make(None, columns=columns, schooling=SCHOOL, groups=("sex",)), sets=SET)
    found = {(row["measure"], row["group"]): row["value"] for row in rows}
    assert found["parity_out_of_school_primary", "all"] == pytest.approx(0.5)
    assert not [group for name, group in found if name.startswith("parity") and group != "all"]


def test_nutrition_at_its_edges(make):
    columns = {
        "age": np.array([0.0, 1, 2, 3, 4, 5]),
        "height_for_age": np.array([-2.0, -2.01, -3.01, -6.0, -6.01, -4]),
        "weight_for_height": np.array([2.0, 2.01, -5, -5.01, NO, 3]),
        "weight_for_age": np.array([5.0, 5.01, -6, -6.01, -2.01, -3]),
        "child_food_groups": np.array([4.0, 5, 8, 9, NO, NO]),
        "food_consumption_score": np.array([21.0, 21.5, 28, 35, 42, 113]),
    }
    found, n = (values(make(None, columns=columns), column) for column in ("value", "n"))
    assert (found["stunted"], found["severely_stunted"], n["stunted"]) == (0.75, 0.5, 4)
    assert (found["overweight"], found["wasted"], n["wasted"]) == (pytest.approx(1 / 3), pytest.approx(1 / 3), 3)
    assert (found["underweight"], n["underweight"]) == (pytest.approx(2 / 3), 3)
    assert (found["minimum_diet_children"], n["minimum_diet_children"]) == (pytest.approx(2 / 3), 3)
    assert (found["food_poor"], found["food_borderline"], n["food_poor"]) == (0.2, pytest.approx(0.6), 5)
    assert (found["food_poor_oil_sugar"], found["food_borderline_oil_sugar"]) == (
        pytest.approx(0.6),
        pytest.approx(0.4),
    )


def test_hygiene_has_three_rungs(make):
    column = Text(np.array([0, 1, 2, -1], dtype=np.int32), HYGIENE)
    found = values(make(None, columns={"hygiene": column}))
    assert found == pytest.approx({"hygiene_none": 1 / 3, "hygiene_limited": 1 / 3, "hygiene_basic": 1 / 3})
