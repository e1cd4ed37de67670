"""Life tables: single-age death rates from abridged ones, and the survival of cohorts over a year."""

from __future__ import annotations

import numpy as np

from groundfloor.population.ages import LAST_AGE, Floats, Ints, monotone
from groundfloor.population.life_tables import infant_a0, life_table, separation

_SURE = 0.999999  # a q of 1 would leave no survivors to interpolate


def single_rates(lower: Ints, rates: Floats, male: bool) -> Floats:
    """Death rates of age groups (last axis; `lower` starts 0, 1 and ends at an open group of 100 or more) by single age 0 ... 100+.

    >>> single_rates(np.array([0, 1, 5, 100]), np.array([0.02, 0.01, 0.01, 0.5]), male=True).shape
    (101,)
    """
    width, a = np.diff(lower), separation(lower, rates, male)
    hazard = [np.zeros(rates.shape[:-1])]
    for i, n in enumerate(width[1:], start=1):
        hazard.append(hazard[-1] + _hazard(rates, a[..., i], i, int(n)))
    above_one = np.stack(hazard, axis=-1)  # cumulative from age 1, at lower[1:]
    top = int(lower[-1])
    ages = np.arange(1, top + 1)
    by_age = np.diff(monotone(lower[1:], above_one, ages), axis=-1)
    single = np.concatenate([rates[..., :1], by_age, rates[..., -1:]], axis=-1)
    return _close(single) if top > LAST_AGE else single


def _hazard(rates: Floats, a: Floats, i: int, n: int) -> Floats:
    """The cumulative hazard over group `i`: -ln(1 - q)."""
    m = rates[..., i]
    if n == 1:
        return m
    q = n * m / (1 + (n - a) * m)
    return np.asarray(-np.log1p(-np.minimum(q, _SURE)))


def _close(single: Floats) -> Floats:
    """A table of single ages beyond 100 closed at 100+ with m = l(100)/T(100)."""
    old = single[..., LAST_AGE:]
    entering = np.exp(-np.concatenate([np.zeros((*old.shape[:-1], 1)), np.cumsum(old[..., :-1], axis=-1)], axis=-1))
    lived = np.concatenate(
        [_lived(entering[..., :-1], entering[..., 1:], old[..., :-1]), entering[..., -1:] / old[..., -1:]], axis=-1
    )
    return np.concatenate([single[..., :LAST_AGE], 1 / lived.sum(axis=-1, keepdims=True)], axis=-1)


def _lived(start: Floats, end: Floats, m: Floats) -> Floats:
    """Years lived between two exact ages under the constant rate `m`."""
    some = m > 1e-12
    return np.where(some, (start - end) / np.where(some, m, 1.0), start)


def years_lived(mx: Floats, male: bool) -> Floats:
    """L(x) of a life table with l(0) = 1 from single-age rates 0 ... 100+ (last axis)."""
    m0 = mx[..., :1]
    a0 = infant_a0(m0, male)
    l1 = 1 - m0 / (1 + (1 - a0) * m0)
    later = l1 * np.exp(-np.cumsum(mx[..., 1:LAST_AGE], axis=-1))
    start = np.concatenate([l1, later], axis=-1)  # l(1) ... l(100)
    first = l1 + a0 * (1 - l1)
    middle = _lived(start[..., :-1], start[..., 1:], mx[..., 1:LAST_AGE])
    return np.concatenate([first, middle, start[..., -1:] / mx[..., -1:]], axis=-1)


def survival(mx: Floats, male: bool) -> Floats:
    """S(0) of the year's births, S(x) from age x-1 to x, S(100+) of those 99 and over, on the last axis.

    >>> survival(np.full(101, 0.1), male=False)[-1].round(3)
    np.float64(0.905)
    """
    lived = years_lived(mx, male)
    return _pooled(lived, lived[..., :1])


def life_expectancy(mx: Floats, male: bool) -> Floats:
    """Life expectancy at birth, in years."""
    return np.asarray(years_lived(mx, male).sum(axis=-1))


def five_year_survival(mx: Floats, male: bool) -> Floats:
    """S of five-year groups over five years from abridged rates 0, 1, 5 ... (last axis): births, each group into the next, 100+.

    >>> five_year_survival(np.full(22, 0.02), male=False)[[0, 1, -1]].round(3).tolist()
    [0.943, 0.914, 0.905]
    """
    lived = five_year_lived(mx, male)
    return _pooled(lived, lived[..., :1] / 5)


def five_year_lived(mx: Floats, male: bool) -> Floats:
    """L of the groups 0-4 ... 100+ with l(0) = 1."""
    lived = life_table(abridged_ages(mx.shape[-1]), mx, male).L
    young, old = lived[..., :2].sum(axis=-1, keepdims=True), lived[..., LAST_AGE // 5 + 1 :].sum(axis=-1, keepdims=True)
    return np.concatenate([young, lived[..., 2 : LAST_AGE // 5 + 1], old], axis=-1)


def _pooled(lived: Floats, born: Floats) -> Floats:
    """Survival ratios of years lived; those who enter the open group and those in it survive alike."""
    before = lived[..., :-1].copy()
    before[..., -1] += lived[..., -1]
    return np.concatenate([born, lived[..., 1:] / np.where(before > 0, before, 1.0)], axis=-1)


def abridged_ages(groups: int) -> Ints:
    """The lower bounds 0, 1, 5, 10 ... of so many groups.

    >>> abridged_ages(4).tolist()
    [0, 1, 5, 10]
    """
    return np.array([0, 1, *range(5, 5 * (groups - 1), 5)])
