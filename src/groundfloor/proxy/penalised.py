"""Least squares with a penalty on the coefficients: ridge, lasso and elastic net, by coordinate descent.

Source: Friedman, Hastie, Tibshirani (2010), Regularization paths for generalized linear models via coordinate descent.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from groundfloor.proxy.problem import Estimates, Moments, Options, Problem, centred
from groundfloor.survey.frame import Floats

PENALTIES = 60
SMALLEST = 1e-4
SMALLEST_MIX = 1e-3  # a ridge path has no largest penalty of its own: it begins where this mix would
CONVERGED = 1e-9
MOST_SWEEPS = 10_000


def path(gram: Floats, cross: Floats, penalties: Floats, mix: float) -> Floats:
    """Coefficients for each penalty of many problems at once, (penalties, problems, p).

    gram: (problems, p, p) and cross: (problems, p), weighted means of products of centred columns, of themselves and with y. Least is
    b'Gb / 2 - c'b + penalty ((1 - mix) b'b / 2 + mix |b|), from the largest penalty to the smallest.

    >>> path(np.ones((1, 1, 1)), np.array([[0.8]]), np.array([0.3]), 1.0).round(12).tolist()
    [[[0.5]]]
    """
    problems, p = cross.shape
    b, left = np.zeros((problems, p)), cross.copy()
    diagonal = np.einsum("kjj->kj", gram)
    out = np.empty((len(penalties), problems, p))
    for i, penalty in enumerate(penalties):
        below = diagonal + penalty * (1 - mix)
        for _ in range(MOST_SWEEPS):
            moved = 0.0
            for j in range(p):
                pull = left[:, j] + diagonal[:, j] * b[:, j]
                size = np.maximum(np.abs(pull) - penalty * mix, 0.0)
                new = np.divide(np.copysign(size, pull), below[:, j], out=np.zeros(problems), where=below[:, j] > 0)
                step = new - b[:, j]
                most = float(np.abs(step).max())
                if most > 0:
                    left -= gram[:, :, j] * step[:, None]
                    b[:, j] = new
                    moved = max(moved, most)
            if moved < CONVERGED:
                break
        out[i] = b
    return out


def fit(problem: Problem, options: Options, mix: float) -> Estimates:
    """The coefficients at the penalty that cross-validation chooses, and the same chosen anew without each fold."""
    moments = problem.moments
    gram, cross, means = centred(moments.training)
    largest = np.abs(cross[0]).max() / max(mix, SMALLEST_MIX)
    if not largest > 0:
        largest = 1.0
    penalties = np.geomspace(largest, largest * SMALLEST, PENALTIES)
    slopes = path(gram, cross, penalties, mix)
    constant = means[:, -1] - np.einsum("ikp,kp->ik", slopes, means[:, :-1])
    every = np.concatenate([constant[..., None], slopes], axis=-1)
    mean, error = _tried(moments, every, None)
    chosen = _chosen(mean, error, options.penalty)
    without = []
    for k in range(moments.folds):
        best = _chosen(*_tried(moments, every, k), options.penalty) if moments.folds > 2 else chosen
        without.append(every[best, moments.index(k)])
    rows: list[dict[str, Any]] = [
        {
            "penalty": float(penalties[i]),
            "mse": float(mean[i]),
            "se": float(error[i]),
            "used": used,
            "chosen": i == chosen,
        }
        for i, used in enumerate((slopes[:, 0] != 0).sum(axis=1).tolist())
    ]
    return Estimates(every[chosen, 0], np.array(without), rows, float(penalties[chosen]))


def _tried(moments: Moments, every: Floats, outer: int | None) -> tuple[Floats, Floats]:
    """The mean squared error on households not fitted to, by penalty, and its standard error over the folds."""
    pairs = moments.validation(outer)
    error = np.array([moments.error(fold, every[:, at]) for fold, at in pairs])
    weight = np.array([moments.weight(fold) for fold, _ in pairs])
    mean = np.average(error, axis=0, weights=weight)
    spread = np.average((error - mean) ** 2, axis=0, weights=weight)
    return mean, np.sqrt(spread / max(len(pairs) - 1, 1))


def _chosen(mean: Floats, error: Floats, rule: str) -> int:
    """The penalty with the least error, or the largest within one standard error of it."""
    best = int(np.argmin(mean))
    return best if rule == "min" else int(np.argmax(mean <= mean[best] + error[best]))
