"""The gap of each guarantee: persons entitled under the floor who have nothing of the kind today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.measures.design import Partition, groupings, partitions
from groundfloor.measures.estimate import base, ratio, weighted
from groundfloor.rules.entitlements import Entitlement
from groundfloor.rules.programme import Programme
from groundfloor.survey.covered import covered
from groundfloor.survey.frame import Floats, Survey


def gaps(
    survey: Survey,
    programmes: Mapping[str, Programme],
    entitlements: Mapping[str, Entitlement],
    covered_by: Mapping[str, str | Sequence[str] | None],
) -> list[dict[str, Any]]:
    """One row a programme and group: persons in need, covered today, and the gap in persons and LCU a year.

    In need are the persons the programme's own rule entitles (before take-up); in a household programme all members of
    the entitled households, each with an equal part of the household's amount. Covered are those among them for whom
    a survey variable named by `covered_by` is true; who has no answer counts as neither, so the rate is over those known.
    A figure that cannot be had is NaN: covered and gap without such a variable, in_need where the rule decides on nobody
    in the group.

    in_need = sum w e;  coverage_rate = sum w e c / sum w e [c known];  covered = in_need x coverage_rate;
    gap = in_need - covered;  gap_lcu = gap x mean entitlement in need. `se` is the standard error of coverage_rate
    by the survey's design and `n` the persons of the survey behind it, unweighted. Method: docs/methods/gaps.md.

    >>> one, yes = np.ones(4), np.array([1.0, 0.0, 0.0, np.nan])
    >>> survey = Survey("s", "X", 2025, {"pension": yes}, np.arange(4), 10 * one)
    >>> pension = Programme("pension", {}, "old_age", "old_age", "proposed", "person", {}, None, None, None, 1.0, {}, 0.0, (),
    ...                     {}, {}, None)
    >>> entitled = {"pension": Entitlement(one, one, 120 * one, 120 * one, 0)}
    >>> row = gaps(survey, {"pension": pension}, entitled, {"pension": "pension"})[0]
    >>> row["in_need"], round(row["covered"], 2), round(row["gap"], 2), round(row["gap_lcu"], 2)
    (40.0, 13.33, 26.67, 3200.0)
    """
    if survey.persons == 0:
        return []
    groups = partitions(survey, groupings(survey, None))
    rows: list[dict[str, Any]] = []
    for name, programme in programmes.items():
        people = persons_entitled(survey, programme, entitlements[name])
        today = covered(survey, covered_by.get(name))
        answers = np.full(survey.persons, np.nan) if today is None else today
        for part in groups:
            figures = _figures(part, survey.weight, *people, answers)
            rows += [
                {"guarantee": programme.guarantee, "programme": name, "group": group}
                | {column: values[i] for column, values in figures.items()}
                for i, group in enumerate(part.names)
            ]
    return rows


def persons_entitled(survey: Survey, programme: Programme, result: Entitlement) -> tuple[Floats, Floats]:
    """Who is entitled (1, 0, NaN) and to how much in LCU a year, person by person.

    A household programme stands on the household's first row: here its members share eligibility and amount.
    """
    if programme.unit != "household":
        return result.eligible, result.full_amount
    first, sizes = survey.starts, survey.sizes
    return np.repeat(result.eligible[first], sizes), np.repeat(result.full_amount[first] / sizes, sizes)


def _figures(
    part: Partition, weight: Floats, eligible: Floats, amount: Floats, answers: Floats
) -> dict[str, list[float] | list[int]]:
    """Each column, one value a group."""
    entitled = eligible == 1.0
    known = entitled & ~np.isnan(answers)
    one = np.ones(len(weight))

    def total(values: Floats) -> Floats:
        return part.groups(part.cells(part.atoms.sum(values)))

    over = base(part, part.atoms.sum(known.astype(float)), part.atoms.sum(weighted(weight, known, one)))
    rate = ratio(over, part.atoms.sum(weighted(weight, known, answers)))
    decided = total((~np.isnan(eligible)).astype(float)) > 0
    need = np.where(decided, total(weighted(weight, entitled, one)), np.nan)
    money = total(weighted(weight, entitled, amount))
    return {
        "in_need": need.tolist(),
        "covered": (need * rate.value).tolist(),
        "gap": (need * (1 - rate.value)).tolist(),
        "coverage_rate": rate.value.tolist(),
        "gap_lcu": (money * (1 - rate.value)).tolist(),
        "se": rate.se.tolist(),
        "n": rate.n.tolist(),
    }
