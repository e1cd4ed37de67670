"""Figures that others have published: Datt (1998) for rural India, PovcalNet's own program, the surveys of PIP."""

from __future__ import annotations

import csv
import gzip
import math
import os
from pathlib import Path

import numpy as np
import pytest
from tests.grouped.published import INDIA, LINE, MEAN, PIP_L, PIP_LINE, PIP_MEAN, PIP_P, W, X

from groundfloor.grouped import from_arrays, grouped, groups_of
from groundfloor.grouped.beta import Beta
from groundfloor.grouped.bounds import bounds_of
from groundfloor.grouped.curve import Curve, quadrature
from groundfloor.grouped.fit import chosen, fits
from groundfloor.grouped.quadratic import Quadratic


@pytest.fixture(scope="module")
def india():
    return grouped(groups_of(from_arrays(INDIA), MEAN), {"national": LINE}, "LCU/person/month")


def by(rows, curve: str) -> dict[str, float]:
    return {row["measure"]: row["value"] for row in rows if row["curve"] == curve and row["group"] == "all"}


# recomputed by others from Datt's table, not copied from his: parameters, then headcount, gap, squared gap and Gini coefficient
# in %. Those of the quadratic curve are quoted as 45.06, 12.47 and 4.75, to which they round; the paper itself was not at hand.
DATT = {
    "quadratic": (0.8877478436, -1.4514459181, 0.2026400477, 45.06147757, 12.4746716, 4.7519968, 28.90171193),
    "beta": (0.5613531744, 0.930950066, 0.5800259244, 45.11732723, 12.73534123, 4.9663383, 28.94045007),
}
# elasticities of the quadratic curve at this line, of headcount, gap and squared gap with respect to mean and Gini coefficient
ELASTICITIES = {"mean": (-1.8677, -2.6122, -3.2503), "gini": (0.4386, 1.8483, 3.2329)}


@pytest.mark.parametrize("curve", sorted(DATT))
def test_datt_1998(india, curve):
    fit = next(one for one in india.fitted if one.curve.name == curve)
    found = by(india.rows, curve)
    assert fit.curve.valid
    assert fit.curve.parameters == pytest.approx(DATT[curve][:3], abs=5e-11)
    assert [100 * found[name] for name in ("fgt0", "fgt1", "fgt2", "gini")] == pytest.approx(DATT[curve][3:], abs=5e-8)


def test_datt_1998_as_it_is_quoted(india):
    found = by(india.rows, "quadratic")
    assert [f"{100 * found[name]:.2f}" for name in ("fgt0", "fgt1", "fgt2")] == ["45.06", "12.47", "4.75"]
    for of, values in ELASTICITIES.items():
        assert [found[f"fgt{power}_elasticity_{of}"] for power in range(3)] == pytest.approx(values, abs=5e-5)


