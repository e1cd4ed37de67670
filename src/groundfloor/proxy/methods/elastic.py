"""Elastic net: a mix of the penalties of ridge and lasso."""

from __future__ import annotations

from groundfloor.proxy import penalised
from groundfloor.proxy.problem import Estimates, Options, Problem


def fit(problem: Problem, options: Options) -> Estimates:
    """The coefficients at the penalty that cross-validation chooses."""
    return penalised.fit(problem, options, options.mix)
