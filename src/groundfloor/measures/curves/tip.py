"""The TIP curve: three i's of poverty, its incidence, intensity and inequality, in one line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.measures.context import Context, Row
from groundfloor.measures.curves.lorenz import SHARES

SETS = ("dasp",)


def rows(context: Context) -> Iterator[Row]:
    """tip by line and group: the gaps of the poorest share of persons, as shares of the line, per person of the whole group.

    It rises as far as the headcount, to fgt1, and is level from there (Jenkins, Lambert 1997).
    """
    for line, value in context.lines.items():
        for one in context.distributions:
            reach = np.clip(one.ranking.y, 0.0, value) / value
            for p, had in zip(SHARES, one.poorest(SHARES, reach), strict=True):
                figure = p - had / one.persons
                yield from context.points("tip", one.part, p, figure.estimate(one.over), line=line)
