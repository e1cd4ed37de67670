"""A number of a pack as it is given: one value, values by year or a table by sex and age, with its unit and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.country.rates import Floats, Ints, Knots, read_rates
from groundfloor.documents import year as calendar_year
from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules.fields import Fields

VARIANTS = ("base", "low", "high")
FORMS = ("value", "values", "table")
KEYS = (*FORMS, "unit", "source", "assumption", "low", "high")
ALL = 1.0
Within = tuple[float, float | None]
"""The least and the largest value that a number may have, without the latter where nothing is too large."""
BOUNDS: Mapping[str, tuple[float, float | None]] = {
    "share": (0.0, 1.0),
    "ratio": (0.0, 1000.0),
    "years": (0.0, 100.0),
    "days": (0.0, 366.0),
    "persons": (0.0, 1e10),
    "share above inflation": (-0.5, 1.0),
    "share above indexation": (-0.5, 1.0),
    "share of contributions": (0.0, 1.0),
    "share of benefits": (0.0, 1.0),
    "share of wages": (0.0, 1.0),
    "share of GDP": (0.0, 1.0),
    "pupils/teacher": (1.0, 1000.0),
    "pupils/classroom": (1.0, 1000.0),
    "persons/household": (1.0, 100.0),
    "staff/100000 persons": (0.0, 100_000.0),
    "staff/site": (0.0, 10_000.0),
    "sites": (0.0, 100_000.0),
}
"""Least and largest value by unit; amounts of money have none but 0."""


@dataclass(frozen=True)
class Given:
    """A number by year, sex and age, in `unit`, and under each variant that differs from the base.

    Years between those given are interpolated, years before and after keep the nearest one.
    """

    name: str
    unit: str
    source: str
    assumption: bool
    place: Place = field(repr=False)
    knots: Mapping[str, Knots] = field(repr=False)
    files: tuple[Path, ...] = field(default=(), repr=False)

    def by_year(self, years: Ints, variant: str = "base") -> Floats:
        """One value a year; a table by sex and age has none and raises GroundfloorError."""
        knots = self.knots.get(variant, self.knots["base"])
        if knots.values.ndim > 1:
            raise GroundfloorError(f"{self.name} differs by sex and age", self.place, expected="one value a year")
        return knots.at(years)

    def rates(self, years: Ints, ages: tuple[int, int], variant: str = "base") -> Floats:
        """[year, sex, age], 0 outside the first and last of `ages`; an age between them that is not given is refused."""
        knots = self.knots.get(variant, self.knots["base"])
        found = knots.at(years)
        if found.ndim == 1:
            found = np.broadcast_to(found[:, None, None], (len(years), 2, 101))
        first, last = ages
        inside = found[:, :, first : last + 1]
        if np.isnan(inside).any():
            sex, age = (int(i) for i in np.argwhere(np.isnan(inside))[0][1:])
            raise GroundfloorError(
                f"{self.name} has no value for {('women', 'men')[sex]} of {first + age}",
                self.place,
                expected=f"a value for every age from {first} to {last}",
            )
        out = np.zeros((len(years), 2, 101))
        out[:, :, first : last + 1] = inside
        return out


def constant(name: str, value: float, unit: str = "share") -> Given:
    """A number that is the same in every year, at every age and under every variant.

    >>> constant("density", 0.9).by_year(np.array([2025, 2026])).tolist()
    [0.9, 0.9]
    """
    return Given(name, unit, "", False, Place(""), {"base": Knots(np.array([0]), np.array([value]))})


def given(
    found: Fields,
    units: Sequence[str],
    *path: Any,
    extra: Sequence[str] = (),
    bounds: Within | None = None,
) -> Given:
    """The number at `path`, in one of `units`, within `bounds` in place of those of its unit; `extra` keys are left to the caller.

    A missing unit or source, two forms at once, a value outside the bounds of its unit and a hole in a table raise
    GroundfloorError with file and line.
    """
    found.known((*KEYS, *extra), ("unit", "source"), *path)
    unit = found.word(units, *path, "unit")
    assumption = found.get(*path, "assumption")
    if assumption not in (None, True, False):
        raise GroundfloorError("assumption is neither true nor false", found.place(*path, "assumption"))
    name = ".".join(map(str, path))
    files: list[Path] = []
    within = bounds or BOUNDS.get(unit, (0.0, None))
    knots = {"base": _form(found, unit, within, files, *path)}
    for variant in ("low", "high"):
        if found.get(*path, variant) is not None:
            knots[variant] = _variant(found, unit, within, files, *path, variant)
    return Given(name, unit, found.text(*path, "source"), assumption is True, found.place(*path), knots, tuple(files))


def optional(found: Fields, units: Sequence[str], *path: Any, default: float | None = None) -> Given | None:
    """The number at `path`; where there is none, `default` without a source, or nothing."""
    if found.get(*path) is None:
        return None if default is None else constant(".".join(map(str, path)), default, units[0])
    return given(found, units, *path)


def _form(found: Fields, unit: str, within: Within, files: list[Path], *path: Any) -> Knots:
    forms = [form for form in FORMS if found.get(*path, form) is not None]
    if len(forms) != 1:
        raise GroundfloorError(
            f"{path[-1]} has {' and '.join(forms) if forms else 'no value'}",
            found.place(*path),
            expected=f"one of {', '.join(FORMS)}",
        )
    return _knots(found, unit, within, files, *path, forms[0])


def _variant(found: Fields, unit: str, within: Within, files: list[Path], *path: Any) -> Knots:
    """A variant is a number, numbers by year, or the path of a table."""
    return _knots(found, unit, within, files, *path)


def _knots(found: Fields, unit: str, within: Within, files: list[Path], *path: Any) -> Knots:
    value = found.get(*path)
    low, high = within
    if isinstance(value, str) and value.endswith(".csv"):
        file = Path(found.place(*path).file).parent / value
        files.append(file)
        return read_rates(file, unit, low, float("inf") if high is None else high)
    if isinstance(value, Mapping):
        if not value:
            raise GroundfloorError(f"{path[-1]} is empty", found.place(*path), expected="values by year")
        by_year = {
            calendar_year(year, found.key(*path, year), "The year"): found.number(*path, year, low=low, high=high)
            for year in found.table(*path)
        }
        years = sorted(by_year)
        return Knots(np.array(years), np.array([by_year[year] for year in years]))
    return Knots(np.array([0]), np.array([found.number(*path, low=low, high=high)]))
