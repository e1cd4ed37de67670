"""The Food Insecurity Experience Scale: against RM.weights and eRm, all patterns of answers one by one, and the jackknife."""

from __future__ import annotations

import csv
import itertools
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.served import asked
from tests.oracle import figures

from groundfloor.measures import measure
from groundfloor.measures.families.food_insecurity import ITEMS, MEASURES, STANDARD
from groundfloor.measures.rasch import beyond, chances, equated, fitted, symmetric
from groundfloor.survey.variables import FIES

SCRIPT = Path(__file__).with_name("fies.R")
# how far from the likeliest severities the searches of the packages end, and that of RM.weights for the places at the ends
SEARCHED, AT_ENDS = 3e-4, 1e-2


def answers():
    """The answers of complete households, and their weights."""
    survey = asked()
    each = np.vstack([survey.columns[item][survey.starts] for item in ITEMS]).T
    known = ~np.isnan(each).any(axis=1)
    return each[known], survey.weight[survey.starts][known]


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    said, weight = answers()
    path = tmp_path_factory.mktemp("fies") / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerow([*(item.upper() for item in FIES), "weight"])
        csv.writer(out).writerows([*map(int, row), one] for row, one in zip(said, weight, strict=True))
    return figures(SCRIPT, path)


@pytest.fixture(scope="module")
def model():
    found = fitted(*answers())
    assert found is not None
    return found


def test_the_model_is_that_of_rm_weights(model, expected):
    for i in range(8):
        assert model.severity[i] == pytest.approx(expected[f"severity|{i + 1}"], abs=SEARCHED)
        assert model.infit[i] == pytest.approx(expected[f"infit|{i + 1}"], abs=SEARCHED)
        assert model.outfit[i] == pytest.approx(expected[f"outfit|{i + 1}"], abs=SEARCHED)
    for r in range(1, 8):
        assert model.parameter[r] == pytest.approx(expected[f"place|{r}"], abs=SEARCHED)
        assert model.error[r] == pytest.approx(expected[f"error|{r}"], abs=SEARCHED)
    for r in (0, 8):
        assert model.parameter[r] == pytest.approx(expected[f"place|{r}"], abs=AT_ENDS)
        assert model.error[r] == pytest.approx(expected[f"error|{r}"], abs=AT_ENDS)
    assert model.reliability == pytest.approx(expected["reliability"], abs=1e-3)
    assert model.flat == pytest.approx(expected["flat"], abs=1e-3)


def test_prevalence_is_that_of_rm_weights(model, expected):
    said, weight = answers()
    found = equated(model.severity, STANDARD, 0.35, 3)
    assert found.common.tolist() == [expected[f"common|{i}"] == 1 for i in range(1, 9)]
    chance = beyond(model.severity, STANDARD, found.common, list(MEASURES.values()))
    share = weight @ chance[said.sum(axis=1).astype(int)] / weight.sum()
    assert share == pytest.approx([expected["moderate"], expected["severe"]], abs=1e-3)


def test_severities_without_weights_are_those_of_erm(expected):
    said, _ = answers()
    plain = fitted(said, np.ones(len(said)))
    assert plain is not None
    assert plain.severity == pytest.approx([expected[f"plain|{i}"] for i in range(1, 9)], abs=SEARCHED)


def slow(severity, said, weight):
    """The conditional likelihood from all patterns, one by one."""
    patterns = np.array(list(itertools.product((0, 1), repeat=len(severity))))
    likely = np.exp(-patterns @ severity)
    of_score = [likely[patterns.sum(axis=1) == r].sum() for r in range(len(severity) + 1)]
    each = -said @ severity - np.log([of_score[int(r)] for r in said.sum(axis=1)])
    return float(weight @ each)


def test_no_other_severities_are_likelier(model, expected):
    said, weight = answers()
    best = slow(model.severity, said, weight)
    assert slow(np.array([expected[f"severity|{i}"] for i in range(1, 9)]), said, weight) <= best
    for step in np.vstack([np.eye(8), -np.eye(8), np.random.default_rng(0).normal(size=(20, 8))]):
        assert slow(model.severity + 1e-3 * step, said, weight) < best + 1e-9


@given(st.lists(st.floats(-3, 3), min_size=2, max_size=7))
@settings(max_examples=30, deadline=None)
def test_symmetric_functions_and_chances_are_sums_over_patterns(severity):
    easy = np.exp(-np.array(severity))
    patterns = np.array(list(itertools.product((0, 1), repeat=len(severity))))
    likely, score = np.prod(np.where(patterns == 1, easy, 1.0), axis=1), patterns.sum(axis=1)
    gamma = [likely[score == r].sum() for r in range(len(severity) + 1)]
    assert symmetric(easy) == pytest.approx(gamma)
    one, two = chances(np.array(severity))
    for r in range(1, len(severity) + 1):
        at = score == r
        assert one[r] == pytest.approx(likely[at] @ patterns[at] / gamma[r])
        assert two[r] == pytest.approx((likely[at, None] * patterns[at]).T @ patterns[at] / gamma[r])


