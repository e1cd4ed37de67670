"""A scheme's description turned into arrays by year, sex and age, under one variant."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from groundfloor.contributory.amount import level_or
from groundfloor.contributory.branches import OldAge
from groundfloor.contributory.cohorts import Demography, Rates, Stock, steady
from groundfloor.contributory.description import Scheme
from groundfloor.contributory.group import Group
from groundfloor.contributory.injuries import injury_shares
from groundfloor.contributory.money import Money
from groundfloor.contributory.pensions import Pensioners, deaths, nobody
from groundfloor.contributory.starting import Starting
from groundfloor.contributory.wages import insured_wages, reference_wages
from groundfloor.country.given import Given
from groundfloor.country.rates import Floats, Ints
from groundfloor.errors import GroundfloorError
from groundfloor.rules.periods import per_year
from groundfloor.rules.programme import Programme

EVER = 1e9


@dataclass(frozen=True)
class Insured:
    """A group by year: whom it is to insure, on what wages, and what happens to them. Arrays [year, sex, age]."""

    group: Group
    target: Floats
    wages: Floats  # LCU a full year; with the years before the first in front
    density: Floats
    spread: Floats  # [year]
    rates: tuple[Rates, ...]
    staying: tuple[Rates, ...]  # the same for somebody who does not leave before retirement
    start: Stock
    steady_pensioners: float  # NaN where nobody can say
    back: int
    longest: int
    ends: int  # the age at which nobody is insured in the first year

    def reference(self, i: int, year: int, old_age: OldAge | None, money: Money) -> Floats:
        """[sex, age, service] reference wages of those who leave in year `i`, 0 where there are no pensions."""
        if old_age is None:
            return np.zeros((2, 101, self.longest + 1))
        return reference_wages(self.wages, self.back + i, year, old_age.formula, money, self.longest)

    def bill(self, i: int, active: Floats) -> Floats:
        """[sex, age] insured wages of the year, LCU."""
        return np.asarray(active.sum(axis=-1) * self.density[i] * self.wages[self.back + i])


@dataclass(frozen=True)
class OldAgeRates:
    """What old-age pensions need by year."""

    retirement: Floats  # [year, sex, age]
    factor: Floats
    minimum: Floats  # [year]
    maximum: Floats
    mortality: Floats  # [year]

    def bounds(self, i: int) -> tuple[float, float]:
        """The least and the largest pension of a year, LCU a year."""
        return float(self.minimum[i]), float(self.maximum[i])


def prepared_old_age(old_age: OldAge, money: Money, years: Ints, last: int, variant: str) -> OldAgeRates:
    """Rates of retirement, factors and bounds of old-age pensions; ages that a table leaves out have no retirement, and 1 as factor."""
    return OldAgeRates(
        retirement=retirement(old_age.retirement, years, variant),
        factor=filled(old_age.factor, years, 1.0, variant),
        minimum=level_or(old_age.minimum, 0.0, money, years, variant),
        maximum=level_or(old_age.maximum, math.inf, money, years, variant),
        mortality=old_age.mortality.by_year(years, variant),
    )


def filled(given: Given, years: Ints, otherwise: float, variant: str) -> Floats:
    """[year, sex, age], with `otherwise` at ages a table leaves out."""
    found = given.knots.get(variant, given.knots["base"]).at(years)
    if found.ndim == 1:
        found = np.broadcast_to(found[:, None, None], (len(years), 2, 101))
    return np.where(np.isnan(found), otherwise, found)


def retirement(given: Given, years: Ints, variant: str) -> Floats:
    """Rates by age from a table; from one age in years, everybody who has reached it."""
    if given.unit == "share":
        return filled(given, years, 0.0, variant)
    return (np.arange(101)[None, None, :] >= filled(given, years, 0.0, variant)).astype(float)


def prepared_group(
    scheme: Scheme, group: Group, demography: Demography, money: Money, old: OldAgeRates | None, back: int, variant: str
) -> Insured:
    """The group's arrays; `old` are the rates of old-age pensions, None where the scheme has none."""
    years, people = demography.years, demography.people
    last = group.ages[1] + 1
    share = group.share(years, variant)
    lasts, retiring = _ends(group, old, len(years))
    share = share * (np.arange(101)[None, None, :] < lasts[:, None, None])
    branches = scheme.branches
    density = group.density.rates(years, group.ages, variant)
    turnover = group.turnover.rates(years, group.ages, variant)
    invalidity = np.zeros_like(share)
    if branches.invalidity is not None:
        invalidity = branches.invalidity.incidence.rates(years, group.ages, variant)
    old_age = np.full(len(years), EVER)
    invalid = np.full(len(years), EVER)
    if branches.old_age is not None:
        old_age = branches.old_age.minimum_service.by_year(years, variant)
    if branches.invalidity is not None:
        invalid = branches.invalidity.minimum_service.by_year(years, variant)
    returning = group.returning.by_year(years, variant)
    injury = injury_shares(branches.work_injury, group.ages, density, demography, variant)
    none = np.zeros((2, 101))
    rates = tuple(
        Rates(
            density=density[i],
            invalidity=invalidity[i],
            turnover=turnover[i],
            retirement=none if old is None else old.retirement[retiring[i]],
            returning=float(returning[i]),
            old_age=float(old_age[i]),
            invalid=float(invalid[i]),
            last=int(lasts[retiring[i]]),
            disabled=injury.disabled[i],
            stopping=injury.stopping[i],
            fatal=injury.fatal[i],
        )
        for i in range(len(years))
    )
    target = share * people
    longest = last if branches.old_age is not None else 0  # without pensions nobody asks for the service
    survival = demography.survival[0]
    of_pensioners = survival if old is None else deaths(survival, old.mortality[0])
    start, pensioners = _start(group, share[0], demography, of_pensioners, rates[0], longest, variant)
    before = np.arange(int(years[0]) - back, int(years[-1]) + 1)
    weights = target[0] * density[0]
    return Insured(
        group=group,
        target=target,
        wages=insured_wages(group, weights, int(years[0]), before, money, variant),
        density=density,
        spread=np.zeros(len(years)) if group.wage is None else group.wage.dispersion.by_year(years, variant),
        rates=rates,
        staying=tuple(replace(one, turnover=none) for one in rates),
        start=start,
        steady_pensioners=pensioners,
        back=back,
        longest=longest,
        ends=int(lasts[0]),
    )


