"""Whom each tax and benefit reaches, and how many of those it is meant for (CEQ Master Workbook, sheets E18 and E19)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.fiscal.case import Case
from groundfloor.fiscal.figures import Labels, Row, bases, ratios
from groundfloor.fiscal.kinds import KINDS, PREFISCAL
from groundfloor.survey.frame import Floats

TABLE, ORDER = "fiscal_coverage", 7


def rows(case: Case) -> Iterator[Row]:
    """By tenth of pre-fiscal income and group: coverage, coverage_direct; of an item with a target: coverage_target, leakage_target."""
    parts = (*case.deciles(PREFISCAL), *case.parts)
    people = bases(case, parts)
    sizes, starts = case.survey.sizes, case.survey.starts
    for name, one in case.amounts.items():
        if not KINDS[one.item.kind].group:
            continue
        home = one.item.unit == "household"
        reached = (one.amount > 0).astype(float)
        someone: Floats = np.repeat(np.maximum.reduceat(reached, starts), sizes)
        direct = someone if home else reached
        yield from ratios(case, "coverage", people, someone, proportion=True, item=name, concept=PREFISCAL)
        yield from ratios(case, "coverage_direct", people, direct, proportion=True, item=name, concept=PREFISCAL)
        meant = one.meant
        if meant is None:
            continue
        names: Labels = {"item": name, "concept": PREFISCAL}
        of_target, of_reached = meant == 1.0, direct == 1.0
        both = (of_target & of_reached).astype(float)
        yield from ratios(
            case, "coverage_target", bases(case, parts, counted=of_target), both, proportion=True, **names
        )
        outside = (of_reached & (meant == 0.0)).astype(float)
        asked = of_reached & ~np.isnan(meant)
        yield from ratios(case, "leakage_target", bases(case, parts, counted=asked), outside, proportion=True, **names)
