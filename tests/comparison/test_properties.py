"""What must hold for any two distributions."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from groundfloor.comparison import compare_groups, compare_persons, compare_surveys
from groundfloor.measures.ranking import quantile_groups

from .conftest import plain, text

AMOUNT = st.floats(0.5, 1000, allow_nan=False).map(lambda x: round(x, 2))
SOME = st.integers(4, 30).flatmap(
    lambda n: st.tuples(
        arrays(float, n, elements=AMOUNT),
        arrays(float, n, elements=st.floats(0.5, 5)),
        arrays(np.int64, n, elements=st.integers(0, 2)),
    )
)
few = settings(max_examples=20, deadline=None)


def survey(drawn, line=100.0):
    welfare, weight, group = drawn
    names = text(np.append(group, 2))
    column = replace(names, codes=names.codes[:-1])
    return plain(welfare, weight, lines={"z": line}, columns={"g": column}, groups=("g",))


@few
@given(SOME, SOME, st.floats(50, 300))
def test_components_add_up_to_the_change(first, second, line):
    found = compare_surveys(survey(first), survey(second, line)).tables
    change = {row["measure"]: row["change"] for row in found["differences"] if row["line"] and row["group"] == "all"}
    sums: dict = {}
    for row in found["decomposition"]:
        if row["component"] != "total" and "=" not in row["group"]:
            key = row["method"], row["index"]
            sums[key] = sums.get(key, 0.0) + row["value"]
    for row in found["decomposition"]:
        if row["component"] == "total":
            assert sums[row["method"], row["index"]] == pytest.approx(row["value"], abs=1e-9)
            if row["index"] in change:
                assert row["value"] == pytest.approx(change[row["index"]], abs=1e-9)


@few
@given(SOME)
def test_a_distribution_beside_itself(drawn):
    one = survey(drawn)
    for found in (compare_surveys(one, one), compare_persons(one, one.welfare, one.welfare.copy())):
        assert all(row["change"] == 0 for row in found.tables["differences"] if not math.isnan(row["change"]))
        assert all(row["value"] == pytest.approx(0, abs=1e-12) for row in found.tables["decomposition"])
        assert {row["finding"] for row in found.tables["dominance"]} == {"same"}
    assert all(row["se"] == 0 for row in found.tables["decomposition"])


@few
@example((np.array([1.0, 100.0, 1.0, 1.0]), np.ones(4), np.zeros(4, dtype=np.int64)), 1.01)  # one lives at the line
@given(SOME, st.floats(1.01, 3))
def test_more_for_all_is_growth_and_nothing_else(drawn, scale):
    one = survey(drawn)
    found = compare_persons(one, one.welfare, one.welfare * scale).tables
    for row in found["decomposition"]:
        if row["component"] in ("redistribution", "residual", "line", "population", "interaction"):
            assert row["value"] == pytest.approx(0, abs=1e-9)
    growth = {row["measure"]: row["value"] for row in found["growth"] if row["line"] is None}
    for name in ("growth_mean", "growth_median", "growth_bottom40"):
        assert growth[name] == pytest.approx(scale - 1)
    assert growth["premium_bottom40"] == pytest.approx(0, abs=1e-9)
    for row in found["growth"]:
        if row["measure"] == "kakwani_pernia" and not math.isnan(row["value"]):
            assert row["value"] == pytest.approx(1)
        if row["measure"] == "ravallion_chen" and not math.isnan(row["value"]):
            assert row["value"] == pytest.approx(math.log(scale))
    (reranked,) = (row["value"] for row in found["winners"] if row["measure"] == "reranking")
    assert reranked == pytest.approx(0, abs=1e-12)
    assert "before" not in {row["finding"] for row in found["dominance"]}


@few
@given(SOME, st.randoms(use_true_random=False))
def test_the_order_of_persons_does_not_matter(drawn, random):
    n = len(drawn[0])
    order = np.array(random.sample(range(n), n))
    other = plain(np.linspace(20, 200, 9), lines={"z": 100.0}, columns={"g": text([0, 1, 2] * 3)}, groups=("g",))
    straight = compare_surveys(survey(drawn), other).tables
    mixed = compare_surveys(survey(tuple(part[order] for part in drawn)), other).tables
    for name in ("differences", "decomposition", "growth", "dominance"):
        for row, again in zip(straight[name], mixed[name], strict=True):
            for column, cell in row.items():
                if isinstance(cell, float) and column != "p_value":
                    assert again[column] == pytest.approx(cell, rel=1e-6, abs=1e-9, nan_ok=True), (name, row)
                elif not isinstance(cell, float):
                    assert again[column] == cell


@few
@given(SOME)
def test_winners_losers_and_moves_add_up(drawn):
    one = survey(drawn)
    after = one.welfare * np.where(np.arange(one.persons) % 3 == 0, 1.5, 0.9)
    found = compare_persons(one, one.welfare, after).tables
    value = {(row["measure"], row["line"], row["group"]): row["value"] for row in found["winners"]}
    for group in ("all", "decile=1"):
        shares = [value[f"share_{who}", None, group] for who in ("winners", "losers", "unchanged")]
        states = [value[state, "z", group] for state in ("poor_both", "poor_neither", "entered", "left")]
        assert sum(shares) == pytest.approx(1) or all(map(math.isnan, shares))
        assert sum(states) == pytest.approx(1) or all(map(math.isnan, states))
    effect = value["vertical_equity", None, "all"] - value["reranking", None, "all"]
    assert value["redistributive_effect", None, "all"] == pytest.approx(effect, abs=1e-12)
    assert value["reranking", None, "all"] >= -1e-12
    assert value["horizontal_inequity", None, "all"] >= -1e-12
    for parts in ("quintile", "decile"):
        moves = [row for row in found["transitions"] if row["measure"] == "share" and row["from"].startswith(parts)]
        assert sum(row["value"] for row in moves) == pytest.approx(1)


@few
@given(SOME)
def test_horizontal_inequity_is_what_inequality_within_equals_adds(drawn):
    one = survey(drawn)
    before, after = np.ceil(one.welfare / 200), one.welfare  # few values before, each a group of equals
    (row,) = (
        row for row in compare_persons(one, before, after).tables["winners"] if row["measure"] == "horizontal_inequity"
    )
    w, total = one.weight, 0.0
    alike = quantile_groups(before, w, 100)
    for group in np.unique(alike):
        y, v = after[alike == group], w[alike == group]
        pairs = (np.outer(v, v) * abs(y[:, None] - y)).sum()
        gini = pairs / (2 * v.sum() * (v * y).sum())
        total += v.sum() / w.sum() * (v * y).sum() / (w * after).sum() * gini
    assert row["value"] == pytest.approx(total, abs=1e-9)


def test_who_lacks_one_value_is_of_neither():
    one = plain([1.0, 2.0, 3.0, 4.0], lines={"z": 2.5})
    found = compare_persons(one, one.welfare, np.array([np.nan, 3.0, 3.0, 4.0])).tables
    (poor,) = (row for row in found["differences"] if row["measure"] == "fgt0")
    assert (poor["before"], poor["after"]) == (pytest.approx(1 / 3), 0)
    (total,) = (
        row["value"]
        for row in found["decomposition"]
        if (row["method"], row["index"], row["component"]) == ("shapley", "fgt0", "total")
    )
    assert total == poor["change"]


def test_growth_of_the_same_persons_is_by_where_they_stood():
    one = plain(np.arange(1.0, 21.0), lines={"z": 2.5})
    curve = compare_persons(one, one.welfare, one.welfare[::-1].copy()).tables["curves"]
    same = {row["x"]: row["y"] for row in curve if row["curve"] == "growth_incidence_same_persons"}
    anonymous = [row["y"] for row in curve if row["curve"] == "growth_incidence"]
    assert same[0.025] == 19.0  # from 1 to 20
    assert same[0.975] == pytest.approx(-0.95)
    assert set(anonymous) == {0.0}


def drawn_from(seed: int, persons: int = 4000, **normal: float) -> np.ndarray:
    return np.exp(np.random.default_rng(seed).normal(normal.get("at", 4.6), normal.get("spread", 0.6), persons))


def findings(first, second) -> dict:
    found = compare_surveys(plain(first, lines={"z": 100.0}), plain(second, lines={"z": 100.0}))
    return {row["criterion"]: row["finding"] for row in found.tables["dominance"] if row["scope"] == "range"}


def test_dominance_of_the_first_order_brings_the_others():
    found = findings(drawn_from(1), drawn_from(2, at=4.9))
    assert {found[name] for name in ("fgt0", "fgt1", "fgt2", "generalised_lorenz")} == {"after"}
    assert found["lorenz"] == "undecided"
    back = findings(drawn_from(2, at=4.9), drawn_from(1))
    assert {back[name] for name in ("fgt0", "fgt1", "fgt2", "generalised_lorenz")} == {"before"}


def test_the_same_mean_with_less_spread_dominates_in_the_second_order_and_not_in_the_first():
    even = drawn_from(3, spread=0.3, at=4.6 + (0.6**2 - 0.3**2) / 2)
    found = compare_surveys(plain(drawn_from(1), lines={"z": 100.0}), plain(even, lines={"z": 100.0}))
    range_of = {row["criterion"]: row["finding"] for row in found.tables["dominance"] if row["scope"] == "range"}
    assert range_of["fgt0"] == "crossing"
    assert range_of["fgt1"] == range_of["lorenz"] == "after"
    (crossing,) = (row["x_low"] for row in found.tables["dominance"] if row["scope"] == "crossing")
    # lognormal curves cross where (ln z - m1) / s1 = (ln z - m2) / s2
    assert math.log(crossing) == pytest.approx((4.735 * 0.6 - 4.6 * 0.3) / 0.3, abs=0.05)


def test_groups_of_one_survey_are_as_two_surveys_when_they_share_no_unit():
    first, second = drawn_from(1, 300), drawn_from(2, 200, at=4.8)
    unit = np.concatenate((np.arange(300) // 6, 50 + np.arange(200) // 5))
    side = (np.arange(500) >= 300).astype(int)
    strata = text(side)
    both = plain(np.concatenate((first, second)), lines={"z": 100.0}, columns={"side": text(side)})
    both = replace(both, psu=text(unit), strata=strata)
    alone = [
        replace(plain(values, lines={"z": 100.0}), psu=text(unit[side == k] - unit[side == k].min()))
        for k, values in enumerate((first, second))
    ]
    one, other = compare_groups(both, ("side=0", "side=1")).tables, compare_surveys(*alone).tables
    for name in ("decomposition", "growth", "curves", "differences"):
        strip = [
            [{k: v for k, v in row.items() if k in ("value", "y", "change", "se", "ci_low")} for row in rows]
            for rows in (one[name], other[name])
        ]
        assert len(strip[0]) == len(strip[1])
        for row, again in zip(*strip, strict=True):
            assert row == pytest.approx(again, rel=1e-9, abs=1e-12, nan_ok=True)


def test_the_error_of_growth_in_the_headcount_is_that_of_repeated_samples():
    values, errors = [], []
    for seed in range(100):
        found = compare_surveys(
            plain(drawn_from(2 * seed, 400), lines={"z": 80.0}),
            plain(drawn_from(2 * seed + 1, 400, at=4.8), lines={"z": 80.0}),
        ).tables["decomposition"]
        (row,) = (
            one for one in found if (one["method"], one["index"], one["component"]) == ("shapley", "fgt0", "growth")
        )
        values.append(row["value"])
        errors.append(row["se"])
    # the error of a standard deviation over 100 samples is about 7 %
    assert np.mean(errors) == pytest.approx(np.std(values, ddof=1), rel=0.15)
