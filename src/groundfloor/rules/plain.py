"""The plain interpreter: the definition of the rule language, one person at a time, slow and readable.

Values are float, str, bool or None; None is missing. The engines must give the numbers that are given here.

**Expressions**
- A variable, parameter or result without a value is missing: an empty cell, a day before the first dated value, an undecided
  programme. Missing is never 0 and never False.
- Arithmetic is that of IEEE doubles; with a missing operand it is missing. Division by zero, a result that is no real number
  and one that is too large to be finite are missing. `//` and `%` floor: -7 // 2 is -4 and -7 % 2 is 1.
- A comparison with a missing side is missing, also `==` and `!=`. `x in (a, b)` is `x == a or x == b`.
- `not` of missing is missing. `and` is False when one term is False, otherwise missing when one is missing; `or` mirrors it.
  The order of terms never matters, and every term is looked at.
- `a if test else b` is missing when `test` is; the branch that is not chosen does not matter.
- `min`, `max`, `abs`, `floor`, `ceil`, `clip` and `round` are missing when any argument is. `clip(x, low, high)` is
  min(max(x, low), high). `round(x, d)` is rint(x * 10**d) / 10**d: a tie goes to the even neighbour. `coalesce` is the first
  argument that is known.

**Households**
- An aggregate is over all members of the household, the person asking included, and is the same for each of them.
- `count` is the number of members for whom the condition is known and true. `any` and `all` are `or` and `and` over the members.
  `sum`, `mean`, `min`, `max` are over the members with a value, and missing when there is none; a sum is added in the order of
  the rows. `size` is the number of members.
- `household.head.x` is `x` of the first member whose relationship is 'head', missing when there is none.

**Programmes**
- A programme for persons asks each person. One for households asks once for each household, of its head, or of its first person
  when it has none; the answer stands on the household's first row, and its other rows are 0.
- A programme for births asks each person, and who is one or older is not entitled: `age < 1` stands before its condition.
- Unknown does not entitle: who is neither True nor False is undecided, and counted.
- A limit keeps in each household the first of those entitled: smallest `by` first, missing `by` last, ties by row. The others are
  not entitled. The undecided neither count towards it nor fall under it.
- An amount becomes LCU a year by its unit: month x 12, day x 365, week x 365/7. One for each birth is LCU once.
- The full amount is 0 for everybody not entitled, and missing where it cannot be computed for somebody who is.
- Somebody of an age that a phase-in by cohort has not reached, or of unknown age, has a take-up of 0.
- A person receives who is entitled and whose draw, a number in [0, 1) from the identifier, the programme's name and the seed, lies
  below the take-up. The amount is the full amount of those who receive, and 0 for the others.
- `x.amount`, `x.eligible` and `x.receives` are the results of programme `x` on the row of the person asking: for a household's
  programme, the first row holds them.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.draw import draw, salt
from groundfloor.rules.entitlements import Entitlement, Entitlements
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.rules.operations import AGGREGATES, Value, arithmetic, call, compare, logic, real, unary
from groundfloor.rules.periods import times_paid
from groundfloor.rules.programme import Floor, Limit, Programme
from groundfloor.rules.tree import (
    Arithmetic,
    Call,
    Choose,
    Compare,
    Household,
    Literal_,
    Logic,
    Member,
    Node,
    Parameter,
    Result,
    Unary,
    Variable,
)
from groundfloor.rules.used import variables_used
from groundfloor.survey.frame import Survey, Text

Row = Mapping[str, Value]
Results = dict[tuple[str, str], Sequence[Value]]


def evaluate_plain(floor: Floor, survey: Survey, date: datetime.date, seed: int = 0) -> Entitlements:
    """Every programme of `floor` for every person of `survey` on `date`; amounts in LCU a year.

    `seed` sets the take-up draw. Raises GroundfloorError when the survey lacks a variable of the rules. The module's own text is
    the method.

    >>> from groundfloor.rules.load import floor_of
    >>> from groundfloor.rules.cases import household
    >>> floor = floor_of([{"programme": "child_grant", "label": {"en": "Child grant"}, "guarantee": "children",
    ...     "function": "family_child", "status": "proposed", "unit": "person", "eligible": "age < 5", "amount": "grant",
    ...     "parameters": {"grant": {"unit": "LCU/month", "values": {datetime.date(2026, 1, 1): 75}}}}])
    >>> result = evaluate_plain(floor, household([{"age": 30}, {"age": 3}, {}], floor), datetime.date(2026, 7, 1))
    >>> one = result.programmes["child_grant"]
    >>> one.eligible.tolist(), one.amount.tolist(), one.undecided
    ([0.0, 1.0, nan], [0.0, 900.0, 0.0], 1)
    """
    results: Results = {}
    homes = situations(survey, floor.values(date), variables_used(floor), results)
    out = {}
    for name, programme in floor.programmes.items():
        out[name] = _programme(programme, survey, homes, seed)
        results.update(results_of(name, out[name]))
    return Entitlements(out)


def results_of(name: str, entitlement: Entitlement) -> Results:
    """A programme's results as other programmes read them, by name and what is read."""
    amount = [real(value) for value in entitlement.amount.tolist()]
    answers = {what: getattr(entitlement, what).tolist() for what in ("eligible", "receives")}
    known = {(name, what): [None if math.isnan(v) else v == 1.0 for v in answers[what]] for what in answers}
    return {(name, "amount"): amount, **known}


