"""Figures over persons with their design-based standard errors and 95 % intervals, as `measures` has them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.measures.design import Partition, everyone
from groundfloor.measures.estimate import ROUNDING, Base, Estimate, base, estimated, ratio, weighted
from groundfloor.measures.influence import Figure
from groundfloor.measures.intervals import degrees, interval
from groundfloor.survey.frame import Floats, Survey

Mask = NDArray[np.bool_]
Row = dict[str, Any]
QUANTITIES = ("value", "se", "low", "high", "n")


class Figures:
    """Estimates over the persons of a survey; arguments have one value a person."""

    def __init__(self, survey: Survey) -> None:
        self.survey, self.weight = survey, survey.weight
        self.part: Partition = everyone(survey)
        self.df = degrees(self.part.design)

    def persons(self, by_household: NDArray[Any]) -> NDArray[Any]:
        """One value a household, repeated on its members."""
        return np.repeat(by_household, self.survey.sizes)

    def base(self, counted: Mask, below: Floats | None = None) -> Base:
        """The persons counted, and the sum of `below` (persons) among them."""
        atoms, below = self.part.atoms, np.ones(len(counted)) if below is None else below
        return base(self.part, atoms.sum(counted.astype(float)), atoms.sum(weighted(self.weight, counted, below)))

    def _above(self, counted: Mask, values: Floats | Mask) -> Floats:
        return self.part.atoms.sum(weighted(self.weight, counted, np.asarray(values, dtype=float)))

    def share(
        self, counted: Mask, values: Floats | Mask, below: Floats | None = None, *, proportion: bool = False
    ) -> Row:
        """The weighted sum of values over that of `below` (persons) among those counted; a `proportion` lies between 0 and 1."""
        return self.row(ratio(self.base(counted, below), self._above(counted, values)), proportion=proportion)

    def total(self, counted: Mask, values: Floats | Mask) -> Row:
        """The weighted sum of values among those counted."""
        cells = self.part.cells(self._above(counted, values))
        value = self.part.groups(cells)
        return self.row(estimated(self.base(counted), value, cells, value))

    def sum(self, values: Floats | Mask) -> Figure:
        """The weighted sum of values, to be counted with."""
        return Figure.total(self.part, self._above(np.ones(len(self.weight), dtype=bool), values))

    def row(self, found: Estimate, *, proportion: bool = False) -> Row:
        """Value, standard error, 95 % interval and unweighted persons; a proportion of 0 or 1 has no error."""
        if proportion:
            value = np.where(abs(found.value - 1) < ROUNDING, 1.0, found.value)
            found = replace(found, value=value, se=np.where((value > 0) & (value < 1), found.se, np.nan))
        low, high = interval(found.value, found.se, self.df, proportion=proportion)
        numbers = (float(one[0]) for one in (found.value, found.se, low, high))
        return {**dict(zip(QUANTITIES, numbers, strict=False)), "n": int(found.n[0])}
