import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import lognorm

from groundfloor.measures import measure
from groundfloor.measures.design import everyone
from groundfloor.measures.ranking import Ranking, quantile_groups
from groundfloor.survey.frame import Survey


def of(welfare, weight=None):
    welfare = np.asarray(welfare, dtype=float)
    weight = np.ones(len(welfare)) if weight is None else np.asarray(weight, dtype=float)
    return Survey("s", "X", 2020, {}, np.arange(len(welfare)), weight, welfare)


def figures(survey):
    return {row["measure"]: row["value"] for row in measure(survey)}


def test_known_distributions():
    assert figures(of([1, 2, 3, 4, 5]))["gini"] == pytest.approx(4 / 15)
    assert figures(of([0, 0, 0, 1]))["gini"] == pytest.approx(3 / 4)
    middle = (np.arange(200_000) + 0.5) / 200_000
    assert figures(of(lognorm.ppf(middle, s=0.8)))["gini"] == pytest.approx(math.erf(0.8 / 2), abs=1e-4)
    pareto = (1 - middle) ** (-1 / 3)  # shape 3: Gini 1 / 5, Lorenz 1 - (1 - p)^(2/3)
    found = figures(of(pareto))
    assert found["gini"] == pytest.approx(0.2, abs=1e-4)
    assert found["bottom40_share"] == pytest.approx(1 - 0.6 ** (2 / 3), abs=1e-4)
    assert found["palma"] == pytest.approx(0.1 ** (2 / 3) / (1 - 0.6 ** (2 / 3)), abs=1e-3)
    assert found["median_welfare"] == pytest.approx(0.5 ** (-1 / 3), abs=1e-5)


people = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 9)), min_size=2, max_size=25)


@given(people)
def test_gini_is_the_mean_difference_between_pairs(drawn):
    y, w = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))
    found = figures(of(y, w))["gini"]
    if y.sum() == 0:
        assert math.isnan(found)
    else:
        pairs = (np.outer(w, w) * abs(np.subtract.outer(y, y))).sum()
        assert found == pytest.approx(pairs / (2 * w.sum() * (w * y).sum()), abs=1e-12)


@given(people)
def test_whole_weights_are_persons_repeated(drawn):
    y, w = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))
    weighted, repeated = figures(of(y, w)), figures(of(np.repeat(y, w.astype(int))))
    assert weighted == pytest.approx(repeated, abs=1e-9, nan_ok=True)
    assert weighted["median_welfare"] == np.median(np.repeat(y, w.astype(int)))


@given(people, st.integers(0, 24))
def test_influence_is_the_derivative_by_weight(drawn, who):
    y, w = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))
    y += 1
    who %= len(y)
    more, less = w.copy(), w.copy()
    more[who] += 1e-5
    less[who] -= 1e-5
    part = everyone(of(y, w))

    def slope(statistic):
        up, down = (statistic(Ranking(part, y, weight))[0].item() for weight in (more, less))
        return (up - down) / 2e-5

    for statistic in (Ranking.gini, lambda ranking: ranking.lorenz(0.37)):
        influence = statistic(Ranking(part, y, w))[1]
        assert influence.sum() == pytest.approx(0, abs=1e-12)
        # at a kink of the Lorenz curve the two sides differ; elsewhere they agree
        if statistic is Ranking.gini:
            assert influence[who] / w[who] == pytest.approx(slope(statistic), rel=1e-3, abs=1e-6)


def test_lorenz_share_within_a_person():
    # 37 % of ten persons: three whole and seven tenths of the fourth
    value, _ = Ranking(everyone(of(np.arange(1.0, 11))), np.arange(1.0, 11), np.ones(10)).lorenz(0.37)
    assert value.item() == pytest.approx((1 + 2 + 3 + 0.7 * 4) / 55)


def test_nobody_known_or_nothing_to_share():
    for welfare in ([np.nan, np.nan], [0.0, 0.0], [-3.0, 1.0]):
        rows = {row["measure"]: row for row in measure(of(welfare))}
        for name in ("gini", "bottom40_share", "palma"):
            assert math.isnan(rows[name]["value"])
            assert math.isnan(rows[name]["se"])
    assert math.isnan(figures(of([np.nan, np.nan]))["median_welfare"])


def test_equal_welfare_has_no_inequality_and_no_error():
    rows = {row["measure"]: row for row in measure(of(np.full(50, 0.1), np.linspace(1, 2, 50)))}
    assert rows["gini"]["value"] == pytest.approx(0, abs=1e-12)
    assert rows["palma"]["value"] == pytest.approx(0.25)
    assert all(math.isnan(row["se"]) for row in rows.values())


def test_weight_of_zero_is_nobody():
    assert figures(of([1, 2, 3, 1000], [1, 1, 1, 0])) == pytest.approx(figures(of([1, 2, 3])), nan_ok=True)


@given(people)
def test_quantile_groups(drawn):
    y, w = (np.array(column, dtype=float) for column in zip(*drawn, strict=True))
    code = quantile_groups(y, w, 10)
    for value in np.unique(y):
        # the tenth in which the cumulated weight below a value ends and, with it, the first that reaches the cut
        below = w[y < value].sum() / w.sum()
        expected = min(k for k in range(10) if k == 9 or w[y <= value].sum() / w.sum() >= (k + 1) / 10 - 1e-12)
        first = min(k for k in range(10) if below < (k + 1) / 10 - 1e-12)
        assert set(code[y == value]) == {first} or expected == first
        assert len(set(code[y == value])) == 1
    assert (np.diff(code[np.argsort(y, kind="stable")]) >= 0).all()


def test_quantile_groups_of_nobody():
    assert quantile_groups(np.full(3, np.nan), np.ones(3), 10).tolist() == [-1, -1, -1]
