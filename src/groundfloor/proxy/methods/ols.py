"""Weighted least squares."""

from __future__ import annotations

import numpy as np

from groundfloor.proxy.problem import Equations, Estimates, Options, Problem, solved, triangle


def fit(problem: Problem, options: Options) -> Estimates:
    """The coefficients that make the weighted sum of squared errors least."""
    rows = np.column_stack([problem.design, problem.y]) * np.sqrt(problem.w)[:, None]
    upper = triangle(rows)
    p = problem.design.shape[1]
    everything = np.asarray(np.linalg.solve(upper[:p, :p], upper[:p, p]), dtype=np.float64)
    moments = problem.moments
    equations = Equations(problem.w * (problem.y - problem.design @ everything), problem.w)
    return Estimates(everything, solved(moments.training[1 : 1 + moments.folds]), equations=equations)
