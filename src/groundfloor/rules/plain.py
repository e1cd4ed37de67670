"""The plain interpreter: the definition of the rule language, one person at a time, slow and readable.

Values are float, str, bool or None; None is missing.
- A comparison with a missing value is missing; `and`, `or`, `not` know three values; a choice on an unknown test is missing.
- Division by zero, and any result that is no finite real number, is missing.
- round goes to the even neighbour: rint(x * 10**d) / 10**d.
- A household's aggregate is over all its members, the asking one included.
- Unknown does not entitle; it is counted as undecided.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from groundfloor.rules.draw import draw, salt
from groundfloor.rules.entitlements import Entitlement, Entitlements
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.rules.periods import per_year
from groundfloor.rules.programme import Floor, Programme
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
from groundfloor.survey.frame import Survey, Text

Value = float | str | bool | None
Row = Mapping[str, Value]


def rows_of(survey: Survey, kinds: Mapping[str, str]) -> list[dict[str, Value]]:
    """The survey as one mapping a person, of the variables in `kinds`."""
    columns = {}
    for name, kind in kinds.items():
        column = survey.columns[name]
        if isinstance(column, Text):
            columns[name] = [None if code < 0 else column.levels[code] for code in column.codes.tolist()]
        else:
            known = [None if math.isnan(value) else value for value in column.tolist()]
            columns[name] = [None if v is None else bool(v) for v in known] if kind == "boolean" else known
    return [{name: columns[name][i] for name in columns} for i in range(survey.persons)]


@dataclass
class Situation:
    """What an expression is asked about: a person among the members of a household, parameters, others' results."""

    members: Sequence[Row]
    rows: Sequence[int]
    heads: Sequence[int]
    parameters: Mapping[str, float]
    results: Mapping[tuple[str, str], Any] = field(default_factory=dict)

    def value(self, node: Node, who: int) -> Value:
        """The value of `node` for member `who` of the household, counted from 0."""
        match node:
            case Literal_(value=written):
                return written
            case Variable(name=name):
                return self.members[who][name]
            case Parameter(name=name):
                return real(self.parameters[name])
            case Result(programme=programme, what=what):
                found = real(float(self.results[programme, what][self.rows[who]]))
                return found if what == "amount" or found is None else bool(found)
            case Unary(op=op, operand=operand):
                return unary(op, self.value(operand, who))
            case Arithmetic(op=op, left=left, right=right):
                return arithmetic(op, self.value(left, who), self.value(right, who))
            case Compare(op=op, left=left, right=right):
                return compare(op, self.value(left, who), self.value(right, who))
            case Logic(op=op, terms=terms):
                return logic(op, [self.value(term, who) for term in terms])
            case Member(item=item, options=options):
                found_item = self.value(item, who)
                return logic("or", [compare("==", found_item, self.value(option, who)) for option in options])
            case Choose(test=test, then=then, other=other):
                decided = self.value(test, who)
                return None if decided is None else self.value(then if decided else other, who)
            case Call(name=name, arguments=arguments):
                return call(name, [self.value(argument, who) for argument in arguments])
            case Household(name=name, argument=argument):
                return self.household(name, argument)
        raise TypeError(type(node).__name__)

    def household(self, name: str, argument: Node | None) -> Value:
        """An aggregate over the members."""
        if argument is None:
            return float(len(self.members))
        if name == "head":
            return self.value(argument, self.heads[0]) if self.heads else None
        values = [self.value(argument, who) for who in range(len(self.members))]
        if name == "count":
            return float(sum(value is True for value in values))
        if name in ("any", "all"):
            return logic("or" if name == "any" else "and", values)
        known = [float(value) for value in values if value is not None]
        return real(AGGREGATES[name](known)) if known else None


def mean(values: list[float]) -> float:
    """The arithmetic mean."""
    return sum(values) / len(values)


AGGREGATES: dict[str, Callable[[list[float]], float]] = {"sum": sum, "min": min, "max": max, "mean": mean}


def real(value: float) -> float | None:
    """A finite number, otherwise missing."""
    return value if math.isfinite(value) else None


def unary(op: str, value: Value) -> Value:
    """`not`, minus and plus."""
    if value is None or op == "+":
        return value
    return not value if op == "not" else -float(value)


