"""What a way of fitting is given: columns on one scale, the target, weights and folds; and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from groundfloor.survey.frame import Floats, Ints

COLLINEAR = 1e-7


@dataclass(frozen=True)
class Options:
    """Choices of a fit: the quantile of quantile regression, the mix of the elastic net, and which penalty is taken.

    `penalty` is "min", the one with the least cross-validated error, or "1se", the largest within one standard error of it.
    """

    quantile: float = 0.5
    mix: float = 0.5
    penalty: str = "min"


@dataclass(frozen=True)
class Estimates:
    """Coefficients on the problem's scale, intercept first: of all households, and of all but each fold, (folds, 1 + p).

    `path` holds rows on the penalties or steps tried. `equations` is what their standard errors are had from, None where there are none.
    """

    all: Floats
    without: Floats
    path: Sequence[dict[str, Any]] = field(default_factory=tuple)
    penalty: float = float("nan")
    equations: Equations | None = None


@dataclass(frozen=True)
class Equations:
    """The conditions X'score = 0 that coefficients meet, and how fast they move with them: X' diag(slope) X. One value a household."""

    score: Floats
    slope: Floats


@dataclass(frozen=True)
class Problem:
    """Households to fit to. `x` has mean 0 and standard deviation 1 a column, under the weights; `fold` runs from 0.

    x: (n, p); y: log welfare, (n,); w: positive weights, (n,); fold: (n,), every fold from 0 to the last with a household.
    """

    x: Floats
    y: Floats
    w: Floats
    fold: Ints

    @property
    def folds(self) -> int:
        """How many folds."""
        return int(self.fold.max()) + 1

    @cached_property
    def design(self) -> Floats:
        """The columns with a constant first, (n, 1 + p)."""
        return np.column_stack([np.ones(len(self.y)), self.x])

    @cached_property
    def moments(self) -> Moments:
        """Weighted cross-products by fold."""
        z = np.column_stack([self.design, self.y])
        out = np.empty((self.folds, z.shape[1], z.shape[1]))
        for k in range(self.folds):
            one = z[self.fold == k]
            out[k] = one.T @ (self.w[self.fold == k, None] * one)
        return Moments(out)


@dataclass(frozen=True)
class Moments:
    """Weighted cross-products of (1, x, y) by fold, (folds, p + 2, p + 2): all that least squares needs, however many rows."""

    by_fold: Floats

    @property
    def folds(self) -> int:
        """How many folds."""
        return len(self.by_fold)

    @cached_property
    def left_out(self) -> tuple[tuple[int, ...], ...]:
        """Which folds are left out of each fit: none, each one, each two where that leaves any."""
        k = range(self.folds)
        return ((), *((i,) for i in k), *(combinations(k, 2) if self.folds > 2 else ()))

    @cached_property
    def training(self) -> Floats:
        """The cross-products of each set of `left_out`."""
        total = self.by_fold.sum(axis=0)
        return np.array([total - self.by_fold[list(out)].sum(axis=0) for out in self.left_out])

    def index(self, *out: int) -> int:
        """The place in `left_out` of a set of folds."""
        return self.left_out.index(tuple(sorted(out)))

    def error(self, fold: int, coefficients: Floats) -> Floats:
        """The weighted mean squared error on one fold of coefficients (..., 1 + p)."""
        m = self.by_fold[fold]
        b = np.concatenate([-coefficients, np.ones((*coefficients.shape[:-1], 1))], axis=-1)
        out: Floats = np.einsum("...i,ij,...j->...", b, m, b) / m[0, 0]
        return out

    def weight(self, fold: int) -> float:
        """The weight of a fold."""
        return float(self.by_fold[fold, 0, 0])

    def validation(self, outer: int | None) -> list[tuple[int, int]]:
        """The folds to try on and the place of the fit that has not seen them, when `outer` is kept out of all of it."""
        kept = () if outer is None else (outer,)
        return [(k, self.index(k, *kept)) for k in range(self.folds) if k != outer]


def centred(moments: Floats) -> tuple[Floats, Floats, Floats]:
    """Weighted covariances of the columns (..., p, p), theirs with y (..., p), and the means of both (..., p + 1)."""
    means = moments[..., 0, 1:] / moments[..., 0, :1]
    spread = moments[..., 1:, 1:] / moments[..., :1, :1] - means[..., :, None] * means[..., None, :]
    return spread[..., :-1, :-1], spread[..., :-1, -1], means


def solved(moments: Floats) -> Floats:
    """Least-squares coefficients, intercept first, of cross-products (..., p + 2, p + 2).

    A column that does not vary, as it may without a fold, has 0: nothing is known of what it is worth.
    """
    gram, cross, means = centred(moments)
    slopes = (np.linalg.pinv(gram, rcond=1e-12, hermitian=True) @ cross[..., None])[..., 0]
    constant = means[..., -1] - (slopes * means[..., :-1]).sum(axis=-1)
    out: Floats = np.concatenate([constant[..., None], slopes], axis=-1)
    return out


def triangle(rows: Floats) -> Floats:
    """The upper triangle R of rows = QR, whose R'R is their cross-products without the loss of forming them."""
    out: Floats = np.asarray(np.linalg.qr(rows, mode="r"))
    return out


def independent(x: Floats, w: Floats) -> list[int]:
    """The columns that are no constant and no sum of multiples of a constant and of those before them.

    >>> a = np.array([1.0, 2.0, 4.0])
    >>> independent(np.column_stack([a, 2 * a + 1, np.ones(3), a**2]), np.ones(3))
    [0, 3]
    """
    root = np.sqrt(w)
    design = root[:, None] * np.column_stack([np.ones(len(x)), x])
    # the triangle has the geometry of the columns, and is small
    upper = triangle(design)
    kept: list[int] = []
    basis = np.zeros((0, len(upper)))
    for j, column in enumerate(upper.T):
        left = column
        for _ in range(2):  # a second pass takes away what rounding left in the first
            left = left - basis.T @ (basis @ left)
        size = np.linalg.norm(left)
        if size > COLLINEAR * np.linalg.norm(column):
            basis = np.vstack([basis, left / size])
            kept.append(j)
    return [j - 1 for j in kept if j > 0]
