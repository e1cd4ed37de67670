"""The Lorenz curve in amounts: what the poorest share of persons have, and how much less than an equal share that is."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row
from groundfloor.measures.curves.lorenz import SHARES

SETS = ("ceq", "dasp")


def rows(context: Context) -> Iterator[Row]:
    """lorenz_generalised and lorenz_absolute by group, LCU a year per person of the whole group."""
    for one in context.distributions:
        for p, total in zip(SHARES, one.poorest(SHARES), strict=True):
            have = total / one.persons
            lack = p * one.mean - have
            for curve, figure in (("lorenz_generalised", have), ("lorenz_absolute", lack)):
                yield from context.points(curve, one.part, p, figure.estimate(one.over))
