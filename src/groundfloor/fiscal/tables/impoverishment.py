"""Whom taxes and benefits make poor or poorer, and which poor they help (Higgins and Lustig 2016; sheets E5 and E6)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.fiscal.case import Case, below
from groundfloor.fiscal.figures import Labels, Row, figure
from groundfloor.fiscal.kinds import PREFISCAL
from groundfloor.fiscal.statistics import mean, total
from groundfloor.survey.frame import Floats

TABLE, ORDER = "fiscal_impoverishment", 3
NAMES = ("fiscal_impoverishment", "fiscal_gains_to_the_poor")


def losses(before: Floats, after: Floats, line: float) -> tuple[Floats, Floats]:
    """Each person's fiscal impoverishment and fiscal gain, in money.

    The loss is min(y0, z) - min(y0, y1, z), the gain min(y1, z) - min(y0, y1, z): only what happens below the line counts.

    >>> [part.tolist() for part in losses(np.array([6.0, 12.0, 6.0]), np.array([4.0, 8.0, 11.0]), 10.0)]
    [[2.0, 2.0, 0.0], [0.0, 0.0, 4.0]]
    """
    lowest = np.minimum(np.minimum(before, after), line)
    return np.minimum(before, line) - lowest, np.minimum(after, line) - lowest


def rows(case: Case) -> Iterator[Row]:
    """For each end concept and line, by group, of both: headcount, share among the poor, per capita, in lines per capita, and total."""
    for area in case.areas:
        yield from _rows(area)


def _rows(case: Case) -> Iterator[Row]:
    before = case.of(case.concepts[PREFISCAL])
    for end in case.ends:
        after = case.of(case.concepts[end])
        for line, value in case.lines.items():
            names: Labels = {"concept": end, "line": line}
            poor = (after < value, before < value)
            moved = (below(after, before), below(before, after))
            for name, lost, poor_now, gone in zip(NAMES, losses(before, after, value), poor, moved, strict=True):
                among = mean((poor_now & gone).astype(float), case.weight)
                yield figure(case, f"{name}_headcount", among, proportion=True, **names)
                of_poor = among / mean(poor_now.astype(float), case.weight)
                yield figure(case, f"{name}_among_poor", of_poor, proportion=True, **names)
                each = mean(lost, case.weight)
                yield figure(case, f"{name}_per_capita", each, **names)
                yield figure(case, f"{name}_gap", each * (1 / value), **names)
                yield figure(case, f"{name}_total", total(lost, case.weight), **names)
