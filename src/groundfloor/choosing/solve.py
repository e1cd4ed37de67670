"""The best choice and how far from the best it can be: bounds are added where the solver needs them until both meet."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.choosing.fill import filled
from groundfloor.choosing.linear import Linear
from groundfloor.choosing.measured import Objective
from groundfloor.choosing.model import Limit
from groundfloor.choosing.shortfall import CELLS
from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Floats

CHEAPER = 1e-5  # what the whole envelope weighs beside the objective: of two equal choices the cheaper is taken
ROUNDS = 40
SLACK = 1e-11  # of a row in the unit a breach is measured by: less than a cent in the money of a country
OPTIMAL, TIME = "optimal", "time_limit"
INFEASIBLE = 2  # as the solver says it
PATIENCE = 4  # times the seconds asked for, where nothing at all was found in them
NARROW = 3  # turns with levels given, before everything is open
PER_SECOND = 300  # decisions of a program with everything open for each second that it may take
TIGHTER = 1e-6
MISSED = 1e-9
Row = tuple[Floats, float]
Matrix = tuple[Any, Floats]


@dataclass(frozen=True)
class Solution:
    """Whole decisions, the objective they have exactly, and `bound`, below which no choice within the limits can be."""

    decisions: Floats
    value: float
    bound: float
    status: str
    seconds: float

    @property
    def gap(self) -> float:
        """How much more than this could be closed at the most, as a share of what is open without any programme."""
        return max(self.value - self.bound, 0.0)


class Solver:
    """One menu and objective, asked several times: what was learnt about the objective is kept between questions."""

    def __init__(self, objective: Objective, tolerance: float) -> None:
        self.objective, self.decisions = objective, objective.decisions
        self.tolerance = tolerance
        self.order, self.linear = self.decisions.order(), Linear(self.decisions)
        self.cuts: list[tuple[int, Floats, Floats, float]] = []
        self.pool: list[tuple[Floats, float]] = []
        nothing = np.zeros(self.decisions.count)
        self._learn(nothing, np.full(objective.cells, -np.inf))
        self.pool.append((nothing, objective.value(nothing)))

    def best(
        self, limits: Sequence[Limit], seconds: float, extra: Sequence[Row] = (), first: Any = None
    ) -> Solution | None:
        """The best choice within `limits` and further rows `row @ decisions <= most`; None where there is none at all.

        The linear program (`first` is its solution where it was solved before) bounds it and proposes levels; with these given the
        program with whole decisions is small. What time is left goes to the program with everything open, where that is enough for it.
        """
        began = time.monotonic()
        rows = [*((one.row_below, one.most) for one in map(Scaled, limits)), *extra]
        matrix, costs = self._matrix(rows), self._costs()
        open_, nothing = self._useful(rows), np.zeros(self.decisions.count)
        relaxed = self._relaxed(matrix, costs, began + seconds / 3, open_, first)
        if relaxed is None:
            return None
        bound = relaxed.fun + self.objective.constant - CHEAPER
        levels = self._levels(relaxed.x)
        if (known := self._incumbent(rows)) is not None:
            self._meet(known[0], rows)
        tightened, wide, searched = 0.0, False, -np.inf
        for turn in range(ROUNDS):
            left = began + seconds - time.monotonic()
            best = self._incumbent(rows)
            # however slow the machine, levels are looked for once and the program with them is solved
            if best is not None and ((turn > 0 and left <= 0) or best[1] - bound <= self.tolerance):
                break
            wide = turn >= NARROW and (best is None or int(open_.sum()) <= PER_SECOND * left)
            if not wide:
                levels, searched = self._searched(levels, searched, matrix, costs, max(left / 4, 1.0))
            near = (nothing, open_) if wide else self._near(levels, matrix, costs, rows, 2 + turn)
            found = self._whole(matrix, costs, near, tightened, max(left if wide else left / 4, 1.0))
            if wide and tightened == 0.0:
                if found.status == INFEASIBLE:
                    return None
                if found.mip_dual_bound is not None and np.isfinite(found.mip_dual_bound):
                    bound = max(bound, found.mip_dual_bound + self.objective.constant - CHEAPER)
            if found.x is None:
                if left <= -PATIENCE * seconds:
                    break
            elif not self._take(found, rows):
                tightened += TIGHTER
        best = self._incumbent(rows)
        if best is None:
            raise NotFoundError(
                f"No choice was found in {seconds:g} seconds",
                hint="Give more `seconds`, or fewer levels, steps, programmes or years.",
            )
        return self._solution(best, bound, rows, time.monotonic() - began)

    def at_best(self, limits: Sequence[Limit], extra: Sequence[Row] = ()) -> tuple[float, Any]:
        """A bound of the objective by the linear program alone, infinite where nothing keeps the conditions, and its solution."""
        rows = [*((one.row_below, one.most) for one in map(Scaled, limits)), *extra]
        found = self._linear(self._matrix(rows), self._costs(), self._useful(rows))
        return float(found.fun) + self.objective.constant - CHEAPER if found.status == 0 else np.inf, found

    def _useful(self, rows: Sequence[Row]) -> Floats:
        """What may be decided, without programmes that close nothing and that no condition asks for."""
        upper = self.decisions.upper.copy()
        for p, place in enumerate(self.decisions.places):
            at = place.ravel()
            asked = any((row[at] < 0).any() for row, _ in rows)
            if not asked and not self.objective.linear[at].any() and p not in self.objective.felt:
                upper[at] = 0.0
        return upper

    def again(self, limits: Sequence[Limit], known: Solution) -> Solution:
        """A solution, or a better one within the same limits that was met since."""
        rows = [(one.row_below, one.most) for one in map(Scaled, limits)]
        best = self._incumbent(rows)
        if best is None or best[1] >= known.value:
            return known
        return self._solution(best, known.bound, rows, known.seconds)

    def _solution(self, best: tuple[Floats, float], bound: float, rows: Sequence[Row], seconds: float) -> Solution:
        point, value = self._pruned(*best, rows)
        self.pool.append((point, value))
        status = OPTIMAL if value - bound <= self.tolerance else TIME
        return Solution(point, value, min(bound, value), status, seconds)

    def _searched(
        self, levels: list[int], before: float, matrix: Matrix, costs: Floats, seconds: float
    ) -> tuple[list[int], float]:
        """Better levels, one programme at a time, by the linear program, which is close to the whole one and takes little time.

        Bounds learnt raise its value at any levels, so that levels found best are so still where theirs is what it was `before`.
        """
        until = time.monotonic() + seconds
        value = self._at(levels, matrix, costs)
        if value <= before + self.tolerance / 50:
            return levels, before
        for p, place in enumerate(self.decisions.places):
            for level in range(len(place)):
                if level != levels[p] and time.monotonic() < until:
                    other = [*levels[:p], level, *levels[p + 1 :]]
                    reached = self._at(other, matrix, costs)
                    if reached < value - self.tolerance / 50:
                        levels, value = other, reached
        return levels, value

    def _at(self, levels: Sequence[int], matrix: Matrix, costs: Floats) -> float:
        found = self._linear(matrix, costs, self._only(levels))
        return float(found.fun) if found.status == 0 else np.inf

    def _near(
        self, levels: Sequence[int], matrix: Matrix, costs: Floats, rows: Sequence[Row], steps: int
    ) -> tuple[Floats, Floats]:
        """Bounds of decisions with levels given: coverage within some steps of what the linear program has.

        That coverage with its parts of steps left out, and then filled, is a first choice.
        """
        lower, upper = np.zeros(self.decisions.count), self._only(levels)
        found = self._linear(matrix, costs, upper)
        if found.status == 0:
            for place, level in zip(self.decisions.places, levels, strict=True):
                at = place[level]
                reached = found.x[at].sum(axis=0)
                number = 1 + np.arange(len(at))[:, None]
                lower[at] = number <= np.floor(reached) - steps
                upper[at] *= number <= np.ceil(reached) + steps
            self._meet(np.floor(found.x[: self.decisions.count] + TIGHTER), rows)
        return np.minimum(lower, upper), upper

    def _meet(self, point: Floats, rows: Sequence[Row]) -> None:
        """Remember a choice, filled, where it keeps the conditions."""
        if self._keeps(point, rows):
            point = filled(self.objective, point, rows)
            self.pool.append((point, self.objective.value(point)))

    def _levels(self, point: Floats) -> list[int]:
        """The place of the level that each programme has most of; of one that is not in the floor the lowest."""
        return [int(point[place].sum(axis=(1, 2)).argmax()) for place in self.decisions.places]

    def _only(self, levels: Sequence[int]) -> Floats:
        """What may be decided where each programme has one level."""
        upper = np.zeros(self.decisions.count)
        for place, level in zip(self.decisions.places, levels, strict=True):
            upper[place[level].ravel()] = 1.0
        allowed: Floats = np.minimum(upper, self.decisions.upper)
        return allowed

    def _take(self, found: Any, rows: Sequence[Row]) -> bool:
        """Learn from what the solver found and remember it where it keeps the conditions to the last unit of money."""
        point = np.round(found.x[: self.decisions.count])
        kept = self._keeps(point, rows)
        if kept:
            self._meet(point, rows)
        self._learn(point, found.x[self.decisions.count :])
        return kept

    def shadow(self, limits: Sequence[Limit], chosen: Floats) -> Floats:
        """What one more unit of each limit closes where programmes and levels are those `chosen` and coverage may be any share.

        One value a limit, in units of the objective, from the duals of the linear program.
        """
        found = self.any_share(limits, chosen)
        if found is None:
            return np.full(len(limits), np.nan)
        # + 0.0, that nothing is never minus nothing
        duals = -found.ineqlin.marginals[: len(limits)] + 0.0
        closes: Floats = duals / np.array([one.scale for one in limits])
        return closes

    def any_share(self, limits: Sequence[Limit], chosen: Floats) -> Any:
        """The linear program with the programmes and levels `chosen` and coverage of any share; None where there is no such."""
        upper = self._only(self._levels(chosen))
        for place in self.decisions.places:
            if not chosen[place].any():
                upper[place.ravel()] = 0.0
        matrix = self._matrix([(one.row_below, one.most) for one in map(Scaled, limits)])
        return self._relaxed(matrix, self._costs(0.0), np.inf, upper)

    def _matrix(self, rows: Sequence[Row]) -> Matrix:
        from scipy.sparse import csr_array, vstack

        order, bound = self.order
        if not rows:
            return order, bound
        return vstack([csr_array(np.array([row for row, _ in rows])), order], format="csr"), np.concatenate(
            [[most for _, most in rows], bound]
        )

    def _costs(self, weight: float = CHEAPER) -> Floats:
        decisions = self.decisions
        cost = decisions.costs()
        total = max(float(np.abs(cost).sum()), 1.0)
        return np.concatenate([self.objective.linear + weight * cost / total, np.ones(self.objective.cells)])

    def _program(self, matrix: Matrix, tightened: float) -> Matrix:
        """Conditions on decisions, then a row a bound learnt: coefficients @ decisions - left of the cell <= -constant."""
        from scipy.sparse import csr_array, hstack, vstack

        rows, most = matrix
        cells = self.objective.cells
        first = hstack([rows, csr_array((rows.shape[0], cells))], format="csr")
        slack = np.where(np.abs(most) > 0, tightened, 0.0)
        if not self.cuts:
            return first, most - slack
        lengths = [len(places) for _, places, _, _ in self.cuts]
        many = np.arange(len(self.cuts))
        at = np.concatenate([np.repeat(many, lengths), many])
        columns = np.concatenate([*(places for _, places, _, _ in self.cuts), [cell + self.decisions.count for cell, _, _, _ in self.cuts]])  # fmt: skip
        data = np.concatenate([*(values for _, _, values, _ in self.cuts), -np.ones(len(many))])
        cuts = csr_array((data, (at, columns)), shape=(len(many), self.decisions.count + cells))
        return vstack([first, cuts], format="csr"), np.concatenate([most - slack, [-one for _, _, _, one in self.cuts]])

    def _relaxed(self, matrix: Matrix, costs: Floats, until: float, upper: Floats, first: Any = None) -> Any:
        """Solve with coverage in any parts, learning bounds until they fit; None where there is no such choice."""
        for turn in range(ROUNDS):
            found = first if first is not None and turn == 0 else self._linear(matrix, costs, upper)
            if found.status == INFEASIBLE:
                return None
            if found.status != 0:
                raise GroundfloorError(
                    f"The linear program could not be solved: {found.message}",
                    hint="Give amounts and limits of a size that the country has.",
                )
            missed = self._learn(found.x[: self.decisions.count], found.x[self.decisions.count :])
            if missed <= self.tolerance / 4 or time.monotonic() > until:
                break
        return found

    def _linear(self, matrix: Matrix, costs: Floats, upper: Floats) -> Any:
        rows, most = self._program(matrix, 0.0)
        return self.linear.solve(rows, most, costs, self._above(upper))

    def _above(self, upper: Floats) -> Floats:
        return np.concatenate([upper, np.full(self.objective.cells, np.inf)])

    def _whole(
        self, matrix: Matrix, costs: Floats, between: tuple[Floats, Floats], tightened: float, seconds: float
    ) -> Any:
        from scipy.optimize import Bounds, LinearConstraint, milp

        rows, most = self._program(matrix, tightened)
        integral = np.concatenate([np.ones(self.decisions.count), np.zeros(self.objective.cells)])
        return milp(
            costs,
            integrality=integral,
            bounds=Bounds(np.concatenate([between[0], np.zeros(self.objective.cells)]), self._above(between[1])),
            constraints=LinearConstraint(rows, -np.inf, most),
            options={"time_limit": seconds, "mip_rel_gap": self.tolerance / 2},
        )

    def _learn(self, point: Floats, assumed: Floats) -> float:
        """Add the bounds that `point` breaks, `assumed` being what the solver took to be left; returns by how much in all."""
        missed = 0.0
        for i, part, bound in self.objective.bounds(point):
            start = i * (CELLS + 1)
            lacking = bound.value * part.factor - assumed[start : start + CELLS + 1]
            wanted = np.flatnonzero(lacking > MISSED)
            if not len(wanted):
                continue
            missed += float(lacking[wanted].sum())
            places, values = self.decisions.spread(bound.coefficients[wanted] * part.factor, part.year)
            for cell, row, constant in zip(wanted, values, bound.constant[wanted] * part.factor, strict=True):
                used = np.flatnonzero(row)
                self.cuts.append((int(start + cell), places[used], row[used], float(constant)))
        return missed

    def _keeps(self, point: Floats, rows: Sequence[Row]) -> bool:
        order, most = self.order
        return (
            all(float(row @ point) <= one + SLACK for row, one in rows)
            and bool((order @ point <= most + SLACK).all())
            and bool((point <= self.decisions.upper).all())
        )

    def _incumbent(self, rows: Sequence[Row]) -> tuple[Floats, float] | None:
        """The best choice met so far that keeps the conditions; of two alike the cheaper."""
        kept = [one for one in self.pool if self._keeps(one[0], rows)]
        cost = self._costs()[: self.decisions.count] - self.objective.linear
        return min(kept, key=lambda one: one[1] + float(cost @ one[0]), default=None)

    def _pruned(self, point: Floats, value: float, rows: Sequence[Row]) -> tuple[Floats, float]:
        """The choice without what it pays for nothing: whole programmes that change the objective by nothing at all."""
        for place in self.decisions.places:
            if point[place].any():
                less = point.copy()
                less[place] = 0.0
                if self._keeps(less, rows):
                    other = self.objective.value(less)
                    if other <= value + 1e-12:
                        point, value = less, other
        return point, value


class NotFoundError(GroundfloorError):
    """No choice was met in the time there is; there may be one or none."""


class Scaled:
    """A limit as a row at most a number, in the unit a breach is measured by."""

    def __init__(self, limit: Limit) -> None:
        sign = -1.0 if limit.least else 1.0
        self.limit, self.row_below, self.most = limit, sign * limit.row / limit.scale, sign * limit.bound / limit.scale
