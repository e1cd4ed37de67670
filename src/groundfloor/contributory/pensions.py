"""Pensions in payment by sex and age, what a new one comes to, and what rights are worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundfloor.contributory.branches import Formula
from groundfloor.contributory.cohorts import aged
from groundfloor.contributory.wages import clipped_mean
from groundfloor.country.rates import Floats


@dataclass(frozen=True)
class Pensioners:
    """Persons and their pensions together, LCU a year, [sex, age]."""

    persons: Floats
    amounts: Floats

    def __add__(self, other: Pensioners) -> Pensioners:
        return Pensioners(self.persons + other.persons, self.amounts + other.amounts)


def nobody() -> Pensioners:
    """No pensioners."""
    return Pensioners(np.zeros((2, 101)), np.zeros((2, 101)))


def accrued(formula: Formula, service: Floats) -> Floats:
    """The share of the reference wage that so many years of service give.

    >>> from groundfloor.contributory.money import NOTHING
    >>> formula = Formula((0.0, 15.0, 35.0), (0.025, 0.01125, 0.0), 3, NOTHING)
    >>> accrued(formula, np.array([15.0, 16.0, 36.0])).round(5).tolist()
    [0.375, 0.38625, 0.6]
    """
    ends = (*formula.steps[1:], np.inf)
    return np.asarray(
        sum(
            rate * np.clip(service - start, 0.0, end - start)
            for start, end, rate in zip(formula.steps, ends, formula.rates, strict=True)
        )
    )


def awarded(
    persons: Floats, share: Floats, reference: Floats, spread: float, minimum: float, maximum: float
) -> Pensioners:
    """New pensioners from persons by sex, age and service: `share` of the reference wage, held between minimum and maximum."""
    some = persons > 0
    if not some.any():
        return nobody()
    each = np.zeros_like(persons)
    each[some] = clipped_mean((share * reference)[some], spread, minimum, maximum)
    return Pensioners(persons.sum(axis=-1), (persons * each).sum(axis=-1))


def next_year(now: Pensioners, survival: Floats, index: float) -> tuple[Pensioners, Pensioners]:
    """Those who live to the next year with pensions raised by `index`, and those who died with the pensions they had.

    Both by age after the birthday; at 100 and over nobody grows older.
    """
    if not now.persons.any():
        return now, now
    lived = Pensioners(_older(now.persons * survival), _older(now.amounts * survival) * (1 + index))
    died = Pensioners(_older(now.persons * (1 - survival)), _older(now.amounts * (1 - survival)))
    return lived, died


def _older(values: Floats) -> Floats:
    out = aged(values)
    out[:, -1] += values[:, -1]
    return out


def annuity(survival: Floats, discount: float, until: int | None = None) -> Floats:
    """[sex, age] worth of one LCU a year for life in payment, paid through the year, its increases left out of the discount.

    Half of the year at hand, then each year lived to: 1/2 + sum of (1 + discount)^-k times the share alive after k years. It ends at the age `until`.

    >>> annuity(np.full((2, 101), 0.9), 0.0)[0, [60, 100]].round(6).tolist()
    [9.5, 9.5]
    """
    v = 1 / (1 + discount)
    out = np.zeros_like(survival)
    last = out.shape[1] - 1 if until is None else min(until, out.shape[1]) - 1
    forward = v * survival
    after = np.zeros(2)
    if until is None:
        lasting = forward[:, last]
        after = np.divide(lasting, 1 - lasting, out=np.full(2, np.inf), where=lasting < 1)
        out[:, last] = 0.5 + after
        last -= 1
    elif last >= 0:
        out[:, last] = 0.5
        last -= 1
    for age in range(last, -1, -1):
        after = forward[:, age] * (out[:, age + 1] + 0.5)
        out[:, age] = 0.5 + after
    return out


def deferred_annuity(survival: Floats, retirement: Floats, factor: Floats, last: int, discount: float) -> Floats:
    """[sex, age] worth of a pension of one LCU a year that begins at retirement, to somebody who is not retired."""
    v = 1 / (1 + discount)
    whole = annuity(survival, discount)
    out = np.zeros_like(survival)
    for age in range(last - 1, -1, -1):
        now = np.ones(2) if age + 1 >= last else retirement[:, age + 1]
        begins = now * factor[:, age + 1] * whole[:, age + 1]
        out[:, age] = v * survival[:, age] * (begins + (1 - now) * out[:, age + 1])
    return out


def deaths(survival: Floats, times: Floats) -> Floats:
    """Survival where people die `times` as often."""
    return np.maximum(1 - times * (1 - survival), 0.0)
