"""Inequality: Gini, the share of the poorest 40 % and the Palma ratio."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.measures.context import Context, Row

SETS = ("standard", "adept", "ceq", "euromod", "dasp")

POOR, RICH = 0.4, 0.9


def rows(context: Context) -> Iterator[Row]:
    """gini, bottom40_share and palma (share of the richest tenth over that of the poorest 40 %) by group."""
    for one in context.distributions:
        low, upto = one.lorenz((POOR, RICH))
        figures = {
            "gini": one.gini,
            "bottom40_share": low,
            "palma": (1 - upto) / low,
        }
        for measure, figure in figures.items():
            yield from context.rows(measure, one.part, figure.estimate(one.over))
