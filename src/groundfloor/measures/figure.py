"""Totals as figures that are counted with: sums over rows, over the few who receive, and over the groups with one parent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from groundfloor.measures.design import Atoms, Mask, Partition, Pieces, totals
from groundfloor.measures.estimate import Base, weighted
from groundfloor.measures.influence import Figure
from groundfloor.survey.frame import Floats, Ints

FEW = 2


@dataclass(frozen=True)
class Way:
    """What values are of: of all rows, and of some of them, to totals by atom."""

    all: Callable[[Any, Floats], Floats]
    some: Callable[[Any, Ints, Floats], tuple[Ints, Floats]]


ROWS = Way(lambda atoms, values: atoms.sum(values), lambda atoms, rows, values: atoms.some(rows, values))
COUNTS = Way(lambda atoms, rows: atoms.count(rows), lambda atoms, rows, values: atoms.some_counted(rows, values))
PERSONS = Way(
    lambda atoms, values: atoms.of_persons(values), lambda atoms, rows, values: atoms.some_of_persons(rows, values)
)


class Sums:
    """One value a row (weighted, 0 for who is not counted), to be summed by any partition.

    With `rows` the values are those of these rows only, in their order, and all others are 0: of a programme that few receive only those
    few need be gone through.
    """

    def __init__(self, values: Floats, rows: Ints | None = None, way: Way = ROWS) -> None:
        self._values, self._rows, self._way = values, rows, way
        self._kept: dict[int, tuple[Ints | None, Floats]] = {}

    def cells(self, part: Partition) -> Floats:
        """Totals by cell of a partition."""
        some, atoms = self._by(part.atoms)
        return part.cells(atoms) if some is None else part.cells_of(some, atoms)

    def _by(self, atoms: Atoms) -> tuple[Ints | None, Floats]:
        """Totals by atom; where they are few, those and which they are. One set of atoms serves most partitions."""
        known = self._kept.get(id(atoms))
        if known is not None:
            return known
        found: tuple[Ints | None, Floats]
        if self._rows is None:
            found = None, self._way.all(atoms, self._values)
        else:
            found = self._way.some(atoms, self._rows, self._values)
        # those of all pieces of rows would take much memory, and serve one or two
        if found[0] is not None or not isinstance(atoms, Pieces):
            self._kept[id(atoms)] = found
        return found


def sums(weight: Floats, counted: Mask, values: Floats | None = None, way: Way = ROWS) -> Sums:
    """Weight times value (weight alone without one) of the rows counted."""
    dense = counted.all()
    if dense and values is None:
        return Sums(weight, None, way)
    rows = np.flatnonzero(counted if not dense or values is None else values != 0.0)
    if len(rows) * FEW >= len(weight):
        whole = np.where(counted, weight, 0.0) if values is None else weighted(weight, counted, values)
        return Sums(whole, None, way)
    return Sums(weight[rows] if values is None else weight[rows] * values[rows], rows, way)


def total(part: Partition, sums: Sums) -> Figure:
    """The weighted total of each group."""
    return Figure.summed(part, sums.cells(part))


def size(over: Base) -> Figure:
    """The denominator of a base as a figure: persons, or what the base was made with."""
    return Figure(over.partition, over.totals, over.cells, over.totals)


def above(figure: Figure) -> Figure:
    """The total over all groups with the same parent, told to each of them."""
    part, parents = figure.part, figure.part.parents
    units, many = part.design.weighted, int(parents.max()) + 1
    inside = np.where(part.group < len(part.names), figure.cells, 0.0)
    of = np.append(parents, 0)[part.group]
    whole = totals(of * units + part.unit, inside, many * units).reshape(many, units)
    common = tuple(((parents == parent).astype(float), whole[parent]) for parent in range(many))
    common += tuple((totals(parents, factor, many)[parents], unit) for factor, unit in figure.common)
    value, scale = (totals(parents, one, many)[parents] for one in (figure.value, figure.scale))
    return Figure(part, value, np.zeros(len(figure.cells)), scale, common)


def moved_by_all(over: Base) -> Base:
    """The base of a figure that persons of all groups move: its error comes from all the units, though the group have but one."""
    return replace(over, units=np.full(len(over.units), max(over.units, default=0)))
