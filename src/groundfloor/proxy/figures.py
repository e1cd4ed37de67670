"""Figures over persons with their design-based standard errors and 95 % intervals, as `measures` has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.measures.design import ALL, Grouping, Partition, partitions
from groundfloor.measures.estimate import Base, Estimate, base, estimated, linearised, ratio, weighted
from groundfloor.survey.frame import Floats, Ints, Survey

Mask = NDArray[np.bool_]
Z = 1.959963984540054
QUANTITIES = ("value", "se", "low", "high", "n")


@dataclass(frozen=True)
class Linear:
    """A figure over everybody with its influence by primary unit, from which others are made."""

    over: Base
    value: Floats
    influence: Floats


class Figures:
    """Estimates over the persons of a survey; arguments have one value a person."""

    def __init__(self, survey: Survey, groups: Grouping | None = None) -> None:
        self.survey, self.weight = survey, survey.weight
        everybody: Grouping = ((ALL,), np.zeros(survey.persons, dtype=np.int64))
        self.parts = partitions(survey, [everybody] if groups is None else [everybody, groups])

    def persons(self, by_household: NDArray[Any]) -> NDArray[Any]:
        """One value a household, repeated on its members."""
        return np.repeat(by_household, self.survey.sizes)

    def _base(self, part: Partition, counted: Mask, below: Floats | None = None) -> Base:
        below = np.ones(len(counted)) if below is None else below
        return base(part, part.atoms.sum(counted.astype(float)), part.atoms.sum(weighted(self.weight, counted, below)))

    def _above(self, part: Partition, counted: Mask, values: Floats) -> Floats:
        return part.atoms.sum(weighted(self.weight, counted, values))

    def share(self, counted: Mask, values: Floats | Mask, below: Floats | None = None) -> dict[str, Any]:
        """The weighted sum of values over that of `below` (persons) among those counted."""
        part = self.parts[0]
        found = ratio(self._base(part, counted, below), self._above(part, counted, np.asarray(values, dtype=float)))
        return row(found)

    def shares(self, counted: Mask, values: Floats | Mask) -> list[dict[str, Any]]:
        """The same by group."""
        part = self.parts[1]
        found = ratio(self._base(part, counted), self._above(part, counted, np.asarray(values, dtype=float)))
        return [row(found, i) for i in range(len(part.names))]

    def total(self, counted: Mask, values: Floats | Mask) -> dict[str, Any]:
        """The weighted sum of values among those counted."""
        part = self.parts[0]
        cells = part.cells(self._above(part, counted, np.asarray(values, dtype=float)))
        value = part.groups(cells)
        return row(estimated(self._base(part, counted), value, cells, value))

    def linear(self, counted: Mask, values: Floats | Mask) -> Linear:
        """A share with its influence."""
        over = self._base(self.parts[0], counted)
        return Linear(over, *linearised(over, self._above(self.parts[0], counted, np.asarray(values, dtype=float))))

    def combined(self, value: float, parts: Sequence[tuple[Linear, float]]) -> dict[str, Any]:
        """A figure made of others, from its derivative by each."""
        influence = sum((one.influence * slope for one, slope in parts), np.zeros(1))
        scale = np.array([max(abs(float(one.value[0] * slope)) for one, slope in parts)])
        units = np.min([one.over.units for one, _ in parts], axis=0)
        n = np.max([one.over.n for one, _ in parts], axis=0)
        over = parts[0][0].over
        over = Base(over.partition, over.cells, over.totals, n, units)
        return row(estimated(over, np.array([value]), influence, scale))

    def influenced(self, counted: Mask, value: float, influence: Floats) -> dict[str, Any]:
        """A figure from its influence function by person."""
        part = self.parts[0]
        cells = part.cells(self._above(part, counted, influence))
        return row(estimated(self._base(part, counted), np.array([value]), cells, np.array([value])))


def row(found: Estimate, i: int = 0) -> dict[str, Any]:
    """Value, standard error, 95 % interval and unweighted persons of one group."""
    value, se = float(found.value[i]), float(found.se[i])
    return {"value": value, "se": se, "low": value - Z * se, "high": value + Z * se, "n": int(found.n[i])}


def bounded(found: dict[str, Any], low: float = 0.0, high: float = 1.0) -> dict[str, Any]:
    """The same with an interval that stays between bounds."""
    if np.isnan(found["se"]):
        return found
    return {**found, "low": max(found["low"], low), "high": min(found["high"], high)}


def codes(groups: Ints, names: Sequence[str]) -> Grouping:
    """Groups of persons as figures take them."""
    return tuple(names), groups
