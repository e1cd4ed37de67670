"""Bounds enclose every distribution with the groups, are met by some, and persons made from groups have these groups."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from tests.grouped.published import INDIA, LINE, MEAN, P, W, X

from groundfloor.errors import GroundfloorError
from groundfloor.grouped import from_arrays, grouped, groups_of
from groundfloor.grouped.bounds import bounds_of
from groundfloor.grouped.fit import fits
from groundfloor.grouped.indices import rows
from groundfloor.measures import measure

FEW = settings(max_examples=40, deadline=None)


@st.composite
def people(draw: st.DrawFn):
    """Welfare of persons in order, where classes end, and whether limits are published."""
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    size = draw(st.integers(40, 400))
    kind = draw(st.sampled_from(["lognormal", "pareto", "lumps", "uniform"]))
    welfare = {
        "lognormal": lambda: rng.lognormal(0, draw(st.floats(0.1, 1.5)), size),
        "pareto": lambda: rng.pareto(1.5, size) + 0.1,
        "lumps": lambda: rng.integers(1, 6, size).astype(float),
        "uniform": lambda: rng.uniform(0, 1, size),
    }[kind]()
    ends = np.sort(rng.choice(np.arange(1, size), draw(st.integers(4, 9)), replace=False))
    return np.sort(welfare), np.append(ends, size), draw(st.booleans())


def grouping(welfare, ends, limits):
    starts = np.append(0, ends[:-1])
    columns = {
        "persons": (ends - starts).astype(float),
        "mean": np.add.reduceat(welfare, starts) / (ends - starts),
    }
    if limits:
        columns |= {"lower": welfare[starts], "upper": welfare[ends - 1]}
        columns["lower"][1:] = columns["upper"][:-1]
    return groups_of(from_arrays(columns))


def truths(welfare, line):
    y, n = welfare, len(welfare)
    mean = y.mean()
    poor = y < line
    gap = np.where(poor, 1 - y / line, 0)
    index = np.arange(1, n + 1)
    cumulated = np.append(0, np.cumsum(y)) / y.sum()

    def at(p):
        return float(np.interp(p, np.arange(n + 1) / n, cumulated))

    with np.errstate(divide="ignore"):
        return {
            "gini": 2 * (index * y).sum() / (n * y.sum()) - (n + 1) / n,
            "mld": -np.log(y / mean).mean(),
            "theil": (y / mean * np.log(y / mean)).mean(),
            "bottom40_share": at(0.4),
            "palma": (1 - at(0.9)) / at(0.4),
            "s80_s20": (1 - at(0.8)) / at(0.2),
            "fgt0": poor.mean(),
            "fgt1": gap.mean(),
            "fgt2": (gap**2).mean(),
            "watts": np.where(poor, np.log(line / y), 0).mean(),
        }


@FEW
@given(people(), st.floats(0.1, 2.0))
def test_no_distribution_with_these_groups_lies_outside(persons, share):
    welfare, ends, limits = persons
    try:
        groups = grouping(welfare, ends, limits)
    except GroundfloorError as error:
        assert "same mean" in str(error)  # noqa: PT017 (nothing else may be refused)
        return
    # off every value, because a class is taken to end just below its limit
    line = share * welfare.mean() * (1 + 1e-7)
    true = truths(welfare, line)
    for row in rows(groups, fits(groups.p, groups.lorenz), bounds_of(groups), {"z": line}):
        if row["measure"] in true:
            value = true[row["measure"]]
            assert not value < row["low"] - 1e-9, row["measure"]
            assert not value > row["high"] + 1e-9, row["measure"]


@FEW
@given(people())
def test_bounds_are_met_where_all_of_a_class_are_equal(persons):
    welfare, ends, limits = persons
    starts = np.append(0, ends[:-1])
    equal = np.repeat(np.add.reduceat(welfare, starts) / (ends - starts), ends - starts)
    if np.ptp(equal) < 1e-6:
        return
    low, high = bounds_of(grouping(welfare, ends, limits)).gini
    assert truths(equal, 1.0)["gini"] == pytest.approx(low, abs=1e-9)
    assert low <= high


def test_the_most_unequal_is_the_most_of_any_limits():
    """The greatest Gini coefficient over all limits of classes, found by SciPy's optimiser from many starts."""
    groups = groups_of(from_arrays([5, 10, 15, 25, 45]))
    low, high = bounds_of(groups).gini
    f, s = groups.population, groups.means

    def least(limits):
        below, above = s - np.append(0.0, limits), np.append(limits, 1e12) - s
        return -(low + (f**2 * below * above / np.maximum(below + above, 1e-300)).sum())

    rng = np.random.default_rng(1)
    inside = list(pairwise(s))
    found = [minimize(least, rng.uniform(s[:-1], s[1:]), bounds=inside, tol=1e-14).fun for _ in range(10)]
    assert high == pytest.approx(-min(found), abs=1e-9)


