"""A survey as its figures look at it: person by person, or household by household where all members are alike in what is measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from groundfloor.measures.design import Design, Grouping, Mask, Partition, Pieces, Rows, design_of
from groundfloor.measures.estimate import Base
from groundfloor.survey.frame import Floats, Ints, Survey

Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True)
class Over:
    """The rows a figure is taken over (or, with `persons`, the persons), in every partition it is given for."""

    counted: Mask
    bases: tuple[Base, ...]
    persons: bool = False


@dataclass(frozen=True)
class Cut:
    """Groups that exclude each other, told of the rows or pieces of rows in `atoms`; `line` and `parents` as in `Partition`."""

    names: tuple[str, ...]
    code: Ints
    atoms: Rows
    line: str | None = None
    parents: Ints | None = None

    def partition(self) -> Partition:
        """The groups with what each primary unit adds to each."""
        return Partition(self.names, self.code, self.atoms, self.line, self.parents)


class View:
    """The rows of a survey: persons or, where that gives the same figures from a fraction of the rows, households.

    A household is a row with the weight of all its members where they are alike in all that is measured. What is not (who
    receives in person, sex, age) is summed from persons, or told of pieces of households.
    """

    def __init__(self, survey: Survey, measured: Iterable[Floats]) -> None:
        """`measured` are values by person in which members must be alike for a household to be a row."""
        self.survey, design = survey, design_of(survey)
        many = survey.households < survey.persons
        self.by_household = many and constant(survey, design.unit) and all(constant(survey, one) for one in measured)
        home = np.repeat(np.arange(survey.households), survey.sizes) if self.by_household else None
        self.weight = self.summed(survey.weight)
        persons = survey.sizes.astype(float) if self.by_household else None
        self.design: Design = replace(design, unit=self.take(design.unit))
        self.atoms = Rows(self.design, persons, home)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.weight)

    @property
    def homes(self) -> Ints:
        """The household of each row."""
        return np.arange(self.rows) if self.by_household else self.survey.household_of

    def take(self, values: NDArray[Kind]) -> NDArray[Kind]:
        """One value a row from one a person, which is the same for all persons of a row."""
        return values[self.survey.starts] if self.by_household else values

    def summed(self, values: Floats) -> Floats:
        """The total by row of one value a person."""
        return np.add.reduceat(values, self.survey.starts) if self.by_household else values

    def spread(self, values: NDArray[Kind]) -> NDArray[Kind]:
        """One value a person from one a row; those of persons stay."""
        return np.repeat(values, self.survey.sizes) if len(values) == self.rows < self.survey.persons else values

    def heads(self, values: NDArray[Kind]) -> NDArray[Kind]:
        """One value a household, its first person's, from one a row."""
        return values if self.by_household else values[self.survey.starts]

    def cut(self, grouping: Grouping) -> Cut:
        """The cut of each person's group."""
        names, code = grouping
        if not self.by_household or constant(self.survey, code):
            return Cut(names, self.take(code), self.atoms)
        pieces = Pieces(self.atoms, code, self.survey.weight)
        return Cut(names, pieces.code, pieces)

    def crossed(self, first: Cut, second: Cut) -> Cut:
        """Each group of the first within each of the second, which are the parents: 'quintile=1,urban=0'."""
        width = len(second.names)
        names = tuple(f"{one},{other}" for one in first.names for other in second.names)
        parents = np.arange(len(names)) % width
        if isinstance(first.atoms, Pieces) and isinstance(second.atoms, Pieces):
            code = _crossed(first.code[first.atoms.piece], second.code[second.atoms.piece], width)
            found = self.cut((names, code))
            return replace(found, parents=parents)
        atoms = first.atoms if isinstance(first.atoms, Pieces) else second.atoms
        one, other = (cut.code if cut.atoms is atoms else atoms.each(cut.code) for cut in (first, second))
        return Cut(names, _crossed(one, other, width), atoms, parents=parents)


def _crossed(first: Ints, second: Ints, width: int) -> Ints:
    return np.where((first < 0) | (second < 0), -1, first * width + second)


def constant(survey: Survey, values: Floats | Ints) -> bool:
    """Whether all members of each household have the same value."""
    return np.array_equal(values, np.repeat(values[survey.starts], survey.sizes), equal_nan=values.dtype.kind == "f")
