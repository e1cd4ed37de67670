"""The accounts of a projection balance, and its tables have the shape they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundfloor.errors import GroundfloorError
from groundfloor.population import Population, PopulationInputs, project


def made_inputs(seed: int, steps: int, emigration: float) -> PopulationInputs:
    """A country nobody has seen: any population, any rates, migration from light to more than there are people."""
    random = np.random.default_rng(seed)
    fertility = np.zeros((steps, 101))
    fertility[:, 10:55] = random.uniform(0, 0.3, (steps, 45))
    return PopulationInputs(
        country="Made",
        base_year=2025,
        base=random.uniform(0, 1000, (2, 101)) * (random.random((2, 101)) < 0.9),
        mx=random.uniform(1e-6, 0.9, (steps, 2, 101)),
        fertility=fertility,
        srb=random.uniform(1.0, 1.2, steps),
        migration=random.normal(-1, 1, (steps, 2, 101)) * emigration,
    )


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), steps=st.integers(1, 12), emigration=st.floats(0, 3000))
def test_change_is_births_less_deaths_plus_migration(seed: int, steps: int, emigration: float) -> None:
    inputs = made_inputs(seed, steps, emigration)
    result = project(inputs, inputs.last_year)
    stock = result.values.sum(axis=2)
    change = result.births - result.deaths + result.migration
    np.testing.assert_allclose(stock[1:], stock[:-1] + change, rtol=1e-9, atol=1e-6)
    assert (result.values >= 0).all()
    assert (result.deaths >= -1e-9).all()
    np.testing.assert_allclose(result.births[:, 1], result.births[:, 0] * inputs.srb)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_stopping_earlier_changes_nothing_before(seed: int) -> None:
    inputs = made_inputs(seed, 6, 1.0)
    np.testing.assert_array_equal(project(inputs, 2028).values, project(inputs, 2031).values[:4])


def test_births_are_the_rate_times_the_mean_of_the_women() -> None:
    inputs = made_inputs(1, 1, 0.0)
    result = project(inputs, 2026)
    women = (result.values[0, 0] + result.values[1, 0]) / 2
    assert result.births.sum() == pytest.approx((women * inputs.fertility[0]).sum())


@pytest.fixture
def small() -> Population:
    return project(made_inputs(3, 2, 1.0), 2027)


def test_rows_are_tidy_and_complete(small: Population) -> None:
    rows = list(small.rows())
    assert len(rows) == 3 * 2 * 101
    assert list(rows[0]) == ["year", "sex", "age", "population"]
    assert sum(float(r["population"]) for r in rows if r["year"] == 2026) == pytest.approx(small.total()[2026])


def test_age_groups_add_up(small: Population) -> None:
    groups = small.by_age_group()
    assert list(groups) == ["0-14", "15-64", "65+"]
    np.testing.assert_allclose(sum(groups.values()), list(small.total().values()))
    assert sum(small.five_year(2027).values()) == pytest.approx(small.total()[2027])
    assert list(small.by_age_group([0, 1, 5])) == ["0", "1-4", "5+"]


def test_years_and_groups_out_of_reach_are_refused(small: Population) -> None:
    with pytest.raises(GroundfloorError, match="2025 to 2027"):
        small.at(2040)
    with pytest.raises(GroundfloorError, match="rising ages"):
        small.by_age_group([15, 0])
    with pytest.raises(GroundfloorError, match="cannot be projected to 2090"):
        project(made_inputs(3, 2, 1.0), 2090)
