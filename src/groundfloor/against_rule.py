"""Schemes in force held against their own rules: who is entitled and does not receive, who receives and is not entitled."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from groundfloor.engine import apply
from groundfloor.in_force import holders, parameters_of
from groundfloor.measures.design import Mask, Partition, groupings, partitions
from groundfloor.measures.estimate import Estimate, base, divide, ratio, weighted
from groundfloor.prices import MIDYEAR, Prices
from groundfloor.rules.entitlements import Entitlement
from groundfloor.rules.order import needs
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.used import of_programme
from groundfloor.survey.covered import covered
from groundfloor.survey.frame import Floats, Survey


def against_rule(
    schemes: Iterable[Programme], survey: Survey, prices: Prices, *, engine: str = "arrays"
) -> list[dict[str, Any]]:
    """Rows by programme and group: persons (households) by what the rule gives them and what they say they receive.

    What people receive is the survey's transfer of the scheme's name or, without one, its variables `covered_by`; a scheme of
    neither, or one whose rule needs a variable the survey lacks, has no row. Whom the rule cannot decide on and who did
    not answer are left out. exclusion_error is the share of those entitled who do not receive, inclusion_error that of recipients who are
    not entitled; amount_received and amount_due are LCU a year in prices of the base year, of those entitled who receive and whose
    amounts are both known, amount_ratio the one over the other. `n` is the survey's persons (households) behind the row.
    Method: docs/methods/administrative.md.
    """
    told = {scheme.name: scheme for scheme in schemes if _told(scheme, survey)}
    floor = prices.floor(Floor("in_force", {}, told, parameters_of(told.values()), {}), prices.base)
    found = apply(floor, survey, datetime.date(prices.base, *MIDYEAR), engine=engine).programmes
    groups = partitions(survey, groupings(survey, None))
    return [row for name, scheme in told.items() for row in _rows(survey, scheme, found[name], groups)]


def asked_about(scheme: Programme, survey: Survey) -> bool:
    """Whether the survey says who receives a scheme, by a transfer of its name or its variables `covered_by`."""
    return scheme.name in survey.transfers or covered(survey, scheme.meta.get("covered_by")) is not None


def _told(scheme: Programme, survey: Survey) -> bool:
    return (
        asked_about(scheme, survey)
        and of_programme(scheme).keys() <= survey.columns.keys()
        and not needs(scheme.amount)
    )


def received(survey: Survey, scheme: Programme) -> tuple[Floats, Floats]:
    """Who receives and how much, a household's on its first row; amounts are unknown where only the answer yes or no is known."""
    transfer = survey.transfers.get(scheme.name)
    if transfer is None:
        receives = holders(survey, scheme)
        return receives, np.where(receives == 1.0, np.nan, 0.0)
    if transfer.unit == scheme.asked or scheme.asked == "person":
        return transfer.receives, transfer.amount
    out = [np.zeros(survey.persons) for _ in range(2)]
    out[0][survey.starts] = np.maximum.reduceat(transfer.receives, survey.starts)
    out[1][survey.starts] = np.add.reduceat(transfer.amount, survey.starts)
    return out[0], out[1]


def _rows(
    survey: Survey, scheme: Programme, entitled: Entitlement, groups: tuple[Partition, ...]
) -> Iterator[dict[str, Any]]:
    receives, amount = received(survey, scheme)
    known = ~np.isnan(receives) & ~np.isnan(entitled.eligible)
    if scheme.unit == "household":
        first = np.zeros(survey.persons, dtype=bool)
        first[survey.starts] = True
        known &= first
    due, taking = entitled.eligible == 1.0, receives == 1.0
    both = known & due & taking & ~np.isnan(amount) & ~np.isnan(entitled.full_amount)
    cells = {
        "entitled_receiving": known & due & taking,
        "entitled_not_receiving": known & due & ~taking,
        "not_entitled_receiving": known & ~due & taking,
        "neither": known & ~due & ~taking,
    }
    weight = survey.weight
    for part in groups:
        persons = {name: part.groups(part.cells(part.atoms.sum(weight * who))) for name, who in cells.items()}
        n = part.groups(part.cells(part.atoms.sum(known.astype(float))))
        exclusion = _share(part, weight, known & due, cells["entitled_not_receiving"])
        inclusion = _share(part, weight, known & taking, cells["not_entitled_receiving"])
        money = [
            part.groups(part.cells(part.atoms.sum(weighted(weight, both, one))))
            for one in (amount, entitled.full_amount)
        ]
        for k, group in enumerate(part.names):
            paid, owed = (float(one[k]) if money[1][k] > 0 else np.nan for one in money)
            yield {
                "programme": scheme.name,
                "group": group,
                "unit": scheme.asked,
                **{name: float(values[k]) for name, values in persons.items()},
                "exclusion_error": float(exclusion.value[k]),
                "exclusion_error_se": float(exclusion.se[k]),
                "inclusion_error": float(inclusion.value[k]),
                "inclusion_error_se": float(inclusion.se[k]),
                "amount_received": paid,
                "amount_due": owed,
                "amount_ratio": float(divide(np.array(paid), np.array(owed))),
                "n": int(n[k]),
            }


def _share(part: Partition, weight: Floats, among: Mask, who: Mask) -> Estimate:
    over = base(part, part.atoms.sum(among.astype(float)), part.atoms.sum(weight * among))
    return ratio(over, part.atoms.sum(weight * who))
