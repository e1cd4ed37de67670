"""How far poverty and inequality without a programme hang on what would have replaced its transfers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.design import Mask
from groundfloor.measures.estimate import Base, weighted
from groundfloor.measures.families.poverty import POWERS, fgt
from groundfloor.measures.figure import Figure, Sums, size, total
from groundfloor.measures.programme import ranked
from groundfloor.survey.frame import Floats

SETS = ("adept",)

SHARES = (0, 25, 50, 75, 100)


def rows(context: Context) -> Iterator[Row]:
    """fgt0_without_25 and so on by programme and line, gini_without_25 by programme, for everybody.

    Each is the figure of welfare less 0, 25, 50, 75 or 100 % of what the programme pays: at 0 the one observed, at 100 the one
    of a country whose households would have nothing in its place.
    """
    everyone = context.areas[:1]
    for one in context.programmes:
        change = one.change
        if change is None:
            continue
        over, known = context.over(change.over.counted, everyone), change.over.counted
        for share in SHARES:
            welfare = one.without(share / 100)
            if welfare is not None:
                yield from _one(context, over.bases[0], welfare, known, f"without_{share}", one.name)


def _one(context: Context, base: Base, welfare: Floats, known: Mask, name: str, programme: str) -> Iterator[Row]:
    part = base.partition
    for line, value in context.lines_and_fifth.items():
        for measure, power in POWERS.items():
            sums = Sums(weighted(context.weight, known, fgt(welfare, value, power)))
            estimate = (total(part, sums) / size(base)).estimate(base)
            yield from context.rows(
                f"{measure}_{name}", part, estimate, line=line, programme=programme, proportion=power == 0
            )
    (ranking,) = ranked(context.survey, (part,), welfare, known, together=True)
    figure = Figure(part, *ranking.gini())
    yield from context.rows(f"gini_{name}", part, figure.estimate(base, np.ones(1)), programme=programme)
