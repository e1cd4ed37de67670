"""The distributional characteristic: how much of a programme's money reaches those whose welfare society minds most."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.figure import size, total

SETS = ("adept",)

AVERSIONS = {"0": 0.0, "0_5": 0.5, "1": 1.0, "2": 2.0}


def rows(context: Context) -> Iterator[Row]:
    """distributional_characteristic_0, _0_5, _1 and _2 by programme and area: sum w b (ybar / y)^e / sum w b.

    The figure behind the name is the aversion to inequality e; ybar is mean welfare of the area. Who has no welfare above 0 is
    left out.
    """
    if context.welfare is None:
        return
    positive = context.welfare > 0
    for one in context.programmes:
        if not one.receipt.valued:
            continue
        amount = one.receipt.amount
        over = context.over(positive & ~np.isnan(amount), context.areas)
        living, paid = context.sums(over, context.welfare), context.sums(over, amount)
        for name, aversion in AVERSIONS.items():
            with np.errstate(divide="ignore", invalid="ignore"):
                weighed = context.sums(over, amount * context.welfare**-aversion)
            for base in over.bases:
                part = base.partition
                mean = total(part, living) / size(base)
                figure = total(part, weighed) * mean.power(aversion) / total(part, paid)
                yield from context.rows(
                    f"distributional_characteristic_{name}", part, figure.estimate(base), programme=one.name
                )
