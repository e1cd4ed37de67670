"""Means, ratios and shares by group, with standard errors by Taylor linearisation.

Source: Särndal, Swensson, Wretman (1992), Model Assisted Survey Sampling, ch. 5; Lumley (2010), Complex Surveys, ch. 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from groundfloor.measures.design import Mask, Partition, totals
from groundfloor.survey.frame import Floats, Ints

ROUNDING = 1e-12


@dataclass(frozen=True)
class Estimate:
    """One figure a group: `value`, its standard error and the unweighted persons `n` behind it."""

    value: Floats
    se: Floats
    n: Ints


@dataclass(frozen=True)
class Base:
    """The persons a figure is taken over: the ratio's denominator by cell and group, persons and primary units by group."""

    partition: Partition
    cells: Floats
    totals: Floats
    n: Ints
    units: Ints


def weighted(weight: Floats, counted: Mask, values: Floats) -> Floats:
    """Weight times value for the persons counted, 0 for the others whatever their value."""
    out: Floats = np.multiply(weight, values, out=np.zeros(len(weight)), where=counted)
    return out


def base(partition: Partition, persons: Floats, denominator: Floats) -> Base:
    """Prepare a base from totals by atom: the unweighted persons counted and the weighted denominator."""
    cells, members = partition.cells(denominator), partition.cells(persons)
    n = partition.groups(members).astype(np.int64)
    return Base(partition, cells, partition.groups(cells), n, partition.units(members > 0))


def divide(above: Floats, below: Floats) -> Floats:
    """`above` / `below`, NaN where `below` is not positive.

    >>> divide(np.array([1.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [0.5, nan]
    """
    out: Floats = np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0)
    return out


def linearised(over: Base, numerator: Floats) -> tuple[Floats, Floats]:
    """A ratio of totals by group, and by cell the linearised total (U - R V) / V of its group.

    `numerator` is the weighted numerator by atom, over the persons counted.
    """
    part = over.partition
    above = part.cells(numerator)
    value = divide(part.groups(above), over.totals)
    return value, divide(above - part.each(value) * over.cells, part.each(over.totals))


def estimated(over: Base, value: Floats, influence: Floats, scale: Floats) -> Estimate:
    """A figure by group with the standard error of its linearised totals by cell; `scale` as in `standard_error`."""
    return Estimate(value, standard_error(over.partition, influence, over.units, scale), over.n)


def ratio(over: Base, numerator: Floats) -> Estimate:
    """Sum of the weighted numerator over that of the denominator, by group."""
    value, influence = linearised(over, numerator)
    return estimated(over, value, influence, value)


def difference(first: tuple[Base, Floats], second: tuple[Base, Floats]) -> Estimate:
    """One ratio less another over the same partition, by group; n counts the persons of both bases."""
    part = first[0].partition
    (one, influence), (other, less) = linearised(*first), linearised(*second)
    units = np.minimum(first[0].units, second[0].units)
    scale = np.maximum(abs(one), abs(other))
    return Estimate(one - other, standard_error(part, influence - less, units, scale), first[0].n + second[0].n)


def standard_error(part: Partition, influence: Floats, units: Ints, scale: Floats) -> Floats:
    """Standard error by group of linearised totals by cell: sum over strata of m/(m-1) sum over units of (t - mean t)^2.

    Units without a person of the group count with t = 0, as the full design has them. A stratum with one unit is centred
    at the mean over all units, which is 0 but for totals. NaN where the group lies in fewer than two units, or where nothing varies
    (below rounding at `scale`): the sample then says nothing about the error.
    """
    if part.design.within is None:
        strata = part.strata(influence), part.strata(influence**2)
    else:
        strata = _left(part, (_at(part, influence, group) for group in range(len(part.names))))
    return _error(part, *strata, units, scale)


def _at(part: Partition, cells: Floats, group: int) -> Floats:
    """One value a unit: that of its cell in the group, else 0."""
    inside = part.group == group
    return totals(part.unit[inside], cells[inside], part.design.weighted)


def _left(part: Partition, influences: Iterable[Floats]) -> tuple[Floats, Floats]:
    """Sums, and sums of squares, over primary units by group and stratum of what calibration leaves of linearised totals.

    `influences` has one value a unit for each group; calibration lets units outside the group count too.
    """
    design = part.design
    shape = len(part.names), len(design.units_in)
    sums, squares = np.zeros(shape), np.zeros(shape)
    for at, influence in enumerate(influences):
        primary = totals(design.primary(np.arange(design.weighted)), design.left(influence), len(design.stratum))
        sums[at], squares[at] = (totals(design.stratum, primary**power, shape[1]) for power in (1, 2))
    return sums, squares


def _error(part: Partition, sums: Floats, squares: Floats, units: Ints, scale: Floats) -> Floats:
    m = part.design.units_in
    lonely = m < 2
    mean = sums.sum(axis=1, keepdims=True) / m.sum()
    centred = squares - np.where(lonely, mean * (2 * sums - mean), sums**2 / m)
    variance = (centred * np.where(lonely, 1.0, m / np.maximum(m - 1, 1))).sum(axis=1)
    error = np.sqrt(np.maximum(variance, 0.0))
    return np.where((units > 1) & (error > ROUNDING * abs(scale)), error, np.nan)


def error_with_others(
    part: Partition,
    influence: Floats,
    others: Sequence[tuple[Floats, Floats]],
    units: Ints,
    scale: Floats,
) -> Floats:
    """As `standard_error`, where persons of other groups move the figure too: a factor by group times a total by primary unit."""
    if part.design.within is not None:
        moved = (sum((by[at] * unit for by, unit in others), _at(part, influence, at)) for at in range(len(part.names)))
        return _error(part, *_left(part, moved), units, scale)
    stratum, m = part.design.stratum, len(part.design.units_in)
    sums, squares = part.strata(influence), part.strata(influence**2)
    for factor, unit in others:
        by = factor[:, None]
        sums = sums + by * totals(stratum, unit, m)
        squares = squares + 2 * by * part.strata(influence * unit[part.unit])
        for factor_too, unit_too in others:
            squares = squares + by * factor_too[:, None] * totals(stratum, unit * unit_too, m)
    return _error(part, sums, squares, units, scale)


def share(over: Base) -> Estimate:
    """Each group's part of the total over all groups of the partition.

    Persons of other groups move it too: the linearised total of a unit is (U_g - R U) / total of U.
    """
    part, m = over.partition, over.partition.design.units_in
    total = over.totals.sum()
    value = divide(over.totals, np.full(len(over.totals), total))
    inside = np.where(part.group < len(part.names), over.cells, 0.0)
    unit = totals(part.unit, inside, part.design.weighted)
    if part.design.within is None:
        whole = [totals(part.design.stratum, what, len(m)) for what in (unit, unit**2)]
        r = value[:, None]
        sums = part.strata(over.cells) - r * whole[0]
        squares = part.strata(over.cells**2) - 2 * r * part.strata(over.cells * unit[part.unit]) + r**2 * whole[1]
    else:
        sums, squares = _left(part, (_at(part, inside, at) - r * unit for at, r in enumerate(value.tolist())))
    with np.errstate(invalid="ignore", divide="ignore"):
        error = _error(part, sums / total, squares / total**2, np.full(len(value), over.units.max()), value)
    # a group with nothing or everything does not vary; what is left of its squares is rounding
    varies = (value > ROUNDING) & (value < 1 - ROUNDING)
    return Estimate(value, np.where(varies, error, np.nan), np.full(len(value), over.n.sum()))
