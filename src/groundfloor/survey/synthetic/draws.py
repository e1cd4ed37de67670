"""Random choices whose totals are held: systematic draws, rounding, and probabilities that meet several margins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.frame import Floats, Ints

SWEEPS = 200
CLOSE = 1e-9
Mask = NDArray[np.bool_]


def scaled(share: Floats, total: float) -> Floats:
    """Chances in proportion to `share`, none above one, that add up to `total`.

    >>> scaled(np.array([0.9, 0.3, 0.3]), 2).round(3).tolist()
    [1.0, 0.5, 0.5]
    """
    p = np.clip(share, 0.0, 1.0)
    total = min(total, float((p > 0).sum()))
    for _ in range(len(p)):
        free = (p > 0) & (p < 1)
        short = total - (p == 1).sum()
        if not free.any() or abs(p[free].sum() - short) < CLOSE:
            break
        p[free] = np.minimum(p[free] * short / p[free].sum(), 1.0)
    return p


def systematic(p: Floats, order: Ints, rng: np.random.Generator) -> Mask:
    """Choose records with the chances `p`, evenly along `order`: any stretch of it gets its share to within one.

    >>> systematic(np.full(10, 0.3), np.arange(10), np.random.default_rng(0)).sum()
    np.int64(3)
    """
    # a total that is whole but for rounding must not lose or gain one
    running = np.round(np.cumsum(p[order]), 9) + np.round(rng.random() * 0.999, 3)
    chosen = np.zeros(len(p), dtype=bool)
    chosen[order] = np.diff(np.append(0.0, np.floor(running))) > 0
    return chosen


def rounded(share: Floats, total: int) -> Ints:
    """Whole numbers in proportion to `share` that add up to `total`, by largest remainder.

    >>> rounded(np.array([0.5, 0.3, 0.2]), 7).tolist()
    [4, 2, 1]
    """
    exact = share / share.sum() * total
    whole: Ints = np.floor(exact).astype(np.int64)
    whole[np.argsort(whole - exact, kind="stable")[: total - int(whole.sum())]] += 1
    return whole


def chances(start: Floats, weight: Floats, margins: Sequence[tuple[Ints, Floats]]) -> Floats:
    """Chances nearest to `start` in their odds whose weighted means meet every margin (cell of each record, shares).

    Each margin in turn multiplies the odds of its cells (raking on the logit), until none moves. A record in cell -1 of a
    margin is not touched by it.

    >>> chances(np.full(4, 0.5), np.ones(4), [(np.array([0, 0, 1, 1]), np.array([0.2, 0.6]))]).round(6).tolist()
    [0.2, 0.2, 0.6, 0.6]
    """
    p = np.clip(start, CLOSE, 1 - CLOSE)
    for _ in range(SWEEPS):
        before = p
        for cell, share in margins:
            inside = cell >= 0
            at = cell[inside]
            total = np.bincount(at, weight[inside], len(share))
            there = total > 0
            now = np.where(there, np.bincount(at, (weight * p)[inside], len(share)) / np.where(there, total, 1), 0.5)
            goal = np.clip(share, CLOSE, 1 - CLOSE)
            odds = np.where(there, goal / (1 - goal) * (1 - now) / now, 1.0)[at]
            p = p.copy()
            p[inside] = p[inside] * odds / (1 - p[inside] + p[inside] * odds)
        if np.max(np.abs(p - before)) < 1e-7:
            break
    return p
