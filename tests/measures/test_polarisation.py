"""The index of Duclos, Esteban and Ray: against R over all pairs, a plain loop, what is known of it, and its properties."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import lognorm
from tests.measures.test_indices_against_r import compare, made, ours, survey_of, written
from tests.oracle import figures, r_is_there, run
from tests.oracle import rows as rows_of_r

from groundfloor.measures.context import context_of
from groundfloor.measures.families import polarisation
from groundfloor.measures.families.polarisation import ALPHAS, bandwidth, der
from groundfloor.measures.smoothing import Smoothed
from groundfloor.survey.frame import Survey, Text

HERE = Path(__file__).parent
SCRIPT = HERE / "polarisation.R"
NAMES = ("der0_25", "der0_5", "der0_75", "der1")


def of(welfare, weight=None, starts=None, **more):
    welfare = np.asarray(welfare, dtype=float)
    weight = np.ones(len(welfare)) if weight is None else np.asarray(weight, dtype=float)
    return Survey("s", "X", 2020, {}, np.arange(len(welfare)) if starts is None else starts, weight, welfare, **more)


def context(survey):
    return context_of(survey, None, scenario="", groups=None, lines=None, welfare_after=None)


def found(survey):
    return {row["measure"]: row for row in polarisation.rows(context(survey))}


def values(survey):
    rows = found(survey)
    return [rows[name]["value"] for name in NAMES]


def test_the_survey_made_here(tmp_path):
    compare(figures(SCRIPT, written(made(), tmp_path / "made.csv")), ours(survey_of(made(), 330.0)))


if r_is_there():  # the data lie in a package of R

    def test_a_survey_of_r(tmp_path):
        rows = rows_of_r(HERE / "surveys_of_r.R", "apistrat")
        compare(run(SCRIPT, written(rows, tmp_path / "survey.csv")), ours(survey_of(rows, 420.0)))


def plain(y, w, alpha):
    """The definition, pair by pair."""
    size, mean = w.sum(), (w * y).sum() / w.sum()
    h = 4.7 * math.sqrt((w * (y - mean) ** 2).sum() / size / len(y)) * alpha**0.1
    total = 0.0
    for i in range(len(y)):
        density = sum(w[j] * math.exp(-(((y[i] - y[j]) / h) ** 2) / 2) for j in range(len(y)))
        density /= size * h * math.sqrt(2 * math.pi)
        total += w[i] * density**alpha * sum(w[j] * abs(y[i] - y[j]) for j in range(len(y)))
    return total / size**2 / (2 * mean ** (1 - alpha))


amounts = st.lists(
    st.tuples(st.floats(0.5, 1e5), st.floats(0.1, 50.0)),
    min_size=2,
    max_size=12,
    unique_by=lambda pair: round(pair[0], 1),
)


@settings(max_examples=60, deadline=None)
@given(amounts)
def test_it_is_the_sum_over_pairs(pairs):
    y, w = np.array(pairs).T
    assert values(of(y, w)) == pytest.approx([plain(y, w, alpha) for alpha in ALPHAS], rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(amounts, st.floats(1e-3, 1e3))
def test_neither_the_unit_nor_the_size_of_weights_matter(pairs, factor):
    y, w = np.array(pairs).T
    expected = values(of(y, w))
    assert values(of(y * factor, w)) == pytest.approx(expected, rel=1e-9)
    assert values(of(y, w * factor)) == pytest.approx(expected, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(amounts)
def test_without_identification_it_is_gini(pairs):
    y, w = np.array(pairs).T
    seen = context(of(y, w))
    (one,) = seen.distributions
    figure = der(one, 0.0, bandwidth(one, seen.survey.household_of))
    assert figure.value == pytest.approx(one.gini.value, rel=1e-9)
    assert figure.cells == pytest.approx(one.gini.cells, rel=1e-7, abs=1e-12)


def test_known_distributions():
    grid = (np.arange(200_000) + 0.5) / 200_000
    # of a uniform distribution from 0 to 1 the density is 1, the mean distance 1/3, the mean 1/2
    assert values(of(grid)) == pytest.approx([2 ** (1 - alpha) / 6 for alpha in ALPHAS], rel=5e-3)
    law = lognorm(0.6)

    def expected(alpha):
        def each(p):
            y = law.ppf(p)
            below = law.cdf(math.exp(math.log(y) - 0.36)) * law.mean()  # E[Y; Y <= y]
            return law.pdf(y) ** alpha * (law.mean() + y * (2 * p - 1) - 2 * below)

        return quad(each, 0, 1, limit=200)[0] / (2 * law.mean() ** (1 - alpha))

    assert values(of(law.ppf(grid))) == pytest.approx([expected(alpha) for alpha in ALPHAS], rel=5e-3)


def test_a_society_split_in_two_is_more_polarised_and_not_more_unequal():
    draw = np.random.default_rng(5)
    near = draw.normal(0, 0.1, 4000)
    split = np.where(np.arange(4000) % 2, 1.0, 3.0) + near  # two groups far from each other, each close together
    spread = np.linspace(0.5, 3.5, 4000)  # the same mean and, but for a little, the same Gini
    one, other = found(of(split)), found(of(spread))
    gini, same = (context(of(y)).distributions[0].gini.value for y in (split, spread))
    assert gini == pytest.approx(same, rel=0.06)
    assert one["der1"]["value"] > 1.5 * other["der1"]["value"]


def test_members_of_a_household_are_one_observation():
    # four households of three are seen four times: as if each were one person of three times the weight
    alone = of([1.0, 2, 4, 9], [3.0, 3, 3, 3])
    together = of(np.repeat([1.0, 2, 4, 9], 3), starts=np.array([0, 3, 6, 9]))
    assert values(together) == pytest.approx(values(alone))


@pytest.mark.parametrize(
    ("welfare", "expected"),
    [([5.0] * 4, 0.0), ([5.0], 0.0), ([-5.0, -4, 1, 2], math.nan), ([0.0] * 3, math.nan), ([math.nan] * 3, math.nan)],
    ids=["all equal", "one person", "more debt than money", "nothing", "no answer"],
)
def test_odd_surveys(welfare, expected):
    assert values(of(welfare)) == pytest.approx([expected] * 4, nan_ok=True)
    assert all(math.isnan(found(of(welfare))[name]["se"]) for name in NAMES)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e4, 1e6), min_size=1, max_size=60), st.floats(1e-3, 1e5))
def test_smoothing_is_the_sum_over_pairs(values, width):
    y = np.sort(np.array(values))
    w = 1 + np.arange(len(y)) % 5
    each = np.exp(-(((y[:, None] - y) / width) ** 2) / 2) @ w / (width * math.sqrt(2 * math.pi))
    assert Smoothed(y, w.astype(float), width).sums == pytest.approx(each, rel=1e-11)
    wider, narrower = (Smoothed(y, w.astype(float), width * (1 + step)).sums for step in (1e-4, -1e-4))
    slopes = Smoothed(y, w.astype(float), width).slopes
    assert slopes == pytest.approx((wider - narrower) / (2e-4 * width), rel=1e-6, abs=1e-6 * each.max() / width)


def test_errors_are_those_of_repeated_samples():
    draw = np.random.default_rng(1901)
    unit = np.repeat(np.arange(120), 5)
    psu = Text(unit.astype(np.int32), tuple(map(str, range(120))))
    seen = {name: [] for name in NAMES}
    for _ in range(250):
        welfare = np.exp(0.4 * draw.standard_normal(120)[unit] + 0.5 * draw.standard_normal(600))
        rows = found(of(welfare, draw.uniform(1, 2, 600), psu=psu))
        for name in NAMES:
            seen[name].append((rows[name]["value"], rows[name]["se"]))
    for name, pairs in seen.items():
        value, error = np.array(pairs).T
        assert error.mean() == pytest.approx(value.std(), rel=0.15), name
