"""The best that a budget could do against a slow plain way of finding it, and against every other way of spending it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from groundfloor.fiscal.best import Levelling, filling, impact_on_gini
from groundfloor.fiscal.order import Order
from groundfloor.fiscal.statistics import concentration, gini
from groundfloor.measures.families.poverty import fgt


def slow_gini(y, w):
    """Half the mean difference between two persons over the mean."""
    return float((np.outer(w, w) * abs(np.subtract.outer(y, y))).sum() / (2 * w.sum() * (w * y).sum()))


def slow_level(y, w, budget, sign):
    """One small step after another: the lowest together rise (the highest fall) until the next, or until the money is gone."""
    y = y.astype(float).copy()
    while budget > 1e-12:
        edge = y.min() if sign > 0 else y.max()
        at = y == edge
        others = y[~at]
        step = np.inf if not len(others) else abs((others.min() if sign > 0 else others.max()) - edge)
        step = min(step, budget / w[at].sum())
        y[at] = edge + sign * step if step < np.inf else edge
        budget -= step * w[at].sum()
    return y


def impact(y, added, w):
    return impact_on_gini(Order(y, w), added, gini(y + added, w))


people = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 9)), min_size=2, max_size=12)


@given(people, st.floats(0.01, 0.9), st.sampled_from((1, -1)))
def test_the_level_is_that_of_many_small_steps(drawn, share, sign):
    y, w = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))
    budget = share * (w * y).sum() * 0.9
    levelling = Levelling(Order(y, w), sign)
    level = levelling.level(budget)
    assert (w * levelling.gained(level)).sum() == pytest.approx(budget)
    np.testing.assert_allclose(levelling.at(level), slow_level(y, w, budget, sign), rtol=1e-8)


@given(people, st.floats(0.02, 0.98), st.sampled_from((1, -1)))
def test_the_level_for_a_target_meets_it(drawn, share, sign):
    y, w = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))
    start = slow_gini(y, w)
    assume(start > 1e-3)
    levelling = Levelling(Order(y, w), sign)
    assert slow_gini(levelling.at(levelling.level_of(start * share)), w) == pytest.approx(start * share, abs=1e-9)
    assert np.isnan(levelling.level_of(start * 1.01))


@given(people, st.lists(st.integers(0, 30), min_size=12, max_size=12), st.sampled_from((1, -1)))
def test_no_way_of_spending_beats_the_best(drawn, amounts, sign):
    y, w = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))
    each = np.array(amounts[: len(y)], dtype=float)
    if sign < 0:
        each = np.minimum(each, 0.9 * y)
    assume((w * each).sum() > 0)
    best, least = impact(y, sign * each, w)
    reached = slow_gini(y, w) - slow_gini(y + sign * each, w)
    assert reached <= best.value + 1e-9
    if reached > 1e-6:
        assert least.value <= 1 + 1e-9
    line = 25.0
    if sign > 0:
        closed = np.average(fgt(y, line, 1) - fgt(y + each, line, 1), weights=w)
        assert closed <= filling(y, each, w, line).value + 1e-12


@given(people, st.lists(st.integers(0, 5), min_size=12, max_size=12))
def test_concentration_is_that_of_all_pairs(drawn, ranks):
    x, w = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))
    by = np.array(ranks[: len(x)], dtype=float)
    pairs = np.outer(w, w) * np.subtract.outer(x, x) * np.sign(np.subtract.outer(by, by))
    expected = pairs.sum() / (2 * w.sum() * (w * x).sum())
    assert concentration(x, Order(by, w)).value == pytest.approx(expected, abs=1e-12)
    assert gini(x, w).value == pytest.approx(slow_gini(x, w), abs=1e-12)


def test_a_budget_beyond_equality_levels_all():
    y, w = np.array([1.0, 2.0]), np.ones(2)
    assert Levelling(Order(y, w), 1).at(Levelling(Order(y, w), 1).level(9.0)).tolist() == [6.0, 6.0]
    best, least = impact(y, np.array([9.0, 0.0]), w)
    assert best.value == pytest.approx(gini(y, w).value)
    assert np.isnan(least.value)  # that budget made things worse


def test_nothing_to_spend_has_no_best():
    best, least = impact(np.array([1.0, 2.0]), np.zeros(2), np.ones(2))
    assert np.isnan(best.value)
    assert np.isnan(least.value)


def test_where_all_are_equal_without_a_tax_no_effect_is_a_share_of_the_best():
    weight = np.array([9.0, 1, 1, 1, 2])
    before = np.full(5, 378.1) * (1 + np.array([0, 1e-16, 0, -1e-16, 0]))
    tax = np.array([7.0, 15, 0, 6, 10])
    after = gini(before - tax, weight)
    best, least = impact_on_gini(Order(before, weight), -tax, after)
    assert best.value == 0
    assert np.isnan(((gini(before, weight) - after) / best).value)
    assert np.isnan(least.value)