def arithmetic(op: str, left: Value, right: Value) -> Value:
    """Two numbers."""
    if left is None or right is None:
        return None
    a, b = float(left), float(right)
    try:
        match op:
            case "+":
                return real(a + b)
            case "-":
                return real(a - b)
            case "*":
                return real(a * b)
            case "/":
                return real(a / b)
            case "//":
                return real(a // b)
            case "%":
                return real(a % b)
            case "**":
                power = a**b
                return None if isinstance(power, complex) else real(power)
    except (ZeroDivisionError, OverflowError):
        return None
    raise ValueError(op)


def compare(op: str, left: Value, right: Value) -> Value:
    """Two values of one kind."""
    if left is None or right is None:
        return None
    match op:
        case "==":
            return left == right
        case "!=":
            return left != right
    a, b = float(left), float(right)
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def logic(op: str, values: Sequence[Value]) -> Value:
    """Three-valued and / or."""
    deciding = op == "or"
    if any(value is deciding for value in values):
        return deciding
    return None if any(value is None for value in values) else not deciding


def call(name: str, arguments: Sequence[Value]) -> Value:
    """A function."""
    if name == "coalesce":
        return next((value for value in arguments if value is not None), None)
    if any(value is None for value in arguments):
        return None
    x = [float(value) for value in arguments if value is not None]
    match name:
        case "min":
            return min(x)
        case "max":
            return max(x)
        case "abs":
            return abs(x[0])
        case "floor":
            return float(np.floor(x[0]))
        case "ceil":
            return float(np.ceil(x[0]))
        case "clip":
            return min(max(x[0], x[1]), x[2])
        case "round":
            if len(x) == 1:
                return float(np.rint(x[0]))
            scale = 10.0 ** x[1]
            scaled = x[0] * scale
            return real(float(np.rint(scaled)) / scale) if math.isfinite(scaled) else None
    raise ValueError(name)


def _number(value: Value) -> float:
    return math.nan if value is None else float(value)


def situations(survey: Survey, parameters: Mapping[str, float], kinds: Mapping[str, str]) -> list[Situation]:
    """One situation a household."""
    rows = rows_of(survey, {**kinds, **({"relationship": "text"} if "relationship" in survey.columns else {})})
    ends = [*survey.starts.tolist()[1:], survey.persons]
    homes = []
    for start, end in zip(survey.starts.tolist(), ends, strict=True):
        members = rows[start:end]
        heads = [who for who, member in enumerate(members) if member.get("relationship") == "head"]
        homes.append(Situation(members, range(start, end), heads, parameters))
    return homes


def evaluate_plain(floor: Floor, survey: Survey, date: datetime.date, seed: int = 0) -> Entitlements:
    """Every programme of `floor` for every person of `survey` on `date`."""
    from groundfloor.rules.used import variables_used

    homes = situations(survey, floor.values(date), variables_used(floor))
    results: dict[tuple[str, str], Any] = {}
    out = {}
    for name, programme in floor.programmes.items():
        for home in homes:
            home.results = results
        out[name] = _programme(programme, survey, homes, seed)
        for what in ("amount", "eligible", "receives"):
            results[name, what] = getattr(out[name], what)
    return Entitlements(out)


def _programme(programme: Programme, survey: Survey, homes: Sequence[Situation], seed: int) -> Entitlement:
    eligible = np.zeros(survey.persons)
    full = np.zeros(survey.persons)
    factor = per_year(programme.amount.type.unit)
    for home in homes:
        if programme.unit == "household":
            head = home.heads[0] if home.heads else 0
            eligible[home.rows[0]] = _number(home.value(programme.eligible, head))
            full[home.rows[0]] = _number(home.value(programme.amount, head)) * factor
            continue
        for who, row in enumerate(home.rows):
            eligible[row] = _number(home.value(programme.eligible, who))
            full[row] = _number(home.value(programme.amount, who)) * factor
        if programme.limit is not None:
            by = programme.limit.by
            entitled = [who for who, row in enumerate(home.rows) if eligible[row] == 1.0]
            ranked = sorted(entitled, key=lambda who: (_last(home.members[who][by]), who))
            for who in ranked[programme.limit.first :]:
                eligible[home.rows[who]] = 0.0
    keys = household_keys(survey) if programme.unit == "household" else person_keys(survey)
    drawn = draw(keys, salt(programme.name, seed))
    receives = [float(e == 1.0 and d < programme.take_up) for e, d in zip(eligible, drawn, strict=True)]
    full = np.array([amount if e == 1.0 else 0.0 for e, amount in zip(eligible, full, strict=True)])
    full = np.array([amount if math.isfinite(amount) else math.nan for amount in full])
    amount = np.array([money if r else 0.0 for r, money in zip(receives, full, strict=True)])
    undecided = sum(math.isnan(value) for value in eligible)
    return Entitlement(eligible, np.array(receives), amount, full, undecided)


def _last(value: Value) -> float:
    return math.inf if value is None else float(value)
