"""Care that people who needed it sought or did without, and did without because of what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.survey.budget import column
from groundfloor.survey.frame import Floats

SETS = ("services",)


def rows(context: Context) -> Iterator[Row]:
    """ill_consulted, ill_foregone and ill_foregone_for_cost among those who were ill, share_foregone_for_cost among all, by group."""
    ill, consulted, foregone, cost = (
        column(context.survey, name) for name in ("ill", "consulted", "foregone_care", "foregone_for_cost")
    )
    if cost is not None:
        # why somebody went without is asked of those who did
        cost = _none_of(cost, consulted, 1.0)
        yield from _share(context, "share_foregone_for_cost", _none_of(cost, ill, 0.0), None)
    if ill is None:
        return
    for measure, yes in {"ill_consulted": consulted, "ill_foregone": foregone, "ill_foregone_for_cost": cost}.items():
        if yes is not None:
            yield from _share(context, measure, yes, ill)


def _none_of(answer: Floats, other: Floats | None, when: float) -> Floats:
    """The answer with a no where it is missing because of what was said before."""
    return answer if other is None else np.where(np.isnan(answer) & (other == when), 0.0, answer)


def _share(context: Context, measure: str, yes: Floats, among: Floats | None) -> Iterator[Row]:
    counted = ~np.isnan(yes) if among is None else ~np.isnan(yes) & (among == 1.0)
    if counted.any():
        yield from context.proportions(measure, context.over(counted, context.equity), yes)
