"""What a programme gives one person and why, as steps that are in no language yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.operations import Value, real
from groundfloor.rules.order import alone
from groundfloor.rules.periods import times_paid
from groundfloor.rules.plain import by_law, evaluate_plain, ranked, results_of, situations
from groundfloor.rules.programme import DatedParameter, DatedValue, Floor, Form, Limit, Programme
from groundfloor.rules.reading import Missing, Reading, Term, missing, read, terms
from groundfloor.rules.tree import Choose, Parameter
from groundfloor.rules.used import variables_used
from groundfloor.rules.walk import walk
from groundfloor.survey.frame import Column, Survey, Text

FACTS = {"age": "number", "sex": "text", "relationship": "text"}


@dataclass(frozen=True)
class Step:
    """One step of an explanation."""


@dataclass(frozen=True)
class Who(Step):
    """Whom it is about, by age, sex and relationship to the head; identifiers are left out. None is not known."""

    facts: Mapping[str, Value]


@dataclass(frozen=True)
class ForHousehold(Step):
    """The benefit is the household's: the rule was asked of its head, or of its first person when it has none."""

    has_head: bool


@dataclass(frozen=True)
class ForBirth(Step):
    """The benefit is paid once for each birth: the rule was asked of each child under one."""


@dataclass(frozen=True)
class Rule(Step):
    """The condition as it is written."""

    text: str


@dataclass(frozen=True)
class Condition(Step):
    """One condition with its values and its answer."""

    term: Term


@dataclass(frozen=True)
class ParameterUsed(Step):
    """A dated parameter of the rule; `dated` is None before its first value."""

    parameter: DatedParameter
    dated: DatedValue | None


@dataclass(frozen=True)
class Rank(Step):
    """Where the person stands, from 1, among the `entitled` of the household by the rule, and the limit to them."""

    limit: Limit
    rank: int
    entitled: int


@dataclass(frozen=True)
class Conclusion(Step):
    """Entitled (True), not entitled (False) or undecided (None); with the terms that speak against it, or what is not known.

    `beyond_limit`: the rule is met, but others of the household come first.
    """

    entitled: bool | None
    household: bool
    against: tuple[Term, ...] = ()
    unknown: tuple[Missing, ...] = ()
    beyond_limit: bool = False


@dataclass(frozen=True)
class AmountTest(Step):
    """A condition by which the amount was chosen."""

    term: Term


@dataclass(frozen=True)
class Amount(Step):
    """What is due: `amount` in LCU per period of `unit`, and LCU a year; None when it cannot be computed for want of `unknown`."""

    reading: Reading
    unit: str
    amount: float | None
    yearly: float | None
    unknown: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Given(Step):
    """In what the benefit is given, where that is not cash counted in full."""

    form: Form


@dataclass(frozen=True)
class Law(Step):
    """Where it is laid down: law, institution and source as the programme's file gives them."""

    entries: Mapping[str, Any]


def steps(floor: Floor, survey: Survey, programme: str, row: int, day: datetime.date) -> list[Step]:
    """What `programme` gives the person in `row` (from 0) of `survey` on `day`, step by step, nothing left out.

    It is what the law says: everybody entitled is taken to come forward, in this and the other programmes of `floor`. Raises
    GroundfloorError for an unknown programme, a row the survey does not have and a variable it lacks.

    >>> from groundfloor.rules.load import floor_of
    >>> from groundfloor.rules.household import household
    >>> floor = floor_of([{"programme": "child_grant", "label": {"en": "Child grant"}, "guarantee": "children",
    ...     "function": "family_child", "status": "proposed", "unit": "person", "eligible": "age < 5", "amount": "grant",
    ...     "parameters": {"grant": {"unit": "LCU/month", "values": {datetime.date(2026, 1, 1): 75}}}}])
    >>> found = steps(floor, household([{"age": 3}], floor), "child_grant", 0, datetime.date(2026, 7, 1))
    >>> [type(step).__name__ for step in found]
    ['Who', 'Rule', 'Condition', 'ParameterUsed', 'Conclusion', 'Amount']
    """
    if programme not in floor.programmes:
        raise GroundfloorError(
            f"The floor has no programme {programme!r}",
            expected=f"one of {', '.join(floor.programmes)}",
            hint=nearest(programme, floor.programmes),
        )
    if not 0 <= row < survey.persons:
        raise GroundfloorError(
            f"The survey has no person in row {row}", expected=f"a row from 0 to {survey.persons - 1}"
        )
    asked = by_law(replace(floor, programmes=alone(floor.programmes, programme)))
    return list(_steps(asked, *_alone(survey, row), floor.programmes[programme], day))


