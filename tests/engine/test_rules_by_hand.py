"""Rules and tables chosen to be awkward: each has its answer written beside it, and every engine must give it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.engine.conformance import everywhere, floor, programme, survey

X = None  # missing

NUMBERS = [
    # expression, x, y, value a person
    ("x + y", [1, X, -3], [2, 5, 0.5], [3, X, -2.5]),
    ("x * y", [1e300, -1e300, 2], [1e300, 1e10, 4], [X, X, 8]),
    ("x * y / y", [1e300, 3], [1e300, 4], [X, 3]),
    ("1 / (x * y)", [1e300, 2], [1e300, 4], [X, 0.125]),
    ("x / y", [1, -1, 0, 5], [0, 0, 0, 2], [X, X, X, 2.5]),
    ("x // y", [-7, 7, -7, 7, 1, 0], [2, -2, -2, 0, 0.1, 5], [-4, -4, 3, X, 9, 0]),
    ("x % y", [-7, 7, -7.5, 7, 1e300, 6], [3, -3, 2, 0, 7, -3], [2, -2, 0.5, X, math.fmod(1e300, 7), 0]),
    ("x ** y", [0, 0, -1, 2, -2, X, 1], [-1, 0, 0.5, 0.5, 3, 0, X], [X, 1, X, math.sqrt(2), -8, X, X]),
    ("x ** y", [1e300, 10], [2, -2], [X, 0.01]),
    ("-x", [0, -5, X], [0, 0, 0], [0, 5, X]),
    (
        "round(x)",
        [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 1e300, X, 0.49999999999999994],
        [0] * 9,
        [0, 2, 2, 0, -2, -2, 1e300, X, 0],
    ),
    ("round(x, 2)", [2.675, 0.125, -0.125, 1e308], [0] * 4, [2.68, 0.12, -0.12, X]),
    ("round(x, -2)", [250, 150, -250, 249.9], [0] * 4, [200, 200, -200, 200]),
    ("floor(x) + 100 * ceil(x)", [1.5, -1.5, 2, X], [0] * 4, [201, -102, 202, X]),
    ("abs(x)", [-1e300, 0, X], [0] * 3, [1e300, 0, X]),
    ("min(x, y, 3)", [1, X, 9], [2, 1, 8], [1, X, 3]),
    ("max(x, y)", [1, X, 1e300], [2, 1, -1e300], [2, X, 1e300]),
    ("min(x * y, 3)", [1e300, 1], [1e300, 2], [X, 2]),
    ("clip(x, 0, y)", [-1, 5, 5, X, 1], [3, 3, X, 3, -2], [0, 3, X, X, -2]),
    ("coalesce(x, y, 7)", [1, X, X], [2, 5, X], [1, 5, 7]),
    ("coalesce(x * y, 7)", [1e300, 2], [1e300, 3], [7, 6]),
    ("x if y > 1 else -x", [1, 2, 3, X], [2, 0, X, 2], [1, -2, X, X]),
    ("x if y > 1 else 1 / 0", [1, 2], [2, 0], [1, X]),
    ("late + x", [1, 2], [0, 0], [X, X]),
    ("three * x", [1, X], [0, 0], [3, X]),
    ("1 / 0", [1], [1], [X]),
    ("household.size", [1, X, 3], [0, 0, 0], [3, 3, 3]),
    ("household.sum(x)", [1, X, 3], [0, 0, 0], [4, 4, 4]),
    ("household.sum(x)", [X, X], [0, 0], [X, X]),
    ("household.mean(x)", [1, X, 4], [0, 0, 0], [2.5, 2.5, 2.5]),
    ("household.min(x) + 100 * household.max(x)", [1, X, -4], [0, 0, 0], [96, 96, 96]),
    ("household.max(x * y)", [1e300, 1], [1e300, 2], [2, 2]),
    ("household.sum(x) - x", [1e300, 1e300], [0, 0], [1e300, 1e300]),
    ("household.count(x > y)", [1, X, 3], [0, 0, 9], [1, 1, 1]),
    ("household.count(x > 1 if y > 0 else x > 2)", [1, 2, 3], [1, 0, X], [0, 0, 0]),
    ("household.head.x", [1, 2, 3], [0, 0, 0], [X, X, X]),
]


@pytest.mark.parametrize(("rule", "x", "y", "expected"), NUMBERS)
def test_a_number(rule, x, y, expected):
    of = floor(programme("p", "True", f"({rule}) * lcu"))
    got = everywhere(of, survey([len(x)], x=x, y=y))["p"]
    np.testing.assert_allclose(got.full_amount, [np.nan if v is None else v for v in expected], rtol=1e-15)


CONDITIONS = [
    ("x < y", [1, X, 1, 2], [2, 1, X, 2], [1, X, X, 0]),
    ("x <= y and x >= y", [1, 2], [2, 2], [0, 1]),
    ("x == y", [1, X, X, -0.0], [1, 1, X, 0.0], [1, X, X, 1]),
    ("x != y", [1, X, X, 3], [1, 1, X, 4], [0, X, X, 1]),
    ("x > 1 and y > 1", [2, 2, X, X, 0, X], [2, 0, 2, 0, X, X], [1, 0, X, 0, 0, X]),
    ("x > 1 or y > 1", [2, 0, X, X, 0, X], [2, 0, 2, 0, X, X], [1, 0, 1, X, X, X]),
    ("not x > 1", [2, 0, X], [0] * 3, [0, 1, X]),
    ("x in (1, 2.5)", [1, 2.5, 3, X], [0] * 4, [1, 1, 0, X]),
    ("x not in (1, 2.5)", [1, 2.5, 3, X], [0] * 4, [0, 0, 1, X]),
    ("x * y < 5", [1e300, 1], [1e300, 2], [X, 1]),
    ("0 < x < y", [1, 1, -1, X], [2, X, X, -1], [1, X, 0, X]),
    ("(x > 1) == (y > 1)", [2, 0, X, 2], [2, 0, 2, 0], [1, 1, X, 0]),
    ("(x > 1) != (y > 1)", [2, 0, X, 2], [2, 0, 2, 0], [0, 0, X, 1]),
    ("coalesce(x > 1, y > 1)", [2, X, X, 0], [0, 2, X, 2], [1, 1, X, 0]),
    ("x > 1 if y > 1 else x > 5", [2, 2, X, 9], [2, 0, 2, X], [1, 0, X, X]),
    ("True", [X, 1], [0, 0], [1, 1]),
    ("late > 1", [1, 1], [0, 0], [X, X]),
    ("household.any(x > 1)", [2, X, 0], [0] * 3, [1, 1, 1]),
    ("household.any(x > 1)", [0, X, 0], [0] * 3, [X, X, X]),
    ("household.any(x > 1)", [0, 1], [0] * 2, [0, 0]),
    ("household.all(x > 1)", [2, X, 0], [0] * 3, [0, 0, 0]),
    ("household.all(x > 1)", [2, X, 3], [0] * 3, [X, X, X]),
    ("household.all(x > 1)", [2, 2], [0] * 2, [1, 1]),
    ("household.count(True) == household.size", [1, X], [0] * 2, [1, 1]),
]


@pytest.mark.parametrize(("rule", "x", "y", "expected"), CONDITIONS)
def test_a_condition(rule, x, y, expected):
    got = everywhere(floor(programme("p", rule)), survey([len(x)], x=x, y=y))["p"]
    np.testing.assert_array_equal(got.eligible, [np.nan if v is None else v for v in expected])
    assert got.undecided == expected.count(None)


WORDS = [
    ("t == 'north'", ["north", "éast", X], [X, X, X], [1, 0, X]),
    ("t != 'north'", ["north", "éast", X], [X, X, X], [0, 1, X]),
    ("t == 'never met'", ["north", X], [X, X], [0, X]),
    ("'north' == t", ["north", "éast"], [X, X], [1, 0]),
    ('t == "o\'south" or t == ""', ["o'south", "", "north"], [X, X, X], [1, 1, 0]),
    ("t in ('north', 'éast')", ["north", "éast", "", X], [X] * 4, [1, 1, 0, X]),
    ("t == u", ["north", "", X, "north"], ["north", "éast", X, X], [1, 0, X, X]),
    ("coalesce(t, u, 'north') == 'north'", ["north", X, X, ""], [X, "éast", X, "north"], [1, 0, 1, 0]),
    ("(t if u == 'north' else 'éast') == 'éast'", ["éast", "", X, ""], ["north", "", "north", X], [1, 1, X, X]),
]


@pytest.mark.parametrize(("rule", "t", "u", "expected"), WORDS)
def test_words(rule, t, u, expected):
    got = everywhere(floor(programme("p", rule)), survey([len(t)], t=t, u=u))["p"]
    np.testing.assert_array_equal(got.eligible, [np.nan if v is None else v for v in expected])


HOMES = [3, 2, 1, 2]
RELATIONS = ["child", "head", "head", "child", X, "head", X, X]


def test_the_head_is_the_first_one_and_may_be_missing():
    people = survey(HOMES, relationship=RELATIONS, x=[1, 2, 3, 4, 5, X, 7, 8], t=["north", "éast", *["north"] * 6])
    got = everywhere(floor(programme("p", "True", "household.head.x * lcu")), people)["p"]
    np.testing.assert_array_equal(got.full_amount, [2, 2, 2] + [np.nan] * 5)
    got = everywhere(floor(programme("p", "household.head.t == 'éast' and household.head.x < 3")), people)["p"]
    np.testing.assert_array_equal(got.eligible, [1, 1, 1, np.nan, np.nan, 0, np.nan, np.nan])


def test_without_relationships_there_is_no_head():
    got = everywhere(floor(programme("p", "household.head.x > 0")), survey([2], x=[1, 2]))["p"]
    assert got.undecided == 2


def test_a_household_is_asked_through_its_head_and_answers_on_its_first_row():
    people = survey(HOMES, relationship=RELATIONS, x=[1, 2, 3, 4, 5, X, 7, 8])
    of = floor(programme("p", "x > 1", "grant * household.sum(x)", unit="household"))
    got = everywhere(of, people)["p"]
    np.testing.assert_array_equal(got.eligible, [1, 0, 0, 1, 0, np.nan, 1, 0])
    np.testing.assert_array_equal(got.full_amount, np.array([6, 0, 0, 9, 0, 0, 15, 0]) * 126)
    assert got.undecided == 1


def test_a_limit_takes_the_smallest_first_missing_last_and_ties_by_row():
    people = survey([4, 3, 2], x=[5, X, 1, 5, 2, 2, 2, X, X], b=[1, 1, 1, 1, 1, X, 1, 1, 0])
    of = floor(programme("p", "b", limit={"first": 2, "per": "household", "by": "x"}))
    got = everywhere(of, people)["p"]
    np.testing.assert_array_equal(got.eligible, [1, 0, 1, 0, 1, np.nan, 1, 1, 0])


def test_programmes_read_each_other_s_results_on_their_own_row():
    people = survey(HOMES, relationship=RELATIONS, x=[1, 2, 3, 4, 5, X, 7, 8], b=[1, 0, X, 1, 1, 1, 0, X])
    of = floor(
        programme("home", "household.any(b)", unit="household"),
        programme("one", "b and not home.receives", "grant", take_up=0.5),
        programme("two", "coalesce(one.eligible, False) or home.eligible", "one.amount + home.amount + lcu"),
        programme("three", "one.amount > 0", "household.sum(two.amount)", unit="household"),
    )
    everywhere(of, people)


@pytest.mark.parametrize("unit", ["person", "household"])
@pytest.mark.parametrize("take_up", [0.0, 0.3, 0.999, 1.0])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_draw_is_the_same_everywhere(unit, take_up, seed):
    people = survey([3] * 100, seed=seed)
    got = everywhere(floor(programme("p", "True", take_up=take_up, unit=unit)), people, seed=seed)["p"]
    assert got.receives.sum() / got.eligible.sum() == pytest.approx(take_up, abs=0.12)


def test_keys_come_from_identifiers_where_there_are_none():
    people = survey([2, 2])
    del people.columns["_key"], people.columns["_household_key"]
    people.columns["household_id"] = np.array([1.0, 1.0, 2.0, 2.0])
    people.columns["person_id"] = np.array([1.0, 2.0, 1.0, 2.0])
    everywhere(
        floor(programme("p", "True", take_up=0.5), programme("q", "True", take_up=0.5, unit="household")), people
    )


@pytest.mark.parametrize("unit", ["LCU/day", "LCU/week", "LCU/month", "LCU/year"])
def test_amounts_become_yearly(unit):
    times = {"LCU/day": 365, "LCU/week": 365 / 7, "LCU/month": 12, "LCU/year": 1}[unit]
    of = floor(programme("p", "b", "g * x", parameters={"g": {"unit": unit, "values": {"2020-01-01": 7}}}))
    got = everywhere(of, survey([3], b=[1, 0, 1], x=[1, 2, X]))["p"]
    np.testing.assert_allclose(got.amount, [7 * times, 0, np.nan])


def test_a_yearly_amount_too_large_is_missing():
    got = everywhere(floor(programme("p", "True", "x * grant")), survey([2], x=[1e307, 1]))["p"]
    np.testing.assert_allclose(got.amount, [np.nan, 126])


def test_an_empty_survey():
    got = everywhere(floor(programme("p", "x > household.sum(y)", unit="household")), survey([]))["p"]
    assert len(got.eligible) == 0


def test_a_programme_for_everybody_is_read_like_any_other():
    of = floor(
        programme("all", "three == 3", "lcu * 5"),
        programme("p", "all.eligible == (x > 1)", "max(all.amount, lcu * 2) // 2"),
        programme("q", "all.receives", "all.amount"),
        programme("r", "household.any(all.eligible)", "household.sum(all.amount)", unit="household"),
        programme("s", "late > 1 or all.amount == 5 * lcu", "all.amount if all.eligible else lcu"),
    )
    got = everywhere(of, survey([2, 1], x=[1, 2, X]))
    np.testing.assert_array_equal(got["p"].eligible, [0, 1, np.nan])
    np.testing.assert_array_equal(got["r"].full_amount, [10, 0, 5])
    np.testing.assert_array_equal(got["s"].full_amount, [5, 5, 5])