def test_headcount_from_limits_by_hand():
    """Ten in each of four classes 0-10, 10-20, 20-40, 40-: at a line of 25, at most (40-30)/(40-25) of the third are poor."""
    columns = {"mean": [6, 15, 30, 80], "lower": [0, 10, 20, 40], "upper": [10, 20, 40, float("nan")]}
    bounds = bounds_of(groups_of(from_arrays(columns)))
    mean = 131 / 4
    assert bounds.headcount(25 / mean) == pytest.approx((0.5, 0.5 + 0.25 * 10 / 15))
    assert bounds.headcount(35 / mean) == pytest.approx((0.5 + 0.25 * 5 / 15, 0.75))
    assert bounds.headcount(20 / mean) == pytest.approx((0.5, 0.5))


@FEW
@given(people(), st.integers(0, 3000))
def test_persons_made_from_groups_have_the_groups(persons, more):
    welfare, ends, limits = persons
    try:
        groups = grouping(welfare, ends, limits)
    except GroundfloorError:
        return
    made = grouped(groups).survey(len(groups.p) + more)
    y, w = made.welfare, made.weight
    assert (np.diff(y) >= -1e-9 * abs(y[1:])).all()
    assert (y >= -1e-12).all()
    p, lorenz = np.cumsum(w) / w.sum(), np.cumsum(w * y) / (w * y).sum()
    end = np.searchsorted(p, groups.p - 1e-9)
    assert p[end] == pytest.approx(groups.p, abs=1e-9)
    assert lorenz[end] == pytest.approx(groups.lorenz, abs=1e-9)
    assert (w * y).sum() / w.sum() == pytest.approx(groups.mean, rel=1e-9)
    assert w.sum() == pytest.approx(len(groups.p) + more)


def test_measures_of_the_persons_made_are_those_of_the_groups():
    found = grouped(groups_of(from_arrays(INDIA), MEAN), {"national": LINE}, "LCU/person/month")
    made = found.survey()
    assert made.synthetic
    assert made.lines == {"national": LINE * 12}
    figures = {row["measure"]: row for row in measure(made)}
    for row in found.shown():
        if row["measure"] in ("gini", "bottom40_share", "palma", "fgt0", "fgt1", "fgt2"):
            ours = figures[row["measure"]]
            assert row["low"] <= ours["value"] <= row["high"]
            assert ours["value"] == pytest.approx(row["value"], abs=0.01)
            assert np.isnan(ours["se"])
    assert figures["mean_welfare"]["value"] == pytest.approx(MEAN * 12, rel=1e-12)


def test_a_curve_that_is_no_lorenz_curve_makes_persons_too():
    """Few persons, and groups that neither curve fits: still in order, with the groups."""
    shares = [0.1, 0.2, 20, 20.2, 20.4, 39.1]
    made = grouped(groups_of(from_arrays(shares), 100.0)).survey(60)
    totals = np.add.reduceat(made.welfare * made.weight, np.arange(0, 60, 10))
    assert totals / totals.sum() * 100 == pytest.approx(shares, abs=1e-9)
    assert (np.diff(made.welfare) >= -1e-9).all()
    with pytest.raises(GroundfloorError, match="5 persons cannot stand for 6 classes"):
        grouped(groups_of(from_arrays(shares), 100.0)).survey(5)
    with pytest.raises(GroundfloorError, match="mean is not known"):
        grouped(groups_of(from_arrays(shares))).survey(60)


def test_limits_of_classes_narrow_the_bounds():
    limits = [0, 30, 40, 50, 60, 70, 85, 100, 125, 150, 200, 250, 300]
    without = bounds_of(groups_of(from_arrays({"population_share": W, "mean": X})))
    known = groups_of(
        from_arrays({"population_share": W, "mean": X, "lower": limits, "upper": [*limits[1:], float("nan")]})
    )
    assert known.p == pytest.approx(P)
    narrow = bounds_of(known)
    line = LINE / known.mean
    for (low, high), (least, most) in (
        (narrow.gini, without.gini),
        (narrow.headcount(line), without.headcount(line)),
    ):
        assert least - 1e-12 <= low <= high <= most + 1e-12
        assert high - low < most - least
