"""Columns of a survey as the machine reads them: bytes where they are exact, households beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.engine.block import Prepared
from groundfloor.engine.machine.tape import Kept
from groundfloor.engine.values import HOME, PERSON
from groundfloor.rules.draw import MASK
from groundfloor.survey.frame import Floats, Ints, Text

MISSING = -128
LARGEST = 127
SMALL = 2048
"""Persons whose values the processor's cache holds while a tape goes over them."""
Bytes = NDArray[np.int8]


def as_bytes(column: Floats | Text) -> Bytes | None:
    """Whole numbers from -127 to 127 as bytes, -128 missing; None where one is no such number.

    >>> as_bytes(np.array([0.0, np.nan, 99.0])).tolist(), as_bytes(np.array([0.5]))
    ([0, -128, 99], None)
    """
    if isinstance(column, Text):
        if len(column.levels) > LARGEST + 1:
            return None
        return np.where(column.codes < 0, MISSING, column.codes).astype(np.int8)
    step = 1 << 20
    out = np.empty(len(column), dtype=np.int8)
    with np.errstate(invalid="ignore"):
        for at in range(0, len(column), step):
            part = column[at : at + step]
            missing = np.isnan(part)
            whole = np.where(missing, 0.0, part)
            if not (np.abs(whole) <= LARGEST).all() or not (np.rint(whole) == whole).all():
                return None
            out[at : at + step] = np.where(missing, MISSING, whole)
    return out


class Packed:
    """A prepared survey for the machine; nothing is packed before a tape asks for it."""

    def __init__(self, prepared: Prepared, order: Ints | None = None) -> None:
        self.prepared, self.order = prepared, order
        self.survey = prepared.survey
        self._bytes: dict[str, Bytes | None] = {}
        self._columns: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Bytes, Floats]] = {}
        self._keys: dict[tuple[tuple[str, ...], int, bool], NDArray[np.uint32]] = {}
        self._people: dict[bool, tuple[Any, ...]] = {}

    def narrow(self, name: str) -> bool:
        """Whether a variable is exact as bytes."""
        if name not in self._bytes:
            self._bytes[name] = as_bytes(self.survey.columns[name])
        return self._bytes[name] is not None

    def columns(self, names: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[Bytes, Floats]:
        """The variables as rows of bytes and of doubles; those asked for last are kept."""
        rows = self._columns.get(names)
        if rows is None:
            small = np.empty((len(names[0]), self.survey.persons), dtype=np.int8)
            for at, name in enumerate(names[0]):
                found = self._bytes[name]
                if found is None or not len(found):
                    found = as_bytes(self.survey.columns[name])
                assert found is not None  # noqa: S101 (it is narrow)
                small[at] = found
                # it stands in the rows now
                self._bytes[name] = found[:0]
            wide = np.empty((len(names[1]), self.survey.persons))
            for at, name in enumerate(names[1]):
                column = self.survey.columns[name]
                wide[at] = np.where(column.codes < 0, np.nan, column.codes) if isinstance(column, Text) else column
            rows = small, wide
            self._columns = {names: rows}
        return rows

    def keys(self, units: tuple[str, ...], level: int, *, ordered: bool = False) -> NDArray[np.uint32]:
        """The keys of the take-up draw, a row a unit (person, household), one a person or one a household, as they lie or in order."""
        if (units, level, ordered) not in self._keys:
            count = self.survey.persons if level == PERSON else self.survey.households
            out = np.empty((len(units), count), dtype=np.uint32)
            for at, unit in enumerate(units):
                keys = self.prepared.keys(unit)
                out[at] = (keys if level == PERSON else keys[self.survey.starts]) & MASK
            self._keys[units, level, ordered] = out[:, self.order] if ordered else out
        return self._keys[units, level, ordered]

    def room(self, kept: Sequence[Kept]) -> tuple[Bytes, Floats, Bytes, Floats]:
        """Room for what is kept between runs: bytes and doubles of persons, then of households."""

        def rows(level: int, small: bool) -> int:
            return sum((one.level, one.bytes) == (level, small) for one in kept)

        persons, homes = self.survey.persons, self.survey.households
        return (
            np.empty((rows(PERSON, True), persons), dtype=np.int8),
            np.empty((rows(PERSON, False), persons)),
            np.empty((rows(HOME, True), homes), dtype=np.int8),
            np.empty((rows(HOME, False), homes)),
        )

    @cached_property
    def starts(self) -> Ints:
        """Where the persons of each household begin, and at the end how many there are."""
        return np.append(self.survey.starts, self.survey.persons)

    @cached_property
    def asked(self) -> Ints:
        """The row of who is asked for each household: its head, or its first person."""
        heads = self.prepared.heads
        return np.where(heads < 0, self.survey.starts, heads)

    @cached_property
    def headed(self) -> NDArray[np.bool_]:
        """Whether each household has a head."""
        return self.prepared.heads >= 0

    @cached_property
    def most(self) -> int:
        """How many persons the machine takes at a time: the largest household at least."""
        return max(SMALL, int(self.survey.sizes.max(initial=1)))

    def in_order(self, kept: tuple[Bytes, Floats, Bytes, Floats]) -> tuple[Bytes, Floats, Bytes, Floats]:
        """What is kept of households, in order."""
        return kept[0], kept[1], kept[2][:, self.order], kept[3][:, self.order]

    def households(self, tenth: Bytes, *, ordered: bool) -> tuple[Any, ...]:
        """What the machine asks of households; in order, what it may ask without looking at persons."""
        if ordered not in self._people:
            whole = self.starts, self.asked, self.headed, self.prepared.weight, self.prepared.people, tenth
            self._people[ordered] = (*whole[:3], *(one[self.order] for one in whole[3:])) if ordered else whole
        return self._people[ordered]
