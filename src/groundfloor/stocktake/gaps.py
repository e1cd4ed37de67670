"""The gap of each guarantee: persons entitled under the floor who have nothing of the kind today."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.rules.entitlements import Entitlement
from groundfloor.rules.programme import Programme
from groundfloor.survey.covered import covered
from groundfloor.survey.frame import Floats, Survey
from groundfloor.survey.groups import group_masks


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
    gap = in_need - covered;  gap_lcu = gap x mean entitlement in need.
    """
    masks = list(group_masks(survey))
    rows = []
    for name, programme in programmes.items():
        eligible, amount = persons_entitled(survey, programme, entitlements[name])
        today = covered(survey, covered_by.get(name))
        answers = np.full(survey.persons, np.nan) if today is None else today
        for group, mask in masks:
            figures = _gap(survey.weight[mask], eligible[mask], amount[mask], answers[mask])
            rows.append({"guarantee": programme.guarantee, "programme": name, "group": group, **figures})
    return rows


def persons_entitled(survey: Survey, programme: Programme, result: Entitlement) -> tuple[Floats, Floats]:
    """Who is entitled (1, 0, NaN) and to how much in LCU a year, person by person.

    A household programme stands on the household's first row: here its members share eligibility and amount.
    """
    if programme.unit == "person":
        return result.eligible, result.full_amount
    first, sizes = survey.starts, survey.sizes
    return np.repeat(result.eligible[first], sizes), np.repeat(result.full_amount[first] / sizes, sizes)


def _gap(weight: Floats, eligible: Floats, amount: Floats, covered: Floats) -> dict[str, float]:
    entitled = eligible == 1.0
    nobody_decided = bool(np.isnan(eligible).all())
    need = math.nan if nobody_decided else float(weight[entitled].sum())
    known = entitled & ~np.isnan(covered)
    base = float(weight[known].sum())
    rate = float(weight[known & (covered == 1.0)].sum()) / base if base > 0 else math.nan
    money = float((weight[entitled] * amount[entitled]).sum())
    return {
        "in_need": need,
        "covered": need * rate,
        "gap": need * (1 - rate),
        "coverage_rate": rate,
        "gap_lcu": money * (1 - rate),
    }
