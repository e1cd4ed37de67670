"""What a programme's money does against poverty: benefit-cost ratio and the efficiencies of Beckerman (1979)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.families.poverty import fgt
from groundfloor.measures.figure import size, total
from groundfloor.measures.influence import Figure
from groundfloor.measures.programme import Change

SETS = ("adept", "aspire")
POINTS = 100.0


def rows(context: Context) -> Iterator[Row]:
    """benefit_cost_ratio, vertical_efficiency, spillover, poverty_gap_efficiency and cost_per_point by programme, line and area.

    With A the poverty gap that the programme closes, D the one that remains, AB its benefits to those who are poor without it and
    ABC all its benefits: benefit_cost_ratio A/ABC, vertical_efficiency AB/ABC, spillover (AB - A)/AB, poverty_gap_efficiency
    A/(A + D). cost_per_point is benefits, LCU a year, per percentage point of the headcount that falls; cost_per_point_gini
    per percentage point of the Gini.
    """
    for one in context.programmes:
        change = one.change
        if change is None:
            continue
        yield from _per_gini(context, change, one.name)
        paid = change.sums(change.amount)
        for line, value in context.lines_and_fifth.items():
            sides = [change.before, change.after]
            gaps = [change.sums(fgt(side, value, 1) * value) for side in sides]
            heads = [change.sums(fgt(side, value, 0)) for side in sides]
            to_poor = change.sums(np.where(change.before < value, change.amount, 0.0))
            for base in change.over.bases:
                part = base.partition
                spent, needed = total(part, paid), total(part, to_poor)
                gap, remains = (total(part, side) for side in gaps)
                closed = gap - remains
                without, present = (total(part, side) / size(base) for side in heads)
                figures = {
                    "benefit_cost_ratio": closed / spent,
                    "vertical_efficiency": needed / spent,
                    "spillover": (needed - closed) / needed,
                    "poverty_gap_efficiency": closed / gap,
                }
                for measure, figure in figures.items():
                    estimate = figure.estimate(base)
                    yield from context.rows(measure, part, estimate, line=line, programme=one.name)
                dear = spent / ((without - present) * POINTS)
                yield from context.rows("cost_per_point", part, dear.estimate(base), line=line, programme=one.name)


def _per_gini(context: Context, change: Change, programme: str) -> Iterator[Row]:
    paid = change.sums(change.amount)
    for base, after, before in change.sides:
        part = base.partition
        fall = Figure.coefficient(part, *before.gini()) - Figure.coefficient(part, *after.gini())
        dear = total(part, paid) / (fall * POINTS)
        yield from context.rows("cost_per_point_gini", part, dear.estimate(base), programme=programme)
