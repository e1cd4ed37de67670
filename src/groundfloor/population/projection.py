"""The cohort-component projection: single years of age and time, or five-year groups in five-year steps; both sexes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.population.ages import LAST_AGE, Floats, Ints
from groundfloor.population.cohorts import Migrants, Rates, carry
from groundfloor.population.inputs import SEXES, PopulationInputs, check


@dataclass(frozen=True)
class Population:
    """A population by year (1 July), sex and age, in persons, with the events between the years.

    `births`, `deaths` and `migration` are [step, sex]: those of the years from 1 July of `years[step]` to the next of `years`. Ages are single
    years, or groups of `width`. Several populations stand on an axis before the year, by `names`; `of` takes one out.
    """

    country: str
    years: Ints
    values: Floats  # [year, sex, age] persons
    births: Floats
    deaths: Floats
    migration: Floats
    sexes: tuple[str, str] = SEXES
    width: int = 1
    names: tuple[str, ...] = ()
    derived: tuple[Mapping[str, Any], ...] = ()  # what follows from rates, where they were given

    @property
    def ages(self) -> Ints:
        """0 ... 100 in steps of `width`; the last stands for 100 and over."""
        return np.arange(self.values.shape[-1]) * self.width

    def of(self, which: str | int) -> Population:
        """One of several populations, by name or by place."""
        if isinstance(which, str) and which not in self.names:
            raise GroundfloorError(f"There is no population {which!r}", hint=nearest(which, self.names))
        i = self.names.index(which) if isinstance(which, str) else which
        return Population(
            self.names[i] if self.names else self.country,
            self.years,
            self.values[i],
            self.births[i],
            self.deaths[i],
            self.migration[i],
            self.sexes,
            self.width,
        )

    def total(self) -> dict[int, float]:
        """Persons by year."""
        return {int(y): float(v.sum()) for y, v in zip(self.years, self.values, strict=True)}

    def at(self, year: int) -> Floats:
        """[sex, age] persons on 1 July of `year`."""
        found = np.flatnonzero(self.years == year)
        if not len(found):
            every = "" if self.width == 1 else f", every {self.width}"
            raise GroundfloorError(
                f"The projection of {self.country} has no year {year}",
                expected=f"a year from {self.years[0]} to {self.years[-1]}{every}",
            )
        return np.asarray(self.values[..., found[0], :, :])

    def rows(self) -> Iterator[dict[str, Any]]:
        """The table `population`: year, sex, age (the first of its group), population; of several, `country` before them."""
        if self.values.ndim > 3:
            for i in range(len(self.values)):
                one = self.of(i)
                yield from ({"country": one.country, **row} for row in one.rows())
            return
        for year, by_sex in zip(self.years.tolist(), self.values, strict=True):
            for sex, by_age in zip(self.sexes, by_sex, strict=True):
                for age, persons in zip(self.ages.tolist(), by_age.tolist(), strict=True):
                    yield {"year": year, "sex": sex, "age": age, "population": persons}

    def by_age_group(self, lower: Sequence[int] = (0, 15, 65)) -> dict[str, Floats]:
        """Persons of both sexes by year in the groups that start at `lower`, named as in '0-14' and '65+'."""
        end = LAST_AGE + self.width
        bounds = [*lower, end]
        if not lower or any(a >= b or a % self.width for a, b in pairwise(bounds)) or bounds[0] < 0:
            raise GroundfloorError(
                f"Age groups cannot start at {list(lower)}",
                expected="rising ages between 0 and 100, such as 0, 15, 65"
                + ("" if self.width == 1 else f", multiples of {self.width}"),
            )
        groups: dict[str, Floats] = {}
        for a, b in pairwise(bounds):
            name = f"{a}+" if b == end else (f"{a}-{b - 1}" if b > a + 1 else str(a))
            groups[name] = self.values[..., a // self.width : b // self.width].sum(axis=(-2, -1))
        return groups

    def five_year(self, year: int) -> dict[tuple[str, int], float]:
        """Persons on 1 July of `year` by sex and five-year age group, keyed by ('f', 0) ... ('m', 100)."""
        by_age = self.at(year)
        starts = np.arange(0, LAST_AGE + 1, 5)
        grouped = np.add.reduceat(by_age, starts // self.width, axis=-1)
        return {
            (sex, int(start)): float(grouped[s, i])
            for s, sex in enumerate(self.sexes)
            for i, start in enumerate(starts)
        }


def project(inputs: PopulationInputs, to: int, migrants: Migrants = "halves") -> Population:
    """The population on 1 July of each year from the base year to `to`, in persons: values are [year, sex f m, age 0 ... 100+].

    Inputs of `width` 5 give every fifth year, to the first at or after `to`. `migrants` come in halves at the start and at the end of
    a step, or all at its "end". A year before the base or after the end of the rates, and rates that no people can have, raise
    GroundfloorError. Method: docs/methods/population.md.

    >>> nobody_dies = np.full((1, 2, 101), 1e-9)
    >>> still = PopulationInputs("Nowhere", 2025, np.ones((2, 101)), nobody_dies, np.zeros((1, 101)), np.ones(1),
    ...                          np.zeros((1, 2, 101)))
    >>> project(still, 2026).values[1, 0, [0, 1, 100]].round(3).tolist()
    [0.0, 1.0, 2.0]
    """
    inputs = inputs.until(to)
    check(inputs)
    rates = Rates(inputs.survival(), inputs.fertility * inputs.width, inputs.srb, inputs.migration)
    flows = carry(inputs.base, rates, migrants)
    years = inputs.base_year + inputs.width * np.arange(inputs.steps + 1)
    return Population(
        inputs.country,
        years,
        flows.values,
        flows.births,
        flows.deaths,
        flows.migration,
        width=inputs.width,
        names=inputs.names,
    )
