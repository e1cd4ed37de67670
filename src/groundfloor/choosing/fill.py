"""What room a choice leaves is filled step by step, the step that closes most for its cost first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from groundfloor.choosing.measured import LEFT, Objective
from groundfloor.survey.frame import Floats, Ints

LEAST = 1e-12
SLACK = 1e-11


def filled(objective: Objective, point: Floats, rows: Sequence[tuple[Floats, float]]) -> Floats:
    """Raise the coverage of a choice, one step at a time, while `row @ decisions <= most` in all rows and something is gained.

    A step in a year takes with it the years after it whose coverage is no higher, for coverage never falls. What a step gains
    is exact: only households that the programme reaches have to be looked at.
    """
    decisions = objective.decisions
    matrix = np.array([row for row, _ in rows]).reshape(len(rows), decisions.count)
    room = np.array([most for _, most in rows]) - matrix @ point
    cost = decisions.costs()
    steps = [place[int(point[place].sum(axis=(1, 2)).argmax())] for place in decisions.places]
    levels = [int(point[place].sum(axis=(1, 2)).argmax()) for place in decisions.places]
    reached = np.array([point[one].sum(axis=0).astype(int) for one in steps])
    point, years = point.copy(), [_Year(objective, point, t) for t in range(decisions.years)]
    gains: dict[tuple[int, int], float] = {}
    while True:
        best, chosen = 0.0, None
        for p, one in enumerate(steps):
            for t in range(decisions.years):
                k = reached[p, t]
                if k == len(one):
                    continue
                run = [s for s in range(t, decisions.years) if reached[p, s] == k]
                added = one[k, run]
                for s in run:
                    if (p, s) not in gains:
                        gains[p, s] = years[s].gain(p, levels[p] * len(one) + k, k > 0) - objective.linear[one[k, s]]
                gain = sum(gains[p, s] for s in run)
                worth = gain / max(float(cost[added].sum()), LEAST)
                if gain > LEAST and worth > best and _fits(matrix, room, added, decisions.upper):
                    best, chosen = worth, (p, run, added)
        if chosen is None:
            return point
        p, run, added = chosen
        for s in run:
            years[s].take(p, levels[p] * len(steps[p]) + reached[p, s], reached[p, s] > 0)
        gains = {key: gain for key, gain in gains.items() if key[1] not in run}
        reached[p, run] += 1
        point[added] = 1.0
        room = room - matrix[:, added].sum(axis=1)


def _fits(matrix: Floats, room: Floats, added: Ints, upper: Floats) -> bool:
    return bool((upper[added] > 0).all()) and bool((matrix[:, added].sum(axis=1) <= room + SLACK).all())


class _Year:
    """What households lack in one year of a choice that is being filled."""

    def __init__(self, objective: Objective, point: Floats, year: int) -> None:
        self.parts = [part for part in objective.parts if part.year == year]
        self.blocks = {}
        if self.parts:
            households = self.parts[0].households
            self.missing = households.missing(objective.decisions.share(point, year))
            self.blocks = {block.programme: block for block in households.blocks}
            self.weights = [part.factor * part.weight[households.rows] for part in self.parts]

    def _less(self, programme: int, option: int, above: bool) -> tuple[Ints, Floats] | None:
        """The households that a step of a programme reaches, and what they lack after it."""
        block = self.blocks.get(programme)
        if block is None:
            return None
        more = block.amounts[:, option] - (block.amounts[:, option - 1] if above else 0.0)
        return block.rows, self.missing[block.rows] - more

    def gain(self, programme: int, option: int, above: bool) -> float:
        """By how much the objective falls when a programme goes to `option` from the one before it."""
        found = self._less(programme, option, above)
        if found is None:
            return 0.0
        rows, less = found
        return sum(
            float(weight[rows] @ (LEFT[part.name](self.missing[rows]) - LEFT[part.name](less)))
            for part, weight in zip(self.parts, self.weights, strict=True)
        )

    def take(self, programme: int, option: int, above: bool) -> None:
        """Take the step."""
        found = self._less(programme, option, above)
        if found is not None:
            self.missing[found[0]] = found[1]
