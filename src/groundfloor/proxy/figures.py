"""Figures over persons with their design-based standard errors and 95 % intervals, as `measures` has them."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.measures.design import Partition, everyone, totals
from groundfloor.measures.estimate import ROUNDING, Base, Estimate, base, estimated, ratio, weighted
from groundfloor.measures.influence import Figure
from groundfloor.measures.intervals import degrees, interval
from groundfloor.survey.frame import Floats, Ints, Survey

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

    def sum(self, by_household: Floats | Mask) -> Figure:
        """The weighted sum over persons of what their households have, to be counted with."""
        return Figure.total(self.part, self._summed(by_household, weighted=True))

    def behind(self, homes: Mask) -> Base:
        """The persons of some households, behind a figure."""
        return base(self.part, self._summed(homes, weighted=False), self._summed(homes, weighted=True))

    def _summed(self, by_household: Floats | Mask, *, weighted: bool) -> Floats:
        """Totals over persons by atom, from households where no atom parts one: persons are a few times as many."""
        if self._atom is None:
            each = self.persons(by_household)
            return self.part.atoms.sum(each * self.weight if weighted else each.astype(float))
        members = self._members if weighted else self.survey.sizes.astype(float)
        return totals(self._atom, by_household * members, len(self.part.atoms.starts))

    @cached_property
    def _members(self) -> Floats:
        """The sum of the weights of each household's members."""
        members: Floats = np.add.reduceat(self.weight, self.survey.starts)
        return members

    @cached_property
    def _atom(self) -> Ints | None:
        """The atom of each household; None where weights that were calibrated by person part households."""
        atoms, homes = self.part.atoms.starts, self.survey.starts
        if not np.isin(atoms, homes, assume_unique=True).all():
            return None
        return np.searchsorted(atoms, homes, side="right") - 1

    def row(self, found: Estimate, *, proportion: bool = False) -> Row:
        """Value, standard error, 95 % interval and unweighted persons; a proportion of 0 or 1 has no error."""
        if proportion:
            value = np.where(abs(found.value - 1) < ROUNDING, 1.0, found.value)
            found = replace(found, value=value, se=np.where((value > 0) & (value < 1), found.se, np.nan))
        low, high = interval(found.value, found.se, self.df, proportion=proportion)
        numbers = (float(one[0]) for one in (found.value, found.se, low, high))
        return {**dict(zip(QUANTITIES, numbers, strict=False)), "n": int(found.n[0])}
