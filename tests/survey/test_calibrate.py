"""Calibration to a population: against a slow independent method, an optimiser and the textbook's conditions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from groundfloor.errors import GroundfloorError
from groundfloor.measures import measure
from groundfloor.survey.calibrate import aged, calibrate, to_population
from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.weighting.distances import Logit, Raking
from groundfloor.survey.weighting.replicates import replicate
from groundfloor.survey.weighting.solve import rake, solve


def made(households: int, seed: int = 0) -> Survey:
    """A survey of households of one to seven persons of every age."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 8, households)
    n = int(sizes.sum())
    starts = np.append(0, np.cumsum(sizes)[:-1])
    columns = {
        "age": np.floor(rng.random(n) ** 1.6 * 95),
        "sex": Text(rng.integers(0, 2, n).astype(np.int32), ("male", "female")),
    }
    return Survey("made", "XXX", 2020, columns, starts, np.repeat(rng.uniform(50, 150, households), sizes))


def population(total: float = 1e6, slope: float = 0.02) -> np.ndarray:
    one = np.exp(-slope * np.arange(101))
    return np.vstack([one * 1.03, one]) * total / (one.sum() * 2.03)


def by_cell(survey: Survey) -> np.ndarray:
    sex, age = survey.columns["sex"], survey.columns["age"]
    group = np.minimum(age // 5, 16).astype(int)
    return np.array(
        [np.bincount(group[sex.is_(s) == 1], survey.weight[sex.is_(s) == 1], 17) for s in ("female", "male")]
    )


def targets(values: np.ndarray) -> np.ndarray:
    return np.add.reduceat(values, np.arange(0, 81, 5), axis=1)


def proportional_fitting(weight: np.ndarray, counts: np.ndarray, goal: np.ndarray, sweeps: int = 20000) -> np.ndarray:
    """Generalised iterative scaling (Darroch and Ratcliff 1972): slow, and shares no code with Newton's method."""
    most = counts.sum(axis=1).max()
    found = weight * goal.sum() / (weight @ counts.sum(axis=1))
    slack = most - counts.sum(axis=1)
    padded = np.column_stack([counts, slack])
    for _ in range(sweeps):
        now = found @ counts
        # the slack column has no target of its own, so only the known cells move
        found = found * np.exp(padded[:, :-1] @ np.log(goal / now) / most)
        if np.max(np.abs(now / goal - 1)) < 1e-12:
            break
    return found


def test_people_meet_the_population_and_households_keep_one_weight() -> None:
    survey, values = made(1500), population()
    weighted = to_population(survey, values)
    np.testing.assert_allclose(by_cell(weighted), targets(values), rtol=1e-6)
    assert weighted.weight.sum() == pytest.approx(values.sum(), rel=1e-12)
    for start, size in zip(weighted.starts[:50], weighted.sizes[:50], strict=True):
        assert len(set(weighted.weight[start : start + size])) == 1
    assert (weighted.weight > 0).all()


def test_against_iterative_scaling() -> None:
    counts = np.array([[1, 0, 2], [0, 1, 1], [3, 0, 0], [0, 2, 0], [1, 1, 1]], dtype=float)
    weight, goal = np.array([1.0, 2.0, 1.5, 0.5, 1.0]), np.array([9.0, 6.0, 7.0])
    slow = proportional_fitting(weight, counts, goal)
    fast = rake(weight * goal.sum() / (weight @ counts.sum(axis=1)), counts, goal)
    np.testing.assert_allclose(fast, slow, rtol=1e-5)


def test_classical_two_way_table_by_hand() -> None:
    """Raking a 2 x 2 table keeps the cross-product ratio of the start and meets both margins."""
    start = np.array([40.0, 30.0, 35.0, 50.0])
    counts = np.array([[1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1]], dtype=float)
    a, b, c, d = rake(start, counts, np.array([80.0, 90.0, 85.0, 85.0]))
    assert (a + b, c + d, a + c, b + d) == pytest.approx((80, 90, 85, 85))
    assert a * d / (b * c) == pytest.approx(40 * 50 / (30 * 35))


@pytest.mark.parametrize("bounds", [None, (0.4, 2.5)])
def test_against_a_general_optimiser(bounds: tuple[float, float] | None) -> None:
    """The distance minimised under the constraints by scipy gives the same weights (Deville and Sarndal 1992)."""
    rng = np.random.default_rng(3)
    counts = rng.integers(0, 3, (12, 3)).astype(float) + np.eye(12, 3)
    weight = rng.uniform(1, 2, 12)
    goal = (weight * rng.uniform(0.85, 1.2, 12)) @ counts
    distance = Raking() if bounds is None else Logit(*bounds)
    found = weight * distance.ratio(counts @ solve(weight, counts, goal, distance=distance).multipliers)

    def far(w: np.ndarray) -> float:
        g = w / weight
        if bounds is None:
            return float((weight * (g * np.log(g) - g + 1)).sum())
        low, high = bounds
        steep = (high - low) / ((1 - low) * (high - 1))
        part = (g - low) * np.log((g - low) / (1 - low)) + (high - g) * np.log((high - g) / (high - 1))
        return float((weight * part).sum() / steep)

    low, high = bounds or (1e-6, 10)
    best = minimize(
        far,
        weight,
        method="SLSQP",
        bounds=[(w * low * 1.0001, w * high * 0.9999) for w in weight],
        constraints={"type": "eq", "fun": lambda w: w @ counts - goal},
        options={"maxiter": 2000, "ftol": 1e-14},
    )
    np.testing.assert_allclose(found, best.x, rtol=2e-3)
    assert far(found) <= far(best.x) + 1e-6


def test_unknown_ages_count_in_the_total_only() -> None:
    survey, values = made(1200), population()
    age = survey.columns["age"].copy()
    age[::50] = np.nan
    hidden = replace(survey, columns=survey.columns | {"age": age})
    weighted = to_population(hidden, values)
    assert weighted.weight.sum() == pytest.approx(values.sum(), rel=1e-12)
    known = ~np.isnan(age)
    shares = by_cell(
        replace(weighted, columns=weighted.columns | {"age": np.nan_to_num(age)}, weight=weighted.weight * known)
    )
    np.testing.assert_allclose(shares / shares.sum(), targets(values) / values.sum(), rtol=1e-6)


def test_a_group_without_anybody_is_counted_with_the_younger_one() -> None:
    survey, values = made(1500), population()
    sex, age = survey.columns["sex"], survey.columns["age"].copy()
    age[(sex.is_("female") == 1) & (age >= 80)] = 77
    age[(sex.is_("male") == 1) & (age < 5)] = 6
    found = calibrate(replace(survey, columns=survey.columns | {"age": age}), values)
    assert found.joined == ("female 80+", "male 0-4")
    weighted = replace(survey, columns=survey.columns | {"age": age}, weight=found.weight[survey.household_of])
    goal = targets(values)
    cells = by_cell(weighted)
    assert cells[0, 15] == pytest.approx(goal[0, 15] + goal[0, 16], rel=1e-6)
    assert cells[1, 1] == pytest.approx(goal[1, 0] + goal[1, 1], rel=1e-6)


def test_diagnostics_and_bounds() -> None:
    survey = made(2000)
    sex, age = survey.columns["sex"], survey.columns["age"].astype(int)
    own = [np.bincount(age[sex.is_(word) == 1], survey.weight[sex.is_(word) == 1], 101) for word in ("female", "male")]
    # people of forty and over a quarter more than the survey holds: within reach of the bounds
    values = np.vstack(own) * np.where(np.arange(101) >= 40, 1.25, 0.95)
    free, bound = calibrate(survey, values), calibrate(survey, values, bounds=(0.5, 3.0))
    assert free.residual < 1e-6
    assert bound.residual < 1e-6
    assert 0.5 <= bound.ratios[0] <= bound.ratios[2] <= bound.ratios[-1] <= 3.0
    assert list(free.ratios) == sorted(free.ratios)


def test_a_start_near_by_gives_the_same_weights() -> None:
    survey = made(1500)
    first = calibrate(survey, population(slope=0.020))
    cold = calibrate(survey, population(slope=0.021))
    warm = calibrate(survey, population(slope=0.021), start=first.multipliers)
    np.testing.assert_allclose(warm.weight, cold.weight, rtol=1e-4)


def test_what_cannot_be_met_names_the_cell() -> None:
    # every household holds one woman of 30 and one man of 40, the population does not
    pairs = np.arange(200)
    sex = Text((pairs % 2 == 0).astype(np.int32), ("male", "female"))
    survey = Survey("pairs", "XXX", 2020, {"age": 30.0 + 10 * (pairs % 2), "sex": sex}, pairs[::2], np.ones(200))
    values = np.zeros((2, 101))
    values[0, 30], values[1, 40] = 700, 300
    with pytest.raises(GroundfloorError, match=r"the cell '(female 30-34|male 40-44)' reaches .* of \d+ persons"):
        to_population(survey, values)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s, v: (replace(s, columns={"age": s.columns["age"]}), v, None), "no sex or no age"),
        (lambda s, v: (replace(s, columns={"sex": s.columns["sex"]}), v, None), "no sex or no age"),
        (lambda s, v: (s, v[:, :50], None), "shape"),
        (lambda s, v: (s, -v, None), "missing or negative"),
        (lambda s, v: (s, v * 0, None), "nobody"),
        (lambda s, v: (s, v * np.nan, None), "missing"),
        (lambda s, v: (s, v, (1.2, 3)), "do not hold 1"),
        (lambda s, v: (s, v, (0.99, 1.01)), "bounds that leave them room"),
        (
            lambda s, v: (
                replace(s, columns=s.columns | {"sex": Text(np.zeros(s.persons, np.int32), ("male",))}),
                v,
                None,
            ),
            "no female person",
        ),
    ],
)
def test_wrong_input_is_said(change: object, message: str) -> None:
    survey, values, bounds = change(made(200), population())  # type: ignore[operator]
    with pytest.raises(GroundfloorError, match=message):
        to_population(survey, values, bounds=bounds)


