"""Poverty and inequality by concept of income (CEQ Master Workbook, sheet E3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from groundfloor.fiscal.case import Case
from groundfloor.fiscal.figures import Row, bases, ratios
from groundfloor.measures import measure
from groundfloor.measures.replicates import LINEARISED
from groundfloor.survey.frame import Survey

TABLE, ORDER = "fiscal_concepts", 2
SET = "ceq"


def rows(case: Case) -> Iterator[Row]:
    """Every measure of the set `ceq` on each concept as welfare, by group; share_negative is that of persons below 0."""
    for concept in case.shown:
        values = case.concepts[concept]
        yield from measured(case, concept, replace(case.survey, welfare=values), case.lines, SET)
        below = (values < 0).astype(float)
        people = bases(case, [case.everyone, *case.parts])
        yield from ratios(case, "share_negative", people, below, proportion=True, concept=concept)


def measured(case: Case, concept: str, survey: Survey, lines: Mapping[str, float], of: str) -> Iterator[Row]:
    """The measures of a set on a concept as welfare, as rows about it; they go through replicates on their own."""
    if case.replicate:
        return
    errors = LINEARISED if case.errors is None else None
    for row in measure(replace(survey, transfers={}), lines=lines, sets=(of,), errors=errors):
        kept = {key: row[key] for key in ("measure", "line", "group", "value", "se", "n", "ci_low", "ci_high")}
        yield {"pensions": case.pensions, "concept": concept, "item": None, **kept}
