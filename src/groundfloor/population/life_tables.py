"""Full life tables (m, q, a, l, d, L, T, e) from death rates by age group or single age."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.population.ages import Floats, Ints

_HIGH_INFANT = 0.107  # Coale and Demeny's separation factors are constant above this rate
_SOME = 1e-9  # below this a rate moves nobody within the precision of its exponential


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


def separation(ages: Ints, rates: Floats, male: bool) -> Floats:
    """Mean years lived in each closed group (last axis) by those who die in it; `ages` are lower bounds, the last group is open.

    Coale-Demeny West at 0 and 1-4, a constant rate within other single years, Greville from 10 where groups are of five years, else
    the middle. Nobody who dies lives longer than the whole group has years to give: a is at most 1/m, where q reaches 1.
    """
    width, m = np.diff(ages), rates[..., :-1]
    a = np.broadcast_to(width / 2.0, m.shape).copy()
    whole = (width == 1) & (ages[:-1] > 0)
    a[..., whole] = constant_a(m[..., whole])
    a[..., 0] = infant_a0(m[..., 0], male) if width[0] == 1 else a[..., 0]
    if len(width) > 1 and ages[0] == 0 and width[0] == 1 and width[1] == 4:
        a[..., 1] = child_a1(m[..., 0], male)
    five = np.flatnonzero((width[1:] == 5) & (width[:-1] == 5) & (ages[1:-1] >= 10)) + 1
    if len(five):
        before, after = rates[..., five - 1], rates[..., five + 1]
        positive = (before > 0) & (after > 0)
        slope = (np.log(np.where(positive, after, 1.0)) - np.log(np.where(positive, before, 1.0))) / 10
        a[..., five] = np.clip(2.5 - 25 / 12 * (m[..., five] - slope), 0.0, 5.0)
    return np.minimum(a, 1 / np.maximum(m, 1 / (width + 1.0)))


def constant_a(m: Floats) -> Floats:
    """Mean years lived in a year by those who die in it under the constant rate `m`: 1/m - 1/(exp(m) - 1)."""
    some = np.maximum(m, 1e-5)  # below, the two terms cancel: the series is exact to 1e-11
    return np.asarray(np.where(m > 1e-5, 1 / some - 1 / np.expm1(some), 0.5 - m / 12))


@dataclass(frozen=True)
class LifeTable:
    """A life table by age group on the last axis, for the radix l(0) that was asked for; the last group is open, its q is 1."""

    ages: Ints
    m: Floats  # deaths per person-year
    q: Floats  # share of those who enter the group who die in it
    a: Floats  # mean years lived in the group by those who die in it
    l: Floats  # noqa: E741 (the field's own name) survivors who enter the group
    d: Floats  # deaths in the group
    L: Floats  # years lived in the group
    T: Floats  # years lived in the group and after it
    e: Floats  # years of life left to those who enter the group

    def rows(self) -> Iterator[dict[str, int | float]]:
        """One row an age of a table of one population: age, m, q, a, l, d, L, T, e."""
        for i, age in enumerate(self.ages.tolist()):
            yield {"age": age, **{name: float(getattr(self, name)[i]) for name in "mqaldLTe"}}


def life_table(ages: Ints, rates: Floats, male: bool, radix: float = 1.0) -> LifeTable:
    """The life table of death rates (last axis) of the groups that start at `ages`, the last of them open.

    Rates are deaths per person-year. Groups are single years or 0, 1-4 and five years. A rate that is negative or no number, or an
    open group in which nobody dies, raises GroundfloorError. Method: docs/methods/population.md.

    >>> table = life_table(np.array([0, 1, 5, 10]), np.array([0.02, 0.003, 0.001, 0.02]), male=False, radix=100_000)
    >>> table.l.round().tolist(), table.e[0].round(2)
    ([100000.0, 98035.0, 96867.0, 96384.0], np.float64(57.9))
    """
    rates = np.asarray(rates, dtype=float)
    if rates.shape[-1] != len(ages) or len(ages) < 2 or (np.diff(ages) <= 0).any():
        raise GroundfloorError(
            f"{rates.shape[-1]} death rates stand beside {len(ages)} ages",
            expected="a rate for each rising age, two or more",
        )
    wrong = ~(np.isfinite(rates) & (rates >= 0))
    if wrong.any():
        at = tuple(np.argwhere(wrong)[0])
        raise GroundfloorError(
            f"The death rate at age {ages[at[-1]]} is {rates[at]:g}", expected="0 or more deaths per person-year"
        )
    if not (rates[..., -1] > 0).all():
        raise GroundfloorError(
            f"Nobody dies at {ages[-1]} and over", expected="a positive death rate in the open group"
        )
    n, m = np.diff(ages), rates[..., :-1]
    a = separation(ages, rates, male)
    q = np.minimum(n * m / (1 + (n - a) * m), 1.0)
    one = np.ones((*rates.shape[:-1], 1))
    survivors = radix * np.concatenate([one, np.cumprod(1 - q, axis=-1)], axis=-1)
    deaths = survivors[..., :-1] * q
    lived = np.concatenate([n * survivors[..., 1:] + a * deaths, survivors[..., -1:] / rates[..., -1:]], axis=-1)
    left = np.cumsum(lived[..., ::-1], axis=-1)[..., ::-1]
    # of those whom nobody survives to be, the years left are those of the rate itself
    e = np.where(survivors > 0, left / np.where(survivors > 0, survivors, 1.0), np.nan)
    return LifeTable(
        ages=ages,
        m=rates,
        q=np.concatenate([q, one], axis=-1),
        a=np.concatenate([a, 1 / rates[..., -1:]], axis=-1),
        l=survivors,
        d=np.concatenate([deaths, survivors[..., -1:]], axis=-1),
        L=lived,
        T=left,
        e=e,
    )
