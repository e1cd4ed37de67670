"""Who gains and who pays when a floor is paid for by taxes: by tenth of the people, and what is left of the fall in poverty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from groundfloor.measures.cuts import DECILES
from groundfloor.measures.design import groupings, partitions
from groundfloor.measures.estimate import Base, Estimate, base, ratio, weighted
from groundfloor.measures.families.poverty import POWERS, fgt
from groundfloor.measures.ranking import quantile_groups
from groundfloor.simulate import Year
from groundfloor.survey.frame import Floats, Survey

STAGES = ("before", "floor", "floor_and_taxes")


def net_incidence(survey: Survey, scenario: str, year: Year, taxes: Floats) -> list[dict[str, Any]]:
    """Rows of the table for one year: means by tenth, LCU a person (adult equivalent) a year in prices of the base year; poverty.

    `taxes` is what each person's household pays more, shared as its welfare is. Tenths are those of welfare before the floor. Nobody
    changes what they do. Persons of whom welfare, receipts or taxes are unknown are in no figure. Errors as those of impact.
    """
    if survey.welfare is None or survey.persons == 0:
        return []
    after = survey.welfare + year.cash_per_head
    net = after - taxes
    known = ~np.isnan(net)
    weight = np.where(known, survey.weight, 0.0)
    code = quantile_groups(survey.welfare, weight, DECILES)
    names = tuple(f"decile={i + 1}" for i in range(DECILES))
    rows: list[dict[str, Any]] = []
    for part in partitions(survey, [*groupings(survey, ()), (names, code)]):
        over = base(part, part.atoms.sum(known.astype(float)), part.atoms.sum(weight))

        def mean(values: Floats, over: Base = over) -> Estimate:
            return ratio(over, over.partition.atoms.sum(weighted(weight, known, values)))

        for measure, values in (
            ("transfers", year.cash_per_head),
            ("taxes", taxes),
            ("net", year.cash_per_head - taxes),
        ):
            rows += _rows(scenario, year.year, measure, None, None, part.names, mean(values))
        if len(part.names) == 1:
            stages = dict(zip(STAGES, (survey.welfare, after, net), strict=True))
            for stage, line, measure, values in _poor(stages, survey.lines):
                rows += _rows(scenario, year.year, measure, stage, line, part.names, mean(values))
    return rows


def _poor(stages: Mapping[str, Floats], lines: Mapping[str, float]) -> Iterator[tuple[str, str, str, Floats]]:
    """The share of poverty each person stands for at each stage, and the change from the first to the last."""
    for line, value in lines.items():
        for measure, power in POWERS.items():
            each = {stage: fgt(welfare, value, power) for stage, welfare in stages.items()}
            each["change"] = each[STAGES[-1]] - each[STAGES[0]]
            yield from ((stage, line, measure, values) for stage, values in each.items())


def _rows(
    scenario: str, year: int, measure: str, stage: str | None, line: str | None, groups: tuple[str, ...], of: Estimate
) -> list[dict[str, Any]]:
    return [
        {
            "scenario": scenario,
            "year": year,
            "measure": measure,
            "stage": stage,
            "line": line,
            "group": group,
            "value": of.value[i].item(),
            "se": of.se[i].item(),
            "n": int(of.n[i]),
        }
        for i, group in enumerate(groups)
    ]
