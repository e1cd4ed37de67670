"""How far poverty and inequality without a programme hang on what would have replaced its transfers."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row
from groundfloor.measures.families.poverty import POWERS, fgt
from groundfloor.measures.figure import size, total
from groundfloor.measures.influence import Figure
from groundfloor.measures.programme import Change
from groundfloor.measures.ranking import Ranking
from groundfloor.survey.frame import Floats

SETS = ("adept",)

SHARES = (0, 25, 50, 75, 100)


def rows(context: Context) -> Iterator[Row]:
    """fgt0_without_25 and so on by programme and line, gini_without_25 by programme, for everybody.

    Each is the figure of welfare less 0, 25, 50, 75 or 100 % of what the programme pays: at 0 the one observed, at 100 the one
    of a country whose households would have nothing in its place.
    """
    for one in context.programmes:
        change = one.change
        if change is None:
            continue
        for share in SHARES:
            # at both ends the order is known already
            if share in (0, 100):
                welfare, order = (
                    (change.before, change.rankings_before) if share else (change.after, change.rankings_after)
                )
            else:
                left = one.without(share / 100)
                if left is None:
                    continue
                welfare, order = left[0], change.ranked(*left, 1)
            yield from _one(context, change, welfare, order[0], f"without_{share}", one.name)


def _one(
    context: Context, change: Change, welfare: Floats, ranking: Ranking, name: str, programme: str
) -> Iterator[Row]:
    base = change.over.bases[0]
    part = base.partition
    for line, value in context.lines_and_fifth.items():
        for measure, power in POWERS.items():
            figure = total(part, change.sums(fgt(welfare, value, power))) / size(base)
            yield from context.rows(
                f"{measure}_{name}",
                part,
                figure.estimate(base),
                line=line,
                programme=programme,
                proportion=power == 0,
            )
    figure = Figure.coefficient(part, *ranking.gini())
    yield from context.rows(f"gini_{name}", part, figure.estimate(base), programme=programme)
