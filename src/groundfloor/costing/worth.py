"""How much of a benefit a household can spend: all of it, a share, no more than the fee it no longer pays, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from groundfloor.rules.periods import per_year
from groundfloor.rules.programme import Programme
from groundfloor.survey.frame import Floats, Survey, Text


def spendable(survey: Survey, programme: Programme, amount: Floats) -> Floats:
    """What `amount`, LCU a year a person (on a household's first row), adds to what can be spent; of one below nought, what it takes.

    A fee that is waived is worth no more than what is paid for it: by the person where the survey knows it of persons, else by the household,
    whose benefit then stands on its first row. Where the fee is not known, what is gained is NaN. Method: docs/methods/costing.md.

    >>> from groundfloor.rules.load import floor_of
    >>> text = "programme: p\\nlabel: {en: P}\\nguarantee: children\\nfunction: education\\nstatus: proposed\\nunit: person\\n"
    >>> text += "form: fee_waiver\\nwaives: fees\\neligible: True\\namount: fees\\n"
    >>> own = {"fees": {"kind": "number", "unit": "LCU/year"}}
    >>> one = floor_of([text], variables=own).programmes["p"]
    >>> people = Survey("s", "X", 2025, {"fees": np.array([30.0, 90.0, 5.0])}, np.array([0]), np.ones(3))
    >>> spendable(people, one, np.array([50.0, 50.0, 0.0])).tolist()
    [30.0, 50.0, 0.0]
    """
    form = programme.form
    if form.waives is None:
        return amount if form.worth == 1.0 else amount * form.worth
    fee = survey.columns.get(form.waives.variable)
    if fee is None or isinstance(fee, Text):
        # a scheme in force need not have all that its rule reads
        return np.where(amount == 0.0, 0.0, np.nan)
    yearly = fee * per_year(form.waives.unit)
    if programme.asked == "person" and form.waives.level == "person":
        gained = _at_most(amount, yearly)
    else:
        gained = np.zeros(survey.persons)
        by_home = np.add.reduceat(amount, survey.starts)
        paid = yearly[survey.starts] if form.waives.level == "household" else np.add.reduceat(yearly, survey.starts)
        gained[survey.starts] = _at_most(by_home, paid)
    return gained * form.worth


def _at_most(amount: Floats, fee: Floats) -> Floats:
    """An amount up to the fee, with its sign; nothing for who has nothing, whatever the fee."""
    return np.where(amount == 0.0, 0.0, np.sign(amount) * np.minimum(np.abs(amount), np.maximum(fee, 0.0)))


def adds_nothing(programmes: Mapping[str, Programme]) -> tuple[str, ...]:
    """The programmes whose benefits are no money a household can spend, and so no part of welfare."""
    return tuple(name for name, one in programmes.items() if one.form.worth == 0.0)


def differing(survey: Survey, programmes: Iterable[Programme], amounts: Mapping[str, Floats]) -> dict[str, Floats]:
    """What can be spent of the programmes of which it is neither all nor nothing."""
    return {
        one.name: spendable(survey, one, amounts[one.name])
        for one in programmes
        if one.name in amounts and (one.form.waives is not None or 0.0 < one.form.worth < 1.0)
    }
