"""Datt (1998), Computational tools for poverty measurement and analysis, IFPRI: rural India, 1983.

The general quadratic Lorenz curve with a = 0.8877, b = -1.4514, c = 0.2026, mean 109.90 and line 89 rupees a month has a
headcount of 45.06 %, a gap of 12.47 %, a squared gap of 4.75 %, a Gini coefficient of 28.90 %, and the elasticities below.
"""

from __future__ import annotations

import numpy as np
import pytest

from groundfloor.comparison import compare_surveys

from .conftest import plain

A, B, C, MEAN, LINE = 0.8877478436, -1.4514459181, 0.2026400477, 109.90, 89.0
LEVELS = {"fgt0": 0.4506147757, "fgt1": 0.124746716, "fgt2": 0.047519968, "gini": 0.2890171193}
# index: with respect to the mean, to the Gini coefficient
ELASTICITIES = {"fgt0": (-1.8677, 0.4386), "fgt1": (-2.6122, 1.8483), "fgt2": (-3.2503, 3.2329)}


def india(persons: int, mean: float) -> np.ndarray:
    """The means of as many equal groups of the curve."""
    e = -(A + B + C + 1)
    m, n = B**2 - 4 * A, 2 * B * e - 4 * C
    p = np.linspace(0, 1, persons + 1)
    lorenz = -(B * p + e + np.sqrt(m * p**2 + n * p + e**2)) / 2
    return mean * persons * np.diff(lorenz)


@pytest.fixture(scope="module")
def tables():
    first, second = (plain(india(40_000, mean), lines={"z": LINE}) for mean in (MEAN, MEAN * 1.001))
    return compare_surveys(first, second).tables


def test_levels(tables):
    level = {row["measure"]: row["before"] for row in tables["differences"] if row["group"] == "all"}
    for measure, value in LEVELS.items():
        assert level[measure] == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize("index", ELASTICITIES)
def test_elasticities(tables, index):
    found = {row["measure"]: row["value"] for row in tables["growth"] if row["index"] == index}
    # that of the headcount comes from a density of 40,000 persons smoothed by a kernel
    near = 0.01 if index == "fgt0" else 0.001
    assert found["elasticity_mean_before"] == pytest.approx(ELASTICITIES[index][0], rel=near)
    assert found["elasticity_gini_before"] == pytest.approx(ELASTICITIES[index][1], rel=near)
    assert found["elasticity_observed"] == pytest.approx(ELASTICITIES[index][0], rel=0.02)
