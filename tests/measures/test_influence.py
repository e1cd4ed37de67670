"""Every standard error against the slow, plain one: what each figure does when the weight of one person changes a little."""

from __future__ import annotations

import math

import numpy as np
import pytest

from groundfloor.measures import curves, measure
from groundfloor.survey.frame import Survey, Text

STEP = 1e-6
# no weight is round, so that no share of persons falls between two of them, where the two sides differ
WEIGHTS = np.array([1.13, 2.71, 0.97, 3.07, 1.93, 1.39, 2.23, 0.83, 1.61, 2.97, 1.07, 3.31])
WELFARE = np.array([7.0, 31, 12, 12, 55, 90, 23, 41, 3, 140, 12, 66])
GROUPS = np.array([0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0])
# their errors hold a density or take a bandwidth as given: the sample itself has no such derivative
QUANTILES = {f"p{k}" for k in (1, 5, 10, 20, 25, 30, 40, 60, 70, 75, 80, 90, 95, 99)}
RATIOS = {"p90_p10", "p90_p50", "p50_p10", "p75_p25", "p80_p20", "median_welfare", "wolfson", "median_gap_ratio"}
RELATIVE = {f"{name}_{k}" for name in ("arop", "arop_line", "median_gap") for k in (40, 50, 60, 70)}
EMPIRICAL = {"s80_s20", "s90_s10"}  # a jump at the quantile, smoothed by the same density
NOT_HERE = QUANTILES | RATIOS | RELATIVE | EMPIRICAL | {"pen", "density"}


def found(weight, welfare=WELFARE):
    group = Text(GROUPS.astype(np.int32), ("a", "b"))
    survey = Survey("s", "X", 2020, {"g": group}, np.arange(12), weight, welfare, {"z": 40.0}, groups=("g",))
    rows = measure(survey, sets=("all",))
    points = [row | {"measure": row["curve"], "value": row["y"]} for row in curves(survey, sets=("all",))]
    return {
        (row["measure"], row["line"], row["group"], number): (row["value"], row["se"])
        for number, row in enumerate([*rows, *points])
    }


@pytest.mark.parametrize("welfare", [WELFARE, np.where(WELFARE == 3, -4.0, WELFARE)], ids=["positive", "a debt"])
def test_errors_are_those_of_numerical_derivatives(welfare):
    figures = found(WEIGHTS, welfare)
    moves = {key: [] for key in figures}
    for person in range(12):
        step = np.where(np.arange(12) == person, STEP, 0.0)
        up, down = found(WEIGHTS + step, welfare), found(WEIGHTS - step, welfare)
        for key in figures:
            moves[key].append(WEIGHTS[person] * (up[key][0] - down[key][0]) / (2 * STEP))
    wrong, compared = [], set()
    for key, (value, se) in figures.items():
        if key[0] in NOT_HERE or math.isnan(value):
            continue
        t = np.array(moves[key])
        plain = math.sqrt(12 / 11 * ((t - t.mean()) ** 2).sum())
        compared.add(key[0])
        if math.isnan(se):
            if plain > 1e-7 * max(abs(value), 1):
                wrong.append((key, value, se, plain))
        elif se != pytest.approx(plain, rel=1e-4, abs=1e-7 * max(abs(value), 1)):
            wrong.append((key, value, se, plain))
    assert wrong == []
    assert len(compared) > 70


def test_errors_with_a_density_are_those_of_repeated_samples():
    """300 samples of 120 clusters of five from one population: the errors given are, on average, how far the figures vary."""
    draw = np.random.default_rng(20090401)
    asked = (
        "p10",
        "p90",
        "p90_p10",
        "median_welfare",
        "arop_60",
        "arop_line_60",
        "median_gap_60",
        "wolfson",
        "s80_s20",
    )
    values, errors = {name: [] for name in asked}, {name: [] for name in asked}
    unit = np.repeat(np.arange(120), 5)
    psu = Text(unit.astype(np.int32), tuple(map(str, range(120))))
    for _ in range(300):
        welfare = np.exp(0.4 * draw.standard_normal(120)[unit] + 0.5 * draw.standard_normal(600))
        survey = Survey("s", "X", 2020, {}, np.arange(600), draw.uniform(1, 2, 600), welfare, psu=psu)
        for row in measure(survey, sets=("euromod", "dasp")):
            if row["measure"] in values:
                values[row["measure"]].append(row["value"])
                errors[row["measure"]].append(row["se"])
    for name in asked:
        assert np.mean(errors[name]) == pytest.approx(np.std(values[name]), rel=0.12), name
