"""Indices of poverty and inequality: known distributions, their definitions over all pairs of persons, properties, odd surveys."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import lognorm, norm

from groundfloor.measures import curves, measure
from groundfloor.survey.frame import Replicates, Survey, Text

GRID = (np.arange(200_000) + 0.5) / 200_000
TOTALS = ("poor_persons", "poverty_gap_total")


def of(welfare, weight=None, groups=None, line=1.0, **more):
    welfare = np.asarray(welfare, dtype=float)
    weight = np.ones(len(welfare)) if weight is None else np.asarray(weight, dtype=float)
    columns = {} if groups is None else {"g": Text(np.asarray(groups, dtype=np.int32), ("a", "b", "c"))}
    lines = {"z": line}
    return Survey("s", "X", 2020, columns, np.arange(len(welfare)), weight, welfare, lines, tuple(columns), **more)


def table(survey, **more):
    return {(row["measure"], row["group"]): row for row in measure(survey, sets=("all",), **more)}


def values(survey):
    return {key: row["value"] for key, row in table(survey).items()}


def of_all(survey):
    return {measure: value for (measure, group), value in values(survey).items() if group == "all"}


def test_lognormal():
    # Cowell (2011), Measuring Inequality, appendix A.4: every index is a function of the standard deviation of logarithms
    s, k = 0.6, norm.cdf
    found = of_all(of(lognorm.ppf(GRID, s)))
    lorenz = lambda p: k(norm.ppf(p) - s)  # noqa: E731
    gini = 2 * k(s / math.sqrt(2)) - 1
    expected = {
        "mld": s**2 / 2,
        "theil": s**2 / 2,
        "ge2": (math.exp(s**2) - 1) / 2,
        "ge_minus1": (math.exp(s**2) - 1) / 2,
        "atkinson0_5": 1 - math.exp(-(s**2) / 4),
        "atkinson1": 1 - math.exp(-(s**2) / 2),
        "atkinson2": 1 - math.exp(-(s**2)),
        "variance_of_logs": s**2,
        "cv": math.sqrt(math.exp(s**2) - 1),
        "gini": gini,
        "gini_absolute": gini * math.exp(s**2 / 2),
        "welfare_index": (1 - gini) * math.exp(s**2 / 2),
        "hoover": 2 * k(s / 2) - 1,
        "p90_p10": math.exp(2 * s * norm.ppf(0.9)),
        "p75_p25": math.exp(2 * s * norm.ppf(0.75)),
        "decile3_share": lorenz(0.3) - lorenz(0.2),
        "top1_share": 1 - lorenz(0.99),
        "s80_s20": (1 - lorenz(0.8)) / lorenz(0.2),
        "s90_s10": (1 - lorenz(0.9)) / lorenz(0.1),
        "wolfson": 2 * math.exp(s**2 / 2) * (1 - 2 * lorenz(0.5) - gini),
        "arop_60": k(math.log(0.6) / s),
        "arop_line_50": 0.5,
        "median_gap_70": 1 - math.exp(s * norm.ppf(k(math.log(0.7) / s) / 2)) / 0.7,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=2e-3)


def test_pareto_has_its_extended_gini():
    # shape 3: (nu - 1) / (3 nu - 1)
    found = of_all(of((1 - GRID) ** (-1 / 3)))
    for name, nu in (("sgini1_5", 1.5), ("gini", 2), ("sgini3", 3), ("sgini4", 4)):
        assert found[name] == pytest.approx((nu - 1) / (3 * nu - 1), abs=1e-4)


def test_even_spread_up_to_twice_the_line():
    # on [0, 2z]: half are poor, with gaps even on [0, 1]: the mean of the lesser of two gaps of the poor is 1/3
    found = of_all(of(GRID, line=0.5))
    expected = {
        "watts": 1 / 2,
        "fgt0_5": 1 / 3,
        "fgt1_5": 1 / 5,
        "fgt3": 1 / 8,
        "sen": 1 / 3,
        "sst": 5 / 12,
        "income_gap_ratio": 1 / 2,
        "median_gap_ratio": 1 / 2,
        "poor_persons": 100_000,
        "poverty_gap_total": 25_000,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-4)


people = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 9), st.integers(0, 2)), min_size=2, max_size=20).map(
    lambda drawn: [np.array(column, dtype=float) for column in zip(*drawn, strict=True)]
)


def plain_gini(y, w):
    return (np.outer(w, w) * abs(np.subtract.outer(y, y))).sum() / (2 * w.sum() * (w * y).sum())


@settings(deadline=None)
@given(people)
def test_definitions_and_identities(drawn):
    y, w, g = drawn
    found = values(of(y, w, g, line=12.5))
    every = {name: value for (name, group), value in found.items() if group == "all"}
    poor, gap = y < 12.5, np.maximum(12.5 - y, 0) / 12.5
    h, depth = every["fgt0"], every["income_gap_ratio"]
    near = lambda value: pytest.approx(value, rel=1e-9, abs=1e-12)  # noqa: E731
    if poor.any():
        within = plain_gini(y[poor], w[poor])
        assert every["sen"] == near(h * (depth + (1 - depth) * within))
        assert every["sst"] == near(h * depth * (1 + plain_gini(gap, w)))
        assert sum(found["share_of_poor", f"g={k}"] for k in "abc" if ("fgt0", f"g={k}") in found) == near(1)
    else:
        assert every["sen"] == every["sst"] == 0
        assert math.isnan(depth)
    assert every["atkinson1"] == near(1 - math.exp(-every["mld"]))
    assert every["ge2"] == near(every["cv"] ** 2 / 2)
    assert every["hoover"] == near((w * abs(y - every["mean_welfare"])).sum() / (2 * (w * y).sum()))
    assert every["gini_absolute"] == near(every["gini"] * every["mean_welfare"])
    assert every["welfare_index"] == near(every["mean_welfare"] - every["gini_absolute"])
    assert -1e-12 <= every["sgini1_5"] <= every["gini"] + 1e-12
    assert every["gini"] - 1e-12 <= every["sgini3"] <= every["sgini4"] + 1e-12 <= 1
    assert sum(every[f"decile{k}_share"] for k in range(1, 11)) == near(1)
    assert every["top20_share"] + every["bottom80_share"] == near(1)
    if len(set(g)) > 1:
        for index in ("mld", "theil"):
            assert found[f"{index}_between", "g"] + found[f"{index}_within", "g"] == near(every[index])
            assert min(found[f"{index}_between", "g"], found[f"{index}_within", "g"]) >= -1e-12
        parts = [found[f"gini_{part}", "g"] for part in ("between", "within", "overlap")]
        assert sum(parts) == near(every["gini"])
        assert min(parts) >= -1e-12
        size = {k: w[g == k].sum() for k in set(g)}
        watts = sum(size[k] * found["watts", f"g={'abc'[int(k)]}"] for k in size) / w.sum()
        assert every["watts"] == near(watts)


@settings(deadline=None)
@given(people)
def test_the_same_people_again_and_another_currency_change_nothing(drawn):
    y, w, g = drawn
    plain = values(of(y, w, g, line=12.5))
    again = values(of(np.tile(y, 3), np.tile(w, 3), np.tile(g, 3), line=12.5))
    richer = values(of(y * 8, w, g, line=100.0))
    # what is in money follows the currency
    money = ("mean_welfare", "median_welfare", "poverty_gap_total", "gini_absolute", "welfare_index", "sd_welfare")
    for key, value in plain.items():
        copies = 3 if key[0] in TOTALS else 1
        if not key[0].startswith("der"):  # whose density is the finer, the more persons are seen
            assert again[key] == pytest.approx(copies * value, rel=1e-9, abs=1e-9, nan_ok=True), key
        is_money = key[0] in money or key[0].startswith("arop_line") or key[0][1:].isdigit()
        assert richer[key] == pytest.approx((8 if is_money else 1) * value, rel=1e-9, abs=1e-9, nan_ok=True), key


@settings(deadline=None)
@given(low=st.floats(1, 50), gap=st.floats(2, 50), part=st.floats(0.01, 0.49))
def test_a_transfer_from_richer_to_poorer_lowers_every_index(low, gap, part):
    before = of_all(of([low, low + gap, 150, 300], line=120.0))
    after = of_all(of([low + gap * part, low + gap * (1 - part), 150, 300], line=120.0))
    for name in (
        "mld",
        "theil",
        "ge2",
        "ge_minus1",
        "atkinson0_5",
        "atkinson1",
        "atkinson2",
        "sgini1_5",
        "sgini3",
        "cv",
    ):
        assert after[name] < before[name], name
    for name in ("watts", "fgt1_5", "fgt3", "sst", "sen", "gini_absolute"):
        assert after[name] < before[name], name
    assert after["welfare_index"] > before["welfare_index"]


def test_without_welfare_above_zero_there_is_no_logarithm():
    found = table(of([-5, 0, 1, 2, 4], line=3.0))
    positive = table(of([1, 2, 4], line=3.0))
    for name in ("mld", "theil", "ge2", "ge_minus1", "atkinson0_5", "atkinson2", "variance_of_logs", "watts"):
        assert found[name, "all"]["n"] == 3
        assert found[name, "all"]["value"] == pytest.approx(positive[name, "all"]["value"])
    assert found["share_welfare_positive", "all"]["value"] == pytest.approx(3 / 5)
    assert ("share_welfare_positive", "all") not in positive
    assert found["cv", "all"]["n"] == found["sst", "all"]["n"] == 5


NAN = float("nan")
ODD = {
    "all poor": ([0.1, 0.2, 0.3, 0.9], {"fgt0": 1, "income_gap_ratio": 0.625, "poor_persons": 4}),
    "all with nothing": (
        [0, 0, 0, 0],
        {"sen": 1, "sst": 1, "watts": NAN, "gini": NAN, "mld": NAN, "arop_60": NAN, "p90_p10": NAN},
    ),
    "nobody poor": ([2, 3, 4, 9], {"sen": 0, "sst": 0, "watts": 0, "income_gap_ratio": NAN, "median_gap_ratio": NAN}),
    "one person": ([0.5], {"gini": 0, "mld": 0, "cv": 0, "sst": 0.5, "s80_s20": NAN, "top20_share": 0.2}),
    "all equal": (
        [7.1] * 6,
        {"gini": 0, "mld": 0, "theil": 0, "cv": 0, "hoover": 0, "wolfson": 0, "sgini3": 0, "p90_p10": 1},
    ),
    "more debt than money": (
        [-5, -4, 1, 2],
        {"gini": NAN, "cv": NAN, "hoover": NAN, "sgini3": NAN, "gini_absolute": 26 / 16},
    ),
    "a debt among the poor": ([-9, -8, 5, 9], {"fgt1": 0.5, "median_gap_ratio": 1, "sst": 0.75}),
    "no answer": ([NAN] * 4, {"poor_persons": NAN, "gini": NAN, "mld": NAN, "sen": NAN, "p10": NAN, "arop_60": NAN}),
}


@pytest.mark.parametrize(("welfare", "expected"), ODD.values(), ids=ODD)
def test_odd_surveys(welfare, expected):
    groups = [0, 0, 1, 1, -1, 2][: len(welfare)]
    survey = of(welfare, groups=groups)
    found = of_all(survey)
    assert {name: found.get(name, NAN) for name in expected} == pytest.approx(expected, nan_ok=True, abs=1e-12)
    for row in [*measure(survey, sets=("all",)), *curves(survey, sets=("all",))]:
        assert not any(math.isinf(row[name]) for name in ("se", "ci_low", "ci_high"))
        assert not row["se"] <= 0  # NaN or above 0


def test_persons_without_weight_and_groups_without_answers_are_nobody():
    survey = of([1, 2, 9, 100, NAN, NAN], [1, 2, 1, 0, 1, 1], [0, 0, 0, 0, 1, 1], line=5.0)
    found, plain = values(survey), values(of([1, 2, 9], [1, 2, 1], [0, 0, 0], line=5.0))
    for name in ("sen", "sst", "watts", "mld", "sgini3", "p90_p10", "arop_60", "decile10_share", "poor_persons"):
        assert found[name, "all"] == found[name, "g=a"] == pytest.approx(plain[name, "all"])
        assert math.isnan(found[name, "g=b"])


def test_one_primary_unit_has_figures_and_no_errors():
    units = Text(np.zeros(4, dtype=np.int32), ("a",))
    rows = [*measure(of([1, 2, 3, 9], psu=units), sets=("all",)), *curves(of([1, 2, 3, 9], psu=units), sets=("all",))]
    assert all(math.isnan(row["se"]) for row in rows)
    assert not math.isnan(rows[0]["value"])


def test_a_scenario_is_measured_after_and_drawn_at_the_amounts_of_before():
    survey, after = of([1, 2, 3, 9], line=2.5), np.array([3.0, 3, 3, 9])
    assert table(survey, welfare_after=after)["sen", "all"]["value"] == 0
    amounts = [
        {row["x"] for row in curves(survey, sets=("all",), welfare_after=w) if row["curve"] == "cdf"}
        for w in (None, after)
    ]
    assert amounts[0] == amounts[1]


def test_curves_meet_the_indices():
    welfare, weight = np.array([1.0, 2, 3, 4, 9, 14, 15, 30]), np.array([1.0, 3, 1, 2, 1, 1, 2, 1])
    survey = of(welfare, weight, line=5.0)
    points = {(row["curve"], round(row["x"], 9)): row["y"] for row in curves(survey, sets=("all",))}
    found = of_all(survey)
    assert points["tip", 0.95] == pytest.approx(found["fgt1"])
    assert points["lorenz", 0.4] == pytest.approx(found["bottom40_share"])
    assert points["lorenz_generalised", 0.3] == pytest.approx(found["bottom30_share"] * found["mean_welfare"])
    assert points["lorenz_absolute", 0.3] == pytest.approx((0.3 - found["bottom30_share"]) * found["mean_welfare"])
    assert points["pen", 0.9] == found["p90"]
    for (curve, x), y in points.items():
        if curve == "cdf":
            one = of_all(of(welfare, weight, line=x))
            assert y >= points["fgt0", x] == pytest.approx(one["fgt0"])
            assert points["fgt1", x] == pytest.approx(one["fgt1"], abs=1e-12)
            assert points["fgt2", x] == pytest.approx(one["fgt2"], abs=1e-12)
            assert points["poverty_deficit", x] == pytest.approx(x * one["fgt1"])
            assert points["poverty_severity", x] == pytest.approx(x**2 / 2 * one["fgt2"], abs=1e-12)


def test_a_density_is_one_in_all():
    survey = of(lognorm.ppf((np.arange(4000) + 0.5) / 4000, 0.4))
    points = [(row["x"], row["y"]) for row in curves(survey, sets=("all",)) if row["curve"] == "density"]
    x, y = np.array(points).T
    assert np.trapezoid(y, x) == pytest.approx(0.95, abs=0.01)
    assert y == pytest.approx(lognorm.pdf(x, 0.4), abs=0.05)  # smoothing fills hollows and flattens the peak


def test_replicate_weights_give_errors_of_every_index_and_curve():
    # with a jackknife that leaves out one household at a time, smooth indices have nearly the linearised error
    draw = np.random.default_rng(7)
    n = 60
    welfare, group = draw.lognormal(0, 0.6, n), np.arange(n) % 2
    factors = (1 - np.eye(n)) * n / (n - 1)
    replicates = Replicates("jackknife", factors, np.arange(n), (n - 1) / n, np.ones(n))
    plain, more = of(welfare, groups=group), of(welfare, groups=group, replicates=replicates)
    linear, found = table(plain), table(more)
    assert linear.keys() == found.keys()
    for name in (
        "mld",
        "theil",
        "atkinson1",
        "sst",
        "sen",
        "watts",
        "sgini3",
        "hoover",
        "gini_absolute",
        "decile5_share",
    ):
        for one in ("all", "g=a"):
            assert found[name, one]["value"] == linear[name, one]["value"]
            assert found[name, one]["se"] == pytest.approx(linear[name, one]["se"], rel=0.3), name
    assert found["theil_between", "g"]["se"] > 0
    points = curves(more, sets=("all",))
    assert {row["curve"] for row in points if not math.isnan(row["se"])} == {row["curve"] for row in points}


def test_a_group_is_all_or_a_value_and_a_variable_alone_where_the_figure_is_of_all_its_groups():
    draw = np.random.default_rng(2)
    found = table(of(draw.lognormal(0, 0.6, 60), groups=np.arange(60) % 3))
    alone = {measure for measure, group in found if group == "g"}
    assert {group for _, group in found} == {"all", "g", "g=a", "g=b", "g=c"}
    assert alone == {
        name for name, _ in found if name.endswith(("_between", "_within", "_between_part", "gini_overlap"))
    }
    assert not any(measure in alone for measure, group in found if group != "g")
