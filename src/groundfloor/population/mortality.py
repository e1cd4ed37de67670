"""Life tables: single-age death rates from abridged ones, and the survival of cohorts over a year."""

from __future__ import annotations

import numpy as np

from groundfloor.population.ages import LAST_AGE, Floats, Ints, monotone

_HIGH_INFANT = 0.107  # Coale and Demeny's separation factors are constant above this rate
_SURE = 0.999999  # a q of 1 would leave no survivors to interpolate


def infant_a0(m0: Floats, male: bool) -> Floats:
    """Mean years lived in the first year by those who die in it (Coale-Demeny West).

    >>> infant_a0(np.array([0.02, 0.2]), male=False).round(3).tolist()
    [0.109, 0.35]
    """
    low = 0.045 + 2.684 * m0 if male else 0.053 + 2.800 * m0
    return np.where(m0 >= _HIGH_INFANT, 0.330 if male else 0.350, low)


def child_a1(m0: Floats, male: bool) -> Floats:
    """Mean years lived between ages 1 and 5 by those who die there (Coale-Demeny West)."""
    low = 1.651 - 2.816 * m0 if male else 1.522 - 1.518 * m0
    return np.where(m0 >= _HIGH_INFANT, 1.352 if male else 1.361, low)


def single_rates(lower: Ints, rates: Floats, male: bool) -> Floats:
    """Death rates of age groups (last axis; `lower` starts 0, 1 and ends at an open group of 100 or more) by single age 0 ... 100+.

    >>> single_rates(np.array([0, 1, 5, 100]), np.array([0.02, 0.01, 0.01, 0.5]), male=True).shape
    (101,)
    """
    width = np.diff(lower)
    hazard = [np.zeros(rates.shape[:-1])]
    for i, n in enumerate(width[1:], start=1):
        hazard.append(hazard[-1] + _hazard(lower, rates, i, int(n), male))
    above_one = np.stack(hazard, axis=-1)  # cumulative from age 1, at lower[1:]
    top = int(lower[-1])
    ages = np.arange(1, top + 1)
    by_age = np.diff(monotone(lower[1:], above_one, ages), axis=-1)
    single = np.concatenate([rates[..., :1], by_age, rates[..., -1:]], axis=-1)
    return _close(single) if top > LAST_AGE else single


def _hazard(lower: Ints, rates: Floats, i: int, n: int, male: bool) -> Floats:
    """The cumulative hazard over group `i`: -ln(1 - q)."""
    m = rates[..., i]
    if n == 1:
        return m
    if i == 1:
        a = child_a1(rates[..., 0], male)
    elif n == 5 and lower[i] >= 10 and lower[i] - lower[i - 1] == 5:
        positive = (rates[..., i - 1] > 0) & (rates[..., i + 1] > 0)
        ratio = np.where(positive, rates[..., i + 1], 1.0) / np.where(positive, rates[..., i - 1], 1.0)
        a = 2.5 - 25 / 12 * (m - np.log(ratio) / 10)
    else:
        a = np.full_like(m, n / 2)
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
    s = np.concatenate([lived[..., :1], lived[..., 1:] / lived[..., :-1]], axis=-1)
    s[..., -1] = lived[..., -1] / (lived[..., -2] + lived[..., -1])
    return s


def life_expectancy(mx: Floats, male: bool) -> Floats:
    """Life expectancy at birth, in years."""
    return np.asarray(years_lived(mx, male).sum(axis=-1))
