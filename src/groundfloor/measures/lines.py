"""Lines that are a share of the median or mean: they vary from sample to sample, and so do the figures that hang on them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from groundfloor.measures.design import Partition, totals
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.estimate import Base, base_of
from groundfloor.measures.figure import COUNTS, size, sums, total
from groundfloor.measures.influence import Figure
from groundfloor.measures.ranking import Ranking
from groundfloor.measures.view import Over
from groundfloor.survey.frame import Floats, Relative

if TYPE_CHECKING:
    from groundfloor.measures.context import Context

SAME = 1e-9


def moving(context: Context) -> dict[str, Figure]:
    """The lines of a context that are a share of its survey's median or mean, as figures of everybody.

    A line of that name that has been given another value is a number like any other.
    """
    found = {}
    for name, value in context.lines.items():
        one = context.survey.relative.get(name)
        if one is None or len(one.weight) != context.survey.persons:
            continue
        everybody = _distribution(context, one)
        centre = everybody.median if one.of == "median" else everybody.mean
        line = (centre * one.share).above_zero
        if math.isclose(line.value.item(), value, rel_tol=SAME):
            found[name] = line
    return found


def _distribution(context: Context, one: Relative) -> Distribution:
    """The distribution that a line hangs on: the measured one, unless welfare or weights have changed since."""
    view, part = context.view, context.groups[0]
    welfare = view.take(one.welfare)
    same = context.welfare is not None and np.array_equal(welfare, context.welfare, equal_nan=True)
    if same and np.array_equal(one.weight, context.survey.weight):
        return context.distributions[0]
    weight, known = view.summed(one.weight), ~np.isnan(welfare)
    persons = sums(np.ones(view.rows), known, way=COUNTS).cells(part)
    below, money = (sums(weight, known, each).cells(part) for each in (None, welfare))
    return Distribution(base_of(part, persons, below), Ranking(part, welfare, weight), money)


def in_groups(figure: Figure, part: Partition) -> Figure:
    """A figure of everybody as the same figure in every group, which all primary units move."""
    unit = totals(figure.part.unit, figure.cells, figure.part.design.weighted)
    many = len(part.names)
    same, scale = (np.full(many, column.item()) for column in (figure.value, figure.scale))
    return Figure(part, same, np.zeros(len(part.group)), scale, ((np.ones(many), unit),))


def means(context: Context, over: Over, line: Figure, each: Floats, rise: Floats) -> Iterator[tuple[Base, Figure]]:
    """By partition the mean of `each`, one value a person at a line, which moves with the line by the mean of `rise`."""
    values, rises = context.sums(over, each), context.sums(over, rise)
    for base in over.bases:
        part, persons = base.partition, size(base)
        slope = total(part, rises) / persons
        limit = in_groups(line, part)
        yield base, total(part, values) / persons + limit.through(np.zeros(len(part.names)), slope.value)
