"""Ways of fitting: conditions of optimality, scipy's own solution, and a truth that is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from groundfloor.errors import GroundfloorError
from groundfloor.proxy.folds import folds_of
from groundfloor.proxy.methods import elastic, lasso, ols, quantile, ridge, stepwise
from groundfloor.proxy.model import fitted
from groundfloor.proxy.penalised import path
from groundfloor.proxy.problem import Options, Problem, independent
from groundfloor.proxy.sample import sample_of
from groundfloor.proxy.settings import METHODS, Settings


def problem(seed: int, n: int = 80, p: int = 6, folds: int = 5) -> Problem:
    rng = np.random.default_rng(seed)
    w = rng.uniform(0.5, 3.0, n)
    x = rng.normal(size=(n, p))
    x[:, 1] += x[:, 0]
    x[:, 2] = rng.integers(0, 2, n)
    y = x[:, 0] - 0.5 * x[:, 2] + rng.normal(size=n)
    x -= np.average(x, axis=0, weights=w)
    x /= np.sqrt(np.average(x**2, axis=0, weights=w))
    return Problem(x, y, w, np.arange(n) % folds)


def covariances(one: Problem) -> tuple[np.ndarray, np.ndarray]:
    w = one.w / one.w.sum()
    return (one.x.T @ (w[:, None] * one.x)), one.x.T @ (w * (one.y - w @ one.y))


def fits(one: Problem, rows: np.ndarray, penalties: np.ndarray, mix: float) -> list[np.ndarray]:
    """Coefficients on some of the households, intercept first, a set for each penalty."""
    w = one.w[rows] / one.w[rows].sum()
    mean, centre = w @ one.x[rows], w @ one.y[rows]
    x = one.x[rows] - mean
    gram, cross = x.T @ (w[:, None] * x), x.T @ (w * (one.y[rows] - centre))
    slopes = path(gram[None], cross[None], penalties, mix)[:, 0]
    return [np.append(centre - mean @ b, b) for b in slopes]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.3, 0.5, 1.0]), st.floats(0.001, 0.5))
def test_coordinate_descent_meets_the_conditions_of_a_minimum(seed, mix, penalty):
    gram, cross = covariances(problem(seed))
    b = path(gram[None], cross[None], np.array([penalty]), mix)[0, 0]
    slope = cross - gram @ b - penalty * (1 - mix) * b
    used = b != 0
    assert slope[used] == pytest.approx(penalty * mix * np.sign(b[used]), abs=1e-7)
    assert (np.abs(slope[~used]) <= penalty * mix + 1e-7).all()


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.floats(0.1, 0.9))
def test_quantile_regression_is_as_good_as_the_primal_solution(seed, tau):
    one = problem(seed)
    n, p = one.design.shape
    b = quantile.regression(one.design, one.y, one.w, tau)
    primal = linprog(
        np.concatenate([np.zeros(p), one.w * tau, one.w * (1 - tau)]),
        A_eq=np.hstack([one.design, np.eye(n), -np.eye(n)]),
        b_eq=one.y,
        bounds=[(None, None)] * p + [(0, None)] * (2 * n),
        method="highs",
    )
    error = one.y - one.design @ b
    assert float(one.w @ (error * (tau - (error < 0)))) == pytest.approx(primal.fun, rel=1e-8)


def test_a_weighted_quantile_is_a_regression_on_nothing():
    y, w = np.arange(1.0, 8.0), np.array([1.0, 1, 1, 5, 1, 1, 1])
    assert quantile.regression(np.ones((7, 1)), y, w, 0.5) == pytest.approx([4.0])


def test_least_squares_without_a_fold_is_that_of_the_others():
    one = problem(3)
    found = ols.fit(one, Options())
    for k in range(5):
        kept = one.fold != k
        root = np.sqrt(one.w[kept])
        plain = np.linalg.lstsq(root[:, None] * one.design[kept], root * one.y[kept], rcond=None)[0]
        assert found.without[k] == pytest.approx(plain, rel=1e-9)


@pytest.mark.parametrize("method", [ridge, lasso, elastic])
@pytest.mark.parametrize("penalty", ["min", "1se"])
def test_a_penalty_is_chosen_by_the_error_on_other_units(method, penalty):
    one = problem(7)
    found = method.fit(one, Options(penalty=penalty))
    mix = {ridge: 0.0, lasso: 1.0, elastic: 0.5}[method]
    penalties = np.array([row["penalty"] for row in found.path])
    error = np.zeros((5, len(penalties)))
    for k in range(5):
        held = one.fold == k
        for i, b in enumerate(fits(one, ~held, penalties, mix)):
            error[k, i] = np.average((one.y[held] - one.design[held] @ b) ** 2, weights=one.w[held])
    weight = np.bincount(one.fold, one.w)
    mean = np.average(error, axis=0, weights=weight)
    assert [row["mse"] for row in found.path] == pytest.approx(mean.tolist(), rel=1e-6)
    spread = np.sqrt(np.average((error - mean) ** 2, axis=0, weights=weight) / 4)
    best = int(np.argmin(mean))
    wanted = best if penalty == "min" else int(np.flatnonzero(mean <= mean[best] + spread[best])[0])
    assert found.penalty == pytest.approx(penalties[wanted])


def test_the_choice_for_a_fold_does_not_look_at_it():
    one = problem(11)
    changed = Problem(one.x, np.where(one.fold == 2, one.y + 50.0, one.y), one.w, one.fold)
    for method in (stepwise, ols, quantile):
        first, second = method.fit(one, Options()), method.fit(changed, Options())
        assert first.without[2] == pytest.approx(second.without[2], abs=1e-9), method.__name__


@pytest.mark.parametrize(("method", "mix"), [(ridge, 0.0), (lasso, 1.0)])
def test_the_penalty_for_a_fold_is_the_best_one_among_the_others(method, mix):
    one = problem(11)
    found = method.fit(one, Options())
    penalties = np.array([row["penalty"] for row in found.path])
    error = np.zeros(len(penalties))
    for k in (0, 1, 3, 4):
        held = one.fold == k
        for i, b in enumerate(fits(one, ~held & (one.fold != 2), penalties, mix)):
            error[i] += one.w[held] @ (one.y[held] - one.design[held] @ b) ** 2
    best = fits(one, one.fold != 2, penalties, mix)[int(np.argmin(error))]
    assert found.without[2] == pytest.approx(best, abs=1e-6)


def test_stepwise_takes_what_matters_first():
    found = stepwise.fit(problem(1, n=400), Options())
    assert found.path[0]["column"] == 0
    errors = [row["mse"] for row in found.path]
    assert errors == sorted(errors, reverse=True)


def test_stepwise_is_the_plain_search():
    one = problem(5)
    fold_weight = np.bincount(one.fold, one.w)

    def error(columns: list[int]) -> float:
        found = []
        for k in range(5):
            held, root = one.fold == k, np.sqrt(one.w[one.fold != k])
            design = one.design[:, [0, *(1 + j for j in columns)]]
            b = np.linalg.lstsq(root[:, None] * design[~held], root * one.y[~held], rcond=None)[0]
            found.append(np.average((one.y[held] - design[held] @ b) ** 2, weights=one.w[held]))
        return float(np.average(found, weights=fold_weight))

    chosen, best = [], error([])
    while tried := {j: error([*chosen, j]) for j in range(6) if j not in chosen}:
        first = min(tried, key=tried.__getitem__)
        if tried[first] >= best:
            break
        best = tried[first]
        chosen.append(first)
    assert [row["column"] for row in stepwise.fit(one, Options()).path] == chosen


@pytest.mark.parametrize("method", METHODS)
def test_a_known_truth_is_found(known_truth, method):
    chosen = Settings(method=method)
    sample = sample_of(known_truth, ["household.head.age", "urban"], chosen)
    model = fitted(sample, chosen, 0.5)
    constant, age, urban = model.fits[0].coefficients
    assert constant == pytest.approx(7.0, abs=0.08)
    assert age == pytest.approx(0.02, abs=0.002)
    assert urban == pytest.approx(-0.5, abs=0.05)


def test_no_primary_unit_is_split_and_strata_are_spread(people):
    fold = folds_of(people, 10, seed=3)
    unit = people.psu.codes[people.starts]
    assert all(len(set(fold[unit == one])) == 1 for one in np.unique(unit))
    assert len(set(fold.tolist())) == 10
    assert (fold == folds_of(people, 10, seed=3)).all()
    assert (fold != folds_of(people, 10, seed=4)).any()
    with pytest.raises(GroundfloorError, match="at least two folds"):
        folds_of(people, 1, seed=0)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_what_is_kept_spans_what_is_dropped(seed):
    rng = np.random.default_rng(seed)
    base = rng.normal(size=(40, 4))
    x = np.column_stack([base, base @ rng.normal(size=(4, 3)) + 2.0, np.ones(40)])[:, rng.permutation(8)]
    kept = independent(x, np.ones(40))
    assert len(kept) == 4
    assert np.linalg.matrix_rank(np.column_stack([np.ones(40), x[:, kept]])) == 5
