"""The sampling design and the groups of persons a survey's figures are given for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.frame import Floats, Ints, Survey
from groundfloor.survey.groups import group_masks
from groundfloor.survey.weighting.residuals import Residuals

Mask = NDArray[np.bool_]
Kind = TypeVar("Kind", bound=np.generic)
SPREAD = 8


def totals(index: Ints, values: Floats, size: int) -> Floats:
    """Sum of `values` at each of `size` indices."""
    return np.bincount(index, values, size).astype(np.float64, copy=False)


@dataclass(frozen=True)
class Design:
    """Primary sampling units drawn with replacement within strata.

    `unit` is each person's primary unit, `stratum` each unit's stratum, `units_in` the units of each stratum. Where weights
    were calibrated, `unit` is the household (or person) that has one of them and `within` its primary unit.
    """

    unit: Ints
    stratum: Ints
    units_in: Ints
    within: Ints | None = None
    calibrated: Residuals | None = None

    def primary(self, unit: Ints) -> Ints:
        """The primary unit of each of `unit`."""
        return unit if self.within is None else self.within[unit]

    @property
    def weighted(self) -> int:
        """How many units there are that have one weight, the primary ones where weights are taken as given."""
        return len(self.stratum if self.within is None else self.within)

    def left(self, influence: Floats) -> Floats:
        """What calibration leaves of the linearised total of each unit."""
        return influence if self.calibrated is None else self.calibrated.of(influence)


def design_of(survey: Survey) -> Design:
    """The design of a survey: its strata and primary units, each read at the household's first person.

    Without primary units every household is one; without strata there is one stratum. A unit number used in two strata
    means two units. A household whose unit is missing is a unit of its own; those without a stratum share one.

    >>> design_of(Survey("s", "X", 2020, {}, np.array([0, 2]), np.ones(3))).unit.tolist()
    [0, 0, 1]
    """
    home = np.arange(survey.households)
    strata = np.zeros(survey.households, dtype=np.int64)
    if survey.strata is not None:
        strata = np.unique(survey.strata.codes[survey.starts], return_inverse=True)[1]
    unit, stratum = home, strata
    if survey.psu is not None:
        code = survey.psu.codes[survey.starts].astype(np.int64)
        code = np.where(code < 0, len(survey.psu.levels) + home, code)
        pair, unit = np.unique(strata * (code.max() + 1) + code, return_inverse=True)
        stratum = pair // (code.max() + 1)
    person, units_in = np.repeat(unit, survey.sizes), np.bincount(stratum)
    if survey.calibrated is None:
        return Design(person, stratum, units_in)
    weighted = survey.calibrated.unit
    within = person[np.unique(weighted, return_index=True)[1]]
    return Design(weighted, stratum, units_in, within, Residuals(survey.calibrated))


def distinct(key: Ints) -> tuple[Ints, Ints]:
    """The values there are, in order, and where each of `key` is among them; all are 0 or more.

    >>> [part.tolist() for part in distinct(np.array([7, 2, 7]))]
    [[2, 7], [1, 0, 1]]
    """
    most = int(key.max()) + 1
    if most > SPREAD * len(key):
        found, place = np.unique(key, return_inverse=True)
        return found, place
    # values this dense are counted, which is much faster than sorting them
    there = np.zeros(most, dtype=bool)
    there[key] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[key]


class Atoms:
    """Runs of neighbouring rows alike in primary unit and in every group: their sums serve every partition."""

    def __init__(self, design: Design, codes: Iterable[Ints] = ()) -> None:
        self.design = design
        change = np.diff(design.unit, prepend=-1) != 0
        for code in codes:
            change |= np.diff(code, prepend=code[0]) != 0
        self.starts = np.flatnonzero(change)
        self.unit = design.unit[self.starts]

    def sum(self, values: Floats) -> Floats:
        """Totals by atom of one weighted value a row."""
        out: Floats = np.add.reduceat(values, self.starts)
        return out

    def some(self, rows: Ints, values: Floats) -> tuple[Ints, Floats]:
        """The atoms that some rows lie in, and what each has of their weighted values; an atom may stand there twice."""
        return np.searchsorted(self.starts, rows, side="right") - 1, values

    def each(self, values: NDArray[Kind]) -> NDArray[Kind]:
        """One value for everything that has a group, from one a row."""
        return values

    def parted(self, values: Floats) -> Floats:
        """The weighted value of everything that has a group, from one a row."""
        return values

    def ordered(self, rows: Ints) -> Ints:
        """Everything that has a group in the order of its rows."""
        return rows


class Rows(Atoms):
    """Every row on its own: persons, or households that stand for their members.

    `persons` are those in each row and `home` each person's row; without them rows are persons.
    """

    def __init__(self, design: Design, persons: Floats | None = None, home: Ints | None = None) -> None:
        self.design, self.unit, self.persons, self.home = design, design.unit, persons, home
        self.starts = np.arange(len(design.unit))

    def sum(self, values: Floats) -> Floats:
        """The values themselves."""
        return values

    def some(self, rows: Ints, values: Floats) -> tuple[Ints, Floats]:
        """The rows themselves."""
        return rows, values

    def count(self, rows: Floats) -> Floats:
        """The persons by atom of the rows that have 1 and not 0."""
        return rows if self.persons is None else rows * self.persons

    def some_counted(self, rows: Ints, values: Floats) -> tuple[Ints, Floats]:
        """The same of some rows."""
        return rows, values if self.persons is None else values * self.persons[rows]

    def of_persons(self, values: Floats) -> Floats:
        """Totals by atom of one weighted value a person."""
        return values if self.home is None else totals(self.home, values, len(self.unit))

    def some_of_persons(self, persons: Ints, values: Floats) -> tuple[Ints, Floats]:
        """The same of some persons."""
        return persons if self.home is None else self.home[persons], values


class Pieces(Rows):
    """The members of a household that are in one group, for groups that part households.

    `code` is the group of each piece, `row` its household, `piece` that of each person.
    """

    def __init__(self, rows: Rows, code: Ints, weight: Floats) -> None:
        """From the rows, households, and each person's group and weight."""
        home = rows.home
        assert home is not None  # noqa: S101 (rows that are persons are parted by no group)
        width = int(code.max()) + 2
        key, self.piece = distinct(home * width + (code + 1))
        self.row, self.code = key // width, key % width - 1
        super().__init__(replace(rows.design, unit=rows.unit[self.row]))
        self._members = np.bincount(self.piece).astype(float)
        mine = totals(self.piece, weight, len(key))
        whole = totals(self.row, mine, len(rows.unit))[self.row]
        self._share = np.divide(mine, whole, out=np.zeros(len(key)), where=whole != 0)
        self._first = np.searchsorted(self.row, np.arange(len(rows.unit) + 1))

    def sum(self, values: Floats) -> Floats:
        """Each piece's share in weight of the household's value."""
        return self.parted(values)

    def each(self, values: NDArray[Kind]) -> NDArray[Kind]:
        """The value of the household."""
        return values[self.row]

    def parted(self, values: Floats) -> Floats:
        """Each piece's share in weight of the household's value."""
        parted: Floats = values[self.row] * self._share
        return parted

    def ordered(self, rows: Ints) -> Ints:
        """The pieces of the rows, row after row."""
        return self._of(rows)[0]

    def some(self, rows: Ints, values: Floats) -> tuple[Ints, Floats]:
        """The pieces of some rows, and what each has of their weighted values."""
        found, many = self._of(rows)
        return found, np.repeat(values, many) * self._share[found]

    def count(self, rows: Floats) -> Floats:
        """The persons by piece of the rows that have 1 and not 0."""
        counted: Floats = rows[self.row] * self._members
        return counted

    def some_counted(self, rows: Ints, values: Floats) -> tuple[Ints, Floats]:
        """The same of some rows."""
        found, many = self._of(rows)
        return found, np.repeat(values, many) * self._members[found]

    def of_persons(self, values: Floats) -> Floats:
        """Totals by piece of one weighted value a person."""
        return totals(self.piece, values, len(self.row))

    def some_of_persons(self, persons: Ints, values: Floats) -> tuple[Ints, Floats]:
        """The same of some persons."""
        return self.piece[persons], values

    def _of(self, rows: Ints) -> tuple[Ints, Ints]:
        """The pieces of some rows, and how many each row has."""
        many = self._first[rows + 1] - self._first[rows]
        found = np.repeat(self._first[rows] - (np.cumsum(many) - many), many)
        return found + np.arange(len(found)), many


