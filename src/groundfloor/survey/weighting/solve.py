"""The multipliers of a calibration: Newton's method on its convex dual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Floats
from groundfloor.survey.weighting.distances import Distance, Logit, Raking, Truncated

TOLERANCE = 1e-6
STEPS = 60
HALVINGS = 30
RIDGE = 1e-12
ROUNDING = 1e-13


@dataclass(frozen=True)
class Solution:
    """The multipliers and in how many steps they were found."""

    multipliers: Floats
    steps: int


def rake(weight: Floats, counts: Floats, targets: Floats) -> Floats:
    """Weights w exp(counts @ lambda) that meet `targets` (one a column of `counts`, all above nought).

    >>> rake(np.ones(2), np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([10.0, 4.0])).round(6).tolist()
    [6.0, 4.0]
    """
    return np.asarray(weight * np.exp(counts @ solve(weight, counts, targets).multipliers))


def solve(
    weight: Floats,
    counts: Any,
    targets: Floats,
    *,
    distance: Distance | None = None,
    names: Sequence[str] = (),
    start: Floats | None = None,
    tolerance: float = TOLERANCE,
    unit: str = "",
    per: Floats | float = 1.0,
) -> Solution:
    """The multipliers lambda of a calibration, by Newton's method on its convex dual with step halving.

    `counts` (units by cells) is an array or a SciPy sparse array by rows; `names` are those of the cells in the error that is
    raised when the cells cannot be met to `tolerance`, a share of each; `unit` is what they count
    and `per` how much of it one of `targets` is.
    """
    distance = distance or Raking()
    if not (weight > 0).all():
        # who has no weight meets no total, however large the multiplier
        weight, counts = weight[weight > 0], counts[weight > 0]
    scale = abs(targets).max() or abs(weight).sum()
    goal, base = targets / scale, weight / scale
    size = np.where(goal == 0, 1.0, abs(goal))
    x = np.zeros(counts.shape[1]) if start is None or len(start) != counts.shape[1] else start.copy()

    def dual(at: Floats) -> float:
        with np.errstate(over="ignore"):
            return float(base @ distance.integral(counts @ at) - goal @ at)

    now = dual(x)
    gap = np.zeros(len(goal))
    for steps in range(STEPS):
        u = counts @ x
        gap = (base * distance.ratio(u)) @ counts - goal
        if np.max(np.abs(gap) / size) < tolerance:
            return Solution(x, steps)
        hessian = cross(counts, base * distance.slope(u))
        ridge = RIDGE * max(float(np.trace(hessian)), 1e-300)
        step = np.linalg.solve(hessian + ridge * np.eye(len(goal)), gap)
        length = 1.0
        for _ in range(HALVINGS):
            after = dual(x - length * step)
            # near the bottom the dual changes by less than rounding, and only the gap still tells
            if after <= now - 1e-4 * length * float(gap @ step) + ROUNDING * abs(now):
                break
            length /= 2
        else:
            break
        x, now = x - length * step, after
    worst = int(np.argmax(np.abs(gap) / size))
    goals, reached = (values * per for values in (targets, gap * scale + targets))
    cell = f" {names[worst]!r}" if names else ""
    bounded = isinstance(distance, Logit | Truncated)
    raise GroundfloorError(
        f"The survey cannot be weighted to these totals: the cell{cell} reaches "
        f"{reached[worst]:,.0f} of {goals[worst]:,.0f}{unit and f' {unit}'}",
        expected="households that hold those whom the totals count" + (" and bounds that leave them room" * bounded),
        hint="Check the variables and the totals, join cells" + (", or widen the bounds." if bounded else "."),
    )


def cross(counts: Any, weight: Floats) -> Floats:
    """Sum over units of weight x x'."""
    if isinstance(counts, np.ndarray):
        return np.asarray(counts.T @ (weight[:, None] * counts))
    scaled = counts.copy()
    scaled.data *= np.repeat(weight, np.diff(counts.indptr))
    return np.asarray((counts.T @ scaled).toarray())
