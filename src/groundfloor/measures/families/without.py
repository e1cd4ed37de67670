"""Poverty and inequality without a programme, and by how much it lowers them."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row
from groundfloor.measures.families.poverty import POWERS, fgt
from groundfloor.measures.figure import size, total
from groundfloor.measures.influence import Figure
from groundfloor.measures.programme import Change

SETS = ("adept", "aspire")


def rows(context: Context) -> Iterator[Row]:
    """fgt0_without, fgt0_reduction and so on by programme, line and area; gini_without and gini_reduction by programme and area.

    Reductions are the figure without the programme less the one with it, as a share of the one without. The lines are the survey's
    and quintile_1, the welfare that a fifth of all persons do not exceed.
    """
    for one in context.programmes:
        change = one.change
        if change is None:
            continue
        yield from _inequality(context, change, one.name)
        for line, value in context.lines_and_fifth.items():
            for measure, power in POWERS.items():
                sums = [change.sums(fgt(welfare, value, power)) for welfare in (change.before, change.after)]
                for base in change.over.bases:
                    part, persons = base.partition, size(base)
                    without, present = (total(part, side) / persons for side in sums)
                    fall = (without - present) / without
                    yield from context.rows(
                        f"{measure}_without",
                        part,
                        without.estimate(base),
                        line=line,
                        programme=one.name,
                        proportion=power == 0,
                    )
                    estimate = fall.estimate(base)
                    yield from context.rows(f"{measure}_reduction", part, estimate, line=line, programme=one.name)


def _inequality(context: Context, change: Change, programme: str) -> Iterator[Row]:
    for base, after, before in change.sides:
        part = base.partition
        without, present = Figure.coefficient(part, *before.gini()), Figure.coefficient(part, *after.gini())
        yield from context.rows("gini_without", part, without.estimate(base), programme=programme)
        fall = (without - present) / without
        yield from context.rows("gini_reduction", part, fall.estimate(base), programme=programme)
