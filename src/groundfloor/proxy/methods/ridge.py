"""Ridge regression: a penalty on the squares of the coefficients."""

from __future__ import annotations

from groundfloor.proxy import penalised
from groundfloor.proxy.problem import Estimates, Options, Problem


def fit(problem: Problem, options: Options) -> Estimates:
    """The coefficients at the penalty that cross-validation chooses."""
    return penalised.fit(problem, options, 0.0)
