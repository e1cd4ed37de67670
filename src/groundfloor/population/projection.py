"""The cohort-component projection: one year of age, one year of time, both sexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.population.ages import LAST_AGE, Floats, Ints
from groundfloor.population.mortality import survival

SEXES = ("f", "m")
FEMALE, MALE = 0, 1
AGES = LAST_AGE + 1


@dataclass(frozen=True)
class PopulationInputs:
    """What a projection starts from: a population on 1 July of `base_year` and one row of rates for each year after it.

    Arrays are [step, sex, age] with sex in the order f, m and age 0 ... 100+; step i runs from 1 July of
    `base_year + i` to the next. Counts are persons, rates are per person-year.
    """

    country: str
    base_year: int
    base: Floats  # [sex, age] persons
    mx: Floats  # [step, sex, age] deaths per person-year
    fertility: Floats  # [step, age] births per woman and year
    srb: Floats  # [step] boys per girl at birth
    migration: Floats  # [step, sex, age] net migrants in the year

    @property
    def last_year(self) -> int:
        """The last 1 July that can be reached."""
        return self.base_year + len(self.srb)


@dataclass(frozen=True)
class Population:
    """A population by year (1 July), sex and single age, in persons, with the events between the years.

    `births`, `deaths` and `migration` are [step, sex]: those of the twelve months that start on 1 July of `years[step]`.
    """

    country: str
    years: Ints
    values: Floats  # [year, sex, age] persons
    births: Floats
    deaths: Floats
    migration: Floats
    sexes: tuple[str, str] = SEXES

    @property
    def ages(self) -> Ints:
        """0 ... 100; the last stands for 100 and over."""
        return np.arange(self.values.shape[-1])

    def total(self) -> dict[int, float]:
        """Persons by year."""
        return {int(y): float(v.sum()) for y, v in zip(self.years, self.values, strict=True)}

    def at(self, year: int) -> Floats:
        """[sex, age] persons on 1 July of `year`."""
        index = year - int(self.years[0])
        if not 0 <= index < len(self.years):
            raise GroundfloorError(
                f"The projection of {self.country} has no year {year}",
                expected=f"a year from {self.years[0]} to {self.years[-1]}",
            )
        return np.asarray(self.values[index])

    def rows(self) -> Iterator[dict[str, int | str | float]]:
        """The table `population`: year, sex, age, population."""
        for year, by_sex in zip(self.years.tolist(), self.values, strict=True):
            for sex, by_age in zip(self.sexes, by_sex, strict=True):
                for age, persons in enumerate(by_age.tolist()):
                    yield {"year": year, "sex": sex, "age": age, "population": persons}

    def by_age_group(self, lower: Sequence[int] = (0, 15, 65)) -> dict[str, Floats]:
        """Persons of both sexes by year in the groups that start at `lower`, named as in '0-14' and '65+'."""
        bounds = [*lower, self.values.shape[-1]]
        if not lower or any(a >= b for a, b in pairwise(bounds)) or bounds[0] < 0:
            raise GroundfloorError(
                f"Age groups cannot start at {list(lower)}", expected="rising ages between 0 and 100, such as 0, 15, 65"
            )
        groups: dict[str, Floats] = {}
        for a, b in pairwise(bounds):
            name = f"{a}+" if b == bounds[-1] else (f"{a}-{b - 1}" if b > a + 1 else str(a))
            groups[name] = self.values[:, :, a:b].sum(axis=(1, 2))
        return groups

    def five_year(self, year: int) -> dict[tuple[str, int], float]:
        """Persons on 1 July of `year` by sex and five-year age group, keyed by ('f', 0) ... ('m', 100)."""
        by_age = self.at(year)
        starts = np.arange(0, by_age.shape[-1], 5)
        grouped = np.add.reduceat(by_age, starts, axis=-1)
        return {
            (sex, int(start)): float(grouped[s, i])
            for s, sex in enumerate(self.sexes)
            for i, start in enumerate(starts)
        }


def project(inputs: PopulationInputs, to: int) -> Population:
    """The population on 1 July of each year from the base year to `to`, in persons: values are [year, sex f m, age 0 ... 100+].

    A year before the base or after the end of the rates raises GroundfloorError. Method: docs/methods/population.md.

    >>> nobody_dies = np.full((1, 2, 101), 1e-9)
    >>> still = PopulationInputs("Nowhere", 2025, np.ones((2, 101)), nobody_dies, np.zeros((1, 101)), np.ones(1),
    ...                          np.zeros((1, 2, 101)))
    >>> project(still, 2026).values[1, 0, [0, 1, 100]].round(3).tolist()
    [0.0, 1.0, 2.0]
    """
    if not inputs.base_year <= to <= inputs.last_year:
        raise GroundfloorError(
            f"{inputs.country} cannot be projected to {to}",
            expected=f"a year from {inputs.base_year} (its base) to {inputs.last_year} (the end of its rates)",
        )
    steps = to - inputs.base_year
    s = np.stack(
        [survival(inputs.mx[:steps, FEMALE], male=False), survival(inputs.mx[:steps, MALE], male=True)], axis=1
    )
    values = np.empty((steps + 1, 2, AGES))
    values[0] = inputs.base
    births, deaths, migration = (np.empty((steps, 2)) for _ in range(3))
    for i in range(steps):
        half = inputs.migration[i] / 2
        values[i + 1], births[i], deaths[i], migration[i] = _step(
            values[i], s[i], inputs.fertility[i], float(inputs.srb[i]), half
        )
    years = np.arange(inputs.base_year, to + 1)
    return Population(inputs.country, years, values, births, deaths, migration)


def _step(now: Floats, s: Floats, fertility: Floats, srb: float, half: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """One year: the population at its end, and its births, deaths and net migrants by sex."""
    arriving = np.maximum(half, -now)  # emigrants cannot outnumber the group they leave
    start = now + arriving
    ageing = np.concatenate([np.zeros((2, 1)), start[:, :-1]], axis=1)
    ageing[:, -1] += start[:, -1]
    after = ageing * s
    leaving = np.maximum(half, -after)
    mothers = (now[FEMALE] + after[FEMALE] + leaving[FEMALE]) / 2
    born = float(
        (fertility * mothers).sum()
    )  # fertility at age 0 is 0, so births need not be known before they are counted
    births = np.array([born / (1 + srb), born * srb / (1 + srb)])
    ageing[:, 0] = births
    after[:, 0] = births * s[:, 0]
    leaving[:, 0] = np.maximum(half[:, 0], -after[:, 0])
    deaths = (ageing - after).sum(axis=1)
    return after + leaving, births, deaths, (arriving + leaving).sum(axis=1)
