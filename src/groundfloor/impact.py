"""What a scenario does to poverty and inequality in a year, before and after, with the standard error of the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from groundfloor.measures.design import everyone
from groundfloor.measures.estimate import Base, base, estimated, ratio, weighted
from groundfloor.measures.families.poverty import POWERS, fgt
from groundfloor.measures.ranking import Ranking
from groundfloor.simulate import Year
from groundfloor.survey.frame import Floats, Survey


def impact(survey: Survey, scenario: str, year: Year) -> list[dict[str, Any]]:
    """Rows of the impact table for one year; empty when the survey has no welfare.

    Persons whose welfare or receipts are unknown are left out, before and after alike. `se` is that of the change, over the
    same persons and design (docs/methods/standard-errors.md): 0 where the scenario changes nobody's welfare, NaN where it
    cannot be had.
    """
    if survey.welfare is None or survey.persons == 0:
        return []
    after = survey.welfare + year.cash_per_head
    return [
        {"scenario": scenario, "year": year.year, **row} for row in changes(survey, year.weight, survey.welfare, after)
    ]


def changes(survey: Survey, weight: Floats, welfare: Floats, after: Floats) -> list[dict[str, Any]]:
    """Poverty by line and inequality with each person's `welfare` and `after` it has changed: line, measure, before, after, change, se."""
    known = ~np.isnan(after) & ~np.isnan(welfare)
    weight = np.where(known, weight, 0.0)
    part = everyone(survey)
    over = base(part, part.atoms.sum(known.astype(float)), part.atoms.sum(weight))
    same = bool((after[known] == welfare[known]).all())
    figures = [*_poverty(welfare, after, survey.lines, over, weight), _gini(welfare, after, over, weight)]
    return [
        {
            "line": line,
            "measure": measure,
            "before": before,
            "after": later,
            "change": later - before,
            "se": 0.0 if same else error,
        }
        for line, measure, before, later, error in figures
    ]


Figure = tuple[str | None, str, float, float, float]


def _poverty(
    welfare: Floats, after: Floats, lines: Mapping[str, float], over: Base, weight: Floats
) -> Iterator[Figure]:
    known, atoms = ~np.isnan(after) & ~np.isnan(welfare), over.partition.atoms
    for line, value in lines.items():
        for measure, power in POWERS.items():
            each = [atoms.sum(weighted(weight, known, fgt(y, value, power))) for y in (welfare, after)]
            before, later = (ratio(over, one).value.item() for one in each)
            yield line, measure, before, later, ratio(over, each[1] - each[0]).se.item()


def _gini(welfare: Floats, after: Floats, over: Base, weight: Floats) -> Figure:
    (before, moved), (later, moves) = (Ranking(over.partition, y, weight).gini() for y in (welfare, after))
    error = estimated(over, later - before, moves - moved, np.ones(1)).se
    return None, "gini", before.item(), later.item(), error.item()
