"""A country pack in memory: data only, frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from groundfloor.rules.programme import Floor, Programme

Words = Mapping[str, str]


@dataclass(frozen=True)
class Observation:
    """One value of a series in a year, with its unit, its status (actual, projection, assumption) and its source."""

    year: int
    series: str
    value: float
    unit: str
    status: str
    source: str


@dataclass(frozen=True)
class Economy:
    """The economy and public finance: rates are shares of one, ratios % of GDP, GDP in LCU of the year (not millions)."""

    observations: tuple[Observation, ...]

    def series(self, name: str) -> dict[int, float]:
        """The values of a series by year; empty when the pack does not have it.

        >>> Economy((Observation(2025, "inflation", 0.08, "share", "actual", "IMF"),)).series("inflation")
        {2025: 0.08}
        """
        return {row.year: row.value for row in self.observations if row.series == name}

    @property
    def names(self) -> tuple[str, ...]:
        """The series there are, in order of appearance."""
        return tuple(dict.fromkeys(row.series for row in self.observations))


@dataclass(frozen=True)
class Country:
    """A pack that has been read and checked.

    `schemes` are those in force, `floors` those proposed, by name; `lines` poverty lines by name, as country.yaml has them;
    `financing` the parsed financing.yaml. `path`, `population`, `survey` and `margins` are where the files lie, None where
    there are none. What the folder holds is defined in docs/country-pack.md.
    """

    code: str
    name: Words
    currency: str
    path: Path
    base_year: int
    population: Path
    economy: Economy
    schemes: tuple[Programme, ...]
    floors: Mapping[str, Floor]
    financing: Path | None
    survey: Path | None
    margins: Path | None
    lines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    regions: Mapping[str, Words] = field(default_factory=dict)
    coverage: Sequence[Mapping[str, Any]] = ()
    access: Sequence[Mapping[str, Any]] = ()
    assumptions: Sequence[Words] = ()
    sources: Sequence[str] = ()