def test_the_reference_table_says_the_same():
    folder = os.environ.get("GROUNDFLOOR_REFERENCE")
    if not folder:
        pytest.skip("needs the reference data: set GROUNDFLOOR_REFERENCE")
    text = (Path(folder) / "published/datt1998_results.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.reader(text[2:]):
        name = {"GQ": "quadratic", "Be": "beta"}[row[0][:2]]
        assert tuple(map(float, row[1:])) == DATT[name]


def test_every_form_of_one_table_says_the_same():
    """Class means are printed to the paisa, cumulative shares to five digits: the curves agree to what rounding leaves."""
    ours = grouped(groups_of(from_arrays(INDIA), MEAN), {"national": LINE}, "LCU/person/month").rows
    means = groups_of(from_arrays({"population_share": W, "mean": X}))
    assert means.mean == pytest.approx(109.885495, abs=1e-9)
    shares = np.array(W) * np.array(X) / (np.array(W) * np.array(X)).sum()
    for columns in (
        {"population_share": W, "mean": X},
        {"population_share": W, "share": 100 * shares},
        {"persons": 1e4 * np.array(W), "share": shares},
        {"population_share": W, "mean": X, **INDIA},
    ):
        theirs = grouped(groups_of(from_arrays(columns), MEAN), {"national": LINE}, "LCU/person/month").rows
        for one, other in zip(ours, theirs, strict=True):
            assert other["value"] == pytest.approx(one["value"], rel=2e-4), one["measure"]


# PovcalNet: parameters; headcount, gap, squared gap; elasticities of each with respect to mean, then Gini; Gini; median; deciles
POVCAL: dict[type[Curve], tuple[tuple[float, ...], ...]] = {
    Quadratic: (
        (0.795981535745657, -1.4445933880119242, 0.14728191995919815),
        (0.76005810499191284, 0.27617606019159308, 0.12832887439632906),
        (-0.87181309219603054, -1.7520781651553494, -2.3041920454886071),
        (-0.093916119652440649, 0.70353220826204077, 1.5363306438390838),
        (0.32126464221602591, 42.247782467994874),
        (0.037459351271787455, 0.050102491249992831, 0.060098424008397155, 0.0689612882777707, 0.077549299610190137),
        (0.086590868400210574, 0.097034440897180829, 0.11071235633968635, 0.13305852826044706, 0.2784329516843369),
    ),
    Beta: (
        (0.57803721740313529, 0.94205090386544987, 0.52578600019473676),
        (0.71833938360214233, 0.27137498479545558, 0.12933674851941607),
        (-0.88105325099863419, -1.6470361081496838, -2.1964095727165542),
        (-0.094911516334918733, 0.71484787039488751, 1.5479415174310347),
        (0.31236656171451094, 42.594731176686537),
        (0.0375048593336125, 0.0496360493447891, 0.058713139008492066, 0.067752312054008029, 0.077419347133837746),
        (0.0883101840173634, 0.10132910544405782, 0.11835493348127901, 0.14500186589082675, 0.25597820429173357),
    ),
}


@pytest.mark.parametrize("kind", list(POVCAL), ids=lambda kind: kind.name)
def test_povcalnet(kind):
    parameters, poverty, of_mean, of_gini, inequality, low, high = POVCAL[kind]
    columns = {"cumulative_population": PIP_P, "cumulative_share": PIP_L}
    found = grouped(groups_of(from_arrays(columns), PIP_MEAN), {"day": PIP_LINE}, "LCU/person/month")
    fit = next(one for one in found.fitted if isinstance(one.curve, kind))
    assert fit.curve.parameters == pytest.approx(parameters, rel=1e-10)
    value = by(found.rows, kind.name)
    # the program holds the headcount in single precision, and the Gini coefficient of the beta curve by a sum over 500 bins
    assert [value[f"fgt{power}"] for power in range(3)] == pytest.approx(poverty, rel=3e-8)
    assert [value[f"fgt{power}_elasticity_mean"] for power in range(3)] == pytest.approx(of_mean, rel=2e-6)
    assert [value[f"fgt{power}_elasticity_gini"] for power in range(3)] == pytest.approx(of_gini, rel=2e-6)
    assert value["gini"] == pytest.approx(inequality[0], rel=1e-5 if kind is Beta else 1e-12)
    assert value["median_welfare"] == pytest.approx(inequality[1], rel=1e-12)
    deciles = [row["value"] for row in found.rows if row["curve"] == kind.name and row["measure"] == "decile_share"]
    assert deciles == pytest.approx([*low, *high], rel=1e-10)


def test_povcalnet_sums_of_squares():
    fit = fits(np.array(PIP_P), np.array(PIP_L))[0]
    headcount = fit.curve.headcount(PIP_LINE / PIP_MEAN)
    assert (fit.sse_to(headcount), fit.sse) == pytest.approx((2.5301549524661934e-06, 0.0032215656135074632), rel=1e-8)
    # a + c is 0.943: the curve ends below 1, which PovcalNet lets pass from 0.9 on and the condition of Datt does not
    assert [check.name for check in fit.curve.checks() if not check.holds] == ["to_one"]


@pytest.mark.parametrize("kind", list(POVCAL), ids=lambda kind: kind.name)
def test_povcalnet_sums_watts_and_mld_coarsely(kind):
    """Its two indices are not the integrals: rebuilt as it sums them they come out, and what it adds or lacks leads to ours.

    It sums trapezoids, adds the first step once more from its middle, and leaves out the last. The beta curve has no slope at 0, so
    that its first trapezoid is passed over and the addition stands in its place; for the quadratic curve the step counts twice.
    """
    watts, mld, steps = {
        Quadratic: (0.39088363448720104, 0.1897890974403306, 100),
        Beta: (0.37920301922145383, 0.16334243665267192, None),
    }[kind]
    curve, line = kind(*POVCAL[kind][0]), PIP_LINE / PIP_MEAN
    twice, once = trapezoids(curve, 0.999, 999)
    last = quadrature(lambda t: math.log(float(curve.slope(1 - 0.001 * t, 0.001 * t))) * 0.001 if t else 0.0, 0, 1)
    assert -twice == pytest.approx(mld, rel=1e-9)
    assert -(once if kind is Quadratic else twice) - last == pytest.approx(curve.mld(), rel=2e-3)
    headcount = curve.headcount(line)
    if steps:  # which steps the published Watts index of the beta curve was found with is not said
        twice, once = trapezoids(curve, headcount, steps)
        assert math.log(line) * headcount - twice == pytest.approx(watts, rel=1e-7)
        assert math.log(line) * headcount - once == pytest.approx(curve.watts(line), rel=1e-3)
    else:
        assert curve.watts(line) == pytest.approx(watts, rel=1e-3)


def trapezoids(curve: Curve, stop: float, steps: int) -> tuple[float, float]:
    """The integral of log L' up to `stop` as PovcalNet sums it, and without the term that counts the first step twice."""
    step = stop / steps
    slopes = np.array([float(curve.slope(p)) for p in np.arange(steps + 1) * step])
    logs = np.log(np.where(slopes > 0, slopes, 1.0))
    both = (slopes[:-1] > 0) & (slopes[1:] > 0)
    once = float(((logs[:-1] + logs[1:]) * step / 2)[both].sum())
    # of the mean log deviation the extra term is taken at half a step, and so it is of the Watts index
    return once + math.log(float(curve.slope(step / 2))) * step, once


def test_the_surveys_of_pip_lie_within_the_bounds_of_their_deciles():
    """Of every survey on PIP: Gini coefficient and headcount, from microdata or its own groups, against its decile shares alone."""
    folder = os.environ.get("GROUNDFLOOR_REFERENCE")
    if not folder:
        pytest.skip("needs the reference data: set GROUNDFLOOR_REFERENCE")
    file = Path(folder) / "data/poverty/pip_survey_estimates_2017ppp.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8") as text:
        rows = [row for row in csv.DictReader(text) if row["decile1"] and row["gini"]]
    apart, from_groups = [], []
    for row in rows[::10]:
        mean, gini, headcount = (float(row[name]) for name in ("mean", "gini", "headcount"))
        groups = groups_of(from_arrays([float(row[f"decile{i}"]) for i in range(1, 11)]), mean)
        bounds, fit = bounds_of(groups), chosen(fits(groups.p, groups.lorenz))
        for (low, high), value in ((bounds.gini, gini), (bounds.headcount(2.15 / mean), headcount)):
            assert low - 1e-9 <= value <= high + 1e-9, row["country_name"]
        (from_groups if row["distribution_type"] == "group" else apart).append(abs(fit.curve.gini() - gini))
    assert len(apart) > 150
    assert max(apart) < 0.01
    assert np.median(apart) < 0.001
    # where PIP itself has groups only, its deciles come from one of these curves, and fitting them finds it again
    assert np.median(from_groups) < 1e-12
