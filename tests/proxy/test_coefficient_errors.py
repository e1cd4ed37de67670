"""Standard errors of coefficients: as large as coefficients vary over samples, and none where there are none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.proxy.conftest import PREDICTORS
from tests.proxy.drawing import survey_of

import groundfloor as gf
from groundfloor.proxy.methods import quantile
from groundfloor.proxy.model import standard_errors
from groundfloor.proxy.problem import Equations, Options, Problem


def drawn(seed, tau):
    """Coefficients and errors on a sample in which larger households differ more."""
    survey, score = survey_of(150, seed, strata=1)
    at, size = survey.starts, survey.sizes.astype(float)
    y = score + (np.log(survey.welfare[at]) - score) * (0.5 + 0.1 * size)
    problem = Problem(np.column_stack([size - 4, score - 7.9]), y, survey.weight[at] * size, np.arange(len(y)) % 2)
    found = quantile.fit(problem, Options(tau))
    return found.all, standard_errors(survey, np.arange(len(y)), problem.design, found.equations)


@pytest.mark.parametrize("tau", [0.2, 0.5])
def test_errors_of_quantiles_are_those_of_drawing_again(tau):
    found, said = (np.array(one) for one in zip(*(drawn(seed, tau) for seed in range(1, 101)), strict=True))
    assert np.sqrt((said**2).mean(axis=0)) == pytest.approx(found.std(axis=0), rel=0.2)


def test_a_perfect_fit_of_quantiles_has_no_error():
    survey, score = survey_of(20)
    problem = Problem((score - 8)[:, None], score, np.ones(len(score)), np.arange(len(score)) % 2)
    found = quantile.fit(problem, Options(0.5))
    assert found.all == pytest.approx([8.0, 1.0])
    assert np.isnan(standard_errors(survey, np.arange(len(score)), problem.design, found.equations)).all()


def test_conditions_that_do_not_move_have_no_error():
    survey, score = survey_of(20)
    flat = np.zeros(len(score))
    design = np.column_stack([flat + 1, score])
    assert np.isnan(standard_errors(survey, np.arange(len(score)), design, Equations(flat + 1, flat))).all()


@pytest.mark.parametrize(
    ("method", "some"),
    [("ols", True), ("quantile", True), *((one, False) for one in ("lasso", "ridge", "elastic", "stepwise"))],
)
def test_what_was_penalised_or_chosen_has_none(people, method, some):
    test = gf.proxy_means(people, predict=PREDICTORS, method=method)
    errors = [row["se"] for row in test.tables["coefficients"]]
    assert all(np.isfinite(one) == some for one in errors)


@pytest.mark.parametrize("by", ["household", "person"])
def test_what_weights_were_calibrated_to_does_not_vary(people, by):
    towns = [{"urban": value, "total": total} for value, total in (("1", 60_000.0), ("0", 90_000.0))]
    weighted = gf.reweight(people, towns, by=by).survey
    one, other = (
        gf.proxy_means(survey, predict=PREDICTORS) for survey in (weighted, replace(weighted, calibrated=None))
    )
    values = [[row["value"] for row in test.tables["errors"]] for test in (one, other)]
    assert values[0] == pytest.approx(values[1])
    errors = [np.array([row["se"] for row in test.tables["coefficients"]]) for test in (one, other)]
    assert (errors[0] != errors[1]).all()
    assert errors[0] == pytest.approx(errors[1], rel=0.3)
