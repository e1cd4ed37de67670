"""Polarisation: how far the middle is thinned out (Wolfson)."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row

SETS = ("dasp",)


def rows(context: Context) -> Iterator[Row]:
    """wolfson by group: 2 (mean / median) (1 - 2 L(0.5) - gini), between 0 and 1."""
    for one in context.distributions:
        (half,) = one.lorenz((0.5,))
        figure = 2 * one.mean / one.median * (1 - 2 * half - one.gini)
        yield from context.rows("wolfson", one.part, figure.estimate(one.over))
