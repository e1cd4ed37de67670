"""Fertility schedules: a total and a pattern by age, and the level at which a generation replaces itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.population.ages import Floats, split_counts
from groundfloor.population.cohorts import FEMALE
from groundfloor.population.inputs import AGES, PopulationInputs
from groundfloor.population.mortality import five_year_lived, years_lived

YOUNGEST, OLDEST = 10, 55
"""Births are to women from the first of these ages to before the second."""


def schedule(tfr: float, shares: Sequence[float], lower: Sequence[int]) -> Floats:
    """Births per woman and year by single age 0 ... 100+, from a total and the shares of the five-year groups that start at `lower`.

    The shares may be per cent or births themselves: they are scaled to the total. None at all raises GroundfloorError.

    >>> rates = schedule(2.5, [10, 25, 30, 20, 10, 4, 1], range(15, 50, 5))
    >>> rates.sum().round(6), (5 * rates[20:25].mean()).round(3)
    (np.float64(2.5), np.float64(0.625))
    """
    weights = np.asarray(shares, dtype=float)
    if len(weights) != len(lower) or not (weights >= 0).all() or not weights.sum() > 0 or not tfr >= 0:
        raise GroundfloorError(
            f"No fertility schedule can have the total {tfr} and the shares {list(shares)}",
            expected="a total of 0 or more, and a share of 0 or more for each group, not all 0",
        )
    ages, upper = np.asarray(lower), int(lower[-1]) + 5
    rates = np.zeros(AGES)
    rates[ages[0] : upper] = tfr * np.maximum(split_counts(ages, weights / weights.sum(), upper), 0.0)
    return rates


def gamma_schedule(tfr: float, mean: float, deviation: float) -> Floats:
    """A schedule whose pattern is a gamma curve from age 10, with this mean age at childbearing and standard deviation, in years.

    What the curve has beyond 55 is spread over the ages before it. Ages no curve can have raise GroundfloorError.

    >>> rates = gamma_schedule(4.0, 29.0, 6.5)
    >>> rates.sum().round(6), (np.arange(101) + 0.5).dot(rates / 4).round(1)
    (np.float64(4.0), np.float64(29.0))
    """
    if not (YOUNGEST < mean < OLDEST and 0 < deviation < mean - YOUNGEST and tfr >= 0):
        raise GroundfloorError(
            f"No fertility schedule has the total {tfr}, the mean age {mean} and the deviation {deviation}",
            expected=f"a mean age between {YOUNGEST} and {OLDEST}, and a smaller deviation than it is above {YOUNGEST}",
        )
    from scipy.stats import gamma

    scale = deviation**2 / (mean - YOUNGEST)
    below = gamma.cdf(np.arange(OLDEST - YOUNGEST + 1), (mean - YOUNGEST) / scale, scale=scale)
    rates = np.zeros(AGES)
    rates[YOUNGEST:OLDEST] = tfr * np.diff(below) / below[-1]
    return rates


def total(inputs: PopulationInputs) -> Floats:
    """The total fertility rate of each step, in children per woman."""
    return np.asarray(inputs.width * inputs.fertility.sum(axis=-1))


def net_reproduction(inputs: PopulationInputs) -> Floats:
    """Daughters a girl born now would bear under the rates of each step, her own death counted.

    >>> from groundfloor.population import read_population
    >>> net_reproduction(read_population("gha"))[0].round(2)
    np.float64(1.48)
    """
    lived = years_lived if inputs.width == 1 else five_year_lived
    years = lived(inputs.mx[..., FEMALE, :], male=False)
    return np.asarray((inputs.fertility * years).sum(axis=-1) / (1 + inputs.srb))
