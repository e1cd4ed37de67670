"""The Lorenz curve: what share of all welfare the poorest share of persons have."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row

SETS = ("standard", "adept", "ceq", "dasp")
SHARES = tuple(i / 20 for i in range(1, 20))


def rows(context: Context) -> Iterator[Row]:
    """lorenz by group: at each share of persons, poorest first, their share of welfare."""
    for one in context.distributions:
        for p, figure in zip(SHARES, one.lorenz(SHARES), strict=True):
            yield from context.points("lorenz", one.part, p, figure.estimate(one.over))
