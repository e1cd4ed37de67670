"""Tables by period as values for each year of a projection."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from groundfloor.errors import GroundfloorError, Place
from groundfloor.population.ages import Floats, split_counts
from groundfloor.population.projection import AGES
from groundfloor.population.tables import Table

NO_DEATHS = 1e-9  # a rate of 0 has no logarithm


def last_year(table: Table, base: int, source: Path) -> int:
    """The last 1 July the table reaches without a gap from `base`."""
    first, end = table.periods[0]
    if first > base:
        raise GroundfloorError(
            f"{table.name} begins in {first}",
            Place(str(source)),
            expected=f"{base}, the year of the population, or before",
        )
    if end is None:
        return table.periods[-1][0]
    reached = end
    for start, stop in table.periods[1:]:
        if start != reached or stop is None:
            raise GroundfloorError(
                f"{table.name}: the range that starts in {start} does not follow the one that ends in {reached}",
                Place(str(source)),
            )
        reached = stop
    return reached


def by_step(table: Table, values: Floats, base: int, last: int, *, count: bool = False) -> Floats:
    """Values [period, ...] for the steps from `base` to `last`: constant in a range, linear between years."""
    steps = np.arange(base, last)
    starts = np.array([start for start, _ in table.periods])
    if table.periods[0][1] is None:
        middle = steps + 0.5
        i = np.clip(np.searchsorted(starts, middle) - 1, 0, max(len(starts) - 2, 0))
        j = np.minimum(i + 1, len(starts) - 1)
        share = (middle - starts[i]) / np.maximum(starts[j] - starts[i], 1)
        share = share.reshape(-1, *[1] * (values.ndim - 1))
        return np.asarray(values[i] * (1 - share) + values[j] * share)
    i = np.searchsorted(starts, steps, side="right") - 1
    if count:
        width = np.array([(end or start) - start for start, end in table.periods], dtype=float)
        values = values / width.reshape(-1, *[1] * (values.ndim - 1))
    return np.asarray(values[i])


def rates_by_step(table: Table, rates: Floats, base: int, last: int) -> Floats:
    """Death rates for the steps: log-linear between the middles of ranges, so that deaths do not jump where one ends."""
    if table.periods[0][1] is None or len(table.periods) == 1:
        return by_step(table, rates, base, last)
    middle = np.array([(start + (end or start) - 1) / 2 for start, end in table.periods])
    steps = np.arange(base, last)
    i = np.clip(np.searchsorted(middle, steps, side="right") - 1, 0, len(middle) - 2)
    share = ((steps - middle[i]) / (middle[i + 1] - middle[i]))[
        :, None
    ]  # below 0 and above 1 before the first and after the last
    logs = np.log(np.maximum(rates, NO_DEATHS))
    return np.asarray(np.exp(logs[i] * (1 - share) + logs[i + 1] * share))


def fertility_pattern(table: Table, year: int, last: int, source: Path) -> Floats:
    """The share of the total fertility rate at each single age, by step; each row sums to 1."""
    total = table.values.sum(axis=1)
    if (np.abs(total - 100) > 0.5).any():
        wrong = int(np.argmax(np.abs(total - 100)))
        raise GroundfloorError(
            f"pasfr of {table.periods[wrong][0]} sums to {total[wrong]:.2f}", Place(str(source)), expected="100 %"
        )
    first = int(table.ages[0])
    width = int(table.ages[-1] - table.ages[-2]) if len(table.ages) > 1 else 5
    upper = int(table.ages[-1]) + width
    if first < 1 or upper > AGES:
        raise GroundfloorError(
            f"pasfr has the ages {first} to {upper - 1}", Place(str(source)), expected="ages 10 to 54"
        )
    shares = np.zeros((len(table.periods), AGES))
    shares[:, first:upper] = split_counts(table.ages, table.values / total[:, None], upper)
    return by_step(table, shares, year, last)