class Partition:
    """Groups that exclude each other ('region=North', 'region=South'), and what each primary unit adds to each group.

    `code` is the group, -1 for none, of each row, or of each piece of a row where the groups part rows. A cell is the part of one primary unit in one group; totals by cell are
    all that estimates and their variances need. `line` names the poverty line that tells the groups apart, where one does;
    `parents` is the larger group each belongs to, over which shares add up to 1: by default all belong to one.
    """

    def __init__(
        self, names: Iterable[str], code: Ints, atoms: Atoms, line: str | None = None, parents: Ints | None = None
    ) -> None:
        self.names, self.code, self.atoms, self.design = tuple(names), code, atoms, atoms.design
        self.line = line
        self.parents = np.zeros(len(self.names), dtype=np.int64) if parents is None else parents
        width = len(self.names) + 1
        inside = code[atoms.starts]
        key = atoms.unit * width + np.where(inside < 0, width - 1, inside)
        self._cell = None
        if (np.diff(key) <= 0).any():
            key, self._cell = distinct(key)
        self.group, self.unit = key % width, key // width
        self._strata = len(self.design.units_in)
        self._slot = self.group * self._strata + self.design.stratum[self.design.primary(self.unit)]

    def cell_of(self) -> Ints:
        """The cell of everything that has a group."""
        atoms = self.atoms
        cell = np.arange(len(atoms.starts)) if self._cell is None else self._cell
        return np.repeat(cell, np.diff(atoms.starts, append=len(self.code)))

    def cells(self, atoms: Floats) -> Floats:
        """Totals by cell of one value an atom."""
        return atoms if self._cell is None else totals(self._cell, atoms, len(self.group))

    def cells_of(self, some: Ints, atoms: Floats) -> Floats:
        """Totals by cell of the atoms `some`, all others being 0."""
        return totals(some if self._cell is None else self._cell[some], atoms, len(self.group))

    def groups(self, cells: Floats) -> Floats:
        """Totals by group of one value a cell."""
        return totals(self.group, cells, len(self.names) + 1)[:-1]

    def units(self, present: Mask) -> Ints:
        """By group, the primary units in which a cell is `present`."""
        group, unit = self.group[present], self.design.primary(self.unit[present])
        if self.design.within is not None:
            width = len(self.design.stratum)
            group = np.unique(group * width + unit) // width
        return np.bincount(group, minlength=len(self.names) + 1)[:-1].astype(np.int64)

    def strata(self, cells: Floats) -> Floats:
        """Totals by group and stratum of one value a cell, shape (groups, strata)."""
        shape = len(self.names) + 1, self._strata
        return totals(self._slot, cells, shape[0] * shape[1]).reshape(shape)[:-1]

    @cached_property
    def members(self) -> tuple[Ints, ...]:
        """The cells of each group."""
        order = np.argsort(self.group, kind="stable")
        ends = np.searchsorted(self.group[order], np.arange(len(self.names) + 1))
        return tuple(order[ends[k] : ends[k + 1]] for k in range(len(self.names)))

    def each(self, by_group: Floats) -> Floats:
        """One value a group, repeated on its cells; 0 on the cells of no group."""
        return np.append(by_group, 0.0)[self.group]


Grouping = tuple[tuple[str, ...], Ints]
ALL = "all"


def groupings(survey: Survey, groups: tuple[str, ...] | None) -> Iterator[Grouping]:
    """Everyone, then the names and each person's code of each grouping variable the survey has with a known value."""
    yield (ALL,), np.zeros(survey.persons, dtype=np.int64)
    for variable in survey.groups if groups is None else groups:
        code = np.full(survey.persons, -1, dtype=np.int64)
        names: list[str] = []
        for name, mask in group_masks(survey, (variable,)):
            if name != ALL:
                code[mask] = len(names)
                names.append(name)
        if names:
            yield tuple(names), code


def partitions(survey: Survey, found: Iterable[Grouping]) -> tuple[Partition, ...]:
    """The partitions of a survey by several groupings under its own design."""
    known = list(found)
    atoms = Atoms(design_of(survey), [code for _, code in known])
    return tuple(Partition(names, code, atoms) for names, code in known)


def everyone(survey: Survey) -> Partition:
    """The partition with the one group 'all'."""
    return partitions(survey, groupings(survey, ()))[0]