def _steps(floor: Floor, family: Survey, who: int, one: Programme, day: datetime.date) -> Iterator[Step]:
    facts = {name: kind for name, kind in FACTS.items() if name in family.columns}
    entitlements = evaluate_plain(floor, family, day).programmes
    results = {key: values for name, found in entitlements.items() for key, values in results_of(name, found).items()}
    (home,) = situations(family, floor.values(day), {**facts, **variables_used(floor)}, results)
    eligible, yearly = entitlements[one.name].eligible, entitlements[one.name].full_amount
    on_household = one.unit == "household"
    asked, at = (home.speaker, 0) if on_household else (who, who)
    rule, amount = read(one.eligible, home, asked), read(one.amount, home, asked)
    parts = tuple(terms(rule))

    yield Who({name: home.members[who][name] for name in facts})
    if on_household:
        yield ForHousehold(home.head is not None)
    if one.unit == "birth":
        yield ForBirth()
    yield Rule(" ".join(one.texts["eligible"].split()))
    yield from map(Condition, parts)
    used = {node.name for root in (one.eligible, one.amount) for node in walk(root) if isinstance(node, Parameter)}
    for name in floor.parameters:
        if name in used:
            yield ParameterUsed(floor.parameters[name], floor.parameters[name].dated(day))

    beyond = False
    if one.limit is not None and rule.value is True:
        entitled = [other for other in home if home.value(one.eligible, other) is True]
        rank = ranked(entitled, home.members, one.limit).index(who) + 1
        beyond = rank > one.limit.first
        yield Rank(one.limit, rank, len(entitled))
    leaves = [term for term in parts if term.group is None and term.decided]
    answer = real(float(eligible[at]))
    yield Conclusion(
        entitled=None if answer is None else answer == 1.0,
        household=on_household,
        against=tuple(leaves) if rule.value is False else (),
        unknown=tuple(missing(rule)),
        beyond_limit=beyond,
    )
    if answer == 1.0:
        yield from _amount(amount, one.amount.type.unit, real(float(yearly[at])))
        if one.form != Form():
            yield Given(one.form)
    entries = {key: one.meta[key] for key in ("law", "institution", "source") if one.meta.get(key)}
    if entries:
        yield Law(entries)


def _amount(reading: Reading, unit: str, yearly: float | None) -> Iterator[Step]:
    unknown = tuple(missing(reading))
    while isinstance(reading.node, Choose) and reading.value is not None:
        test, then, other = reading.parts
        for term in terms(test):
            yield AmountTest(term)
        reading = then if test.value else other
    yield Amount(reading, unit, None if yearly is None else yearly / times_paid(unit), yearly, unknown)


def _alone(survey: Survey, row: int) -> tuple[Survey, int]:
    """The household of `row` as a survey, and the person's place in it; a rule never looks beyond the household."""
    home = int(np.searchsorted(survey.starts, row, side="right")) - 1
    start = int(survey.starts[home])
    own = slice(start, start + int(survey.sizes[home]))

    def cut(column: Column) -> Column:
        return Text(column.codes[own], column.levels) if isinstance(column, Text) else column[own]

    columns = {name: cut(column) for name, column in survey.columns.items()}
    alone = replace(
        survey,
        columns=columns,
        starts=np.array([0]),
        weight=survey.weight[own],
        welfare=None,
        strata=None,
        psu=None,
        sharing=None,
    )
    return alone, row - start
