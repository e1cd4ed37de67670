"""From tables by age group and period to the inputs of a projection, in single years or in groups of five."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from groundfloor.errors import GroundfloorError, Place
from groundfloor.population.ages import LAST_AGE, Floats, Ints, split_counts, split_to_last
from groundfloor.population.inputs import AGES, WIDTHS, PopulationInputs
from groundfloor.population.mortality import abridged_ages, single_rates

Period = tuple[int, int | None]
"""(2025, None) is the calendar year 2025; (2025, 2030) the five years from 1 July 2025."""

_THOUSAND = 1000.0
_NO_DEATHS = 1e-9  # a rate of 0 has no logarithm
_FIVE = 5


@dataclass(frozen=True)
class Table:
    """One variable for one sex as a full grid: values[period, age], several countries on an axis before these."""

    name: str
    ages: Ints
    periods: list[Period]
    values: Floats


def inputs_of(
    name: str,
    tables: Mapping[tuple[str, str], Table],
    source: Path,
    width: int = 1,
    names: tuple[str, ...] = (),
) -> PopulationInputs:
    """The inputs of a projection from its tables, by variable and sex (F, M or none); `source` is where errors say they come from.

    Ages, periods and sums that no projection can start from raise GroundfloorError.
    """
    if width not in WIDTHS:
        raise GroundfloorError(f"The width is {width}", expected="1 year or 5 years")
    pop = [tables["pop", sex] for sex in "FM"]
    base_years = {table.periods[-1] for table in pop}
    if len(base_years) > 1 or (base := pop[0].periods[-1])[1] is not None:
        raise GroundfloorError(
            "pop needs one year for both sexes", Place(str(source)), expected="a year such as 2025 (1 July)"
        )
    year = base[0]
    rates = [table for (var, _), table in tables.items() if var != "pop"]
    last = min(_last_year(table, year, source) for table in rates)
    if last < year:
        raise GroundfloorError(f"The rates end in {last}, before the population of {year}", Place(str(source)))
    last -= (last - year) % width
    for table in tables.values():
        _check_groups(table, source)
    for table in (*pop, *(tables["mig", sex] for sex in "FM")):
        _check_ages(table, source, [0])
    for sex in "FM":
        _check_ages(tables["mx", sex], source, [0, 1], over=True)
        if (tables["mx", sex].values[..., -1] <= 0).any():
            raise GroundfloorError(
                f"mx {sex} of the open age group is 0", Place(str(source)), expected="a positive rate"
            )
    counts = split_to_last if width == 1 else _grouped
    death_rates = _single_death_rates if width == 1 else _abridged_death_rates
    tfr, srb = tables["tfr", ""], tables["srb", ""]
    pattern = _pattern(tables["pasfr", "F"], source)
    if width == _FIVE:  # a rate of a group is the mean of its years: its share of the total over five
        pattern = np.add.reduceat(pattern, np.arange(0, AGES, _FIVE), axis=-1) / _FIVE
    shares = by_step(tables["pasfr", "F"], pattern, year, last)
    births = _mean(shares * by_step(tfr, tfr.values, year, last), width)
    return PopulationInputs(
        country=name,
        base_year=year,
        # a group of nobody may leave a rounding below 0 in its ages
        base=np.maximum(np.stack([counts(t.ages, t.values[..., -1, :]) for t in pop], axis=-2), 0.0) * _THOUSAND,
        mx=np.stack([death_rates(tables["mx", sex], sex == "M", year, last) for sex in "FM"], axis=-2),
        fertility=births,
        srb=_mean(by_step(srb, srb.values, year, last), width)[..., 0],
        migration=np.stack(
            [
                width * _THOUSAND * _mean(by_step(t, counts(t.ages, t.values), year, last, count=True), width)
                for t in (tables["mig", sex] for sex in "FM")
            ],
            axis=-2,
        ),
        width=width,
        names=names,
    )


def _mean(values: Floats, width: int) -> Floats:
    """Values [..., step, age] of single years as the means of the steps of `width` years."""
    if width == 1:
        return values
    *leading, steps, ages = values.shape
    return np.asarray(values.reshape(*leading, steps // width, width, ages).mean(axis=-2))


def _single_death_rates(table: Table, male: bool, base: int, last: int) -> Floats:
    return _rates_by_step(table, single_rates(table.ages, table.values, male), base, last)


def _abridged_death_rates(table: Table, male: bool, base: int, last: int) -> Floats:
    """Rates of the groups 0, 1-4, 5-9 ...: the mean of the years, and of the ages where single ages are given."""
    ages = abridged_ages(int(table.ages[-1]) // _FIVE + 2)
    values = table.values
    if len(ages) != len(table.ages):
        starts = np.searchsorted(table.ages, ages)
        width = np.diff([*starts, len(table.ages)])
        values = np.add.reduceat(values, starts, axis=-1) / width
    return _mean(by_step(table, values, base, last), _FIVE)


def _grouped(ages: Ints, counts: Floats) -> Floats:
    """Counts of groups, or of single ages, by groups of five years."""
    return np.asarray(np.add.reduceat(counts, np.searchsorted(ages, np.arange(0, LAST_AGE + 1, _FIVE)), axis=-1))


def _check_groups(table: Table, source: Path) -> None:
    """Groups are all one year or all five years wide, 0 and 1-4 apart: a group left out would pass as a wider one."""
    ages = table.ages.tolist()
    regular = [0, *ages[2:]] if ages[:3] == [0, 1, 5] else ages
    width = min((b - a for a, b in pairwise(regular)), default=1)
    for a, b in pairwise(regular):
        if b - a != width or width not in (1, 5):
            raise GroundfloorError(
                f"{table.name} jumps from age {a} to {b}",
                Place(str(source)),
                expected="single ages, or groups of five years (0 and 1-4 may stand apart)",
            )


def _check_ages(table: Table, source: Path, first: list[int], last: int = LAST_AGE, over: bool = False) -> None:
    ages = table.ages.tolist()
    if ages[: len(first)] != first or (ages[-1] < last if over else ages[-1] != last):
        start = ", ".join(str(age) for age in first)
        raise GroundfloorError(
            f"{table.name} has the ages {ages[0]} to {ages[-1]}",
            Place(str(source)),
            expected=f"ages that start {start} and end with the open group {last}+",
        )


def _last_year(table: Table, base: int, source: Path) -> int:
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
    """Values [..., period, age] for the years from `base` to `last`: constant in a range, linear between years."""
    years = np.arange(base, last)
    starts = np.array([start for start, _ in table.periods])
    if table.periods[0][1] is None:
        middle = years + 0.5
        i = np.clip(np.searchsorted(starts, middle) - 1, 0, max(len(starts) - 2, 0))
        j = np.minimum(i + 1, len(starts) - 1)
        share = ((middle - starts[i]) / np.maximum(starts[j] - starts[i], 1))[:, None]
        return np.asarray(values[..., i, :] * (1 - share) + values[..., j, :] * share)
    i = np.searchsorted(starts, years, side="right") - 1
    if count:
        width = np.array([(end or start) - start for start, end in table.periods], dtype=float)
        values = values / width[:, None]
    return np.asarray(values[..., i, :])


def _rates_by_step(table: Table, rates: Floats, base: int, last: int) -> Floats:
    """Death rates for the years: log-linear between the middles of ranges, so that deaths do not jump where one ends."""
    if table.periods[0][1] is None or len(table.periods) == 1:
        return by_step(table, rates, base, last)
    middle = np.array([(start + (end or start) - 1) / 2 for start, end in table.periods])
    years = np.arange(base, last)
    i = np.clip(np.searchsorted(middle, years, side="right") - 1, 0, len(middle) - 2)
    # below 0 and above 1 before the first and after the last
    share = ((years - middle[i]) / (middle[i + 1] - middle[i]))[:, None]
    logs = np.log(np.maximum(rates, _NO_DEATHS))
    return np.asarray(np.exp(logs[..., i, :] * (1 - share) + logs[..., i + 1, :] * share))


def _pattern(table: Table, source: Path) -> Floats:
    """The share of the total fertility rate at each single age, by period; each row sums to 1."""
    total = table.values.sum(axis=-1)
    if (np.abs(total - 100) > 0.5).any():
        wrong = tuple(np.unravel_index(int(np.argmax(np.abs(total - 100))), total.shape))
        raise GroundfloorError(
            f"pasfr of {table.periods[wrong[-1]][0]} sums to {total[wrong]:.2f}", Place(str(source)), expected="100 %"
        )
    first = int(table.ages[0])
    width = int(table.ages[-1] - table.ages[-2]) if len(table.ages) > 1 else _FIVE
    upper = int(table.ages[-1]) + width
    if first < 1 or upper > AGES:
        raise GroundfloorError(
            f"pasfr has the ages {first} to {upper - 1}", Place(str(source)), expected="ages 10 to 54"
        )
    shares = np.zeros((*table.values.shape[:-1], AGES))
    shares[..., first:upper] = np.maximum(split_counts(table.ages, table.values / total[..., None], upper), 0.0)
    return shares
