"""What a rule is, what it is written with in economy.yaml, and what it sees of the economy when it carries a series on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from groundfloor.country.given import Given, Within, given
from groundfloor.economy.employment import Employment
from groundfloor.errors import GroundfloorError, Place
from groundfloor.financing.flows import Series
from groundfloor.rules.fields import Fields

PROJECTION = "projection"
BOUNDS: Mapping[str, Within] = {"share": (-1.0, 1.0), "% of GDP": (-1000.0, 1000.0)}
"""Least and largest number of a rule, by the unit of its series; other series are of what is not below nought."""
ANYTHING: Within = (0.0, None)
RATES = frozenset(("gdp_real_growth", "inflation", "gdp_deflator_growth", "productivity_growth", "wage_growth"))
"""Series that are themselves growth over the year before."""


class Known(Series, Protocol):
    """The economy as a rule sees it while it is made."""

    @property
    def employment(self) -> Employment:
        """Who works."""

    @property
    def variant(self) -> str:
        """base, low or high: which of the numbers that have variants."""


@dataclass(frozen=True)
class Start:
    """From where a rule carries on: the last year given, and the value of that year, NaN where the series has none."""

    series: str
    year: int
    value: float


class Rule(Protocol):
    """How a series goes on after the last year given."""

    @property
    def anchored(self) -> bool:
        """Whether it starts from the last value given, so that there must be one."""

    def value(self, at: Known, start: Start, year: int) -> float:
        """The value of `year`, which lies after the start; NaN where something it needs is not known."""

    def sentence(self, at: Known, start: Start) -> str:
        """The rule with its numbers, from which each value can be computed anew."""

    def needs(self, start: Start, year: int) -> tuple[tuple[str, int], ...]:
        """The series, each with the year, that the value of `year` needs."""


@dataclass(frozen=True)
class Written:
    """The entry of a series in economy.yaml."""

    series: str
    unit: str
    fields: Fields

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.fields.key(PROJECTION, self.series)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return self.fields.get(PROJECTION, self.series, key) is not None

    def number(self, key: str, unit: str | None = None, bounds: Within | None = None) -> Given:
        """The number under `key`, in the unit of the series where none is named."""
        if not self.has(key):
            hint = f"Add {key}: {{value: ..., unit: {unit or self.unit!r}, source: ...}}"
            raise self.refused(f"The rule of {self.series} has no {key}", hint=hint)
        within = bounds or BOUNDS.get(self.unit, ANYTHING)
        return given(self.fields, (unit or self.unit,), PROJECTION, self.series, key, bounds=within)

    def optional(self, key: str, unit: str | None = None, bounds: Within | None = None) -> Given | None:
        """The same, None where the key is not there."""
        return self.number(key, unit, bounds) if self.has(key) else None

    def refused(self, what: str, key: str | None = None, **said: str) -> GroundfloorError:
        """A mistake in this entry."""
        path = (PROJECTION, self.series) if key is None else (PROJECTION, self.series, key)
        return GroundfloorError(what, self.fields.place(*path), **said)


def of_year(number: Given, at: Known, year: int) -> float:
    """A rule's number in a year."""
    return float(number.by_year(np.array([year]), at.variant)[0])


def plain(value: float) -> str:
    """A number with all its digits.

    >>> plain(0.0495), plain(2977244647020.5)
    ('0.0495', '2977244647020.5')
    """
    return repr(float(value)).removesuffix(".0")


def cited(number: Given, at: Known) -> str:
    """A number with what it rests on, as a rule's sentence has it."""
    knots = number.knots.get(at.variant, number.knots["base"])
    if len(knots.years) == 1:
        said = plain(knots.values[0])
    else:
        said = ", ".join(f"{plain(v)} in {year}" for year, v in zip(knots.years.tolist(), knots.values, strict=True))
    return f"{said} ({'assumption: ' if number.assumption else ''}{number.source.rstrip('.')})"


def moved(at: Known, series: str, year: int) -> float:
    """By what factor a series moves from the year before: 1 + itself where it is a rate of growth, else its ratio."""
    now = at.get(series, year)
    if series in RATES:
        return 1 + now
    before = at.get(series, year - 1)
    return now / before if before else math.nan
