"""What holds of every valid curve: its closed forms are its integrals, and fitting its own points finds it again."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.grouped.curves import valid_betas, valid_curves, valid_quadratics

from groundfloor.grouped.beta import Beta, incomplete
from groundfloor.grouped.curve import quadrature
from groundfloor.grouped.fit import chosen, fits
from groundfloor.grouped.quadratic import Quadratic

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
INNER = np.arange(1, 200) / 200.0
lines = st.floats(0.05, 3.0)


@FEW
@given(valid_curves)
def test_a_valid_curve_is_convex_rising_and_below_the_diagonal(curve):
    p = np.arange(1, 1000) / 1000.0
    value = curve.value(p)
    assert (np.diff(value, n=2) >= -1e-12).all()
    assert (np.diff(value) >= -1e-12).all()
    assert (value <= p + 1e-12).all()
    assert curve.share(0.0) == pytest.approx(0.0, abs=1e-12)
    assert curve.share(1.0) == pytest.approx(1.0, abs=1e-7)


@FEW
@given(valid_curves)
def test_slope_and_bend_are_derivatives(curve):
    step = 1e-5
    p = np.arange(5, 95) / 100.0
    assert curve.slope(p) == pytest.approx(
        (curve.value(p + step) - curve.value(p - step)) / (2 * step), abs=1e-5, rel=1e-5
    )
    assert curve.bend(p) == pytest.approx(
        (curve.slope(p + step) - curve.slope(p - step)) / (2 * step), abs=1e-4, rel=1e-4
    )


@FEW
@given(valid_curves)
def test_gini_is_the_area(curve):
    area = quadrature(lambda t: float(curve.value(np.array(1 - t**4))) * 4 * t**3, 0.0, 1.0)
    assert curve.gini() == pytest.approx(1 - 2 * area, abs=1e-9)


@FEW
@given(valid_curves, lines)
def test_poverty_is_the_integral_over_the_poor(curve, line):
    h = curve.headcount(line)
    assert 0.0 <= h <= 1.0
    if 0.0 < h < 1.0 - 1e-9:
        assert float(curve.slope(h)) == pytest.approx(line, rel=1e-6)
    # t^6 = p undoes the slope's growth towards the poorest
    squares = quadrature(lambda t: float(curve.slope(t**6)) ** 2 * 6 * t**5 if t > 0 else 0.0, 0.0, h ** (1 / 6))
    if h < 1.0 - 1e-3:
        assert curve.squares(h) == pytest.approx(squares, abs=1e-8, rel=1e-7)


@FEW
@given(valid_curves)
def test_logarithmic_measures_are_means_over_many_persons(curve):
    """The slow plain version: half a million persons in a row, the poorest and the richest given what their part holds."""
    edges = np.linspace(0.0, 1.0, 500_001)
    held = np.diff(curve.value(edges)) * 500_000
    if curve.below_zero > 1e-3:
        assert math.isnan(curve.mld())
        return
    some = held[held > 0]
    assert curve.mld() == pytest.approx(-np.log(some).sum() / 500_000, abs=2e-4)
    # Theil of the parts lacks what is within the richest part, which is large where the curve is steep
    assert curve.theil() >= (some * np.log(some)).sum() / 500_000 - 1e-7
    assert curve.theil() == pytest.approx((some * np.log(some)).sum() / 500_000, abs=2e-2)
    line = float(curve.slope(0.3))
    if line > 0:
        poor = some[some < line]
        assert curve.watts(line) == pytest.approx(np.log(line / poor).sum() / 500_000, abs=2e-4)


@FEW
@given(valid_quadratics, st.sampled_from([5, 10, 20, 100]))
def test_fitting_its_points_finds_a_quadratic_curve(curve, classes):
    p = np.arange(1, classes + 1) / classes
    found = next(fit for fit in fits(p, curve.value(p)) if isinstance(fit.curve, Quadratic)).curve
    inner = p[:-1]
    share = curve.value(inner)
    matrix = np.column_stack((inner**2 - share, share * (inner - 1), inner - share))
    # what the points do not tell apart cannot be found: rounding grows with the condition of the regression
    near = 1e-14 * np.linalg.cond(matrix) * 100
    assert found.parameters == pytest.approx(curve.parameters, rel=near, abs=near)
    assert found.value(INNER) == pytest.approx(curve.value(INNER), abs=1e-8)


@FEW
@given(valid_betas, st.sampled_from([5, 10, 20, 100]))
def test_fitting_its_points_finds_a_beta_curve(curve, classes):
    p = np.arange(1, classes + 1) / classes
    fitted = fits(p, curve.value(p))
    found = next(fit for fit in fitted if isinstance(fit.curve, Beta))
    assert found.curve.parameters == pytest.approx(curve.parameters, rel=1e-7)
    assert found.sse < 1e-18


@pytest.mark.parametrize(
    ("curve", "fails"),
    [
        (Quadratic(-0.9, 0.9, 1.7), ["to_one"]),
        (Quadratic(2.7, 0.9, -1.0), ["not_falling"]),
        (Quadratic(2.4, -3.8, 1.2), ["convex"]),
        (Quadratic(1.0, -2.0, 0.0), ["from_zero"]),
        (Beta(1.505956930683, 1.206898336237, 0.600139012634), ["convex"]),
        (Beta(1.0, 0.3, 0.2), ["not_falling"]),
        (Beta(0.5, -0.1, 0.5), ["from_zero", "convex"]),
    ],
)
def test_what_is_no_lorenz_curve_is_told(curve, fails):
    """The two beta curves in the middle are invalid fits among PovcalNet's own test cases."""
    assert not curve.valid
    assert [check.name for check in curve.checks() if not check.holds] == fails
    p = np.arange(1, 100) / 100
    broken = {
        "from_zero": lambda: not abs(curve.share(1e-12)) < 1e-6 or not curve.computable,
        "to_one": lambda: not abs(curve.share(1.0) - 1.0) < 1e-9,
        "not_falling": lambda: float(curve.slope(1e-3)) < 0,
        "convex": lambda: (np.diff(curve.value(p), n=2) < 0).any(),
    }
    assert all(broken[name]() for name in fails)


