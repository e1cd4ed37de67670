"""Insured wages by sex and age, and the reference wages that pensions are a share of."""

from __future__ import annotations

import numpy as np

from groundfloor.contributory.amount import level_or
from groundfloor.contributory.branches import Formula
from groundfloor.contributory.group import Group
from groundfloor.contributory.money import Money
from groundfloor.country.given import Given
from groundfloor.country.rates import Floats, Ints


def clipped_mean(mean: Floats, spread: Floats | float, low: Floats | float, high: Floats | float) -> Floats:
    """The mean of lognormal amounts of that mean and standard deviation of logarithms, each held between `low` and `high`.

    Without spread it is the mean, held between them. A pension of a wage that nobody has is 0, whatever the minimum.

    >>> clipped_mean(np.array([100.0, 100.0]), np.array([0.0, 0.5]), 0.0, 100.0).round(2).tolist()
    [100.0, 80.26]
    """
    mean, spread, low, high = np.broadcast_arrays(mean, spread, low, high)
    held = np.where(mean > 0, np.clip(mean, low, np.maximum(low, high)), 0.0)
    if not spread.any():
        return held
    from scipy.special import ndtr

    some = (mean > 0) & (spread > 0)
    middle, sd = np.where(some, mean, 1.0), np.where(some, spread, 1.0)
    with np.errstate(divide="ignore"):
        below, above = ((np.log(bound / middle) + sd**2 / 2) / sd for bound in (low, high))
    between = middle * (ndtr(above - sd) - ndtr(below - sd))
    over = np.where(np.isfinite(high), high, 0.0) * ndtr(-above)
    return np.where(some, low * ndtr(below) + between + over, held)


def insured_wages(
    group: Group, insured: Floats, first: int, years: Ints, money: Money, variant: str = "base"
) -> Floats:
    """[year, sex, age] insured wage, LCU a year, of a full year's work; `insured` are those of the `first` year, [sex, age].

    The profile is scaled so that they earn the average; a group without wages has none. Ages before the first and after the last insured one have its wage.
    """
    if group.wage is None:
        return np.zeros((len(years), 2, 101))
    low, high = group.ages
    profile = group.wage.profile.rates(np.append(years, first), group.ages, variant)
    profile[:, :, :low] = profile[:, :, [low]]
    profile[:, :, high + 1 :] = profile[:, :, [high]]
    total = insured.sum()
    mean = (insured * profile[-1]).sum() / total if total > 0 else profile[-1][:, low : high + 1].mean()
    average = group.wage.average.at(money, years, variant)
    wages = average[:, None, None] * profile[:-1] / (mean if mean > 0 else 1.0)
    floor = level_or(group.wage.floor, 0.0, money, years, variant)[:, None, None]
    ceiling = level_or(group.wage.ceiling, np.inf, money, years, variant)[:, None, None]
    spread = group.wage.dispersion.by_year(years, variant)[:, None, None]
    return clipped_mean(wages, spread, floor, ceiling)


def reference_wages(wages: Floats, back: int, year: int, formula: Formula, money: Money, longest: int) -> Floats:
    """[sex, age, service] average of the last insured wages, LCU of `year`, for service 0 to `longest`.

    `wages` are [year, sex, age] with `year` at place `back`, and the years before it in front. Who has fewer years of service
    than the formula counts has the average of these.
    """
    counted = longest if formula.years is None else min(formula.years, longest)
    counted = max(counted, 1)
    sexes, ages = wages.shape[1:]
    total = np.zeros((sexes, ages))
    out = np.zeros((sexes, ages, longest + 1))
    level = 1.0
    for k in range(counted):
        if k:
            level *= 1 + money.rate(formula.valorisation, year - k + 1)
        earlier = np.zeros((sexes, ages))
        earlier[:, k:] = wages[back - k][:, : ages - k]
        total += earlier * level
        out[:, :, k + 1] = total / (k + 1)
    out[:, :, 0] = out[:, :, 1]
    out[:, :, counted + 1 :] = out[:, :, [counted]]
    return out


def years_before(formula: Formula | None, longest: int) -> int:
    """How many years of wages before the first one the formula looks back to."""
    if formula is None:
        return 0
    return longest - 1 if formula.years is None else formula.years - 1


def extended(money: Money, first: int, years: int, wages: Given | None, prices: Given | None) -> Money:
    """Money with the growth of wages and prices in the years before the economy's own series, as the scheme gives it."""
    before = np.arange(first - years, first + 1)

    def known(rates: dict[int, float], given: Given | None) -> dict[int, float]:
        if given is None:
            return rates
        return {int(y): float(v) for y, v in zip(before, given.by_year(before), strict=True)} | rates

    return Money(known(dict(money.inflation), prices), known(dict(money.wages), wages), money.gdp)