def by_law(floor: Floor) -> Floor:
    """The same floor when everybody entitled comes forward: what the law says, before take-up."""
    return replace(
        floor,
        programmes={
            name: replace(one, take_up=1.0, take_up_by=None, ages=None) for name, one in floor.programmes.items()
        },
    )


def _programme(programme: Programme, survey: Survey, homes: Sequence[Situation], seed: int) -> Entitlement:
    """One programme for everybody; a row nobody asks about stays 0."""
    answers: list[Value] = [False] * survey.persons
    worth: list[Value] = [0.0] * survey.persons
    for home in homes:
        asked = (
            {home.rows[0]: home.speaker} if programme.unit == "household" else dict(zip(home.rows, home, strict=True))
        )
        for row, who in asked.items():
            answers[row] = home.value(programme.eligible, who)
            worth[row] = arithmetic("*", home.value(programme.amount, who), times_paid(programme.amount.type.unit))
        if programme.limit is not None:
            entitled = [who for who in home if answers[home.rows[who]] is True]
            for who in ranked(entitled, home.members, programme.limit)[programme.limit.first :]:
                answers[home.rows[who]] = False
    keys = household_keys(survey) if programme.unit == "household" else person_keys(survey)
    drawn = draw(keys, salt(programme.name, seed)).tolist()
    wanted = [_take_up(programme, survey, row) for row in range(survey.persons)]
    receives = [answer is True and one < below for answer, one, below in zip(answers, drawn, wanted, strict=True)]
    full = [money if answer is True else 0.0 for answer, money in zip(answers, worth, strict=True)]
    paid = [money if received else 0.0 for received, money in zip(receives, full, strict=True)]
    return Entitlement(
        eligible=_floats(answers),
        receives=_floats(receives),
        amount=_floats(paid),
        full_amount=_floats(full),
        undecided=sum(answer is None for answer in answers),
    )


def _take_up(programme: Programme, survey: Survey, row: int) -> float:
    """The take-up where the person in a row lives, 0 for one of an age that the programme has not reached."""
    if programme.ages is not None:
        age = survey.columns["age"]
        at = math.nan if isinstance(age, Text) else float(age[row])
        if not any(low <= at < high + 1 for low, high in programme.ages):
            return 0.0
    if programme.take_up_by is None:
        return programme.take_up
    column = survey.columns[programme.take_up_by.variable]
    level = column.levels[column.codes[row]] if isinstance(column, Text) and column.codes[row] >= 0 else None
    return programme.take_up if level is None else programme.take_up_by.shares.get(level, programme.take_up)


def ranked(entitled: Sequence[int], members: Sequence[Row], limit: Limit) -> list[int]:
    """Those entitled in a household in the order in which a limit takes them."""

    def place(who: int) -> tuple[bool, float, int]:
        by = members[who][limit.by]
        return (by is None, 0.0 if by is None else float(by), who)

    return sorted(entitled, key=place)


