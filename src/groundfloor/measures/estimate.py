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

# a factor by group, and one linearised total by unit that has a weight of its own
Common = tuple[Floats, Floats]


@dataclass(frozen=True)
class Estimate:
    """One figure a group: `value`, its standard error and the unweighted persons `n` behind it.

    `influence` is its linearised total by cell, where there is one; `common` is what every unit adds to it, whichever groups
    it has persons of.
    """

    value: Floats
    se: Floats
    n: Ints
    influence: Floats | None = None
    common: tuple[Common, ...] = ()


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
    return base_of(partition, partition.cells(persons), partition.cells(denominator))


def base_of(partition: Partition, members: Floats, cells: Floats) -> Base:
    """Prepare a base from totals by cell."""
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
    return _linearised(over, over.partition.cells(numerator))


def _linearised(over: Base, above: Floats) -> tuple[Floats, Floats]:
    part = over.partition
    value = divide(part.groups(above), over.totals)
    return value, divide(above - part.each(value) * over.cells, part.each(over.totals))


def estimated(over: Base, value: Floats, influence: Floats, scale: Floats) -> Estimate:
    """A figure by group with the standard error of its linearised totals by cell; `scale` as in `standard_error`."""
    return Estimate(value, standard_error(over.partition, influence, over.units, scale), over.n, influence)


def ratio(over: Base, numerator: Floats) -> Estimate:
    """Sum of the weighted numerator over that of the denominator, by group."""
    return ratio_of(over, over.partition.cells(numerator))


def ratio_of(over: Base, above: Floats) -> Estimate:
    """The same from the numerator by cell."""
    value, influence = _linearised(over, above)
    return estimated(over, value, influence, value)


def difference(first: tuple[Base, Floats], second: tuple[Base, Floats]) -> Estimate:
    """One ratio less another over the same partition, by group; n counts the persons of both bases."""
    part = first[0].partition
    (one, influence), (other, less) = linearised(*first), linearised(*second)
    units = np.minimum(first[0].units, second[0].units)
    scale = np.maximum(abs(one), abs(other))
    n, moved = first[0].n + second[0].n, influence - less
    return Estimate(one - other, standard_error(part, moved, units, scale), n, moved)


def standard_error(
    part: Partition, influence: Floats, units: Ints, scale: Floats, common: Sequence[Common] = ()
) -> Floats:
    """Standard error by group of linearised totals by cell: sum over strata of m/(m-1) sum over units of (t - mean t)^2.

    Units without a person of the group count with t = 0, as the full design has them. `common` is what every unit adds whether
    the group has persons in it or not: what a figure owes to persons of other groups, as the total it is a share of or the
    median its line hangs on. A stratum with one unit is centred at 0, the mean over all units of all figures
    but totals. NaN where the group lies in fewer than two units, or where nothing varies (below rounding at `scale`): the sample
    then says nothing about the error.
    """
    design = part.design
    if design.within is not None or len(common) > 1:
        groups = range(len(part.names))
        strata = _left(part, (_at(part, influence, k) + sum(by[k] * unit for by, unit in common) for k in groups))
    elif common:
        strata = _with_common(part, influence, *common[0])
    else:
        strata = part.strata(influence), part.strata(influence**2)
    return _error(part, *strata, units, scale)


def _with_common(part: Partition, influence: Floats, factor: Floats, unit: Floats) -> tuple[Floats, Floats]:
    """Sums, and sums of squares, by group and stratum of the units' own part and `factor` times `unit`, without a loop over groups."""
    stratum, m = part.design.stratum, len(part.design.units_in)
    whole = [totals(stratum, what, m) for what in (unit, unit**2)]
    r = factor[:, None]
    sums = part.strata(influence) + r * whole[0]
    squares = part.strata(influence**2) + 2 * r * part.strata(influence * unit[part.unit]) + r**2 * whole[1]
    return sums, squares


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
    centred = squares - np.where(lonely, 0.0, sums**2 / m)
    variance = (centred * np.where(lonely, 1.0, m / np.maximum(m - 1, 1))).sum(axis=1)
    error = np.sqrt(np.maximum(variance, 0.0))
    return np.where((units > 1) & (error > ROUNDING * abs(scale)), error, np.nan)


def share(over: Base) -> Estimate:
    """Each group's part of the total over all groups of the partition, or over those with the same parent.

    Persons of other groups move it too: the linearised total of a unit is (U_g - R U) / total of U.
    """
    part, parents = over.partition, over.partition.parents
    many, units = int(parents.max()) + 1, part.design.weighted
    total = totals(parents, over.totals, many)[parents]
    value = divide(over.totals, total)
    inside = np.where(part.group < len(part.names), over.cells, 0.0)
    above = np.append(parents, 0)[part.group]
    whole = totals(above * units + part.unit, inside, many * units).reshape(many, units)
    seen = np.zeros(many, dtype=np.int64)
    np.maximum.at(seen, parents, over.units)
    own, by = divide(inside, part.each(total)), -divide(value, total)
    common = tuple((np.where(parents == parent, by, 0.0), whole[parent]) for parent in range(many))
    error = standard_error(part, own, seen[parents], value, common)
    # a group with nothing or everything does not vary; what is left of its squares is rounding
    varies = (value > ROUNDING) & (value < 1 - ROUNDING)
    persons = totals(parents, over.n.astype(float), many)[parents].astype(np.int64)
    return Estimate(value, np.where(varies, error, np.nan), persons, own, common)
