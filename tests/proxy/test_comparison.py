"""Ways of choosing at one budget: money adds up, the perfect choice bounds the others, and a benefit may be fixed."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.proxy.conftest import PREDICTORS

import groundfloor as gf
from groundfloor.errors import GroundfloorError
from groundfloor.proxy.comparison import deprivation
from groundfloor.survey.frame import Survey

BUDGET = 2e7


@pytest.fixture(scope="module")
def test(people):
    return gf.proxy_means(people, predict=PREDICTORS, budget=BUDGET, administration=0.1, screening=10.0, private=5.0)


def value(test, way, measure, line=None):
    return test.value("comparison", way=way, measure=measure, line=line)


def test_every_way_spends_the_budget(test):
    assert {"pmt", "perfect", "universal", "random", "children_under_5", "geographic_region"} <= set(test.ways)
    for way in test.ways:
        parts = [value(test, way, name) for name in ("transfers_lcu", "administration_lcu", "screening_lcu")]
        assert sum(parts) == pytest.approx(BUDGET), way
        assert parts[1] == pytest.approx(0.1 * parts[0])
    tested = {way for way in test.ways if value(test, way, "screening_lcu") > 0}
    assert {way for way in test.ways if way.startswith("pmt")} == tested
    costs = {row["measure"]: row["value"] for row in test.tables["costs"]}
    assert costs["budget_lcu"] == BUDGET
    assert costs["transfers_lcu"] == pytest.approx(value(test, "pmt", "transfers_lcu"))
    leaked = value(test, "pmt", "leakage") * costs["transfers_lcu"]
    assert costs["included_lcu"] == pytest.approx(leaked)


def test_no_choice_of_as_many_people_closes_more_of_the_gap_than_perfect_knowledge(people):
    test = gf.proxy_means(people, predict=PREDICTORS)
    best = value(test, "perfect", "gap_closed", "target")
    for way in ("pmt", "pmt_in_sample", "random", "universal", "geographic_region", "pmt_within_region"):
        assert value(test, way, "gap_closed", "target") < best
    assert value(test, "random", "exclusion_error") == pytest.approx(1 - test.quota, abs=1e-9)
    assert value(test, "universal", "exclusion_error") == 0


def test_the_default_budget_is_what_the_target_lacks(people):
    test = gf.proxy_means(people, predict=PREDICTORS)
    known = ~np.isnan(people.welfare)
    gap = np.maximum(test.threshold - people.welfare[known], 0.0) @ people.weight[known]
    assert test.budget.total == pytest.approx(gap)
    assert value(test, "none", "gap_lcu", "target") == pytest.approx(gap)


def test_a_lottery_is_the_mean_of_its_draws(people):
    test = gf.proxy_means(people, predict=PREDICTORS, budget=BUDGET)
    benefit = value(test, "random", "benefit_lcu")
    known = ~np.isnan(people.welfare)
    w, y, chance = people.weight[known], people.welfare[known], test.quota
    for alpha in (0, 1, 2):
        before, after = deprivation(y, 2000.0, alpha), deprivation(y + benefit, 2000.0, alpha)
        wanted = np.average(chance * after + (1 - chance) * before, weights=w)
        assert value(test, "random", f"fgt{alpha}", "z") == pytest.approx(wanted)


def test_one_benefit_for_all_ways_reaches_as_many_as_the_money(people):
    test = gf.proxy_means(people, predict=PREDICTORS, budget=BUDGET, benefit=500.0)
    known = float(people.weight[~np.isnan(people.welfare)].sum())
    for way in ("pmt", "perfect", "random", "universal", "geographic_region"):
        assert value(test, way, "benefit_lcu") == 500.0
        assert value(test, way, "transfers_lcu") == pytest.approx(BUDGET), way
        assert value(test, way, "coverage") == pytest.approx(BUDGET / 500.0 / known, rel=1e-6), way
    small = value(test, "aged_65_plus", "transfers_lcu")
    assert small <= BUDGET * (1 + 1e-9)


def test_categories_of_ones_own_may_name_the_test(people):
    given = {"poor_children": "pmt and age < 6", "girls": "age < 18 and sex == 'female'"}
    test = gf.proxy_means(people, predict=PREDICTORS, budget=BUDGET, categories=given)
    assert {"poor_children", "girls"} <= set(test.ways)
    assert "children_under_5" not in test.ways
    known = ~np.isnan(people.welfare)
    girls = known & (people.columns["age"] < 18) & (people.columns["sex"].codes == 1)
    assert value(test, "girls", "benefit_lcu") == pytest.approx(BUDGET / people.weight[girls].sum())
    assert gf.proxy_means(people, predict=PREDICTORS, categories=["girls=age < 18"]).ways.count("girls") == 1
    with pytest.raises(GroundfloorError, match="category 'agee < 6'"):
        gf.proxy_means(people, predict=PREDICTORS, categories=["agee < 6"])
    with pytest.raises(GroundfloorError, match="'pmt' is taken"):
        gf.proxy_means(people, predict=PREDICTORS, categories={"pmt": "age < 6"})


def test_a_category_nobody_is_in_has_no_benefit(people):
    test = gf.proxy_means(people, predict=PREDICTORS, categories={"ancient": "age > 150"})
    assert value(test, "ancient", "benefit_lcu") is None
    assert value(test, "ancient", "fgt0_change", "z") == 0


def test_where_welfare_is_per_adult_equivalent_money_is_shared_among_them(people):
    sharing = np.repeat(1 + 0.5 * (people.sizes - 1.0), people.sizes)
    test = gf.proxy_means(replace(people, sharing=sharing), predict=PREDICTORS, budget=BUDGET)
    benefit = value(test, "universal", "benefit_lcu")
    known = ~np.isnan(people.welfare)
    after = people.welfare + benefit * np.repeat(people.sizes, people.sizes) / sharing
    moved = deprivation(after, 2000.0, 1) - deprivation(people.welfare, 2000.0, 1)
    assert value(test, "universal", "fgt1_change", "z") == pytest.approx(
        np.average(moved[known], weights=people.weight[known])
    )
    # the gap in LCU is what would lift each household, not each person as if alone
    gap = (
        np.maximum(test.threshold - people.welfare[known], 0) * (sharing / np.repeat(people.sizes, people.sizes))[known]
    )
    assert value(test, "none", "gap_lcu", "target") == pytest.approx(gap @ people.weight[known])


def test_geography_and_categories_are_passed_over_where_the_survey_cannot_say():
    rng = np.random.default_rng(0)
    age = rng.integers(0, 80, 500).astype(float)
    plain = Survey(
        "s", "XXX", 2020, {"age": age}, np.arange(500), np.ones(500), np.exp(rng.normal(size=500) + age / 50)
    )
    test = gf.proxy_means(plain, predict=["age"])
    assert not [way for way in test.ways if way.startswith(("geographic", "female", "disability"))]
    assert math.isclose(value(test, "universal", "coverage"), 1.0)
