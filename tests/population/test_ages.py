"""Single ages keep the totals of their groups, and single-age life tables the survivors of abridged ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import PchipInterpolator

from groundfloor.population.ages import monotone, split_counts, split_to_last
from groundfloor.population.mortality import life_expectancy, single_rates, survival

LOWER = np.arange(0, 101, 5)
counts = st.lists(st.floats(0, 1e7), min_size=21, max_size=21).map(np.array)


@given(counts)
def test_split_keeps_totals_and_is_never_negative(groups: np.ndarray) -> None:
    single = split_to_last(LOWER, groups)
    scale = groups.sum() + 1
    np.testing.assert_allclose(np.add.reduceat(single, LOWER), groups, atol=1e-12 * scale)
    assert (single >= -1e-12 * scale).all()


@given(st.lists(st.floats(-1e3, 1e3), min_size=5, max_size=5).map(np.array))
def test_split_keeps_totals_of_net_losses(groups: np.ndarray) -> None:
    single = split_counts(np.arange(0, 25, 5), groups, 25)
    np.testing.assert_allclose(single.reshape(5, 5).sum(axis=1), groups, atol=1e-9)


@given(st.lists(st.integers(-100, 100), min_size=6, max_size=6))
def test_monotone_curve_is_that_of_scipy(values: list[int]) -> None:
    knots, y = np.array([0, 1, 5, 10, 20, 25]), np.array(values, dtype=float)
    at = np.arange(26)
    np.testing.assert_allclose(monotone(knots, y, at), PchipInterpolator(knots, y)(at), atol=1e-9)


def test_single_ages_given_stay_as_they_are() -> None:
    single = np.random.default_rng(0).uniform(0, 9, 101)
    np.testing.assert_allclose(split_to_last(np.arange(101), single), single)
    rates = np.linspace(0.001, 0.4, 101)
    np.testing.assert_allclose(single_rates(np.arange(101), rates, male=True), rates)


def test_a_constant_rate_stays_constant_and_gives_its_life_expectancy() -> None:
    lower = np.array([0, 1, *range(5, 101, 5)])
    single = single_rates(lower, np.full(22, 0.02), male=False)
    np.testing.assert_allclose(single, 0.02, rtol=0.015)  # at 1-4 Coale and Demeny's deaths are early
    assert life_expectancy(single, male=False) == pytest.approx(50, abs=0.1)


def test_a_table_beyond_100_is_closed_with_its_own_life_expectancy() -> None:
    lower = np.array([0, 1, *range(5, 111, 5)])
    rates = 0.001 * np.exp(0.06 * lower)
    closed = single_rates(lower, rates, male=True)
    assert closed.shape == (101,)
    assert rates[lower == 100][0] < closed[-1] < rates[-1]


def test_survival_is_a_share() -> None:
    s = survival(np.random.default_rng(1).uniform(1e-6, 2, (5, 101)), male=True)
    assert ((s > 0) & (s <= 1)).all()
