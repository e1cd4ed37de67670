"""The insured by sex, age and past service, from one year to the next: nobody is lost and nobody comes from nowhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.country.rates import Floats, Ints
from groundfloor.errors import GroundfloorError


@dataclass(frozen=True)
class Demography:
    """People by year, sex and age; the share of those of an age who live to the next year; births a woman and year by age."""

    years: Ints
    people: Floats  # [year, sex, age]
    survival: Floats  # [year, sex, age]
    fertility: Floats  # [year, age]


def demography_of(years: Ints, people: Floats, survival: Floats, fertility: Floats) -> Demography:
    """People and rates; where rates end a year before the people, the last ones stand for the year after."""
    short = len(people) - len(survival)
    if short > 1 or short < 0:
        raise GroundfloorError("The rates do not fit the years of the population")
    if short:
        survival, fertility = (np.concatenate([one, one[-1:]]) for one in (survival, fertility))
    return Demography(years, people, survival, fertility)


@dataclass(frozen=True)
class Rates:
    """What happens within a year, [sex, age]: `density`, `invalidity` and `turnover` by age before, `retirement` after a birthday.

    `disabled` is the share of the insured alive who are awarded a pension for a work injury, of whom the share `stopping` works no longer;
    `fatal` the share of the insured who die at work, all [sex, age] before the birthday and part of the deaths that survival leaves.
    `returning` is the share of entrants taken from those insured before, as far as there are any. `service` is 0, 1, 2 ...
    years, `old_age` and `invalid` the service that entitles to the pension; `last` the age at which nobody is insured.
    """

    density: Floats
    invalidity: Floats
    turnover: Floats
    retirement: Floats
    returning: float
    old_age: float
    invalid: float
    last: int
    disabled: Floats
    stopping: Floats
    fatal: Floats


@dataclass(frozen=True)
class Stock:
    """Insured and formerly insured persons, [sex, age, service]; `wages` are reference wages times the formerly insured."""

    active: Floats
    inactive: Floats
    wages: Floats


@dataclass(frozen=True)
class Events:
    """What happened in a year, [sex, age, service] by age and service after it; `entered` and `returned` end up insured.

    `killed` are those among the dead who died at work, `disabled` all who are awarded an injury pension, `injured` those of them who
    work no longer. Of the formerly insured, `former_wages` are reference wages times persons: for those who retired in money of the year after, for
    those granted a lump sum in money of the year.
    """

    died: Floats
    invalid: Floats
    invalid_without: Floats
    retired: Floats
    granted: Floats
    left: Floats
    entered: Floats
    returned: Floats
    former_died: Floats
    former_retired: Floats
    former_granted: Floats
    former_retired_wages: Floats
    former_granted_wages: Floats
    killed: Floats
    disabled: Floats
    injured: Floats


def empty(longest: int) -> Stock:
    """Nobody, with room for `longest` years of service."""
    none = np.zeros((2, 101, longest + 1))
    return Stock(none, none, none)


def aged(values: Floats) -> Floats:
    """[sex, age, ...] one year older."""
    out = np.zeros_like(values)
    out[:, 1:] = values[:, :-1]
    return out


def step(
    now: Stock, target: Floats | None, survival: Floats, rates: Rates, reference: Floats, deferred: float
) -> tuple[Stock, Events]:
    """The stock a year later, when `target` persons, [sex, age], are insured, and what happened on the way.

    Without a target the group is closed: nobody joins, and nobody is sent away. `survival` is [sex, age]; `reference` [sex, age, service] the reference wage of who leaves; `deferred` the yearly rate by
    which reference wages of the formerly insured rise. The order is: the year's service, death, work injury, invalidity, birthday, retirement,
    leaving, returning, entry. Method: docs/methods/contributory.md.
    """
    longest = now.active.shape[-1] - 1
    service = np.arange(longest + 1)
    alive_share = survival[:, :, None]
    gained = now.active * rates.density[:, :, None]
    served = now.active - gained
    served[:, :, 1:] += gained[:, :, :-1]
    served[:, :, -1] += gained[:, :, -1]
    died, alive = served * (1 - alive_share), served * alive_share
    disabled = alive * rates.disabled[:, :, None]
    injured = disabled * rates.stopping[:, :, None]
    alive = alive - injured
    invalid = alive * rates.invalidity[:, :, None]
    entitled = (service >= rates.invalid)[None, None, :]
    remaining = aged(alive - invalid)
    vested = (service >= rates.old_age)[None, None, :]
    out = np.zeros((1, 101, 1), dtype=bool)
    out[:, rates.last :] = True
    retired = remaining * vested * np.where(out, 1.0, rates.retirement[:, :, None])
    granted = remaining * ~vested * out
    remaining = remaining - retired - granted
    former = aged(now.inactive * alive_share)
    former_wages = aged(now.wages * alive_share) * (1 + deferred)
    ending = np.where(out, 1.0, rates.retirement[:, :, None]) * vested + ~vested * out
    leaving = remaining * aged(rates.turnover)[:, :, None]
    staying = remaining - leaving
    total = staying.sum(axis=-1)
    target = total if target is None else target
    kept = np.divide(np.minimum(target, total), total, out=np.zeros_like(total), where=total > 0)[:, :, None]
    left = leaving + staying * (1 - kept)
    staying = staying * kept
    entering = np.maximum(target - staying.sum(axis=-1), 0.0)
    still, still_wages = former * (1 - ending), former_wages * (1 - ending)
    there = still.sum(axis=-1)
    back = np.minimum(entering * rates.returning, there)
    back_share = np.divide(back, there, out=np.zeros_like(there), where=there > 0)[:, :, None]
    returned = still * back_share
    entered = np.zeros_like(staying)
    entered[:, :, 0] = entering - back
    moved = aged(reference) * left
    after = Stock(staying + returned + entered, still - returned + left, still_wages * (1 - back_share) + moved)
    events = Events(
        died=aged(died),
        invalid=aged(invalid * entitled),
        invalid_without=aged(invalid * ~entitled),
        retired=retired,
        granted=granted,
        left=left,
        entered=entered,
        returned=returned,
        former_died=aged(now.inactive * (1 - alive_share)),
        former_retired=former * vested * ending,
        former_granted=former * ~vested * ending,
        former_retired_wages=former_wages * vested * ending,
        former_granted_wages=former_wages / (1 + deferred) * ~vested * ending,
        killed=aged(served * rates.fatal[:, :, None]),
        disabled=aged(disabled),
        injured=aged(injured),
    )
    return after, events


def steady(share: Floats, survival: Floats, of_pensioners: Floats, rates: Rates, longest: int) -> tuple[Stock, Floats]:
    """Persons per person alive, where today's shares and rates have always held: the stock, and old-age pensioners, [sex, age].

    `of_pensioners` is the survival of pensioners, [sex, age].
    """
    alive = np.concatenate([np.ones((2, 1)), np.cumprod(survival[:, :-1], axis=1)], axis=1)
    stock, retired = empty(longest), np.zeros((2, 101))
    none = np.zeros_like(stock.active)
    for _ in range(rates.last + 1):
        stock, events = step(stock, share * alive, survival, rates, none, 0.0)
        retired = (events.retired + events.former_retired).sum(axis=-1)
    pensioners = retired.copy()
    for age in range(1, 101):
        pensioners[:, age] += pensioners[:, age - 1] * of_pensioners[:, age - 1]
    born = np.where(alive > 0, alive, np.inf)
    return Stock(stock.active / born[:, :, None], stock.inactive / born[:, :, None], none), pensioners / born
