"""Penalised and quantile regression against the solvers of R: glmnet and quantreg."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from tests.oracle import figures
from tests.proxy.conftest import PREDICTORS, counted

from groundfloor.proxy.assess import _fit
from groundfloor.proxy.methods.quantile import density, regression
from groundfloor.proxy.model import fitted
from groundfloor.proxy.penalised import path
from groundfloor.proxy.problem import centred
from groundfloor.proxy.sample import Sample, sample_of
from groundfloor.proxy.settings import Settings

HERE = Path(__file__).parent
# where both solvers stop: ours when no coefficient of a standard deviation moves by 1e-9 of log welfare
SOLVED = {"rel": 1e-7, "abs": 1e-9}
MIXES = {"lasso": 1.0, "elastic": 0.5, "ridge": 0.0}
TRIED = (1, 20, 40, 60)


def fit_of(people, method, **settings):
    chosen = Settings(method=method, folds=5, **settings)
    sample = sample_of(counted(people), PREDICTORS, chosen)
    return sample, fitted(sample, chosen, settings.get("quantile", 0.5))


@pytest.fixture(scope="module")
def fitted_to(people, tmp_path_factory) -> tuple[Sample, Path]:
    """The households of the fit, and a file of them for R."""
    sample, _ = fit_of(people, "ols")
    file = tmp_path_factory.mktemp("solvers") / "households.csv"
    use, at = sample.fitting, people.starts
    columns = [
        sample.weight,
        sample.log_welfare,
        sample.fold,
        people.psu.codes[at],
        people.strata.codes[at],
        *sample.x.T,
    ]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["w", "y", "fold", "psu", "stratum", *(f"x{j}" for j in range(sample.x.shape[1]))])
        writer.writerows(
            [repr(value) for value in row] for row in zip(*(c[use].tolist() for c in columns), strict=True)
        )
    return sample, file


@pytest.fixture(scope="module")
def glmnet(fitted_to):
    return figures(HERE / "against_glmnet.R", fitted_to[1])


def of_r(found, prefix, columns):
    """Coefficients as R names them."""
    return [found[f"{prefix}.(Intercept)"], *(found[f"{prefix}.x{j}"] for j in range(columns))]


@pytest.mark.parametrize("method", MIXES)
def test_coefficients_along_the_path_are_those_of_glmnet(fitted_to, glmnet, method):
    sample, _ = fitted_to
    x, y, w = (one[sample.fitting] for one in (sample.x, sample.log_welfare, sample.weight))
    scale = np.sqrt(np.average((x - np.average(x, axis=0, weights=w)) ** 2, axis=0, weights=w))
    z = np.column_stack([np.ones(len(y)), x / scale, y])
    gram, cross, means = centred((z.T @ (w[:, None] * z))[None])
    mix = MIXES[method]
    penalties = np.array([glmnet[f"{mix:g}.penalty.{i}"] for i in TRIED])
    for i, slopes in zip(TRIED, path(gram, cross, penalties, mix)[:, 0], strict=True):
        ours = [means[0, -1] - slopes @ means[0, :-1], *(slopes / scale)]
        assert ours == pytest.approx(of_r(glmnet, f"{mix:g}.b.{i}", x.shape[1]), **SOLVED)


@pytest.mark.parametrize("method", MIXES)
@pytest.mark.parametrize("rule", ["min", "1se"])
def test_the_penalty_chosen_and_its_errors_are_those_of_glmnet(people, fitted_to, glmnet, method, rule):
    sample, model = fit_of(people, method, penalty=rule)
    assert (sample.fold == fitted_to[0].fold).all()
    (one,) = model.fits
    mix = f"{MIXES[method]:g}"
    assert one.penalty == pytest.approx(glmnet[f"{mix}.{rule}.penalty"], rel=1e-12)
    assert one.coefficients == pytest.approx(of_r(glmnet, f"{mix}.{rule}", sample.x.shape[1]), **SOLVED)
    for i in TRIED:
        row = one.path[i - 1]
        assert row["penalty"] == pytest.approx(glmnet[f"{mix}.penalty.{i}"], rel=1e-12)
        assert row["mse"] == pytest.approx(glmnet[f"{mix}.mse.{i}"], rel=1e-7)
        assert row["se"] == pytest.approx(glmnet[f"{mix}.mse.se.{i}"], rel=1e-6)


@pytest.fixture(scope="module")
def quantreg(fitted_to):
    return figures(HERE / "against_quantreg.R", fitted_to[1])


QUANTILES = pytest.mark.parametrize("quantile", [0.1, 0.2, 0.5, 0.8])


@QUANTILES
def test_quantile_regression_is_that_of_quantreg(people, quantreg, quantile):
    sample, model = fit_of(people, "quantile", quantile=quantile)
    (one,) = model.fits
    columns = sample.x.shape[1]
    assert one.coefficients == pytest.approx(of_r(quantreg, f"b.{quantile:g}", columns), rel=1e-9, abs=1e-12)
    for k, without in enumerate(one.without):
        assert without == pytest.approx(of_r(quantreg, f"without.{quantile:g}.{k}", columns), rel=1e-9, abs=1e-12)
    fit = {row["sample"]: row["value"] for row in _fit(model, Settings(method="quantile"), quantile)}
    assert fit["in_sample"] == pytest.approx(quantreg[f"pseudo_r2.{quantile:g}"], rel=1e-9)


@QUANTILES
def test_its_standard_errors_are_a_sandwich_of_quantreg_and_survey(people, quantreg, quantile):
    sample, model = fit_of(people, "quantile", quantile=quantile)
    wanted = of_r(quantreg, f"se.{quantile:g}", sample.x.shape[1])
    assert model.fits[0].se == pytest.approx(wanted, rel=1e-8)


@QUANTILES
def test_the_kernel_is_that_of_quantreg(fitted_to, quantreg, quantile):
    sample, _ = fitted_to
    use = sample.fitting
    y, even = sample.log_welfare[use], np.ones(use.sum())
    design = np.column_stack([even, sample.x[use]])
    error = y - design @ regression(design, y, even, quantile)
    slope = density(error, even, quantile)
    # quantreg's kernel is less than a hundredth wider or narrower: its deviation is over n - 1, its quartiles lie between values
    found = np.sqrt(np.diag(np.linalg.inv(design.T @ (slope[:, None] * design))))
    assert found == pytest.approx(of_r(quantreg, f"bread.{quantile:g}", design.shape[1] - 1), rel=0.01)
