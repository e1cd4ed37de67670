"""Poverty and inequality by concept of income (CEQ Master Workbook, sheet E3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from groundfloor.fiscal.case import Case
from groundfloor.fiscal.figures import Row, bases, ratios
from groundfloor.measures import measure
from groundfloor.measures.replicates import LINEARISED

TABLE, ORDER = "fiscal_concepts", 2
SET = "ceq"


def rows(case: Case) -> Iterator[Row]:
    """Every measure of the set `ceq` on each concept as welfare, by group; share_negative is that of persons below 0."""
    for concept in case.shown:
        values = case.concepts[concept]
        survey = replace(case.survey, welfare=values, transfers={})
        yield from measured(case, concept, measure(survey, lines=case.lines, sets=(SET,), errors=LINEARISED))
        below = (values < 0).astype(float)
        people = bases(case, [case.everyone, *case.parts])
        yield from ratios(case, "share_negative", people, below, proportion=True, concept=concept)


def measured(case: Case, concept: str, found: list[Row]) -> Iterator[Row]:
    """Rows of the table `measures` as rows about a concept."""
    for row in found:
        kept = {key: row[key] for key in ("measure", "line", "group", "value", "se", "n", "ci_low", "ci_high")}
        yield {"pensions": case.pensions, "concept": concept, "item": None, **kept}
