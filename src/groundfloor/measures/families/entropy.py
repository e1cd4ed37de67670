"""Inequality that weighs the poor or the rich as asked: generalised entropy, Atkinson, variance of logarithms."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.estimate import Base
from groundfloor.measures.figure import size
from groundfloor.measures.influence import Figure
from groundfloor.survey.frame import Floats

SETS = ("ceq", "dasp", "euromod")


def rows(context: Context) -> Iterator[Row]:
    """ge_minus1, mld, theil, ge2, atkinson0_5, atkinson1, atkinson2 and variance_of_logs by group, over positive welfare.

    share_welfare_positive is how many that leaves, where it is not everybody.
    """
    if context.living is None or context.positive is None:
        return
    welfare, known, positive = context.living.welfare, context.living.over, context.positive
    for base, moments in moments_of(context):
        for measure, figure in indices(moments).items():
            yield from context.rows(measure, base.partition, figure.estimate(base))
    if positive is not known:
        yield from context.proportions("share_welfare_positive", known, (welfare > 0).astype(float))


def moments_of(context: Context) -> Iterator[tuple[Base, dict[str, Figure]]]:
    """By partition the means of y, of its powers and of its logarithms over the persons whose welfare is above 0.

    y is welfare over a constant near its mean, which no index feels.
    """
    if context.living is None or context.positive is None:
        return
    over = context.positive
    if not over.counted.any():
        return
    y = np.where(over.counted, context.living.welfare, 1.0) / context.living.welfare[over.counted].mean()
    logs = np.log(y)
    columns: dict[str, Floats] = {
        "y": y, "log": logs, "y log": y * logs, "log^2": logs**2, "y^2": y**2, "y^-1": 1 / y, "y^1/2": np.sqrt(y)
    }  # fmt: skip
    sums = {name: context.sums(over, each) for name, each in columns.items()}
    for base in over.bases:
        persons = size(base)
        # logarithms cancel out near 1, so what they are computed from is at least 1 a person
        yield (
            base,
            {
                name: Figure.summed(base.partition, each.cells(base.partition), base.totals) / persons
                for name, each in sums.items()
            },
        )


def indices(mean: dict[str, Figure]) -> dict[str, Figure]:
    """The indices from the means of the powers and logarithms of y, which need not be near 1."""
    y, log = mean["y"], mean["log"]
    return {
        "ge_minus1": (y * mean["y^-1"] - 1) / 2,
        "mld": y.log() - log,
        "theil": mean["y log"] / y - y.log(),
        "ge2": (mean["y^2"] / (y * y) - 1) / 2,
        "atkinson0_5": 1 - mean["y^1/2"] * mean["y^1/2"] / y,
        "atkinson1": 1 - log.exp() / y,
        "atkinson2": 1 - 1 / (mean["y^-1"] * y),
        "variance_of_logs": mean["log^2"] - log * log,
    }
