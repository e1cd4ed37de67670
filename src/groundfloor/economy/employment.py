"""Who works: people by sex and age times participation, less the unemployed; and what each of them produces."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from groundfloor.country.given import Given
from groundfloor.population import Population

FROM = 15
"""The age from which the series participation_rate counts."""
OLDEST = 100
EMPLOYED, PRODUCTIVITY = "employed", "productivity_growth"
"""Series that follow from people, growth and each other where they are not given."""
Series = Callable[[str, int], float]
"""The value of a series in a year, NaN where there is none."""


@dataclass(frozen=True)
class Employment:
    """The employed of a year; `participation` by sex and age where the pack has it, else the series of everybody of 15 and over."""

    people: Population
    participation: Given | None = None
    variant: str = "base"

    def employed(self, of: Series, year: int) -> float:
        """Persons, on 1 July; NaN in years without people, participation or unemployment.

        EAP = sum over sex and age of people x participation; employed = EAP x (1 - unemployment).
        """
        if not self.people.years[0] <= year <= self.people.years[-1]:
            return math.nan
        people = self.people.at(year)
        if self.participation is None:
            force = float(people[:, FROM:].sum()) * of("participation_rate", year)
        else:
            rates = self.participation.rates(np.array([year]), (FROM, OLDEST), self.variant)[0]
            force = float((people * rates).sum())
        return force * (1 - of("unemployment_rate", year))

    def productivity_growth(self, of: Series, year: int) -> float:
        """Growth of output a worker that real growth and employment of the year imply, a share of one."""
        return (1 + of("gdp_real_growth", year)) * self.employed(of, year - 1) / self.employed(of, year) - 1
