"""Least squares on predictors taken in one by one, as long as each lowers the cross-validated error."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundfloor.proxy.problem import Estimates, Moments, Options, Problem, centred, solved
from groundfloor.survey.frame import Floats

FIRM = 1e-10  # of a variance, added to it so that collinear columns can be tried


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
    known = [(fold, *centred(moments.training[at])) for fold, at in pairs]
    columns = moments.by_fold.shape[1] - 2

    def errors(tried: list[list[int]]) -> Floats:
        found: Floats = np.average([_tried(moments, *one, tried) for one in known], axis=0, weights=weight)
        return found

    chosen: list[int] = []
    best = float(errors([[]])[0])
    rows: list[dict[str, Any]] = []
    while left := [j for j in range(columns) if j not in chosen]:
        error = errors([[*chosen, j] for j in left])
        first = int(np.argmin(error))
        if not error[first] < best:
            break
        best = float(error[first])
        chosen.append(left[first])
        rows.append({"step": len(chosen), "column": left[first], "mse": best})
    return chosen, rows


def _tried(moments: Moments, fold: int, gram: Floats, cross: Floats, means: Floats, tried: list[list[int]]) -> Floats:
    """The error on a fold of several sets of columns, all of one size, each fitted to the covariances of the others."""
    at = np.array(tried, dtype=np.int64)
    # a column that does not vary without the fold has no covariance, and is worth nothing
    diagonal = np.diag(gram)
    firm = gram + np.diag(np.where(diagonal > 0, FIRM * diagonal, 1.0))
    slopes = np.linalg.solve(firm[at[:, :, None], at[:, None, :]], cross[at][..., None])[..., 0]
    out = np.zeros((len(at), len(means)))
    np.put_along_axis(out, 1 + at, slopes, axis=1)
    out[:, 0] = means[-1] - (slopes * means[at]).sum(axis=1)
    return moments.error(fold, out)


def _on(chosen: list[int], moments: Floats) -> Floats:
    """The least-squares coefficients of some columns, 0 for the others."""
    out = np.zeros(len(moments) - 1)
    here = [0, *(1 + j for j in chosen)]
    out[here] = solved(moments[np.ix_([*here, -1], [*here, -1])])
    return out
