"""Fit both Lorenz curves to the points by least squares, and choose between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundfloor.grouped.beta import Beta
from groundfloor.grouped.curve import Curve
from groundfloor.grouped.quadratic import Quadratic
from groundfloor.survey.frame import Floats


@dataclass(frozen=True)
class Fit:
    """A fitted curve with its squared errors at the published points, of which the last is (1, 1)."""

    curve: Curve
    p: Floats
    errors: Floats

    @property
    def sse(self) -> float:
        """The sum of squared errors over all points."""
        return float(self.errors.sum())

    def sse_to(self, headcount: float) -> float:
        """The sum of squared errors over the points up to the headcount."""
        return float(self.errors[self.p <= headcount].sum())


def fits(p: Floats, lorenz: Floats) -> tuple[Fit, ...]:
    """The curves that can be fitted to the points (p, L), of which the last is (1, 1).

    The quadratic curve is the regression of L (1 - L) on p² - L, L (p - 1) and p - L, the beta curve that of log(p - L) on a
    constant, log p and log(1 - p), both over the points before the last (Datt 1998). A curve whose regression has no single
    answer is left out.

    >>> p = np.arange(1, 11) / 10
    >>> [(one.curve.name, one.curve.valid) for one in fits(p, p - 0.5 * p * (1 - p) ** 0.6)]
    [('quadratic', True), ('beta', True)]
    """
    q, share = p[:-1], lorenz[:-1]
    quadratic = _regression(share * (1.0 - share), (q**2 - share, share * (q - 1.0), q - share))
    log_theta = _regression(np.log(q - share), (np.ones(len(q)), np.log(q), np.log(1.0 - q)))
    curves: list[Curve] = []
    if quadratic is not None:
        curves.append(Quadratic(*quadratic))
    if log_theta is not None:
        curves.append(Beta(float(np.exp(log_theta[0])), *log_theta[1:]))
    return tuple(Fit(curve, p, (curve.value(p) - lorenz) ** 2) for curve in curves)


def chosen(fitted: Sequence[Fit], line: float | None = None) -> Fit:
    """The fit to use for inequality or, with `line` (in means), for poverty at that line.

    A valid curve goes before one that is not, one whose formulas have an answer before one without; among equals the one
    with the smaller sum of squared errors, for poverty over the points up to its own headcount.
    """

    def rank(fit: Fit) -> tuple[bool, bool, float, float]:
        curve = fit.curve
        near = fit.sse_to(curve.headcount(line)) if line is not None and curve.computable else fit.sse
        return not (curve.valid and curve.computable), not curve.computable, near, fit.sse

    return min(fitted, key=rank)


def _regression(wanted: Floats, on: Sequence[Floats]) -> list[float] | None:
    """Coefficients of ordinary least squares; None where the columns do not determine them."""
    matrix = np.column_stack(on)
    found, _residuals, rank, _singular = np.linalg.lstsq(matrix, wanted)
    return [float(one) for one in found] if rank == len(on) else None