def _ends(group: Group, old: OldAgeRates | None, years: int) -> tuple[Ints, Ints]:
    """The age at which nobody is insured in each year, and the year whose rule holds for birthdays until the next.

    Where insurance ends with the pensionable age, who stays in a year is who has not reached it by the rule of that year.
    """
    last = np.full(years, group.ages[1] + 1)
    if not group.until_retirement or old is None:
        return last, np.arange(years)
    reached = np.min(old.retirement, axis=1) >= 1
    first = np.where(np.any(reached, axis=1), np.argmax(reached, axis=1), last)
    return np.minimum(first, last), np.minimum(np.arange(years) + 1, years - 1)


def _start(
    group: Group,
    share: Floats,
    demography: Demography,
    of_pensioners: Floats,
    rates: Rates,
    longest: int,
    variant: str,
) -> tuple[Stock, float]:
    """Insured and formerly insured of the first year by past service, and the pensioners a steady past would have left."""
    people = demography.people[0]
    target = share * people
    none = np.zeros((2, 101, longest + 1))
    if group.past_service == "new":
        first = none.copy()
        first[:, :, 0] = target
        return Stock(first, none, none), math.nan
    if isinstance(group.past_service, Given):
        served = group.past_service.rates(demography.years[:1], group.ages, variant)[0]
        return Stock(target[:, :, None] * _at(np.minimum(served, longest), longest), none, none), math.nan
    found, pensioners = steady(share, demography.survival[0], of_pensioners, rates, longest)
    total = found.active.sum(axis=-1, keepdims=True)
    spread = np.divide(found.active, total, out=np.zeros_like(found.active), where=total > 0)
    stock = Stock(target[:, :, None] * spread, found.inactive * people[:, :, None], none)
    return stock, float((pensioners * people).sum())


def _at(served: Floats, longest: int) -> Floats:
    """Shares [sex, age, service] at the whole years on both sides of a mean, which they keep."""
    grid = np.arange(longest + 1)
    return np.asarray(np.clip(1 - np.abs(grid[None, None, :] - served[:, :, None]), 0.0, 1.0))


def starting(
    given: Starting | None, programme: Programme | None, shape: Floats, money: Money, year: int, variant: str
) -> Pensioners:
    """Pensioners of the first year, spread over ages as `shape`, [sex, age]."""
    if given is None:
        return nobody()
    years = np.array([year])
    count = _count(given, programme) if given.count is None else float(given.count.by_year(years, variant)[0])
    women = float(given.women.by_year(years, variant)[0])
    if given.average is None:
        average = _average(given, programme, year)
    else:
        average = float(given.average.at(money, years, variant)[0])
    by_sex = np.array([women, 1 - women])
    total = shape.sum(axis=1)
    if ((by_sex * count > 0) & (total <= 0)).any():
        raise GroundfloorError("There are pensioners and nobody of their sex and age", given.women.place)
    persons = count * by_sex[:, None] * shape / np.where(total > 0, total, 1.0)[:, None]
    return Pensioners(persons, persons * average)


def _count(given: Starting, programme: Programme | None) -> float:
    caseload = None if programme is None else programme.meta.get("caseload")
    if caseload is None:
        raise GroundfloorError(
            "The scheme in force has no caseload",
            given.women.place,
            hint="Name one that has in caseload, or give count.",
        )
    return float(caseload)


def _average(given: Starting, programme: Programme | None, year: int) -> float:
    parameters = (
        {} if programme is None else {one.name.rpartition(".")[2]: one for one in programme.parameters.values()}
    )
    if given.parameter not in parameters:
        raise GroundfloorError(
            f"The scheme in force has no parameter {given.parameter!r}",
            given.women.place,
            expected=f"one of {', '.join(parameters)}" if parameters else "the name of a scheme in force in caseload",
        )
    found = parameters[given.parameter]
    value = found.at(date(year, 7, 1))
    if math.isnan(value):
        raise GroundfloorError(f"{given.parameter} has no value in {year}", given.women.place)
    return value * per_year(found.unit)
