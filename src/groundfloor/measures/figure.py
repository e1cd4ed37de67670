"""Totals as figures that are counted with: sums over rows, over the few who receive, and over the groups with one parent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from groundfloor.measures.design import Atoms, Mask, Partition, Rows, totals
from groundfloor.measures.estimate import Base, weighted
from groundfloor.measures.influence import Figure
from groundfloor.survey.frame import Floats, Ints

FEW = 2


class Sums:
    """One value a row (weighted, 0 for who is not counted), summed once for each way of looking at the rows.

    With `rows` the values are those of these rows only, in their order, and all others are 0: of a programme that few receive only those
    few need be gone through.
    """

    def __init__(self, values: Floats, rows: Ints | None = None) -> None:
        self._values, self._rows = values, rows
        self._by: dict[int, tuple[Floats, Ints | None]] = {}

    def cells(self, part: Partition) -> Floats:
        """Totals by cell of a partition."""
        key = id(part.atoms)
        if key not in self._by:
            self._by[key] = self._summed(part.atoms)
        atoms, some = self._by[key]
        return part.cells(atoms) if some is None else part.cells_of(some, atoms)

    def _summed(self, atoms: Atoms) -> tuple[Floats, Ints | None]:
        """Totals by atom; where they are few, those and which they are."""
        if self._rows is not None and isinstance(atoms, Rows):
            return self._values, self._rows
        found = atoms.sum(self._values) if self._rows is None else atoms.sum_of(self._rows, self._values)
        there = np.flatnonzero(found != 0.0)
        return (found[there], there) if len(there) * FEW < len(found) else (found, None)


def sums(weight: Floats, counted: Mask, values: Floats | None = None) -> Sums:
    """Weight times value (weight alone without one) of the rows counted."""
    dense = counted.all()
    if dense and values is None:
        return Sums(weight)
    rows = np.flatnonzero(counted if not dense or values is None else values != 0.0)
    if len(rows) * FEW >= len(weight):
        return Sums(np.where(counted, weight, 0.0) if values is None else weighted(weight, counted, values))
    return Sums(weight[rows] if values is None else weight[rows] * values[rows], rows)


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
