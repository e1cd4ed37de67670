"""What needs an order of persons, or welfare with and without a programme, seen person by person or household by household."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from groundfloor.measures.cuts import Cut
from groundfloor.measures.design import Design, Mask, Partition, Rows
from groundfloor.measures.estimate import Base, base_of
from groundfloor.measures.figure import Sums, sums
from groundfloor.measures.ranking import Ranking
from groundfloor.survey.frame import Floats, Survey

Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True)
class Over:
    """The persons a figure is taken over, in every partition it is given for."""

    counted: Mask
    bases: tuple[Base, ...]


class View:
    """Rows with their weights and the areas they lie in.

    A row is a person or, where all members of every household are alike in what is looked at, a household with the weight of
    all its members: the same figures from a fraction of the rows.
    """

    def __init__(self, survey: Survey, design: Design, cuts: Iterable[Cut], *, by_household: bool) -> None:
        self.by_household, self._starts = by_household, survey.starts
        rows = replace(design, unit=self.take(design.unit))
        self.weight = np.add.reduceat(survey.weight, survey.starts) if by_household else survey.weight
        self.persons = survey.sizes.astype(float) if by_household else np.ones(survey.persons)
        atoms = Rows(rows)
        self.parts = tuple(Partition(cut.names, self.take(cut.code), atoms, cut.line, cut.parents) for cut in cuts)
        self._everyone: Over | None = None

    def take(self, values: NDArray[Kind]) -> NDArray[Kind]:
        """One value a row from one a person."""
        return values[self._starts] if self.by_household else values

    def over(self, counted: Mask) -> Over:
        """The rows `counted`, by area."""
        if counted.all():
            if self._everyone is None:
                self._everyone = self._over(counted)
            return self._everyone
        return self._over(counted)

    def _over(self, counted: Mask) -> Over:
        persons, weight = (sums(each, counted) for each in (self.persons, self.weight))
        return Over(counted, tuple(base_of(part, persons.cells(part), weight.cells(part)) for part in self.parts))

    def sums(self, over: Over, values: Floats) -> Sums:
        """Weight times value for the rows counted."""
        return sums(self.weight, over.counted, values)

    def ranked(self, values: Floats, known: Mask, areas: int | None = None) -> tuple[Ranking, ...]:
        """The rows `known` in order of `values`, by area (the first `areas` of them), from one sort."""
        values = np.where(known, values, np.nan)
        order = np.argsort(values, kind="stable")
        return tuple(Ranking(part, values, self.weight, order) for part in self.parts[:areas])