def test_a_line_below_all_and_above_all():
    curve = Quadratic(1.2, -1.0, 0.3)
    assert curve.headcount(float(curve.slope(0.0)) * 0.999) == 0.0
    assert curve.headcount(float(curve.slope(1.0)) * 1.001) == 1.0
    assert curve.watts(float(curve.slope(0.0)) / 2) == 0.0
    assert curve.squares(0.0) == pytest.approx(0.0, abs=1e-15)
    # the beta curve knows no greatest welfare and, with a gamma below 1, no least
    assert 1 - Beta(0.5, 0.95, 0.6).headcount(1e3) == pytest.approx((0.5 * 0.6 / 1e3) ** (1 / 0.4), rel=1e-2)
    assert 0 < Beta(0.5, 0.95, 0.6).headcount(0.0) < 1e-5
    assert math.isnan(Beta(0.5, 0.45, 0.6).squares(0.3))


@pytest.mark.parametrize("m", [0.0, 1e-14, -1e-9, 1e-5, -1e-2])
def test_a_parabola_is_a_quadratic_curve_too(m):
    """b² = 4 a: the formulas that divide by m must not break where it is next to nothing."""
    b = -1.6
    curve = Quadratic((b * b - m) / 4.0, b, 0.4)
    assert curve.m == pytest.approx(m, abs=1e-15)
    assert curve.valid
    assert curve.computable
    area = quadrature(lambda p: float(curve.value(np.array(p))), 0.0, 1.0)
    assert curve.gini() == pytest.approx(1 - 2 * area, abs=1e-9)
    assert curve.headcount(float(curve.slope(0.4))) == pytest.approx(0.4, rel=1e-6)


@pytest.mark.parametrize("b", [0.5, 0.0, -0.3])
def test_incomplete_beta_function(b):
    expected = quadrature(lambda t: t**0.7 * (1 - t) ** (b - 1), 0.0, 0.8)
    assert incomplete(0.8, 1.7, b) == pytest.approx(expected, rel=1e-9)


def test_the_choice():
    p = np.arange(1, 11) / 10.0
    beta, quadratic = Beta(0.6, 0.95, 0.5), Quadratic(0.8877478436, -1.4514459181, 0.2026400477)
    assert chosen(fits(p, beta.value(p))).curve.name == "beta"
    assert chosen(fits(p, quadratic.value(p)), 0.8).curve.name == "quadratic"
    # valid goes before nearer
    fitted = fits(p, Quadratic(0.7, -1.2, 0.2).value(p))
    assert [fit.curve.valid for fit in fitted] == [False, True]
    assert fitted[0].sse < fitted[1].sse or not fitted[0].curve.valid
    assert chosen(fitted).curve.name == "beta"
