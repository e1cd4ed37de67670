"""The poor: how many they are, what they lack in all, and how both are spread over groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.distribution import Distribution
from groundfloor.measures.estimate import share
from groundfloor.measures.families.poverty import fgt
from groundfloor.measures.figure import above, moved_by_all, total
from groundfloor.measures.influence import Figure
from groundfloor.measures.lines import in_groups

SETS = ("adept", "dasp")


def rows(context: Context) -> Iterator[Row]:
    """poor_persons and poverty_gap_total by line and group; share_of_poor and share_of_gap, each group's part of them."""
    if context.living is None:
        return
    welfare, known = context.living.welfare, context.living.over
    for line, value in context.lines.items():
        moved = context.moving.get(line)
        if moved is not None:
            for one in context.distributions:
                yield from _of_moving(context, one, line, in_groups(moved, one.part))
            continue
        poor, short = fgt(welfare, value, 0), fgt(welfare, value, 1) * value
        for measure, each in (("poor_persons", poor), ("poverty_gap_total", short)):
            sums = context.sums(known, each)
            for base in known.bases:
                figure = total(base.partition, sums).where(base.totals > 0, np.nan)
                yield from context.rows(measure, base.partition, figure.estimate(base), line=line)
        parts = [part for part in context.groups if len(part.names) > 1]
        for measure, each in (("share_of_poor", poor), ("share_of_gap", short)):
            for base in context.over(known.counted, parts, each).bases:
                yield from context.rows(measure, base.partition, share(base), line=line, proportion=True)


def _of_moving(context: Context, one: Distribution, line: str, limit: Figure) -> Iterator[Row]:
    """The same of a line with an error: what the poor lack rises with it by their number, and their number by the density there."""
    poor = one.share_below(limit) * one.persons
    ((persons, money),) = one.below([limit.value], np.maximum(one.ranking.y, 0.0))
    short = limit.value * persons - money + limit.through(np.zeros(len(limit.value)), persons.value)
    for measure, figure in (("poor_persons", poor), ("poverty_gap_total", short)):
        found = figure.where(one.persons.value > 0, np.nan)
        yield from context.rows(measure, one.part, found.estimate(one.over), line=line)
    if len(one.part.names) > 1:
        over = replace(moved_by_all(one.over), n=np.full(len(one.over.n), one.over.n.sum()))
        for measure, figure in (("share_of_poor", poor), ("share_of_gap", short)):
            part = (figure / above(figure)).estimate(over)
            # a group with nothing or everything does not vary, as in `share`
            se = np.where((part.value > 0) & (part.value < 1), part.se, np.nan)
            yield from context.rows(measure, one.part, replace(part, se=se), line=line, proportion=True)
