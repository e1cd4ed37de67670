"""Household weights moved as little as possible so that the survey's people add up to a projected population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Floats, Survey, Text

AGES = 101
WIDTH = 5
OLDEST = 80
TOLERANCE = 1e-6
STEPS = 60
HALVINGS = 30


@dataclass(frozen=True)
class Calibration:
    """Weights of households, how far any cell stays from its target (share of it), and by how much weights moved."""

    weight: Floats
    residual: float
    smallest_ratio: float
    largest_ratio: float


def to_population(survey: Survey, values: Floats) -> Survey:
    """`survey` with weights under which people by sex and age group meet `values` (2 [f, m], 101 ages 0 ... 100+).

    Raking: each household's weight is multiplied by exp(sum over cells of lambda x its members in the cell), the change
    nearest to the old weights in relative entropy (Deville and Sarndal 1992, the multiplicative method). Cells are
    five-year groups to 80+, by sex; a cell without anybody in the survey is joined with the next younger one. Persons of
    unknown sex or age move with their household. Every member keeps the household's one weight.
    """
    return survey.with_weight(calibrate(survey, values).weight[survey.household_of])


def calibrate(survey: Survey, values: Floats) -> Calibration:
    """The calibration behind `to_population`, with its diagnostics."""
    cells, targets = _cells(survey, values)
    home = survey.household_of
    known = cells >= 0
    counts = np.zeros((survey.households, len(targets)))
    np.add.at(counts, (home[known], cells[known]), 1.0)
    start = survey.weight[survey.starts]
    weight = rake(start * (targets.sum() / (start @ counts.sum(axis=1))), counts, targets)
    # persons of unknown age or sex are part of the population too
    weight *= values.sum() / (weight @ survey.sizes)
    share = float(values.sum()) * (weight @ counts) / (weight @ counts).sum()
    ratio = weight[start > 0] / start[start > 0]
    residual = float(np.max(np.abs(share / targets - 1)))
    return Calibration(weight, residual, float(ratio.min()), float(ratio.max()))


def rake(weight: Floats, counts: Floats, targets: Floats) -> Floats:
    """Weights w exp(counts @ lambda) that meet `targets`, by Newton's method on the convex dual with step halving.

    >>> rake(np.ones(2), np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([10.0, 4.0])).round(6).tolist()
    [6.0, 4.0]
    """
    scale = targets.max()
    goal = targets / scale
    base = weight / scale
    multiplier = np.zeros(counts.shape[1])

    def dual(x: Floats) -> float:
        with np.errstate(over="ignore"):
            return float((base * np.exp(counts @ x)).sum() - goal @ x)

    for _ in range(STEPS):
        current = base * np.exp(counts @ multiplier)
        gradient = current @ counts - goal
        if np.max(np.abs(gradient) / goal) < TOLERANCE:
            met: Floats = current * scale
            return met
        hessian = counts.T @ (current[:, None] * counts)
        step = np.linalg.solve(hessian + 1e-12 * np.trace(hessian) * np.eye(len(goal)), gradient)
        length, now = 1.0, dual(multiplier)
        for _ in range(HALVINGS):
            if dual(multiplier - length * step) <= now - 1e-4 * length * float(gradient @ step):
                break
            length /= 2
        multiplier = multiplier - length * step
    raise GroundfloorError(
        "The survey cannot be weighted to the projected population: its households do not hold the ages and sexes it needs",
        hint="Check ages and sexes in the survey, or use a survey with more households.",
    )


def _cells(survey: Survey, values: Floats) -> tuple[np.ndarray, Floats]:
    """Each person's cell (-1 unknown) and the population of each cell; cells without anybody join the younger one."""
    sex, age = survey.columns.get("sex"), survey.columns.get("age")
    if not isinstance(sex, Text) or age is None or isinstance(age, Text):
        raise GroundfloorError(
            f"The survey {survey.name!r} has no sex or no age", expected="both, to weight it to the population"
        )
    last = OLDEST // WIDTH
    group_of_age = np.minimum(np.arange(AGES) // WIDTH, last)
    person_age = np.where(np.isnan(age), 0, np.clip(age, 0, AGES - 1)).astype(np.int64)
    known = ~np.isnan(age) & (sex.codes >= 0)
    cells = np.full(survey.persons, -1, dtype=np.int64)
    targets: list[float] = []
    for row, word in enumerate(("female", "male")):
        mine = known & (sex.is_(word) == 1.0)
        groups = group_of_age[person_age]
        there = np.bincount(groups[mine], survey.weight[mine], minlength=last + 1) > 0
        population = np.bincount(group_of_age, values[row], minlength=last + 1)
        joined = np.maximum(np.cumsum(there) - 1, 0)
        if not there.any():
            raise GroundfloorError(f"The survey {survey.name!r} has no {word} person of known age")
        cells[mine] = len(targets) + joined[groups[mine]]
        targets += np.bincount(joined, population, minlength=int(there.sum())).tolist()
    return cells, np.array(targets)
