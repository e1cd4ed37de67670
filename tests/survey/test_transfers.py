"""What people receive today, as survey.yaml describes it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from groundfloor.errors import GroundfloorError
from groundfloor.measures import administrative, measure
from groundfloor.survey import read_survey

PEOPLE = """home,person,age,pension,got_food,food
A,1,70,10,1,
A,2,40,,1,
B,1,30,0,2,
C,1,65,12,1,
C,2,3,,1,
"""
DESCRIPTION = """survey: Example
country: NOW
year: 2024
files: {persons: people.csv}
variables: {household_id: home, person_id: person, age: age}
transfers:
"""
PENSION = "  pension: {kind: social_pension, unit: person, amount: {from: pension, unit: LCU/month, empty: 0}}\n"
FOOD = (
    "  food: {label: Food basket, kind: in_kind, unit: household, receives: {from: got_food, true: [1], false: [2]}}\n"
)


@pytest.fixture
def survey(tmp_path):
    def read(transfers: str, people: str = PEOPLE):
        (tmp_path / "people.csv").write_text(people)
        (tmp_path / "survey.yaml").write_text(DESCRIPTION + transfers)
        return read_survey(tmp_path / "survey.yaml")

    return read


def test_a_persons_transfer_is_hers_and_yearly(survey):
    pension = survey(PENSION).transfers["pension"]
    assert pension.receives.tolist() == [1, 0, 0, 1, 0]
    assert pension.amount.tolist() == [120, 0, 0, 144, 0]


def test_a_households_transfer_stands_on_its_first_row_and_an_amount_nobody_gave_is_not_0(survey):
    food = survey(FOOD).transfers["food"]
    assert food.receives.tolist() == [1, 0, 0, 1, 0]
    np.testing.assert_array_equal(food.amount, [np.nan, 0, 0, np.nan, 0])
    assert food.label == {"en": "Food basket"}


def test_who_did_not_answer_is_neither_with_nor_without(survey):
    pension = survey(PENSION.replace(", empty: 0", "")).transfers["pension"]
    np.testing.assert_array_equal(pension.receives, [1, np.nan, 0, 1, np.nan])
    np.testing.assert_array_equal(pension.amount, [120, np.nan, 0, 144, np.nan])


def test_an_amount_per_member_is_added_up_over_the_household(survey):
    found = survey(
        "  food: {kind: in_kind, unit: household, amount: {from: pension, unit: LCU/person/year, empty: 0}}\n"
    )
    assert found.transfers["food"].amount.tolist() == [10, 0, 0, 12, 0]


def test_coverage_and_average_follow_without_anything_more(survey):
    found = {(row["measure"], row["programme"]): row["value"] for row in measure(survey(PENSION + FOOD))}
    assert found["coverage", "pension"] == pytest.approx(4 / 5)
    assert found["coverage_direct", "pension"] == pytest.approx(2 / 5)
    assert found["coverage", "food"] == pytest.approx(4 / 5)
    assert found["average_transfer", "pension"] == pytest.approx((120 + 144) / 4)
    assert np.isnan(found["average_transfer", "food"])


def test_an_unknown_recipient_leaves_the_household_unknown_unless_another_receives(survey):
    found = {row["measure"]: row for row in measure(survey(PENSION.replace(", empty: 0", "")))}
    assert found["coverage"]["n"] == 5  # one member receives in A and in C, so that the unanswered cannot change them
    people = PEOPLE.replace("B,1,30,0,2,", "B,1,30,,2,")
    found = {row["measure"]: row for row in measure(survey(PENSION.replace(", empty: 0", ""), people))}
    assert (found["coverage"]["n"], found["coverage"]["value"]) == (4, 1.0)


@pytest.mark.parametrize(
    ("transfers", "says"),
    [
        ("  pension: {kind: social_pension, amount: {from: pension, unit: LCU/month}}\n", "has no unit"),
        ("  pension: {unit: person, receives: pension}\n", "has no kind"),
        ("  pension: {kind: social_pension, unit: person}\n", "does not say who receives it"),
        ("  pension: {kind: pension, unit: person, receives: pension}\n", "social_pension"),
        ("  Pension!: {kind: social_pension, unit: person, receives: pension}\n", "no name for a programme"),
        ("  pension: {kind: social_pension, unit: person, amount: pension}\n", "has no unit"),
        ("  pension: {kind: social_pension, unit: person, receives: nothing}\n", "nothing"),
        ("  pension: {kind: social_pension, unit: person, recieves: pension}\n", "recieves"),
    ],
)
def test_mistakes_are_said_where_they_stand(survey, transfers, says):
    with pytest.raises(GroundfloorError, match=says) as wrong:
        survey(transfers)
    assert wrong.value.place.line == 7


COUNTED = (
    PENSION.replace("}\n", "", 1) + ", administrative: {recipients: 4, amount: 264, year: 2023, source: Report}}\n"
)


def test_the_survey_beside_the_administration(survey):
    (row,) = administrative(survey(COUNTED))
    assert (row["programme"], row["group"], row["unit"], row["year"], row["source"]) == (
        "pension",
        "all",
        "person",
        2023,
        "Report",
    )
    assert (row["survey_recipients"], row["recipients_ratio"]) == (2, 0.5)
    assert (row["survey_amount"], row["amount_ratio"], row["amount_known"]) == (264, 1, 1)
    # each of the three households is a unit: totals 1, 0 and 1
    assert row["survey_recipients_se"] == pytest.approx(1)


def test_by_group_and_with_amounts_that_nobody_gave(survey):
    food = FOOD.replace("receives:", "administrative: {by: {age: {70: 10, 65: 1, 12: 3}}}, receives:")
    rows = administrative(survey(food))
    assert [(row["group"], row["survey_recipients"], row["recipients_ratio"]) for row in rows] == [
        ("age=65", 1, 1),
        ("age=70", 1, 0.1),
    ]
    assert all(math.isnan(row["survey_amount"]) and row["amount_known"] == 0 for row in rows)


@pytest.mark.parametrize(
    ("written", "said"),
    [("{year: 2020}", "counts nothing"), ("{recipients: -3}", "recipients is -3"), ("{caseload: 3}", "Unknown key")],
)
def test_a_wrong_count_is_refused(survey, written, said):
    with pytest.raises(GroundfloorError, match=said):
        survey(COUNTED.partition("administrative: ")[0] + f"administrative: {written}}}\n")
