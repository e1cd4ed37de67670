"""Quantiles of welfare and their ratios."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row

SETS = ("ceq", "dasp", "euromod")

PER_CENT = (1, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 99)
MEDIAN = 50  # known as median_welfare
RATIOS = ((90, 10), (90, 50), (50, 10), (75, 25), (80, 20))


def rows(context: Context) -> Iterator[Row]:
    """p1 to p99, and the ratios p90_p10, p90_p50, p50_p10, p75_p25 and p80_p20 by group."""
    for one in context.distributions:
        found = dict(zip(PER_CENT, one.quantiles([p / 100 for p in PER_CENT]), strict=True))
        for p, figure in found.items():
            if p != MEDIAN:
                yield from context.rows(f"p{p}", one.part, figure.estimate(one.over))
        for high, low in RATIOS:
            ratio = found[high] / found[low]
            yield from context.rows(f"p{high}_p{low}", one.part, ratio.estimate(one.over))
