"""Household weights moved as little as possible so that the survey's people add up to a projected population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Floats, Ints, Survey, Text

AGES = 101
WIDTH = 5
OLDEST = 80
TOLERANCE = 1e-6
STEPS = 60
HALVINGS = 30
QUANTILES = (0.0, 0.01, 0.5, 0.99, 1.0)


@dataclass(frozen=True)
class Calibration:
    """The outcome: a weight for each household and how far they had to move.

    `residual` is the largest distance of a cell from its target, as a share of it. `ratios` are the QUANTILES of the new
    weight over the old one, both scaled to the same total. `joined` names the groups that had nobody in the survey and
    were counted with the group beside them. `multipliers` warm-start the next year's calibration.
    """

    weight: Floats
    residual: float
    ratios: tuple[float, ...]
    joined: tuple[str, ...]
    multipliers: Floats


class Distance(Protocol):
    """How weights may move: the ratio new / old at a multiplier, its slope, and its integral (the dual function)."""

    def ratio(self, u: Floats) -> Floats:
        """New weight over old."""

    def slope(self, u: Floats) -> Floats:
        """Its derivative."""

    def integral(self, u: Floats) -> Floats:
        """Its antiderivative."""


class Raking:
    """The ratio exp(u): nearest in relative entropy, always above nought (Deville and Sarndal 1992, case 2)."""

    def ratio(self, u: Floats) -> Floats:
        """exp(u), which is its own slope and integral."""
        return np.asarray(np.exp(u))

    slope = integral = ratio


@dataclass(frozen=True)
class Logit:
    """A ratio that stays between `low` < 1 and `high` > 1 (Deville and Sarndal 1992, case 6).

    >>> [round(float(Logit(0.5, 2).ratio(np.array(u))), 3) for u in (-50.0, 0.0, 50.0)]
    [0.5, 1.0, 2.0]
    """

    low: float
    high: float

    def _parts(self, u: Floats) -> tuple[float, Floats]:
        steep = (self.high - self.low) / ((1 - self.low) * (self.high - 1))
        return steep, (1 - self.low) * np.exp(np.clip(steep * u, -500, 500))

    def ratio(self, u: Floats) -> Floats:
        """A logistic curve from `low` to `high` through 1 at 0."""
        _, e = self._parts(u)
        return np.asarray(self.low + (self.high - self.low) * e / (self.high - 1 + e))

    def slope(self, u: Floats) -> Floats:
        """Its derivative, 1 at 0."""
        steep, e = self._parts(u)
        s = e / (self.high - 1 + e)
        return np.asarray((self.high - self.low) * steep * s * (1 - s))

    def integral(self, u: Floats) -> Floats:
        """Its antiderivative."""
        steep, e = self._parts(u)
        return np.asarray(self.low * u + (self.high - self.low) / steep * np.log(self.high - 1 + e))


def to_population(survey: Survey, values: Floats, *, bounds: tuple[float, float] | None = None) -> Survey:
    """`survey` with weights under which people by sex and age group meet `values` (2 [f, m], 101 ages 0 ... 100+).

    Each household's weight is multiplied by exp(sum over cells of lambda x its members in the cell), the change nearest to
    the old weights in relative entropy, or, with `bounds` such as (0.3, 3), by a ratio that stays within them. Cells are
    five-year groups to 80+, by sex; a group without anybody in the survey is counted with the next younger one. Persons of
    unknown sex or age move with their household and count in the total only. Every member keeps the household's one weight.
    Raises GroundfloorError naming the cell that cannot be met. Method: docs/methods/calibration.md.

    >>> from groundfloor import new, project, read_survey
    >>> pack = new("nowhere")
    >>> people = project(pack, 2030)
    >>> older = to_population(read_survey(pack), people.at(2030))
    >>> round(older.weight.sum().item() / people.total()[2030], 9)
    1.0
    """
    return survey.with_weight(calibrate(survey, values, bounds=bounds).weight[survey.household_of])


def calibrate(
    survey: Survey, values: Floats, *, bounds: tuple[float, float] | None = None, start: Floats | None = None
) -> Calibration:
    """The calibration behind `to_population`, with its diagnostics; `start` are the multipliers of a year near by."""
    distance = _distance(bounds)
    _check_values(values)
    cells, targets, names, joined = _cells(survey, values)
    known = cells >= 0
    counts = np.bincount(
        survey.household_of[known] * len(targets) + cells[known], minlength=survey.households * len(targets)
    ).reshape(survey.households, len(targets))
    before = survey.weight[survey.starts]
    base = before * (targets.sum() / (before @ counts.sum(axis=1)))
    multipliers = solve(base, counts.astype(float), targets, distance=distance, names=names, start=start)
    weight = base * distance.ratio(counts @ multipliers)
    # persons of unknown age or sex are part of the population too
    weight *= values.sum() / (weight @ survey.sizes)
    share = float(values.sum()) * (weight @ counts) / (weight @ counts).sum()
    moved = before > 0
    ratio = weight[moved] / before[moved] * ((before @ survey.sizes) / values.sum())
    return Calibration(
        weight,
        float(np.max(np.abs(share / targets - 1))),
        tuple(float(q) for q in np.quantile(ratio, QUANTILES)),
        joined,
        multipliers,
    )


def rake(weight: Floats, counts: Floats, targets: Floats) -> Floats:
    """Weights w exp(counts @ lambda) that meet `targets` (one a column of `counts`, all above nought).

    >>> rake(np.ones(2), np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([10.0, 4.0])).round(6).tolist()
    [6.0, 4.0]
    """
    return np.asarray(weight * np.exp(counts @ solve(weight, counts, targets)))


def solve(
    weight: Floats,
    counts: Floats,
    targets: Floats,
    *,
    distance: Distance | None = None,
    names: Sequence[str] = (),
    start: Floats | None = None,
) -> Floats:
    """The multipliers lambda of a calibration, by Newton's method on its convex dual with step halving."""
    distance = distance or Raking()
    scale = targets.max()
    goal, base = targets / scale, weight / scale
    x = np.zeros(counts.shape[1]) if start is None or len(start) != counts.shape[1] else start.copy()

    def dual(at: Floats) -> float:
        with np.errstate(over="ignore"):
            return float(base @ distance.integral(counts @ at) - goal @ at)

    now = dual(x)
    gap = np.zeros(len(goal))
    for _ in range(STEPS):
        u = counts @ x
        gap = (base * distance.ratio(u)) @ counts - goal
        if np.max(np.abs(gap) / goal) < TOLERANCE:
            return x
        hessian = counts.T @ ((base * distance.slope(u))[:, None] * counts)
        ridge = 1e-12 * max(float(np.trace(hessian)), 1e-300)
        step = np.linalg.solve(hessian + ridge * np.eye(len(goal)), gap)
        length = 1.0
        for _ in range(HALVINGS):
            after = dual(x - length * step)
            if after <= now - 1e-4 * length * float(gap @ step):
                break
            length /= 2
        else:
            break
        x, now = x - length * step, after
    worst = int(np.argmax(np.abs(gap) / goal))
    cell = f" {names[worst]!r}" if names else ""
    raise GroundfloorError(
        f"The survey cannot be weighted to the population: the cell{cell} reaches "
        f"{gap[worst] * scale + targets[worst]:,.0f} of {targets[worst]:,.0f} persons",
        expected="households that hold the ages and sexes of the population"
        + (" and bounds that leave them room" if isinstance(distance, Logit) else ""),
        hint="Check ages and sexes in the survey, or use a survey with more households.",
    )


