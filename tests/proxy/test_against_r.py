"""Coefficients, errors and changes of poverty against R: its survey package, and base R for what that does not have."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.oracle import figures
from tests.proxy.conftest import PREDICTORS, counted

from groundfloor.proxy.comparison import Budget, Compared, cost_of_errors
from groundfloor.proxy.errors import Examined, truth_of
from groundfloor.proxy.joint import Inside
from groundfloor.proxy.model import fitted
from groundfloor.proxy.penalised import path
from groundfloor.proxy.problem import centred
from groundfloor.proxy.ranks import auc
from groundfloor.proxy.sample import sample_of
from groundfloor.proxy.settings import Settings
from groundfloor.proxy.ways import Way

SCRIPT = Path(__file__).with_name("against_r.R")


@pytest.fixture(scope="module")
def r(table):
    return figures(SCRIPT, table)


def fit_of(people, **settings):
    chosen = Settings(**settings)
    sample = sample_of(counted(people), PREDICTORS, chosen)
    return sample, fitted(sample, chosen, 0.5)


def r_names(sample, people):
    levels = people.columns["region"].levels
    names = {
        "household.size": "size",
        "household.count(age < 6)": "u6",
        "household.head.sex == 'female'": "head_female",
        "household.head.age": "head_age",
        "urban": "urban",
    }
    return ["(Intercept)"] + [
        names.get(term.label) or f"region{levels.index(term.label.split(chr(39))[1])}" for term in sample.terms
    ]


def test_least_squares_and_its_standard_errors_are_those_of_svyglm(people, r):
    sample, model = fit_of(people)
    (one,) = model.fits
    for name, b, se in zip(r_names(sample, people), one.coefficients, one.se, strict=True):
        assert b == pytest.approx(r[f"b.{name}"], rel=1e-9)
        assert se == pytest.approx(r[f"se.{name}"], rel=1e-8)


def test_a_model_of_an_area_has_the_errors_of_a_domain(people, r):
    sample, model = fit_of(people, area="urban")
    town = model.fits[0]
    assert town.area.name == "urban=1"
    for name, b, se in zip(r_names(sample, people), town.coefficients, town.se, strict=True):
        assert b == pytest.approx(r[f"town.b.{name}"], rel=1e-9)
        assert se == pytest.approx(r[f"town.se.{name}"], rel=1e-8)


def test_how_well_it_fits(people, r):
    from groundfloor.proxy.assess import _fit

    _, model = fit_of(people)
    found = {row["measure"]: row["value"] for row in _fit(model, Settings(), 0.5) if row["sample"] == "in_sample"}
    for measure, value in found.items():
        assert value == pytest.approx(r[measure], rel=1e-9), measure


def test_ridge_solves_its_normal_equations(people, r):
    sample, _ = fit_of(people)
    rows = sample.fitting
    x, y, w = sample.x[rows], sample.log_welfare[rows], sample.weight[rows]
    x = x - np.average(x, axis=0, weights=w)
    x /= np.sqrt(np.average(x**2, axis=0, weights=w))
    z = np.column_stack([np.ones(len(y)), x, y])
    gram, cross, _ = centred((z.T @ (w[:, None] * z))[None])
    found = path(gram, cross, np.array([0.1]), 0.0)[0, 0]
    for name, b in zip(r_names(sample, people)[1:], found, strict=True):
        assert b == pytest.approx(r[f"ridge.{name}"], rel=1e-7)


def selection(people):
    size = people.sizes
    u6 = np.add.reduceat((people.columns["age"] < 6).astype(float), people.starts)
    urban = people.columns["urban"][people.starts]
    female = people.columns["sex"].codes[people.starts]
    score = 1000 - 9 * size - 12 * u6 + 35 * urban - 20 * female
    return score, score < 955


def test_errors_of_a_selection(people, r):
    survey = counted(people)
    persons = survey.weight[survey.starts] * survey.sizes
    truth = truth_of(people.welfare[people.starts], persons, None, 1500.0)
    score, selected = selection(people)
    found = {row["measure"]: row for row in Examined(survey, truth, "s", score, Inside(selected)).rows()}
    asked = {
        "exclusion_error",
        "inclusion_error",
        "selected_of_others",
        "excluded_of_all",
        "targeting_differential",
        "normalised_targeting_differential",
        "cgh",
        "auc",
    }
    for measure in asked:
        assert found[measure]["value"] == pytest.approx(r[measure], rel=1e-10), measure
        assert found[measure]["se"] == pytest.approx(r[f"se.{measure}"], rel=1e-6), measure
    assert found["spearman"]["value"] == pytest.approx(r["spearman"], rel=1e-10)


def test_auc_is_the_share_of_pairs(people):
    score, _ = selection(people)
    known = ~np.isnan(people.welfare[people.starts])
    w = people.weight[people.starts][known]
    s, poor = score[known], people.welfare[people.starts][known] < 1500
    won = total = 0.0
    for a, weight_a in zip(s[poor], w[poor], strict=True):
        for b, weight_b in zip(s[~poor], w[~poor], strict=True):
            won += weight_a * weight_b * (1.0 if a < b else 0.5 if a == b else 0.0)
            total += weight_a * weight_b
    assert auc(s, poor, w)[0] == pytest.approx(won / total, rel=1e-12)


def test_a_budget_and_what_it_does(people, r):
    survey = counted(people)
    persons = survey.weight[survey.starts] * survey.sizes
    truth = truth_of(people.welfare[people.starts], persons, None, 1500.0)
    score, selected = selection(people)
    way = Way("pmt", selected.astype(float), np.ones(people.persons), score, tested=True)
    rows = list(Compared(survey, truth, Budget(1e8)).rows([way]))
    found = {(row["measure"], row["line"]): row for row in rows if row["way"] == "pmt"}
    assert found["benefit_lcu", None]["value"] == pytest.approx(r["benefit"], rel=1e-12)
    for alpha in range(3):
        row = found[f"fgt{alpha}_change", "z"]
        assert row["value"] == pytest.approx(r[f"fgt{alpha}"], rel=1e-10)
        assert row["se"] == pytest.approx(r[f"se.fgt{alpha}"], rel=1e-9)
    costs = {row["measure"]: row for row in cost_of_errors(survey, truth, way, Budget(1e8))}
    assert costs["excluded_poor"]["value"] == pytest.approx(r["excluded_poor"], rel=1e-12)
    assert costs["excluded_poor"]["se"] == pytest.approx(r["se.excluded_poor"], rel=1e-10)