def _floats(values: Sequence[Value]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([math.nan if value is None else float(value) for value in values], dtype=float)


def rows_of(survey: Survey, kinds: Mapping[str, str]) -> list[dict[str, Value]]:
    """The survey as one mapping a person, of the variables in `kinds`."""
    columns: dict[str, list[Value]] = {}
    for name, kind in kinds.items():
        column = survey.columns.get(name)
        if column is None:
            known = [other for other in survey.columns if not other.startswith("_")]
            raise GroundfloorError(f"{survey.name!r} has no variable {name!r}", hint=nearest(name, known))
        if isinstance(column, Text):
            columns[name] = [None if code < 0 else column.levels[code] for code in column.codes.tolist()]
        else:
            values = [None if math.isnan(value) else value for value in column.tolist()]
            columns[name] = [None if v is None else bool(v) for v in values] if kind == "boolean" else values
    return [{name: columns[name][row] for name in columns} for row in range(survey.persons)]


def situations(
    survey: Survey, parameters: Mapping[str, float], kinds: Mapping[str, str], results: Results
) -> list[Situation]:
    """One situation a household; `results` is filled in as programmes are evaluated."""
    if "relationship" in survey.columns:
        kinds = {**kinds, "relationship": "text"}
    rows = rows_of(survey, kinds)
    starts = survey.starts.tolist()
    ends = [*starts, survey.persons][1:]
    return [
        Situation(rows[start:end], range(start, end), parameters, results)
        for start, end in zip(starts, ends, strict=True)
    ]


@dataclass(frozen=True)
class Situation:
    """What expressions are asked about: the members of one household and their rows, parameters, others' results."""

    members: Sequence[Row]
    rows: range
    parameters: Mapping[str, float]
    results: Results
    # an aggregate is the same whoever asks, and every member asks
    _aggregates: dict[tuple[str, int], tuple[Node | None, Value]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self.members)))

    @cached_property
    def head(self) -> int | None:
        """The first member who is the head, counted from 0."""
        return next((who for who in self if self.members[who].get("relationship") == "head"), None)

    @property
    def speaker(self) -> int:
        """The member asked for the household as a whole."""
        return 0 if self.head is None else self.head

    def value(self, node: Node, who: int) -> Value:
        """The value of `node` for member `who`, counted from 0."""
        match node:
            case Literal_(value=written):
                return written
            case Variable(name=name):
                return self.members[who][name]
            case Parameter(name=name):
                return real(float(self.parameters[name]))
            case Result(programme=programme, what=what):
                return self.results[programme, what][self.rows[who]]
            case Unary(op=op, operand=operand):
                return unary(op, self.value(operand, who))
            case Arithmetic(op=op, left=left, right=right):
                return arithmetic(op, self.value(left, who), self.value(right, who))
            case Compare(op=op, left=left, right=right):
                return compare(op, self.value(left, who), self.value(right, who))
            case Logic(op=op, terms=terms):
                return logic(op, [self.value(term, who) for term in terms])
            case Member(item=item, options=options):
                found = self.value(item, who)
                return logic("or", [compare("==", found, self.value(option, who)) for option in options])
            case Choose(test=test, then=then, other=other):
                decided = self.value(test, who)
                return None if decided is None else self.value(then if decided else other, who)
            case Call(name=name, arguments=arguments):
                return call(name, [self.value(argument, who) for argument in arguments])
            case Household(name=name, argument=argument):
                asked = name, id(argument)
                if asked not in self._aggregates:
                    # kept beside the node, for the identity of one that has gone may come again
                    self._aggregates[asked] = argument, self.household(name, argument)
                return self._aggregates[asked][1]
        raise TypeError(f"{type(node).__name__} is no node of the language")

    def household(self, name: str, argument: Node | None) -> Value:
        """An aggregate over the members."""
        if argument is None:
            return float(len(self.members))
        if name == "head":
            return None if self.head is None else self.value(argument, self.head)
        values = [self.value(argument, who) for who in self]
        match name:
            case "count":
                return float(sum(value is True for value in values))
            case "any":
                return logic("or", values)
            case "all":
                return logic("and", values)
        known = [float(value) for value in values if value is not None]
        return real(AGGREGATES[name](known)) if known else None
