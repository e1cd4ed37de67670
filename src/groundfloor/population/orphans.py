"""Orphans by cause: children whose mother, father or both have died, from the survival of those who bore them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.population.ages import Floats
from groundfloor.population.cohorts import FEMALE
from groundfloor.population.inputs import AGES, MALE, PopulationInputs
from groundfloor.population.projection import Population

UNTIL = 18
"""A child is younger than this."""
FATHERS_OLDER = 5.0
"""Years by which fathers are older than mothers, where nothing else is said."""
BEFORE_BIRTH = 0.75
"""Years from conception to birth, in which a father can die."""


def orphans(
    population: Population, inputs: PopulationInputs, fathers_older: float = FATHERS_OLDER
) -> Iterator[dict[str, Any]]:
    """Rows of the table of derived series: orphans under 18 on 1 July of each year, maternal, paternal, double, and with either dead.

    An approximation, from national death rates: parents die as others of their age do and independently of each other and of their
    children; before the first year its rates and its mothers' ages held. Method and limits: docs/methods/population.md.

    >>> from groundfloor.population import project, read_population
    >>> gha = read_population("gha")
    >>> [round(row["rate"], 3) for row in orphans(project(gha, 2025), gha)]
    [0.03, 0.056, 0.002, 0.083]
    """
    if population.width != 1 or population.values.ndim != 3:
        raise GroundfloorError("Orphans are counted in one population by single years of age")
    if not 0 <= fathers_older <= 30:
        raise GroundfloorError(f"Fathers cannot be {fathers_older:g} years older", expected="0 to 30 years")
    steps = len(population.years) - 1
    cut = inputs.until(max(int(population.years[-1]), inputs.base_year + 1))
    survival = cut.survival()
    mothers = _alive(population, cut, survival[:, FEMALE], 0.0, 0.0)
    fathers = _alive(population, cut, survival[:, MALE], fathers_older, BEFORE_BIRTH)
    for t in range(steps + 1):
        children = population.values[t, :, :UNTIL].sum(axis=0)
        no_mother, no_father = 1 - mothers[t], 1 - fathers[t]
        shares = {
            "orphans_maternal": no_mother,
            "orphans_paternal": no_father,
            "orphans_double": no_mother * no_father,
            "orphans": no_mother + no_father - no_mother * no_father,
        }
        for series, share in shares.items():
            people = float(np.where(children > 0, children * share, 0.0).sum())
            rate = people / children.sum() if children.sum() > 0 else np.nan
            yield {
                "year": int(population.years[t]),
                "series": series,
                "sex": "",
                "age": f"0-{UNTIL - 1}",
                "rate": float(rate),
                "people": people,
            }


def _alive(population: Population, inputs: PopulationInputs, survival: Floats, older: float, before: float) -> Floats:
    """[year, age of the child] the share of children who have one parent alive; `survival` [step, age] is of that parent's sex."""
    steps = len(population.years) - 1
    living = np.zeros((UNTIL, AGES))  # of the births of each age of child, by the parent's age now
    found = np.empty((steps + 1, UNTIL))
    for t in range(-UNTIL, steps):  # the years before the first bring those who are children then
        i = max(t, 0)
        s = survival[i]
        women = population.values[i, FEMALE] + population.values[min(i + 1, steps), FEMALE]
        bearing = inputs.fertility[i] * women
        # of a year without births nobody can say how old its parents were
        parents = _aged(bearing / bearing.sum() if bearing.sum() > 0 else np.full(AGES, np.nan), older)
        own = np.append(s[1:], s[-1])  # from one age into the next, within the open group at the end
        grown = np.zeros_like(living)
        grown[1:, 1:] = living[:-1, :-1] * own[:-1]
        grown[1:, -1] += living[:-1, -1] * own[-1]
        # born on average in the middle of the step, after which half of the parents have another birthday
        grown[0] = _aged(parents * own ** (before + 0.5), 0.5)
        living = grown
        if t + 1 >= 0:
            found[t + 1] = living.sum(axis=1)
    return found


def _aged(shares: Floats, years: float) -> Floats:
    """A distribution by age moved up by so many years; a part of a year goes to the two ages it lies between."""
    whole = int(years)
    part = years - whole
    moved = np.zeros_like(shares)
    for by, weight in ((whole, 1 - part), (whole + 1, part)):
        moved[by:] += weight * shares[: len(shares) - by]
    return moved
