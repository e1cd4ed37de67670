"""Definitions of what services cost households, by hand; what is not known, and what must not be compared."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor.measures import families_of, measure, sets_known
from groundfloor.measures.families.capacity_to_pay import basic_needs, subsistence_needs
from groundfloor.measures.families.hardship import societal_line
from groundfloor.survey.budget import consumption, exceeds, hardship, spending
from groundfloor.survey.frame import Text
from groundfloor.survey.lines import societal

NO = math.nan
SETS = ("services",)
# 2017 PPP with a median of 8: consumption and health spending a person a day; over 10 %, over 25 %, hardship, impoverishing
VECTORS = [
    (10.0, 3.0, 1, 1, 1, 0),
    (5.5, 0.2, 0, 0, 1, 0),
    (5.5, 0.4, 0, 0, 1, 1),
    (4.0, 0.1, 0, 0, 1, 1),
    (4.0, 0.0, 0, 0, 0, 0),
    (30.0, 6.0, 1, 0, 0, 0),
]


def of_everybody(survey, **more):
    rows = measure(survey, sets=SETS, **more)
    return {(row["measure"], row["line"]): row["value"] for row in rows if row["group"] == "all"}


@pytest.mark.parametrize(("c", "oop", "ten", "quarter", "hard", "poor"), VECTORS)
def test_the_two_definitions_of_sdg_indicator_3_8_2(c, oop, ten, quarter, hard, poor):
    consumed, spent = np.array([c]), np.array([oop])
    line = societal(8.0, 2017)
    assert line == 5.15
    found = (exceeds(spent, consumed * 10 / 100), exceeds(spent, consumed * 25 / 100))
    found += (hardship(consumed, spent, line), hardship(consumed, spent, line, share=1.0))
    assert [one.item() for one in found] == [ten, quarter, hard, poor]


def test_the_same_in_a_survey(make):
    c, oop = (np.array([one[k] for one in VECTORS]) for k in (0, 1))
    # a person who weighs as much as all others makes 8 the median
    lived, paid = np.append(c, 8.0) * 365 * 2, np.append(oop, 0.0) * 365 * 2
    weight = [1.0] * 6 + [10.0]
    survey = make(
        lived, weight=weight, columns={"consumption": lived, "health_spending": paid}, dollar=2.0, vintage=2017
    )
    found = of_everybody(survey)
    assert found["societal_line", None] == pytest.approx(5.15)
    assert found["oop_over_10", None] == pytest.approx(2 / 16)
    assert found["oop_over_25", None] == pytest.approx(1 / 16)
    assert found["financial_hardship_40_2025", None] == pytest.approx(4 / 16)
    assert found["oop_impoverishing_2025", None] == pytest.approx(2 / 16)
    assert found["oop_large_2025", None] == pytest.approx(2 / 16)


@pytest.mark.parametrize(
    ("vintage", "median", "line"),
    [(2011, 1.0, 1.90), (2011, 4.0, 3.0), (2017, 1.0, 2.15), (2017, 8.0, 5.15), (2021, 3.0, 3.0), (2021, 10.0, 6.30)],
)
def test_the_societal_line_of_each_vintage(vintage, median, line, make):
    assert societal(median, vintage) == pytest.approx(line)
    lived = np.full(9, median * 365)
    survey = make(
        lived,
        columns={"consumption": lived, "health_spending": np.ones(9)},
        dollar=1.0,
        vintage=vintage,
    )
    assert of_everybody(survey)["societal_line", None] == pytest.approx(line)


def test_without_a_dollar_or_of_another_vintage_the_new_indicator_is_not_given(make):
    lived = np.full(5, 900.0)
    survey = make(lived, columns={"consumption": lived, "health_spending": np.ones(5)})
    for one in (survey, replace(survey, dollar=1.0, vintage=2005), replace(survey, dollar=1.0)):
        assert {name for name, _ in of_everybody(one)} == {"oop_any", "oop_share", "oop_over_10", "oop_over_25"}


def test_no_name_can_be_taken_for_both_definitions(make):
    lived = np.arange(1.0, 10.0) * 500
    survey = make(
        lived,
        columns={"consumption": lived, "health_spending": lived / 5},
        dollar=1.0,
        vintage=2017,
        lines={"z": 900.0},
    )
    names = {name for name, _ in of_everybody(survey)}
    of_2025 = {"financial_hardship_40_2025", "oop_impoverishing_2025", "oop_large_2025"}
    assert {name for name in names if "2025" in name} == of_2025
    assert not any("3_8_2" in name for name in names)


def test_what_was_shared_is_what_the_household_has(make):
    # two adults and a child: 300 for all, 100 a head, 300 / 2.2 an adult equivalent
    size, scale = 3, 2.2
    head, adult = np.full(3, 300 / size), np.full(3, 300 / scale)
    paid = {"health_spending": np.full(3, 31.0)}
    of_heads = make(head, sizes=[3], columns={"consumption": head, **paid})
    of_adults = make(adult, sizes=[3], columns={"consumption": adult, **paid}, sharing=np.full(3, scale))
    for survey in (of_heads, of_adults):
        assert consumption(survey).tolist() == pytest.approx([300.0])
        assert of_everybody(survey)["oop_over_10", None] == 1.0
    own = np.array([100.0, 150.0, 50.0])  # each lives on what they earn
    assert consumption(make(own, sizes=[3], columns=paid)).tolist() == [300.0]


def test_an_income_serves_where_there_is_no_consumption(make):
    survey = make(np.array([100.0, 100.0]), columns={"health_spending": np.array([10.0, 11.0])})
    assert of_everybody(survey)["oop_over_10", None] == 0.5


def test_what_consumption_leaves_out_is_added(make):
    lived, paid = np.array([90.0, 90.0]), np.array([10.0, 11.0])
    survey = make(lived, columns={"consumption": lived, "health_spending": paid}, lines={"z": 95.0, "low": 80.0})
    assert of_everybody(survey)["oop_over_10", None] == 1.0
    assert of_everybody(survey)["oop_pushed_further", "z"] == 1.0
    more = replace(survey, without=("health_spending",))
    assert consumption(more).tolist() == [100.0, 101.0]
    found = of_everybody(more)
    assert found["oop_over_10", None] == 0.5
    # what is left is the welfare as it was
    assert found["oop_pushed_below", "z"] == 1.0
    assert found["oop_pushed_below", "low"] == 0.0
    assert found["oop_gap_increase", "z"] == pytest.approx(5 / 95)


def test_poverty_lines(make):
    lived = np.array([100.0, 100.0, 60.0, 60.0, 99.0])
    paid = np.array([20.0, 10.0, 6.0, 0.0, NO])
    survey = make(lived, columns={"consumption": lived, "health_spending": paid}, lines={"z": 90.0})
    found = of_everybody(survey)
    assert found["oop_pushed_below", "z"] == 0.25  # who is left with exactly the line is not poor
    assert found["oop_pushed_further", "z"] == 0.25
    assert found["oop_gap_increase", "z"] == pytest.approx((10 + 6) / 90 / 4)


def test_prices_of_another_year_are_not_compared(make):
    lived = np.full(4, 100.0)
    columns = {"consumption": lived, "health_spending": np.full(4, 20.0)}
    survey = make(lived, columns=columns, amounts={"consumption": 2020, "health_spending": 2018})
    assert spending(survey, "health_spending") is None
    assert of_everybody(survey) == {}


def test_consumption_in_other_prices_than_welfare_is_held_against_no_line(make):
    earned, lived = np.full(4, 100.0), np.full(4, 90.0)
    columns = {"consumption": lived, "income": earned, "health_spending": np.full(4, 20.0)}
    survey = make(earned, columns=columns, prices=2020, lines={"z": 95.0}, dollar=1.0, vintage=2017)
    same = {name for name, _ in of_everybody(survey)}
    other = of_everybody(replace(survey, amounts={"consumption": 2018, "health_spending": 2018, "income": 2020}))
    assert {"oop_pushed_below", "societal_line"} <= same
    assert {name for name, _ in other} == {"oop_any", "oop_share", "oop_over_10", "oop_over_25"}


def test_negative_spending_is_none_and_no_consumption_is_none_to_pay_from(make):
    lived, paid = np.array([0.0, 0.0, -5.0, 100.0]), np.array([1.0, 0.0, 0.0, -50.0])
    survey = make(lived, columns={"consumption": lived, "health_spending": paid}, dollar=1.0, vintage=2017)
    found = of_everybody(survey)
    assert found["oop_any", None] == found["oop_over_25", None] == found["financial_hardship_40_2025", None] == 0.25


def test_members_who_differ_are_not_known(make):
    lived, paid = np.full(4, 100.0), np.array([50.0, 60.0, 0.0, 0.0])
    survey = make(lived, sizes=[2, 2], columns={"consumption": lived, "health_spending": paid})
    assert of_everybody(survey)["oop_any", None] == 0.0


def test_a_transfer_is_held_against_the_line_as_it_was(make):
    lived = np.linspace(1, 12, 40) * 365
    paid = np.full(40, 400.0)
    survey = make(lived, columns={"consumption": lived, "health_spending": paid}, dollar=1.0, vintage=2017)
    before, after = of_everybody(survey), of_everybody(survey, welfare_after=lived + 900)
    assert after["societal_line", None] == before["societal_line", None]
    assert after["financial_hardship_40_2025", None] < before["financial_hardship_40_2025", None]


def test_capacity_to_pay_by_hand(make):
    """Ten single adults; the third of them alone lies between the 25th and the 35th percentile."""
    lived = np.arange(1.0, 11.0) * 100
    columns = {
        "consumption": lived,
        "age": np.full(10, 40.0),
        "food_consumption": lived * np.linspace(0.9, 0.2, 10),
        "rent_cost": np.where(np.arange(10) == 2, 50.0, 0.0),
        "utilities_cost": np.full(10, 10.0),
        "health_spending": np.full(10, 10.0),
    }
    survey = make(lived, columns=columns)
    third, fourth = lived[2], lived[3]
    food = (columns["food_consumption"][2] + columns["food_consumption"][3]) / 2
    needs = basic_needs(survey, lived)
    # the fourth is at the percentile itself, and pays no rent
    assert needs.tolist() == pytest.approx([food + 50 + 10] * 10)
    assert third < fourth
    found = of_everybody(survey)
    assert found["households_over_40_capacity_europe", None] == np.mean(0.4 * (lived - needs) < 10)
    assert basic_needs(make(lived, columns={k: v for k, v in columns.items() if k != "rent_cost"}), lived) is None


def test_households_count_once_whatever_their_size(make):
    sizes = [1, 5, 5, 5, 5, 5]
    rows = np.repeat(np.arange(6), sizes)
    lived = np.repeat(np.array([500.0, 100, 110, 120, 130, 140]), sizes)
    total = lived * np.array(sizes)[rows]
    columns = {
        "consumption": lived,
        "food_consumption": total * (0.3 + 0.1 * rows),
        "health_spending": (rows == 0) * 400.0,
    }
    found = of_everybody(make(lived, sizes=sizes, columns=columns))
    assert found["households_over_40_capacity_2005", None] == pytest.approx(1 / 6)
    assert found["oop_over_25", None] == pytest.approx(1 / 26)


def test_exactly_the_limit_counts_with_xu_only(make):
    survey = make(np.full(9, 100.0))
    food = np.linspace(20, 60, 9)
    needs = subsistence_needs(survey, np.full(9, 100.0), food)
    assert needs.tolist() == pytest.approx([40.0] * 9)
    columns = {"consumption": np.full(9, 100.0), "food_consumption": food, "health_spending": np.full(9, 24.0)}
    found = of_everybody(make(np.full(9, 100.0), columns=columns))
    # from the fifth on capacity is 60, of which 24 is exactly 40 %
    assert found["households_over_40_capacity_2005", None] == pytest.approx(5 / 9)


def test_care_that_the_ill_did_without(make):
    survey = make(
        None,
        columns={
            "ill": np.array([1.0, 1.0, 1.0, 0.0, NO]),
            "consulted": np.array([1.0, 0.0, 0.0, NO, NO]),
            "foregone_care": np.array([0.0, 1.0, NO, 0.0, 1.0]),
            # asked of those who did not seek care
            "foregone_for_cost": np.array([NO, 1.0, 0.0, NO, NO]),
        },
    )
    found = of_everybody(survey)
    assert found == {
        ("share_foregone_for_cost", None): pytest.approx(1 / 4),
        ("ill_consulted", None): pytest.approx(1 / 3),
        ("ill_foregone", None): pytest.approx(1 / 2),
        ("ill_foregone_for_cost", None): pytest.approx(1 / 3),
    }


def test_school(make):
    columns = {
        "age": np.array([40.0, 10.0, 12.0, 40.0, 8.0, 9.0, 5.0]),
        "in_school": np.array([0.0, 1.0, 0.0, NO, 1.0, 0.0, 0.0]),
        "school_cost": np.array([NO, 30.0, NO, NO, NO, NO, NO]),
        "out_of_school_for_cost": np.array([NO, NO, 1.0, NO, NO, 0.0, 1.0]),
        "consumption": np.full(7, 150.0),
    }
    found = of_everybody(make(np.full(7, 150.0), sizes=[3, 4], columns=columns))
    # the second household has a pupil of unknown cost
    assert found["school_cost_mean", None] == 30.0
    assert found["school_cost_share", None] == pytest.approx(30 / 450)
    assert found["school_cost_over_5", None] == 1.0
    assert found["school_cost_over_10", None] == 0.0
    assert found["out_of_school_for_cost_6_17", None] == pytest.approx(1 / 4)
    assert found["for_cost_of_out_of_school_6_17", None] == pytest.approx(1 / 2)


def test_homes(make):
    lived = np.array([100.0, 100.0, 100.0, 100.0])
    columns = {
        "consumption": lived,
        "income": np.array([200.0, 50.0, 0.0, NO]),
        "rent_cost": np.array([30.0, 31.0, 10.0, 0.0]),
        "utilities_cost": np.array([10.0, 0.0, 0.0, 5.0]),
        "water_cost": np.array([3.0, 3.5, 6.0, NO]),
    }
    found = of_everybody(make(lived, columns=columns))
    assert found["housing_over_30_consumption", None] == 0.5
    assert found["housing_over_40_consumption", None] == 0.0  # exactly 40 % is not more
    assert found["housing_over_40_income", None] == pytest.approx(2 / 3)
    assert found["housing_share_income", None] == pytest.approx(81 / 250)
    assert found["water_over_3_consumption", None] == pytest.approx(2 / 3)
    assert found["water_over_5_consumption", None] == pytest.approx(1 / 3)
    given_apart = of_everybody(make(lived, columns={**columns, "housing_cost": np.full(4, 50.0)}))
    assert given_apart["housing_over_40_consumption", None] == 1.0


def test_the_set_and_its_groups(make):
    assert "services" in sets_known()
    names = {module.__name__.rpartition(".")[2] for module in families_of(SETS)}
    assert {"hardship", "capacity_to_pay", "care", "school_costs", "home_costs"} <= names
    lived = np.arange(10.0) + 100
    sex = Text((np.arange(10) % 2).astype(np.int32), ("female", "male"))
    columns = {"consumption": lived, "health_spending": lived / 20, "sex": sex, "age": np.arange(10.0) * 9}
    rows = measure(make(lived, columns=columns), sets=SETS)
    groups = {row["group"] for row in rows if row["measure"] == "oop_any"}
    assert {"all", "sex=female", "age_group=60+", "quintile=1", "quintile=5"} <= groups
    chosen = {row["group"] for row in measure(make(lived, columns=columns), sets=SETS, groups=("sex",))}
    assert chosen == {"all", "sex=female", "sex=male"}


def test_words_and_silence_give_no_rows(make):
    said = Text(np.zeros(3, dtype=np.int32), ("much",))
    assert measure(make(np.ones(3), columns={"health_spending": said, "ill": said}), sets=SETS) == []
    silent = {"health_spending": np.full(3, NO), "school_cost": np.full(3, NO), "in_school": np.zeros(3)}
    assert measure(make(np.ones(3), columns=silent), sets=SETS) == []


amounts = st.floats(0, 1e6, allow_nan=False)


@given(c=amounts, oop=amounts, line=st.floats(1, 1e4))
@settings(max_examples=200, deadline=None)
def test_hardship_holds_impoverishment_and_falls_with_consumption(c, oop, line):
    consumed, spent = np.array([c]), np.array([min(oop, c)])
    hard, poor = hardship(consumed, spent, line), hardship(consumed, spent, line, share=1.0)
    assert poor <= hard
    assert hardship(consumed + line, spent, line) <= hard
    assert hardship(consumed, spent, line * 2) >= hard
    assert hardship(consumed, np.zeros(1), line) == 0
    # in any currency
    assert hardship(consumed * 3, spent * 3, line * 3) == hard


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_fast_way_is_the_plain_one(data):
    """One household after another, as the metadata of the indicator say it."""
    count = data.draw(st.integers(3, 12))
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=count, max_size=count))
    lived = data.draw(st.lists(st.integers(100, 5000), min_size=count, max_size=count))
    paid = data.draw(st.lists(st.integers(0, 3000), min_size=count, max_size=count))
    from tests.measures.conftest import survey_of

    each = np.repeat(np.array(lived) / np.array(sizes), sizes)
    columns = {"consumption": each, "health_spending": np.repeat(np.array(paid, dtype=float), sizes)}
    survey = survey_of(each, sizes=sizes, columns=columns, dollar=1.0, vintage=2021)
    found = of_everybody(survey)
    persons = sorted(y for y, n in zip(np.array(lived) / np.array(sizes), sizes, strict=True) for _ in range(n))
    middle = len(persons) // 2
    median = persons[middle] if len(persons) % 2 else (persons[middle - 1] + persons[middle]) / 2
    line = max(3.0, 1.3 + median / 365 / 2)
    hard = sum(
        n
        for y, o, n in zip(lived, paid, sizes, strict=True)
        if o > 0 and o / n / 365 > 0.4 * (y / n / 365 - line) + 1e-9
    )
    assert found["societal_line", None] == pytest.approx(line)
    assert found["financial_hardship_40_2025", None] == pytest.approx(hard / sum(sizes))


def test_the_line_is_of_all_whose_consumption_is_known(make):
    from groundfloor.measures.context import context_of

    lived = np.array([4.0, 8.0, 12.0]) * 365
    columns = {"consumption": lived, "health_spending": np.array([NO, 1.0, NO])}
    survey = make(lived, columns=columns, dollar=1.0, vintage=2017)
    context = context_of(survey, None, scenario="today", groups=None, lines=None, welfare_after=None)
    assert societal_line(context).value == pytest.approx(5.15)
