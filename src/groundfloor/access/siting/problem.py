"""Demands, candidates and what each candidate brings to each demand."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from groundfloor.access.coverage import MINUTE
from groundfloor.access.grid import Floats, Ints
from groundfloor.access.siting.field import Sets


@dataclass(frozen=True)
class Problem:
    """Candidate j brings the demands of `demand[first[j]:first[j + 1]]` the `gain` there, for each of the `weight` people of the demand.

    `room` is how many people each candidate can serve; empty where that does not matter.
    """

    first: Ints
    demand: Ints
    gain: Floats
    weight: Floats
    room: Floats = field(default_factory=lambda: np.zeros(0))

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def candidate(self) -> Ints:
        """The candidate of each entry."""
        return np.repeat(np.arange(len(self)), np.diff(self.first))


def problem_of(sets: Sets, people: Floats, *, stop: Floats | None = None, room: float | None = None) -> Problem:
    """The cells that candidates reach as demands, with the minutes saved as gain where there is a `stop` in seconds, else 1.

    Where there is `room` for only so many, the demands of each candidate stand in the order of the time from them, those as far in that of the grid.
    """
    cells, seconds = sets.cells, sets.seconds
    if room is not None:
        order = np.lexsort((cells, seconds, sets.source))
        cells, seconds = cells[order], seconds[order]
    here, demand = np.unique(cells, return_inverse=True)
    gain = np.ones(len(cells)) if stop is None else (stop.ravel()[cells] - seconds) / MINUTE
    given = np.zeros(0) if room is None else np.full(len(sets), room)
    return Problem(sets.first, demand.astype(np.int64), gain, people.ravel()[here].astype(float), given)


def merged(problem: Problem) -> Problem:
    """The same with all demands that the same candidates reach as one: each choice brings as much as before. Where gains differ nothing is merged.

    >>> both = merged(Problem(np.array([0, 2]), np.array([0, 1]), np.ones(2), np.array([3.0, 4.0])))
    >>> both.demand, both.weight
    (array([0]), array([7.]))
    """
    if len(problem.gain) and np.ptp(problem.gain) > 0:
        return problem  # minutes saved are hardly ever the same
    candidate = problem.candidate
    order = np.lexsort((candidate, problem.demand))
    ends = np.searchsorted(problem.demand[order], np.arange(len(problem.weight) + 1)).tolist()
    who = np.ascontiguousarray(candidate[order])
    known: dict[bytes, int] = {}
    number = np.empty(len(problem.weight), np.int64)
    for i in range(len(number)):
        here = slice(ends[i], ends[i + 1])
        number[i] = known.setdefault(who[here].tobytes(), len(known))
    weight = np.bincount(number, problem.weight, minlength=len(known)).astype(float)
    leading = np.zeros(len(number), dtype=bool)
    leading[np.unique(number, return_index=True)[1]] = True
    kept = leading[problem.demand]
    first = np.concatenate([[0], np.cumsum(np.bincount(candidate[kept], minlength=len(problem)))])
    return Problem(first, number[problem.demand[kept]], problem.gain[kept], weight, problem.room)


def value(problem: Problem, chosen: Ints) -> float:
    """What a choice brings, whatever room there is; people and gains counted one by one."""
    best = np.zeros(len(problem.weight))
    for j in chosen.tolist():
        here = slice(int(problem.first[j]), int(problem.first[j + 1]))
        np.maximum.at(best, problem.demand[here], problem.gain[here])
    return float((problem.weight * best).sum())
