"""Least squares on predictors taken in one by one, as long as each lowers the cross-validated error."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundfloor.proxy.problem import Estimates, Moments, Options, Problem, solved
from groundfloor.survey.frame import Floats


def fit(problem: Problem, options: Options) -> Estimates:
    """The coefficients of the columns chosen; each fold is predicted by a choice made without it."""
    moments = problem.moments
    chosen, rows = selected(moments, None)
    inner = range(moments.folds) if moments.folds > 2 else []
    choices = [selected(moments, k)[0] for k in inner] or [chosen] * moments.folds
    without = [_on(choices[k], moments.training[moments.index(k)]) for k in range(moments.folds)]
    return Estimates(_on(chosen, moments.training[0]), np.array(without), rows)


def selected(moments: Moments, outer: int | None) -> tuple[list[int], list[dict[str, Any]]]:
    """The columns taken in, in order, and the cross-validated error after each; `outer` is a fold kept out of all of it."""
    pairs = moments.validation(outer)
    weight = np.array([moments.weight(fold) for fold, _ in pairs])
    columns = moments.by_fold.shape[1] - 2

    def error(chosen: list[int]) -> float:
        found = [moments.error(fold, _on(chosen, moments.training[at])) for fold, at in pairs]
        return float(np.average(found, weights=weight))

    chosen: list[int] = []
    best = error([])
    rows: list[dict[str, Any]] = []
    while True:
        tried = {j: error([*chosen, j]) for j in range(columns) if j not in chosen}
        if not tried or min(tried.values()) >= best:
            return chosen, rows
        taken = min(tried, key=tried.__getitem__)
        best = tried[taken]
        chosen.append(taken)
        rows.append({"step": len(chosen), "column": taken, "mse": best})


def _on(chosen: list[int], moments: Floats) -> Floats:
    """The least-squares coefficients of some columns, 0 for the others."""
    out = np.zeros(len(moments) - 1)
    here = [0, *(1 + j for j in chosen)]
    out[here] = solved(moments[np.ix_([*here, -1], [*here, -1])])
    return out
