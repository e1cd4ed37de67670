"""Lasso: a penalty on the sizes of the coefficients, which leaves some out."""

from __future__ import annotations

from groundfloor.proxy import penalised
from groundfloor.proxy.problem import Estimates, Options, Problem


def fit(problem: Problem, options: Options) -> Estimates:
    """The coefficients at the penalty that cross-validation chooses."""
    return penalised.fit(problem, options, 1.0)
