"""Poverty at every line: the curves of incidence, gap and severity, and the cumulative distribution."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row

SETS = ("ceq", "dasp")


def rows(context: Context) -> Iterator[Row]:
    """cdf, fgt0, fgt1, fgt2, poverty_deficit and poverty_severity by group at each of the amounts of `context.amounts`.

    cdf is the share of persons at or below the amount, fgt those of a line there; poverty_deficit and poverty_severity are the
    areas under cdf and under poverty_deficit, the line times fgt1 and half its square times fgt2 (Ravallion 1994).
    """
    for one in context.distributions:
        limits = [one.everywhere(z) for z in context.amounts]
        money = np.maximum(one.ranking.y, 0.0)
        for z, (persons,) in zip(context.amounts, one.below(limits, closed=True), strict=True):
            estimate = (persons / one.persons).estimate(one.over)
            yield from context.points("cdf", one.part, z, estimate, proportion=True)
        for z, (poor, first, second) in zip(context.amounts, one.below(limits, money, money**2), strict=True):
            gap = (poor - first / z) / one.persons
            squared = (poor - 2 * first / z + second / z**2) / one.persons
            yield from context.points("fgt0", one.part, z, (poor / one.persons).estimate(one.over), proportion=True)
            others = {"fgt1": gap, "fgt2": squared, "poverty_deficit": z * gap, "poverty_severity": z**2 / 2 * squared}
            for curve, figure in others.items():
                yield from context.points(curve, one.part, z, figure.estimate(one.over))
