"""Recipients and money of programmes as the survey finds them, beside what their administration counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from groundfloor.measures.design import ALL, Mask, Partition, groupings, partitions
from groundfloor.measures.estimate import Base, Estimate, base, divide, weighted
from groundfloor.measures.figure import Sums, total
from groundfloor.survey.frame import Administrative, Floats, Survey, Transfer


def administrative(survey: Survey, received: Mapping[str, Transfer] | None = None) -> list[dict[str, Any]]:
    """Rows of the table `administrative`, one a programme and group of which the administration counts something.

    `received` are the survey's own transfers when left out. Recipients are persons, in a household programme households;
    amounts LCU a year in the prices of the survey's amounts. Who did not say whether they receive counts as not receiving; the
    amount is of those recipients whose amount is known, `amount_known` the share of recipients they are. The ratios are
    the survey's figure over the administration's. What the survey or the administration does not tell is NaN. Method:
    docs/methods/administrative.md.

    >>> pension = Transfer("social_pension", "person", np.array([1.0, 0.0, 1.0]), np.array([60.0, 0.0, 40.0]),
    ...                    administrative=Administrative(recipients=25.0, year=2020))
    >>> survey = Survey("s", "X", 2020, {}, np.arange(3), np.full(3, 10.0), transfers={"pension": pension})
    >>> row = administrative(survey)[0]
    >>> row["survey_recipients"], row["recipients_ratio"], row["survey_amount"], row["amount_ratio"]
    (20.0, 0.8, 1000.0, nan)
    """
    if survey.persons == 0:
        return []
    found = survey.transfers if received is None else received
    counted = {name: one for name, one in found.items() if one.administrative is not None}
    names = tuple(dict.fromkeys(name for one in counted.values() for name in one.administrative.by))  # type: ignore[union-attr]
    parts = partitions(survey, groupings(survey, names))
    rows: list[dict[str, Any]] = []
    for name, one in counted.items():
        if one.administrative is not None:
            rows += _rows(survey, name, one, one.administrative, parts)
    return rows


def _rows(
    survey: Survey, name: str, one: Transfer, counts: Administrative, parts: tuple[Partition, ...]
) -> Iterator[dict[str, Any]]:
    takes = one.receives == 1.0
    paid = takes & ~np.isnan(one.amount)
    unit = np.ones(survey.persons)
    for part in parts:
        people = _total(part, survey.weight, takes, unit)
        known = _total(part, survey.weight, paid, unit)
        money = _total(part, survey.weight, paid, one.amount)
        share = divide(known.value, people.value)
        for k, group in enumerate(part.names):
            expected, amount = _counted(counts, group)
            if expected is None and amount is None:
                continue
            # a sum over nobody whose amount is known is not 0
            received = money.value[k] if share[k] > 0 or people.value[k] == 0 else np.nan
            yield {
                "programme": name,
                "group": group,
                "unit": one.unit,
                "survey_recipients": float(people.value[k]),
                "survey_recipients_se": float(people.se[k]),
                "administrative_recipients": np.nan if expected is None else expected,
                "recipients_ratio": _ratio(people.value[k], expected),
                "survey_amount": float(received),
                "survey_amount_se": float(money.se[k]),
                "amount_known": float(share[k]),
                "administrative_amount": np.nan if amount is None else amount,
                "amount_ratio": _ratio(received, amount),
                "year": counts.year,
                "source": counts.source,
            }


def _counted(counts: Administrative, group: str) -> tuple[float | None, float | None]:
    """What the administration counts in a group: recipients and amount."""
    if group == ALL:
        return counts.recipients, counts.amount
    variable, _, level = group.partition("=")
    return counts.by.get(variable, {}).get(level), None


def _total(part: Partition, weight: Floats, counted: Mask, values: Floats) -> Estimate:
    over: Base = base(part, part.atoms.sum(counted.astype(float)), part.atoms.sum(np.where(counted, weight, 0.0)))
    return total(part, Sums(weighted(weight, counted, values))).estimate(over)


def _ratio(value: float, counted: float | None) -> float:
    return float(value) / counted if counted else np.nan