def test_ageing_has_the_same_weights_and_its_replicates_meet_the_population_too() -> None:
    survey, values = replicate(made(1500), "bootstrap", number=8), population()
    done = aged(survey, values)
    np.testing.assert_array_equal(done.survey.weight, to_population(survey, values).weight)
    carried = done.survey.replicates
    assert carried is not None
    for at in range(carried.number):
        again = replace(survey, weight=done.survey.weight * carried.factors[carried.unit, at])
        np.testing.assert_allclose(by_cell(again), targets(values), rtol=1e-5)


def test_a_share_that_the_population_fixes_has_no_error() -> None:
    survey = made(1500)
    age = survey.columns["age"]
    fixed = replace(survey, welfare=np.where(age < 15, 1.0, 0.0))
    free = replace(survey, welfare=np.where(survey.household_of % 3 == 0, 1.0, 0.0))
    before = {name: error(measure(one)) for name, one in (("fixed", fixed), ("free", free))}
    after = {name: error(measure(aged(one, population()).survey)) for name, one in (("fixed", fixed), ("free", free))}
    assert before["fixed"] > 0
    assert not after["fixed"] > 1e-9
    assert 0.5 * before["free"] < after["free"] < 2 * before["free"]


def error(rows: list[dict[str, object]]) -> float:
    return next(row["se"] for row in rows if row["measure"] == "mean_welfare" and row["group"] == "all")  # type: ignore[return-value]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), slope=st.floats(0.012, 0.035), total=st.floats(1e3, 1e9))
def test_any_plausible_population_is_met(seed: int, slope: float, total: float) -> None:
    survey, values = made(800, seed), population(total, slope)
    weighted = to_population(survey, values)
    assert weighted.weight.sum() == pytest.approx(total, rel=1e-9)
    assert (weighted.weight >= 0).all()
    np.testing.assert_array_equal(np.diff(weighted.weight)[np.diff(weighted.household_of) == 0], 0)
