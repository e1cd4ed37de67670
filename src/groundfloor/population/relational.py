"""Death rates that have a given life expectancy: Brass's relational model, or one factor for all ages."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.population.ages import Floats
from groundfloor.population.life_tables import life_table
from groundfloor.population.mortality import abridged_ages, life_expectancy

Through = Literal["relational", "proportional"]
"""How rates change: the logits of survival all by one amount (more at the ages of few deaths), or every rate by one factor."""

WAYS: tuple[Through, ...] = get_args(Through)
_KNOTS = np.linspace(-3.0, 3.0, 241)
_FLOOR = 1e-9


def expectancy(mx: Floats, male: bool, width: int = 1) -> Floats:
    """Life expectancy at birth, in years, from rates by single age (1) or abridged (5).

    >>> expectancy(np.full(22, 0.02), male=True, width=5).round(1)
    np.float64(50.0)
    """
    if width == 1:
        return life_expectancy(mx, male)
    return np.asarray(life_table(abridged_ages(mx.shape[-1]), mx, male).e[..., 0])


def changed(mx: Floats, level: Floats, through: Through, width: int = 1) -> Floats:
    """Rates [..., age] changed by `level` [...]: 0 leaves them, above 0 fewer die.

    Relational: logit of the share dead at each age less `level`, twice in the odds (Brass 1971, with a slope of 1; his alpha is minus
    the level). Proportional: every rate times exp(-level).
    """
    level = np.asarray(level)[..., None]
    if through == "proportional":
        return np.asarray(mx * np.exp(-level))
    n = np.ones(mx.shape[-1] - 1) if width == 1 else np.diff(abridged_ages(mx.shape[-1])).astype(float)
    # under a constant rate in each group survival is exp(-hazard), and its odds need no logarithm
    dead_odds = np.expm1(np.minimum(np.cumsum(mx[..., :-1] * n, axis=-1), 600.0))
    hazard = np.log1p(dead_odds * np.exp(-2 * level))
    between = np.diff(hazard, axis=-1, prepend=0.0) / n
    last = mx[..., -1:] * between[..., -1:] / np.maximum(mx[..., -2:-1], _FLOOR)
    return np.concatenate([between, np.maximum(last, _FLOOR)], axis=-1)


def levels(
    mx: Floats, sexes: tuple[str, ...], target: Floats, through: Through, width: int = 1, srb: float = 1.0
) -> Floats:
    """The level at which the rates mx [sex, age] of the `sexes` ("f", "m" or both) have the life expectancies `target` [...].

    Those of both sexes together weigh boys as `srb` to girls. Life expectancy is read from a curve of 241 levels: to a thousandth of a
    year. A target that no level reaches raises GroundfloorError.
    """
    if through not in WAYS:
        raise GroundfloorError(f"Mortality cannot change {through!r}", expected="one of " + ", ".join(WAYS))
    weights = {"f": 1.0, "m": srb}
    curve = np.zeros(len(_KNOTS))
    for sex, rates in zip(sexes, mx, strict=True):
        every = changed(np.broadcast_to(rates, (len(_KNOTS), rates.shape[-1])), _KNOTS, through, width)
        share = weights[sex] / sum(weights[one] for one in sexes)
        curve += share * expectancy(every, sex == "m", width)
    low, high = float(np.min(target)), float(np.max(target))
    if not (curve[0] <= low and high <= curve[-1]):
        wrong = low if low < curve[0] else high
        raise GroundfloorError(
            f"A life expectancy of {wrong:.1f} years cannot be reached from these death rates",
            expected=f"{curve[0]:.0f} to {curve[-1]:.0f} years",
        )
    return np.interp(target, curve, _KNOTS)
