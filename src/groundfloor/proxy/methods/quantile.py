"""Quantile regression (Koenker, Bassett 1978), by linear programming, with the slope of its equations (Powell 1991)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundfloor.errors import GroundfloorError
from groundfloor.proxy.problem import Equations, Estimates, Options, Problem, independent
from groundfloor.proxy.ranks import Order
from groundfloor.survey.frame import Floats

NORMAL_RANGE = 1.34  # between the quartiles of a standard normal variable
LEVEL = 0.05
ON_THE_PLANE = 1e-9  # of log welfare


def fit(problem: Problem, options: Options) -> Estimates:
    """The coefficients that make the weighted sum of the check function of the errors least."""
    tau = options.quantile
    sets = [np.ones(len(problem.y), dtype=bool), *(problem.fold != k for k in range(problem.folds))]
    found = [_varying(problem, one, tau) for one in sets]
    error = problem.y - problem.design @ found[0]
    # those that the plane goes through are on neither side of it, and rounding is not to say on which
    side = np.where(np.abs(error) < ON_THE_PLANE, 0.0, tau - (error < 0))
    equations = Equations(problem.w * side, problem.w * density(error, problem.w, tau))
    return Estimates(found[0], np.array(found[1:]), equations=equations)


def _varying(problem: Problem, rows: NDArray[np.bool_], tau: float) -> Floats:
    """The coefficients on some households; a column that says nothing among them has 0."""
    used = [0, *(1 + j for j in independent(problem.x[rows], problem.w[rows]))]
    out = np.zeros(problem.design.shape[1])
    out[used] = regression(problem.design[rows][:, used], problem.y[rows], problem.w[rows], tau)
    return out


def density(error: Floats, w: Floats, tau: float) -> Floats:
    """A normal kernel at each error, whose sum estimates the density of errors at 0; NaN where errors do not vary.

    Its width is (z(tau + b) - z(tau - b)) min(standard deviation, range between the quartiles / 1.34) of the errors, with z the normal
    quantile and b the step of Hall and Sheather (1988), halved until both shares are inside 0 and 1 (Koenker 2005, 3.4).

    >>> density(np.array([-1.0, 0.0, 1.0, 2.0]), np.ones(4), 0.5).round(3).tolist()
    [0.181, 0.207, 0.181, 0.121]
    """
    from scipy.special import ndtri

    step = hall_sheather(tau, len(error))
    while not 0 < tau - step < tau + step < 1:
        step /= 2
    centre = np.average(error, weights=w)
    deviation = np.sqrt(np.average((error - centre) ** 2, weights=w))
    order = Order(error, w)
    quartiles = order.cut(0.75)[0] - order.cut(0.25)[0]
    width = (ndtri(tau + step) - ndtri(tau - step)) * min(deviation, quartiles / NORMAL_RANGE)
    if not width > 0:
        return np.full(len(error), np.nan)
    out: Floats = np.exp(-((error / width) ** 2) / 2) / (np.sqrt(2 * np.pi) * width)
    return out


def hall_sheather(tau: float, n: int) -> float:
    """The step in tau that makes the error of a confidence interval of a quantile of `n` values least (Hall, Sheather 1988).

    >>> round(hall_sheather(0.5, 100), 4)
    0.2093
    """
    from scipy.special import ndtri

    x = ndtri(tau)
    normal = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    return float(n ** (-1 / 3) * ndtri(1 - LEVEL / 2) ** (2 / 3) * (1.5 * normal**2 / (2 * x**2 + 1)) ** (1 / 3))


def regression(design: Floats, y: Floats, w: Floats, tau: float) -> Floats:
    """Weighted quantile regression: b that makes sum of w rho(y - X b) least, with rho(e) = e (tau - [e < 0]).

    The dual is solved: max y'd over X'd = 0 and w (tau - 1) <= d <= w tau, which has as many conditions as there are columns;
    its multipliers are b.

    >>> x = np.ones((4, 1))
    >>> regression(x, np.array([1.0, 2.0, 3.0, 10.0]), np.array([1.0, 1.0, 1.5, 1.0]), 0.5).tolist()
    [3.0]
    """
    from scipy.optimize import linprog

    w = w / w.mean()
    found = linprog(
        -y,
        A_eq=design.T,
        b_eq=np.zeros(design.shape[1]),
        bounds=np.column_stack([w * (tau - 1), w * tau]),
        method="highs",
    )
    if found.status != 0:
        raise GroundfloorError("Quantile regression found no solution", hint="Leave out predictors, or choose ols.")
    out: Floats = -found.eqlin.marginals
    return out
