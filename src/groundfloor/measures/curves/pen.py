"""Pen's parade: the welfare of the person whom a share of persons does not exceed."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row

SETS = ("dasp",)
SHARES = tuple(i / 100 for i in range(1, 100))


def rows(context: Context) -> Iterator[Row]:
    """pen by group: each percentile of welfare, in LCU a year."""
    for one in context.distributions:
        for p, figure in zip(SHARES, one.quantiles(SHARES), strict=True):
            yield from context.points("pen", one.part, p, figure.estimate(one.over))
