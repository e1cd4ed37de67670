"""Weights moved as little as possible to meet given totals, and how far they had to move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.survey.frame import Floats, Ints, Regressors, Replicates, Survey, Text
from groundfloor.survey.weighting.cells import Constraints, constraints
from groundfloor.survey.weighting.distances import Distance, distance_of
from groundfloor.survey.weighting.margins import (
    HOUSEHOLDS,
    MEMBERS,
    PERSON,
    UNITS,
    Margin,
    Source,
    agreed,
    read_margins,
)
from groundfloor.survey.weighting.solve import solve

QUANTILES = (0.0, 0.01, 0.5, 0.99, 1.0)
CLOSE = 1e-11
CELLS = ("margin", "cell", "sampled", "before", "target", "achieved", "difference")


@dataclass(frozen=True)
class Fit:
    """One cell: who it is, how many units of the sample add to it, its weighted total before, the target, and after."""

    margin: str
    cell: str
    sampled: int
    before: float
    target: float
    achieved: float

    def row(self) -> dict[str, Any]:
        """A row with the columns CELLS; `difference` is a share of the target."""
        apart = self.achieved / self.target - 1 if self.target else self.achieved
        return {**vars(self), "difference": apart}


@dataclass(frozen=True)
class Calibration:
    """The outcome: a weight for each household (or person) and how far they had to move.

    `residual` is the largest distance of a cell from its target, as a share of it. `ratios` are the QUANTILES of the new
    weight over the old one, both scaled to the same total where calibration scales. `design_effects` are Kish's
    1 + cv² of the weights before and after, and `effective` the sample divided by each. `joined` names the cells that had
    nobody in the survey and were counted with the one beside them, `unknown` persons without a value by margin,
    `adjusted` margins scaled to those before them and by how much. `multipliers` warm-start the next year's calibration.
    """

    weight: Floats
    residual: float
    ratios: tuple[float, ...]
    joined: tuple[str, ...]
    multipliers: Floats
    cells: tuple[Fit, ...] = ()
    steps: int = 0
    design_effects: tuple[float, float] = (np.nan, np.nan)
    effective: tuple[float, float] = (np.nan, np.nan)
    unknown: Mapping[str, int] = field(default_factory=dict)
    adjusted: tuple[tuple[str, float], ...] = ()
    method: str = "raking"

    def rows(self) -> list[dict[str, Any]]:
        """Every cell, with the columns CELLS."""
        return [one.row() for one in self.cells]


WEIGHTS = ("household_id", "person_id", "weight_before", "weight")


@dataclass(frozen=True)
class Reweighted:
    """A survey under its new weights, and the calibration that gave them."""

    survey: Survey
    calibration: Calibration

    def weights(self, before: Survey) -> list[dict[str, Any]]:
        """The weight of each person with the columns WEIGHTS; where a survey has no identifiers they are counted from 1."""
        ids = {"household_id": before.household_of, "person_id": np.arange(before.persons)}
        words: dict[str, list[Any]] = {}
        for name, index in ids.items():
            column = before.columns.get(name)
            words[name] = (
                [column.levels[code] for code in column.codes] if isinstance(column, Text) else (index + 1).tolist()
            )
        figures = before.weight.tolist(), self.survey.weight.tolist()
        return [dict(zip(WEIGHTS, row, strict=True)) for row in zip(*words.values(), *figures, strict=True)]


def kish(weight: Floats) -> float:
    """Kish's design effect of weights, 1 + cv² over those above 0.

    >>> kish(np.array([1.0, 1.0, 0.0])), kish(np.array([1.0, 3.0]))
    (1.0, 1.25)
    """
    some = weight[weight > 0]
    return float(len(some) * (some @ some) / some.sum() ** 2)


def calibration_of(
    before: Floats, after: Floats, cells: Sequence[Fit], found: Constraints, multipliers: Floats, **more: Any
) -> Calibration:
    """The outcome with its diagnostics, from the weights of units before and after."""
    moved = before > 0
    effects = kish(before), kish(after)
    return Calibration(
        after,
        max(abs(one.row()["difference"]) for one in cells),
        tuple(float(q) for q in np.quantile(after[moved] / before[moved], QUANTILES)),
        found.joined,
        multipliers,
        tuple(cells),
        design_effects=effects,
        effective=(float(moved.sum() / effects[0]), float((after > 0).sum() / effects[1])),
        unknown=found.unknown or {},
        **more,
    )


def fits(found: Constraints, before: Floats, after: Floats) -> Iterator[Fit]:
    """How each cell is met by the weights of units."""
    figures = zip(
        found.margins,
        found.names,
        found.sampled.tolist(),
        (before @ found.x).tolist(),
        found.targets.tolist(),
        (after @ found.x).tolist(),
        strict=True,
    )
    for figure in figures:
        yield Fit(*figure)


def reweight(
    survey: Survey,
    margins: Source,
    *,
    method: str = "raking",
    bounds: Sequence[float] | None = None,
    by: str = UNITS[0],
    join: bool = False,
    adjust: bool = False,
    scale: bool = True,
) -> Reweighted:
    """`survey` with weights that meet every total of `margins` (a CSV file, or rows), moved as little as possible.

    `method` is raking, linear or logit, `bounds` the lowest and highest ratio of new to old weight (needed by logit). `by` is
    household (all members keep one weight, and each household's move counts once), members (the same, each household counting
    as often as it has members, after Lemaître and Dufour 1987) or person. `join` counts a cell without anybody with its
    neighbour, `adjust` scales margins that disagree to the first. With `scale` weights are first brought to the total of the first
    margin that counts everybody, and bounds and ratios are meant after that. Replicate weights are calibrated each in its turn.
    What no weights can meet raises GroundfloorError naming the cell. Method and sources: docs/methods/calibration.md.

    >>> from groundfloor import new, read_survey
    >>> survey = read_survey(new("nowhere"))
    >>> done = reweight(survey, [{"sex": "female", "total": 5e6}, {"sex": "male", "total": 4.9e6}])
    >>> round(done.survey.weight.sum()), [round(one.achieved) for one in done.calibration.cells]
    (9900000, [5000000, 4900000])
    """
    if by not in UNITS:
        raise GroundfloorError(f"by is {by!r}", expected=f"one of {', '.join(UNITS)}", hint=nearest(by, UNITS))
    distance = distance_of(method, bounds)
    if not ((survey.weight >= 0).all() and (survey.weight > 0).any()):
        raise GroundfloorError(
            f"The survey {survey.name!r} has weights that are unknown or negative, or none above 0",
            expected="weights of 0 or more",
        )
    read = read_margins(margins, [name for name in survey.columns if not name.startswith("_")])
    agreeing, adjusted = agreed(read, adjust)
    found = constraints(survey, agreeing, by=by, join=join)
    unit = np.arange(survey.persons) if by == PERSON else survey.household_of
    first = np.arange(survey.persons) if by == PERSON else survey.starts
    size = survey.sizes.astype(float) if by == MEMBERS else np.ones(len(first))
    problem = _Problem(found, distance, size, _whole(survey, agreeing, unit) if scale else None)
    before = survey.weight[first]
    after, multipliers, steps = problem.solved(before)
    calibration = calibration_of(
        problem.level(before),
        after,
        list(fits(found, before, after)),
        found,
        multipliers,
        steps=steps,
        adjusted=adjusted,
        method=method,
    )
    replicates = survey.replicates
    if replicates is not None:
        replicates = _recalibrated(replicates, problem, before, after, multipliers, first, unit)
    weighted = replace(
        survey.with_weight(after[unit]),
        replicates=replicates,
        calibrated=Regressors(problem.x, before * problem.size, after * problem.size, unit),
    )
    return Reweighted(weighted, calibration)


def _whole(survey: Survey, margins: Sequence[Margin], unit: Ints) -> tuple[Floats, float] | None:
    """What each unit adds to the first margin that counts everybody, and its total; None where no margin does."""
    for margin in margins:
        if margin.counts and margin.total:
            each = np.ones(survey.persons)
            if margin.of == HOUSEHOLDS:
                each = np.zeros(survey.persons)
                each[survey.starts] = 1.0
            return np.bincount(unit, each).astype(np.float64), margin.total
    return None


class _Problem:
    """A calibration to solve for several weights: each unit's distance counts `size` times.

    `whole` is what each unit adds to a total that weights are scaled to before they move, and that total.
    """

    def __init__(
        self, found: Constraints, distance: Distance, size: Floats, whole: tuple[Floats, float] | None
    ) -> None:
        from scipy.sparse import diags_array

        self.found, self.distance, self.size, self.whole = found, distance, size, whole
        self.x = (diags_array(1 / size) @ found.x).tocsr()
        # sums of money are brought to the size of counts, or they would drown them
        self.per = np.maximum(np.asarray(abs(found.x).sum(axis=0)).ravel() / np.maximum(found.sampled, 1), 1.0)
        self.scaled = (self.x @ diags_array(1 / self.per)).tocsr()

    def level(self, before: Floats) -> Floats:
        """The weights that calibration starts from."""
        return before if self.whole is None else before * (self.whole[1] / float(before @ self.whole[0]))

    def solved(self, before: Floats, start: Floats | None = None, of: str = "") -> tuple[Floats, Floats, int]:
        """The new weights, the multipliers and the steps."""
        before = self.level(before)
        try:
            solution = solve(
                before * self.size,
                self.scaled,
                self.found.targets / self.per,
                distance=self.distance,
                names=self.found.names,
                start=start,
                tolerance=CLOSE,
                per=self.per,
            )
        except GroundfloorError as error:
            if of:
                raise GroundfloorError(
                    f"{of}: {error.what}", error.place, expected=error.expected, hint=error.hint
                ) from None
            raise
        return before * self.distance.ratio(self.scaled @ solution.multipliers), solution.multipliers, solution.steps


def _recalibrated(
    replicates: Replicates, problem: _Problem, before: Floats, after: Floats, start: Floats, first: Ints, unit: Ints
) -> Replicates:
    """Each replicate's weights calibrated to the same totals; `first` is each unit's first person, `unit` each person's."""
    rows = replicates.unit[first]
    factors = np.empty((len(first), replicates.number))
    for at in range(replicates.number):
        own = before * replicates.factors[rows, at]
        new, _, _ = problem.solved(own, start, f"Replicate {at + 1}")
        factors[:, at] = np.divide(new, after, out=np.zeros_like(new), where=after != 0)
    return replace(replicates, factors=factors, unit=unit)