@given(st.permutations(range(8)), st.floats(0.1, 9.0))
@settings(max_examples=10, deadline=None)
def test_neither_the_order_of_questions_nor_the_sum_of_weights_matters(order, by):
    said, weight = answers()
    first, other = fitted(said, weight), fitted(said[:, list(order)], by * weight)
    assert first is not None
    assert other is not None
    assert other.severity == pytest.approx(first.severity[list(order)], abs=1e-8)
    assert other.parameter == pytest.approx(first.parameter, abs=1e-8)
    assert other.infit == pytest.approx(first.infit[list(order)], abs=1e-8)


def test_expected_answers_give_the_severities_back():
    """Answers in the very proportions of the model, by pattern: the severities behind them are found again, and fit is 1."""
    true = np.array([-1.5, -0.7, -0.2, 0.0, 0.3, 0.4, 0.6, 1.1])
    patterns = np.array(list(itertools.product((0.0, 1.0), repeat=8)))
    likely = np.exp(-patterns @ true)
    found = fitted(patterns, likely)
    assert found is not None
    assert found.severity == pytest.approx(true - true.mean(), abs=1e-9)
    assert found.infit == pytest.approx(np.ones(8), abs=1e-9)
    assert found.outfit == pytest.approx(np.ones(8), abs=1e-9)


def test_the_item_furthest_from_its_place_is_given_up():
    moved = STANDARD.copy()
    moved[2] += 1.5
    found = equated(3.0 * moved - 1.0, STANDARD, 0.35, 3)
    assert found.common.tolist() == [True, True, False, True, True, True, True, True]
    assert (found.scale, found.shift) == (pytest.approx(1 / 3), pytest.approx(1 / 3))


def asked_about_food():
    """The survey with nothing but these questions."""
    survey = asked()
    return replace(survey, columns={name: survey.columns[name] for name in ("region", "sex", *ITEMS)})


def rows_of(survey):
    return {(row["measure"], row["group"]): row for row in measure(survey, sets=("services",))}


def test_errors_are_near_the_jackknife():
    """Sampling by the delete-one-unit jackknife, and beside it what nobody can be sure of."""
    survey = asked_about_food()
    found = rows_of(survey)
    groups, strata = ("all", "region=1"), survey.strata.codes[survey.starts]
    psu = survey.psu.codes
    names = [(name, group) for name in MEASURES for group in groups]
    squares = dict.fromkeys(names, 0.0)
    for stratum in range(4):
        units = np.unique(psu[survey.starts][strata == stratum])
        m, values = len(units), []
        for unit in units:
            weight = np.where(
                psu == unit, 0.0, np.where(survey.strata.codes == stratum, survey.weight * m / (m - 1), survey.weight)
            )
            values.append(rows_of(replace(survey, weight=weight, groups=("region",))))
        for name in names:
            moved = np.array([one[name]["value"] for one in values])
            squares[name] += (m - 1) / m * float(((moved - moved.mean()) ** 2).sum())
    said = np.vstack([survey.columns[item] for item in ITEMS]).sum(axis=0)
    told = fitted(*answers())
    assert told is not None
    chance = beyond(told.severity, STANDARD, equated(told.severity, STANDARD, 0.35, 3).common, list(MEASURES.values()))
    for k, name in enumerate(MEASURES):
        for group in groups:
            inside = ~np.isnan(said) & (True if group == "all" else survey.columns["region"].is_("1") == 1)
            weight, sure = survey.weight[inside], chance[said[inside].astype(int), k]
            unsure = float((weight**2 * sure * (1 - sure)).sum()) / weight.sum() ** 2
            assert found[name, group]["se"] == pytest.approx(math.sqrt(squares[name, group] + unsure), rel=0.1)


def test_without_all_questions_or_with_one_answer_from_all_there_is_no_scale():
    survey = asked_about_food()
    some = {name: column for name, column in survey.columns.items() if name != "fies_hungry"}
    assert not [one for one in rows_of(replace(survey, columns=some)) if one[0] in MEASURES]
    same = dict(survey.columns) | {"fies_whlday": np.zeros(survey.persons)}
    assert not [one for one in rows_of(replace(survey, columns=same)) if one[0] in MEASURES]


def test_who_says_no_to_all_is_secure():
    survey = asked_about_food()
    found = rows_of(survey)
    no = np.vstack([survey.columns[item] for item in ITEMS]).sum(axis=0)
    secure = survey.weight[no == 0].sum() / survey.weight[~np.isnan(no)].sum()
    moderate, severe = (found[name, "all"]["value"] for name in MEASURES)
    assert 0 < severe < moderate < 1 - secure
