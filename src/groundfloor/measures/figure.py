"""Figures that are counted with: sums, differences, products and ratios carry the linearised totals of their parts along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.measures.design import Atoms, Mask, Partition, Rows, totals
from groundfloor.measures.estimate import Base, Estimate, divide, standard_error, weighted
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


@dataclass(frozen=True)
class Figure:
    """A figure by group: its value and its linearised total by primary unit (Deville 1999), after the delta method.

    `own` is the linearised total by cell, of the persons of the group itself. What persons of other groups add (where the
    figure is a share of a total over several groups) stands in `others`: a factor by group and a total by primary unit.
    """

    part: Partition
    value: Floats
    own: Floats
    others: tuple[tuple[Floats, Floats], ...] = ()

    def _with(self, value: Floats, factor: Floats, other: Figure | None = None, share: Floats | None = None) -> Figure:
        """A figure whose derivative by this one is `factor` and by `other` `share`, one a group."""
        own, others = self.own * self.part.each(factor), [(factor * by, unit) for by, unit in self.others]
        if other is not None and share is not None:
            own = own + other.own * self.part.each(share)
            others += [(share * by, unit) for by, unit in other.others]
        return Figure(self.part, value, own, tuple(others))

    def __add__(self, other: Figure) -> Figure:
        one = np.ones(len(self.value))
        return self._with(self.value + other.value, one, other, one)

    def __sub__(self, other: Figure) -> Figure:
        one = np.ones(len(self.value))
        return self._with(self.value - other.value, one, other, -one)

    def __mul__(self, other: Figure | float) -> Figure:
        if isinstance(other, Figure):
            return self._with(self.value * other.value, other.value, other, self.value)
        return self._with(self.value * other, np.full(len(self.value), other))

    def __truediv__(self, other: Figure) -> Figure:
        """The ratio; NaN where the denominator is not above 0."""
        value = divide(self.value, other.value)
        below = divide(np.ones(len(value)), other.value)
        return self._with(value, below, other, -value * below)

    def power(self, exponent: float) -> Figure:
        """The figure to a power; NaN where it is not above 0."""
        base = np.where(self.value > 0, self.value, np.nan)
        return self._with(base**exponent, exponent * base ** (exponent - 1))

    def complement(self) -> Figure:
        """One less the figure."""
        return self._with(1.0 - self.value, np.full(len(self.value), -1.0))

    def estimate(self, over: Base, scale: Floats | None = None) -> Estimate:
        """The figure with its standard error; `over` says how many persons and primary units are behind each group.

        `scale` is the size beside which an error counts as rounding, the figure itself when left out.
        """
        size = abs(self.value) if scale is None else scale
        units = np.full(len(size), max(over.units, default=0)) if self.others else over.units
        error = standard_error(self.part, self.own, units, size, self.others)
        return Estimate(self.value, np.where(np.isfinite(self.value), error, np.nan), over.n, self.own, self.others)


def total(part: Partition, sums: Sums) -> Figure:
    """The weighted total of each group."""
    cells = sums.cells(part)
    return Figure(part, part.groups(cells), cells)


def size(over: Base) -> Figure:
    """The denominator of a base as a figure: persons, or what the base was made with."""
    return Figure(over.partition, over.totals, over.cells)


def above(figure: Figure) -> Figure:
    """The total over all groups with the same parent, told to each of them."""
    part, parents = figure.part, figure.part.parents
    units, many = part.design.weighted, int(parents.max()) + 1
    inside = np.where(part.group < len(part.names), figure.own, 0.0)
    of = np.append(parents, 0)[part.group]
    whole = totals(of * units + part.unit, inside, many * units).reshape(many, units)
    others = tuple(((parents == parent).astype(float), whole[parent]) for parent in range(many))
    return Figure(part, totals(parents, figure.value, many)[parents], np.zeros(len(figure.own)), others)
