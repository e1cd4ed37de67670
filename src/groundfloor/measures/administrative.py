"""Recipients and money of programmes as the survey finds them, beside what their administration counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from groundfloor.measures.design import ALL, Mask, Partition, groupings, partitions
from groundfloor.measures.estimate import Base, Estimate, base, divide, weighted
from groundfloor.measures.figure import Sums, total
from groundfloor.survey.frame import Administrative, Floats, Survey, Transfer


@dataclass(frozen=True)
class Simulated:
    """What a programme's own rule gives each person: 1 or 0, LCU a year, and the weights of the year it is simulated in."""

    receives: Floats
    amount: Floats
    weight: Floats


def administrative(
    survey: Survey,
    received: Mapping[str, Transfer] | None = None,
    simulated: Mapping[str, Simulated] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """Rows of the table `administrative`, one a programme and group of which the administration counts something.

    `received` are the survey's own transfers when left out, `simulated` what rules give. Recipients are persons, in a household
    programme households; amounts LCU a year in the prices of the survey's amounts. Who did not say whether they receive counts as
    not receiving, and where nobody was asked nothing is known; the
    amount is of those recipients whose amount is known, `amount_known` the share of recipients they are. The ratios are
    the survey's figure, or the simulated one, over the administration's. What nobody tells is NaN. Method:
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
    variables = [(*one.administrative.by, *one.administrative.paid_by) for one in counted.values()]  # type: ignore[union-attr]
    names = tuple(dict.fromkeys(name for several in variables for name in several))
    parts = partitions(survey, groupings(survey, names))
    rows: list[dict[str, Any]] = []
    for name, one in counted.items():
        if one.administrative is not None:
            rows += _rows(survey, name, one, one.administrative, simulated.get(name), parts)
    return rows


def _rows(
    survey: Survey,
    name: str,
    one: Transfer,
    counts: Administrative,
    simulated: Simulated | None,
    parts: tuple[Partition, ...],
) -> Iterator[dict[str, Any]]:
    asked = not np.isnan(one.receives).all()
    for part in parts:
        in_survey = _figures(part, survey.weight, one.receives, one.amount) if asked else _nothing(part)
        by_rule = (
            _figures(part, simulated.weight, simulated.receives, simulated.amount) if simulated else _nothing(part)
        )
        for k, group in enumerate(part.names):
            expected, amount = _counted(counts, group)
            if expected is None and amount is None:
                continue
            people, people_se, received, received_se, share = (float(one[k]) for one in in_survey)
            due, due_se, paid, paid_se, _ = (float(one[k]) for one in by_rule)
            yield {
                "programme": name,
                "group": group,
                "unit": one.unit,
                "survey_recipients": people,
                "survey_recipients_se": people_se,
                "administrative_recipients": np.nan if expected is None else expected,
                "recipients_ratio": _ratio(people, expected),
                "survey_amount": received,
                "survey_amount_se": received_se,
                "amount_known": share,
                "administrative_amount": np.nan if amount is None else amount,
                "amount_ratio": _ratio(received, amount),
                "year": counts.year,
                "source": counts.source,
                "simulated_recipients": due,
                "simulated_recipients_se": due_se,
                "simulated_ratio": _ratio(due, expected),
                "simulated_amount": paid,
                "simulated_amount_se": paid_se,
                "simulated_amount_ratio": _ratio(paid, amount),
            }


def _figures(part: Partition, weight: Floats, receives: Floats, amount: Floats) -> tuple[Floats, ...]:
    """By group: recipients, their error, what those receive whose amount is known, its error, and the share they are."""
    takes = receives == 1.0
    paid = takes & ~np.isnan(amount)
    unit = np.ones(len(weight))
    people, known = weighted_total(part, weight, takes, unit), weighted_total(part, weight, paid, unit)
    money = weighted_total(part, weight, paid, amount)
    share = divide(known.value, people.value)
    # a sum over nobody whose amount is known is not 0
    told = (share > 0) | (people.value == 0)
    return people.value, people.se, np.where(told, money.value, np.nan), np.where(told, money.se, np.nan), share


def _nothing(part: Partition) -> tuple[Floats, ...]:
    return (np.full(len(part.names), np.nan),) * 5


def _counted(counts: Administrative, group: str) -> tuple[float | None, float | None]:
    """What the administration counts in a group: recipients and amount."""
    if group == ALL:
        return counts.recipients, counts.amount
    variable, _, level = group.partition("=")
    return counts.by.get(variable, {}).get(level), counts.paid_by.get(variable, {}).get(level)


def weighted_total(part: Partition, weight: Floats, counted: Mask, values: Floats) -> Estimate:
    """The weighted total by group of the values of those counted, with its standard error."""
    over: Base = base(part, part.atoms.sum(counted.astype(float)), part.atoms.sum(np.where(counted, weight, 0.0)))
    return total(part, Sums(weighted(weight, counted, values))).estimate(over)


def _ratio(value: float, counted: float | None) -> float:
    return value / counted if counted else np.nan