def _distance(bounds: tuple[float, float] | None) -> Distance:
    if bounds is None:
        return Raking()
    low, high = bounds
    if not 0 <= low < 1 < high:
        raise GroundfloorError(
            f"The bounds {low:g} and {high:g} do not hold 1 between them", expected="such as 0.3 and 3"
        )
    return Logit(low, high)


def _check_values(values: Floats) -> None:
    if values.shape != (2, AGES):
        raise GroundfloorError(
            f"The population has the shape {values.shape}", expected=f"2 sexes (female, male) by {AGES} ages"
        )
    if not np.isfinite(values).all() or (values < 0).any() or not values.sum() > 0:
        raise GroundfloorError(
            "The population holds missing or negative numbers, or nobody", expected="persons, 0 or more"
        )


def _cells(survey: Survey, values: Floats) -> tuple[Ints, Floats, list[str], tuple[str, ...]]:
    """Each person's cell (-1 unknown), the population and the name of each cell, and the groups joined to a neighbour."""
    sex, age = survey.columns.get("sex"), survey.columns.get("age")
    if not isinstance(sex, Text) or age is None or isinstance(age, Text):
        raise GroundfloorError(
            f"The survey {survey.name!r} has no sex or no age", expected="both, to weight it to the population"
        )
    last = OLDEST // WIDTH
    group_of_age = np.minimum(np.arange(AGES) // WIDTH, last)
    groups = group_of_age[np.where(np.isnan(age), 0, np.clip(age, 0, AGES - 1)).astype(np.int64)]
    known = ~np.isnan(age) & (sex.codes >= 0)
    cells = np.full(survey.persons, -1, dtype=np.int64)
    targets: list[float] = []
    names: list[str] = []
    lost: list[str] = []
    for row, word in enumerate(("female", "male")):
        mine = known & (sex.is_(word) == 1.0)
        population = np.bincount(group_of_age, values[row], minlength=last + 1)
        weighted = np.bincount(groups[mine], survey.weight[mine], minlength=last + 1)
        # a group that the population does not have cannot be a target; it too is counted with its neighbour
        there = (weighted > 0) & (population > 0)
        joined = np.maximum(np.cumsum(there) - 1, 0)
        if not there.any():
            raise GroundfloorError(f"The survey {survey.name!r} has no {word} person of known age")
        cells[mine] = len(targets) + joined[groups[mine]]
        targets += np.bincount(joined, population, minlength=int(there.sum())).tolist()
        labels = [
            f"{word} {WIDTH * g}-{WIDTH * g + WIDTH - 1}" if g < last else f"{word} {OLDEST}+" for g in range(last + 1)
        ]
        names += [label for label, here in zip(labels, there, strict=True) if here]
        lost += [label for label, here in zip(labels, there, strict=True) if not here]
    return cells, np.array(targets), names, tuple(lost)
