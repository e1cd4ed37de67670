"""Conditions that several answers make together, with what is unknown kept unknown, and shares as figures that are counted with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.design import Mask
from groundfloor.measures.figure import size, total
from groundfloor.measures.influence import Figure
from groundfloor.survey.frame import Floats, Survey, Text


def answers(survey: Survey, name: str) -> Floats | None:
    """A variable of numbers or yes and no, a value a person; None where the survey has none or nobody has a value."""
    column = survey.columns.get(name)
    return None if column is None or isinstance(column, Text) or np.isnan(column).all() else column


def all_of(conditions: Iterable[Floats]) -> Floats:
    """1 where every condition is, 0 where one is not, whatever the others; NaN where that hangs on what is unknown.

    >>> all_of([np.array([1.0, 0.0, 1.0]), np.array([1.0, np.nan, np.nan])]).tolist()
    [1.0, 0.0, nan]
    """
    stack = np.vstack(list(conditions))
    return np.where((stack == 0.0).any(axis=0), 0.0, np.where(np.isnan(stack).any(axis=0), np.nan, 1.0))


def any_of(conditions: Iterable[Floats]) -> Floats:
    """1 where one condition is, whatever the others; 0 where none is; NaN where that hangs on what is unknown."""
    return 1.0 - all_of([1.0 - one for one in conditions])


def where_known(parts: Iterable[Floats], value: Floats) -> Floats:
    """A value made of several answers, NaN where one of them is not known.

    One answer is often enough to say no (or yes) and seldom to say the other: a share among whom it can be said of would tilt to the one that one answer tells.

    >>> parts = [np.array([1.0, 0.0, 1.0]), np.array([1.0, np.nan, 0.0])]
    >>> where_known(parts, all_of(parts)).tolist()
    [1.0, nan, 0.0]
    """
    return np.where(np.isnan(np.vstack(list(parts))).any(axis=0), np.nan, value)


def in_household(survey: Survey, values: Floats) -> Floats:
    """Whether one of the household is, told to all its members; NaN where it is not known of one."""
    some = np.maximum.reduceat(np.where(values == 1.0, 1, 0), survey.starts)
    unknown = np.maximum.reduceat(np.isnan(values).astype(int), survey.starts)
    home = np.where(unknown == 1, np.nan, some.astype(float))
    return np.repeat(home, survey.sizes)


def share_rows(context: Context, measure: str, yes: Floats, among: Mask | None = None) -> Iterator[Row]:
    """Rows of the share for whom `yes` is 1, of those for whom it is known; `among` limits whom it is asked of."""
    counted = ~np.isnan(yes) if among is None else ~np.isnan(yes) & among
    if counted.any():
        yield from context.proportions(measure, context.over(counted, context.groups), yes)


def share_figures(context: Context, yes: Floats, counted: Mask) -> list[Figure]:
    """The same share as a figure by group, one for each partition."""
    over = context.over(counted, context.groups)
    sums = context.sums(over, yes)
    return [total(one.partition, sums) / size(one) for one in over.bases]


def least(figures: list[Figure]) -> Figure:
    """The least of several figures in each group, with the error of the one that is least (of equals, the first)."""
    values = np.vstack([one.value for one in figures])
    known: Mask = np.logical_and.reduce(~np.isnan(values), axis=0)
    first = np.argmin(np.where(np.isnan(values), np.inf, values), axis=0)
    out = figures[0].where(known & (first == 0), 0.0)
    for k, one in enumerate(figures[1:], 1):
        out = out + one.where(known & (first == k), 0.0)
    return out.where(known, np.nan)
