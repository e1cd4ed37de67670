"""What every standard method starts from: people by age, the economy, a poverty line. From a pack, or plain arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from groundfloor.costing import price_index
from groundfloor.errors import GroundfloorError, Place, nearest

Floats = NDArray[np.float64]
ECONOMY = "economy.csv"
OLDEST = 100


@dataclass(frozen=True)
class Line:
    """A poverty line: LCU per person and year in prices of `year`."""

    value: float
    year: int


@dataclass(frozen=True)
class Households:
    """What persons live on: LCU a year in prices of `year`, with their weights; `synthetic` where they were not interviewed.

    `interval` gives the 95 % interval of the poverty gap index at a line in the same prices, where the design of the sample is known.
    """

    welfare: Floats
    weight: Floats
    year: int
    synthetic: bool = False
    interval: Callable[[float], tuple[float, float]] | None = None


@dataclass(frozen=True)
class Inputs:
    """The inputs of a preset, all by year.

    `population` is [year, age 0 ... 100+] persons on 1 July, both sexes; `births` [year] live births of the year, NaN where not known;
    `series` holds what economy.csv holds, by name and year, in its units, and needs `gdp_nominal`; `lines` poverty lines by name;
    `coverage` people covered today by branch of social protection, as a share and its year; `held_since` the last official year of series
    that a rule of the pack merely keeps.

    >>> one = Inputs((2010,), np.ones((1, 101)), {"gdp_nominal": {2010: 1010.0}})
    >>> one.people(65).tolist(), one.gdp_per_capita.tolist()
    ([36.0], [10.0])
    """

    years: Sequence[int]
    population: Floats
    series: Mapping[str, Mapping[int, float]]
    births: Floats | None = None
    lines: Mapping[str, Line] = field(default_factory=dict)
    coverage: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    households: Households | None = None
    country: str = ""
    currency: str = "LCU"
    place: str = ECONOMY
    held_since: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shape = np.shape(self.population)
        if shape != (len(self.years), OLDEST + 1) or not len(self.years):
            raise GroundfloorError(
                f"The population is an array of {shape}",
                expected=f"one row for each of the {len(self.years)} years and 101 single ages (0 to 100 and over)",
                hint="`five_year` makes single ages of age groups.",
            )
        if not np.isfinite(self.population).all() or (self.population < 0).any() or not self.total.all():
            raise GroundfloorError("The population has a value that is absent or negative", expected="persons by age")

    @property
    def total(self) -> Floats:
        """Persons [year]."""
        return np.asarray(self.population.sum(axis=1))

    def people(self, first: float, last: float = OLDEST) -> Floats:
        """Persons of completed ages `first` to `last` [year]; 100 stands for 100 and over."""
        return np.asarray(self.population[:, int(first) : int(last) + 1].sum(axis=1))

    def born(self) -> Floats:
        """Live births of the year [year]; refused where they are not known."""
        if self.births is None or not np.isfinite(self.births).all():
            raise GroundfloorError(
                f"The births of {self._lacking(self.births)} are not known",
                Place("population/"),
                hint="The projection has to reach a year further, or give `births` as an array.",
            )
        return self.births

    def _lacking(self, values: Floats | None) -> int:
        return int(np.asarray(self.years)[0 if values is None else int(np.argmax(~np.isfinite(values)))])

    def find(self, name: str) -> Floats:
        """A series of the economy [year], NaN where it has no value."""
        known = self.series.get(name, {})
        return np.array([known.get(year, np.nan) for year in self.years])

    def get(self, name: str) -> Floats:
        """A series of the economy [year] that the method cannot do without."""
        values = self.find(name)
        if not np.isfinite(values).all():
            year = self._lacking(values)
            raise GroundfloorError(
                f"The series {name} has no value for {year}",
                Place(self.place),
                hint=f"Add it with its source, or end the calculation before {year} (--to).",
            )
        return values

    def held(self, name: str) -> tuple[Floats, int]:
        """A series [year] that stays where it was last known, and the last year that was known for the last of the years."""
        known = self.series.get(name, {})
        years = [max((one for one in known if one <= year), default=None) for year in self.years]
        if years[0] is None:
            raise GroundfloorError(
                f"The series {name} has no value for {self.years[0]} or before",
                Place(self.place),
                hint="Add it with its source, or give the parameter of that name (--set).",
            )
        found = [year for year in years if year is not None]
        return np.array([known[year] for year in found]), min(found[-1], self.held_since.get(name, found[-1]))

    @property
    def gdp(self) -> Floats:
        """GDP [year] in LCU of the year."""
        values = self.get("gdp_nominal")
        if (values <= 0).any():
            raise GroundfloorError("GDP is 0 or below", Place(self.place), expected="GDP in LCU")
        return values

    @property
    def gdp_per_capita(self) -> Floats:
        """GDP over the projected population [year]."""
        return self.gdp / self.total

    def prices(self, start: int, name: str = "inflation") -> Floats:
        """The level of prices [year], or of another series of rates, over its level in `start`."""
        level = np.array([price_index(self.series.get(name, {}), start, year) for year in self.years])
        if not np.isfinite(level).all():
            year = self._lacking(level)
            known = self.series.get(name, {})
            absent = next(y for y in range(min(start, year) + 1, max(start, year) + 1) if y not in known)
            raise GroundfloorError(
                f"The series {name} has no value for {absent}",
                Place(self.place),
                expected=f"a rate (share of one) for each year from {min(start, year) + 1} to {max(start, year)}",
                hint="Add it with its source.",
            )
        return level

    def line(self, name: str) -> Floats:
        """A poverty line [year] in LCU per person and year, in prices of each year."""
        if name not in self.lines:
            raise GroundfloorError(
                f"There is no poverty line {name!r}",
                Place("country.yaml", field="lines"),
                expected=f"one of {', '.join(self.lines)}" if self.lines else "poverty lines under `lines`",
                hint=nearest(name, self.lines) or "Name another (--set line=NAME), or add it with its source.",
            )
        line = self.lines[name]
        return line.value * self.prices(line.year)

    def covered(self, branch: str, parameter: str) -> tuple[float, int]:
        """The share covered today in a branch of social protection, and of which year that is."""
        if branch not in self.coverage:
            raise GroundfloorError(
                f"How many are covered in the branch {branch} is not known",
                Place("coverage.csv"),
                expected="SDG indicator 1.3.1 (ILO) for everybody in that branch",
                hint=f"Add it with its source, or give it: --set {parameter}=SHARE.",
            )
        return self.coverage[branch]
