"""The objective at a point: exactly where it chooses outright, and bounds of it everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from groundfloor.choosing.model import Decisions, coverage_row
from groundfloor.choosing.settings import COVERAGE, GAP, POOR
from groundfloor.choosing.shortfall import CELLS, Bound, Households
from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Floats

WAYS: Mapping[str, Callable[[Households, Floats, Floats], Bound]] = {
    GAP: Households.gap_bound,
    POOR: Households.poor_bound,
}

LEFT: Mapping[str, Callable[[Floats], Floats]] = {
    GAP: lambda missing: np.maximum(missing, 0.0),
    POOR: lambda missing: (missing > 0).astype(float),
}


@dataclass(frozen=True)
class Part:
    """One objective in one year: how it is bounded, the weight of its persons, and what turns it into the whole's units."""

    name: str
    year: int
    way: Callable[[Households, Floats, Floats], Bound]
    households: Households
    weight: Floats
    factor: float


class Objective:
    """The share of what is open without any programme that a choice leaves open, weighted over objectives: least is best.

    Each objective is divided by its value without any programme, summed over the years, so that it is 1 there.
    """

    def __init__(self, decisions: Decisions, weights: Mapping[str, float], line: float | None) -> None:
        self.decisions, self.menu, self.weights = decisions, decisions.menu, weights
        self.linear, self.constant = np.zeros(decisions.count), 0.0
        self.parts: list[Part] = []
        self.nothing: dict[str, float] = {}
        if COVERAGE in weights:
            row, self.nothing[COVERAGE] = coverage_row(decisions)
            self.linear, self.constant = weights[COVERAGE] * row, weights[COVERAGE]
        poverty = [name for name in (GAP, POOR) if name in weights]
        if poverty:
            self._poverty(poverty, line)

    def _poverty(self, names: list[str], line: float | None) -> None:
        people = self.menu.people
        if people is None or line is None:
            raise GroundfloorError(
                f"The survey says nothing of what people live on, so that {names[0]} is not known",
                hint="Choose the objective coverage.",
            )
        sets: dict[tuple[int, ...], Households] = {}
        households = []
        for year in self.menu.years:
            blocks = people.blocks[year]
            key = tuple(map(id, blocks))
            if key not in sets:
                sets[key] = Households(people, blocks, self.decisions.sizes, line)
            households.append(sets[key])
        none = np.zeros(sum(self.decisions.sizes))
        for name in names:
            way = WAYS[name]
            weighted = [(one, people.weights[year]) for one, year in zip(households, self.menu.years, strict=True)]
            open_ = sum(float(way(one, none, weight).value.sum()) for one, weight in weighted)
            if not open_ > 0:
                raise GroundfloorError(
                    "Nobody is poor by this line, so that there is nothing to close",
                    expected="a line below which somebody lives",
                    hint="Choose another `line`, or the objective coverage.",
                )
            self.nothing[name] = open_
            factor = self.weights[name] / open_
            self.parts += [Part(name, t, way, one, weight, factor) for t, (one, weight) in enumerate(weighted)]

    @cached_property
    def felt(self) -> frozenset[int]:
        """The places of programmes whose benefits move what a household lives on in some year."""
        return frozenset(
            block.programme for part in self.parts for block in part.households.blocks if block.amounts.any()
        )

    @property
    def cells(self) -> int:
        """How many bounds of their own there are: one a part and cell."""
        return len(self.parts) * (CELLS + 1)

    def bounds(self, decisions: Floats) -> Iterator[tuple[int, Part, Bound]]:
        """The place of each part and its bounds at `decisions`."""
        for i, part in enumerate(self.parts):
            share = self.decisions.share(decisions, part.year)
            yield i, part, part.way(part.households, share, part.weight)

    def values(self, decisions: Floats) -> dict[str, float]:
        """Each objective of whole decisions in its own unit: LCU of the base year, persons times years, and a share."""
        found = dict.fromkeys(self.nothing, 0.0)
        for part in self.parts:
            missing = part.households.missing(self.decisions.share(decisions, part.year))
            found[part.name] += float(part.weight[part.households.rows] @ LEFT[part.name](missing))
        if COVERAGE in found:
            found[COVERAGE] = (
                self.constant / self.weights[COVERAGE] + float(self.linear @ decisions) / self.weights[COVERAGE]
            )
        return found

    def value(self, decisions: Floats) -> float:
        """The objective of whole decisions."""
        return self.whole(self.values(decisions))

    def whole(self, values: Mapping[str, float]) -> float:
        """The objective from its parts."""
        return sum(self.weights[name] * one / self.nothing[name] for name, one in values.items())
