"""What a floor gives each person: the result every engine returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.frame import Floats, Ints


@dataclass(frozen=True)
class Granted:
    """Those entitled to one programme: their rows in order, LCU a year of each (NaN unknown), and who takes it up."""

    rows: Ints
    money: Floats
    takes: NDArray[np.bool_]


@dataclass(frozen=True)
class Entitlement:
    """One programme over all persons.

    eligible: 1, 0, or NaN where undecided for want of data, after the limit per household.
    receives: 1 where eligible is 1 and the take-up draw falls below take-up, else 0.
    amount: LCU a year of those who receive, 0 for the others, NaN where someone receives but the amount is unknown.
    full_amount: the same without take-up, for everybody eligible.
    undecided: how many persons (households in a household programme) are NaN in eligible.
    A household programme stands on the household's first row; the other rows are 0.
    """

    eligible: Floats
    receives: Floats
    amount: Floats
    full_amount: Floats
    undecided: int

    @property
    def granted(self) -> Granted:
        """The same by those entitled only, which is far less to go through than everybody."""
        rows = np.flatnonzero(self.eligible == 1.0)
        return Granted(rows, self.full_amount[rows], self.receives[rows] == 1.0)

    @property
    def unknown(self) -> Ints:
        """The rows of those of whom it is not known, in order."""
        return np.flatnonzero(np.isnan(self.eligible))


class Listed(Entitlement):
    """An entitlement kept as the list of those entitled; the columns over all persons are made when they are asked for."""

    def __init__(self, persons: int, granted: Granted, unknown: Ints) -> None:
        self.__dict__.update(persons=persons, _granted=granted, _unknown=unknown)

    persons: int
    _granted: Granted
    _unknown: Ints

    @property
    def granted(self) -> Granted:
        """Those entitled."""
        return self._granted

    @property
    def unknown(self) -> Ints:
        """The rows of those of whom it is not known."""
        return self._unknown

    def _column(self, values: Floats | float) -> Floats:
        out = np.zeros(self.persons)
        out[self._granted.rows] = values
        return out

    @cached_property
    def eligible(self) -> Floats:
        """1, 0 or NaN a person."""
        out = self._column(1.0)
        out[self.unknown] = np.nan
        return out

    @cached_property
    def receives(self) -> Floats:
        """1 or 0 a person."""
        return self._column(self._granted.takes.astype(float))

    @cached_property
    def amount(self) -> Floats:
        """LCU a year of those who receive."""
        return self._column(np.where(self._granted.takes, self._granted.money, 0.0))

    @cached_property
    def full_amount(self) -> Floats:
        """LCU a year of those entitled."""
        return self._column(self._granted.money)

    @property
    def undecided(self) -> int:
        """How many are NaN in eligible."""
        return len(self.unknown)


@dataclass(frozen=True)
class Entitlements:
    """The entitlements of a floor, by programme in the floor's order."""

    programmes: Mapping[str, Entitlement]
