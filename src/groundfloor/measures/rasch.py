"""The Rasch model of yes and no answers: severities by weighted conditional maximum likelihood, its fit, and where people are on the scale.

Sources: Andersen (1970) and Fischer, Molenaar (1995) for the conditional likelihood; Cafiero, Viviani, Nord (2018) for the weighted
version and the probabilistic assignment of the Food Insecurity Experience Scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundfloor.measures.design import Mask, totals
from groundfloor.survey.frame import Floats, Ints

STEPS, CLOSE = 100, 1e-11
# where a raw score of none or all is taken to be, for it has no place of its own on the scale
EXTREME = 0.5


@dataclass(frozen=True)
class Rasch:
    """Severities by item with their mean 0, and what the answers say of them.

    `parameter` and `error` are the place on the scale of each raw score from 0 to all, and its standard error. `infit` and `outfit`
    are 1 where answers vary as much as they should. `reliability` weighs raw scores as often as they occur, `flat` all alike.
    `influence` is, by respondent and item, what a weight of 1 more would move each severity by.
    """

    severity: Floats
    infit: Floats
    outfit: Floats
    parameter: Floats
    error: Floats
    reliability: float
    flat: float
    influence: Floats


def symmetric(easiness: Floats) -> Floats:
    """The elementary symmetric functions of order 0 to all.

    >>> symmetric(np.array([1.0, 2.0, 3.0])).tolist()
    [1.0, 6.0, 11.0, 6.0]
    """
    out = np.zeros(len(easiness) + 1)
    out[0] = 1.0
    for each in easiness:
        out[1:] = out[1:] + each * out[:-1]
    return out


def chances(severity: Floats) -> tuple[Floats, Floats]:
    """The chance of a yes by raw score (rows, 0 to all) and item, and of two of them (raw score, item, item)."""
    easiness = np.exp(-severity)
    k = len(severity)
    gamma = symmetric(easiness)
    one, two = np.zeros((k + 1, k)), np.zeros((k + 1, k, k))
    for i in range(k):
        without = symmetric(np.delete(easiness, i))
        one[1:, i] = easiness[i] * without / gamma[1:]
        two[:, i, i] = one[:, i]
        for j in range(i):
            rest = symmetric(np.delete(easiness, [i, j]))
            two[2:, i, j] = two[2:, j, i] = easiness[i] * easiness[j] * rest / gamma[2:]
    return one, two


def fitted(answers: Floats, weight: Floats) -> Rasch | None:
    """The model of answers (respondents by items, 1 or 0); None where they have no finite severities.

    That is so where an item has the same answer from all whose raw score is neither none nor all.
    """
    answers = np.asarray(answers, dtype=np.float64)
    k = answers.shape[1]
    score: Ints = answers.sum(axis=1).astype(np.int64)
    told: Mask = (score > 0) & (score < k) & (weight > 0)
    scores = totals(score[told], weight[told], k + 1)
    said = (weight[told, None] * answers[told]).sum(axis=0)
    if not told.any() or (said <= 0).any() or (said >= scores.sum()).any():
        return None
    severity = _maximum(said, scores)
    if severity is None:
        return None
    one, two = chances(severity)
    information = np.einsum("r,rij->ij", scores, two - one[:, :, None] * one[:, None, :])
    residual = np.where(told[:, None], one[score] - answers, 0.0)
    variance = one * (1.0 - one)
    squares = weight[told, None] * residual[told] ** 2
    parameter, error = _places(severity)
    inner = slice(1, k)
    return Rasch(
        severity,
        infit=squares.sum(axis=0) / (scores @ variance),
        outfit=(squares / variance[score[told]]).sum(axis=0) / scores.sum(),
        parameter=parameter,
        error=error,
        reliability=_reliability(parameter[inner], error[inner], scores[inner]),
        flat=_reliability(parameter[inner], error[inner], np.ones(k - 1)),
        influence=residual @ np.linalg.pinv(information),
    )


def _maximum(said: Floats, scores: Floats) -> Floats | None:
    """Newton's method on the conditional likelihood, which is concave; the mean of severities is 0."""
    share = said / scores.sum()
    severity = -np.log(share / (1 - share))
    severity = severity - severity.mean()
    for _ in range(STEPS):
        one, two = chances(severity)
        slope = scores @ one - said
        information = np.einsum("r,rij->ij", scores, two - one[:, :, None] * one[:, None, :])
        step = np.linalg.pinv(information) @ slope
        step = step * min(1.0, 2.0 / max(float(abs(step).max()), 1e-300))
        severity = severity + step
        severity = severity - severity.mean()
        if not np.isfinite(severity).all() or abs(severity).max() > 50:
            return None
        if abs(step).max() < CLOSE:
            return np.asarray(severity, dtype=np.float64)
    return None


