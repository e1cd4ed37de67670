"""How benefits are spread over persons in order of welfare, and what that does to inequality."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row
from groundfloor.measures.figure import total
from groundfloor.measures.influence import Figure

SETS = ("adept",)


def rows(context: Context) -> Iterator[Row]:
    """concentration, gini_elasticity, gini_marginal, kakwani, reynolds_smolensky, reranking and redistribution by programme and area.

    With C the concentration coefficient of benefits in order of welfare, G its Gini and S the part of benefits in welfare:
    gini_elasticity C/G, gini_marginal S (C - G), the change of G where benefits grow by 1 (Lerman and Yitzhaki 1985). With
    those of welfare without the programme: kakwani C less G; reynolds_smolensky G before less C of welfare after; reranking
    G after less that C; redistribution G before less G after.
    """
    for one in context.programmes:
        change = one.change
        if change is None:
            continue
        paid, living = change.sums(change.amount), change.sums(change.after)
        for base, after, before in change.sides:
            part = base.partition
            gini, earlier = Figure.coefficient(part, *after.gini()), Figure.coefficient(part, *before.gini())
            spread = Figure.coefficient(part, *after.concentration(change.amount))
            progressive = Figure.coefficient(part, *before.concentration(change.amount))
            ordered = Figure.coefficient(part, *before.concentration(change.after))
            figures = {
                "concentration": spread,
                "gini_elasticity": spread / gini,
                "gini_marginal": total(part, paid) / total(part, living) * (spread - gini),
                "kakwani": progressive - earlier,
                "reynolds_smolensky": earlier - ordered,
                "reranking": gini - ordered,
                "redistribution": earlier - gini,
            }
            for measure, figure in figures.items():
                yield from context.rows(measure, part, figure.estimate(base), programme=one.name)
