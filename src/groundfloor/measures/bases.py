"""Who a figure is taken over: the denominators and the persons behind them in every partition, counted once for each set of rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from groundfloor.measures.design import Mask, Partition
from groundfloor.measures.estimate import Base
from groundfloor.measures.figure import COUNTS, PERSONS, Sums, sums
from groundfloor.measures.view import Over, View
from groundfloor.survey.frame import Floats, Ints

# how many persons and primary units a set of rows has in the groups of a partition, which is held so that no other takes its id
Behind = tuple[Partition, Ints, Ints]


class Bases:
    """The bases of a view. Partitions live as long as it does, so their ids name them."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._whole: dict[int, Base] = {}
        self._behind: dict[tuple[bytes, int], Behind] = {}

    def over(self, counted: Mask, parts: tuple[Partition, ...], denominator: Floats | None = None) -> Over:
        """The rows `counted` (or persons, where there is one value a person), with a denominator or, without it, their persons."""
        persons = len(counted) > self.view.rows
        if denominator is not None or not counted.all():
            return Over(counted, self._bases(counted, parts, denominator, persons=persons), persons)
        new = tuple(part for part in parts if id(part) not in self._whole)
        self._whole.update({id(one.partition): one for one in self._bases(counted, new, None, persons=persons)})
        return Over(counted, tuple(self._whole[id(part)] for part in parts), persons)

    def sums(self, counted: Mask, values: Floats | None, *, persons: bool) -> Sums:
        """Weight times value for the rows or persons counted; a row's value is that of its persons."""
        if not persons:
            return sums(self.view.weight, counted, values)
        each = None if values is None else self.view.spread(values)
        return sums(self.view.survey.weight, counted, each, PERSONS)

    def _bases(
        self, counted: Mask, parts: Iterable[Partition], denominator: Floats | None, *, persons: bool
    ) -> tuple[Base, ...]:
        below = self.sums(counted, denominator, persons=persons)
        members = sums(np.ones(len(counted)), counted, way=PERSONS if persons else COUNTS)
        name = hashlib.blake2b(np.packbits(counted).tobytes(), digest_size=16, salt=bytes([persons])).digest()
        return tuple(self._base(part, below.cells(part), members, name) for part in parts)

    def _base(self, part: Partition, cells: Floats, members: Sums, name: bytes) -> Base:
        found = self._behind.get((name, id(part)))
        if found is None:
            there = members.cells(part)
            found = part, part.groups(there).astype(np.int64), part.units(there > 0)
            self._behind[name, id(part)] = found
        return Base(part, cells, part.groups(cells), *found[1:])