def _places(severity: Floats) -> tuple[Floats, Floats]:
    """The place of each raw score: where that many yes are expected. Extremes are half an answer within, with the error at half an answer."""
    k = len(severity)
    wanted = np.concatenate(([EXTREME], np.arange(1, k), [k - EXTREME]))
    place = np.zeros(k + 1)
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(severity[None, :] - place[:, None]))
        step = (wanted - chance.sum(axis=1)) / (chance * (1 - chance)).sum(axis=1)
        step = np.clip(step, -1.0, 1.0)
        place = place + step
        if abs(step).max() < CLOSE:
            break
    chance = 1.0 / (1.0 + np.exp(severity[None, :] - place[:, None]))
    error = 1.0 / np.sqrt((chance * (1 - chance)).sum(axis=1))
    error[-1] = error[0]
    return place, error


def _reliability(parameter: Floats, error: Floats, weight: Floats) -> float:
    """The part of what varies among respondents that is not error of measurement."""
    mean = float(np.sum(parameter * weight) / weight.sum())
    varies = float(np.sum((parameter - mean) ** 2 * weight))
    return varies / (varies + float(np.sum(error**2 * weight)))


@dataclass(frozen=True)
class Equated:
    """How the scale becomes the standard's: shift + scale x severity; `common` are the items both have alike."""

    scale: float
    shift: float
    common: Mask


def equated(severity: Floats, standard: Floats, tolerance: float, most: int) -> Equated:
    """Bring a scale to the standard by the mean and spread of common items.

    The item furthest from its place is given up when the distance reaches `tolerance`, and so on, up to `most` items and one more.

    >>> found = equated(np.array([-1.0, 0.0, 1.0]), np.array([-2.0, 0.0, 2.0]), 0.35, 3)
    >>> found.scale, found.shift, found.common.tolist()
    (2.0, 0.0, [True, True, True])
    """
    common = np.ones(len(severity), dtype=bool)
    moved = severity
    scale, shift = _linear(moved, standard, common)
    moved = shift + scale * moved
    for at in range(len(severity)):
        distance = abs(moved - standard)
        item = np.argsort(-distance, kind="stable")[at]
        before = common.copy()
        common[item] = distance[item] < tolerance
        scale, shift = _linear(moved, standard, common)
        moved = shift + scale * moved
        if np.array_equal(before, common) or (~common).sum() > most:
            break
    scale, shift = _linear(severity, standard, common)
    return Equated(scale, shift, common)


def _linear(severity: Floats, standard: Floats, common: Mask) -> tuple[float, float]:
    scale = float(standard[common].std(ddof=1) / severity[common].std(ddof=1))
    return scale, float(standard[common].mean() - severity[common].mean() * scale)


def beyond(severity: Floats, standard: Floats, common: Mask, thresholds: Sequence[float]) -> Floats:
    """The chance of being beyond each threshold of the standard (columns) by raw score (rows): 0 for who says no to all."""
    scale, shift = _linear(severity, standard, common)
    place, error = _places(severity)
    own = (np.asarray(thresholds) - shift) / scale
    from scipy.special import ndtr

    out: Floats = ndtr((place[:, None] - own[None, :]) / error[:, None])
    out[0] = 0.0
    return out
