"""Quantile regression (Koenker, Bassett 1978), by linear programming."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundfloor.errors import GroundfloorError
from groundfloor.proxy.problem import Estimates, Options, Problem, independent
from groundfloor.survey.frame import Floats


def fit(problem: Problem, options: Options) -> Estimates:
    """The coefficients that make the weighted sum of the check function of the errors least."""
    sets = [np.ones(len(problem.y), dtype=bool), *(problem.fold != k for k in range(problem.folds))]
    found = [_varying(problem, one, options.quantile) for one in sets]
    return Estimates(found[0], np.array(found[1:]))


def _varying(problem: Problem, rows: NDArray[np.bool_], tau: float) -> Floats:
    """The coefficients on some households; a column that says nothing among them has 0."""
    used = [0, *(1 + j for j in independent(problem.x[rows], problem.w[rows]))]
    out = np.zeros(problem.design.shape[1])
    out[used] = regression(problem.design[rows][:, used], problem.y[rows], problem.w[rows], tau)
    return out


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
