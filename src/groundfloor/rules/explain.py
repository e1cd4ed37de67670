"""Why a person is entitled or not: each condition with the names, the values and the source, in the person's language."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.periods import per_year
from groundfloor.rules.plain import Situation, Value, evaluate_plain, situations
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.spoken import LANGUAGES, Spoken
from groundfloor.rules.tree import Compare, Household, Literal_, Logic, Member, Node, Parameter, Result, Unary, Variable
from groundfloor.rules.used import variables_used
from groundfloor.rules.walk import walk
from groundfloor.survey.frame import Survey


@dataclass(frozen=True)
class Condition:
    """One condition of a rule as written, the values it looked at, and its answer (None: not known)."""

    text: str
    values: Mapping[str, Value]
    answer: bool | None
    depth: int


@dataclass(frozen=True)
class Explanation:
    """What a programme gives one person on a day, and why; amounts are LCU in `unit` and LCU a year."""

    programme: Programme
    person: Mapping[str, Value]
    date: datetime.date
    conditions: tuple[Condition, ...]
    parameters: tuple[tuple[str, float, str, datetime.date | None, str], ...]
    meets_rule: bool | None
    eligible: bool | None
    amount: float
    yearly: float


def explanation(floor: Floor, survey: Survey, programme: str, row: int, day: datetime.date) -> Explanation:
    """The structure behind `explain`: nothing in it is in any language."""
    if programme not in floor.programmes:
        raise GroundfloorError(
            f"The floor has no programme {programme!r}",
            expected=f"one of {', '.join(floor.programmes)}",
            hint=nearest(programme, floor.programmes),
        )
    one = floor.programmes[programme]
    kinds = variables_used(floor)
    extra = {
        name: kind
        for name, kind in (("age", "number"), ("sex", "text"), ("relationship", "text"))
        if name in survey.columns
    }
    homes = situations(survey, floor.values(day), {**extra, **kinds})
    result = evaluate_plain(floor, survey, day)
    home = next(home for home in homes if row in home.rows)
    home.results = {
        (name, what): getattr(entitlement, what)
        for name, entitlement in result.programmes.items()
        for what in ("amount", "eligible", "receives")
    }
    who = home.rows.index(row)
    asked = (home.heads[0] if home.heads else 0) if one.unit == "household" else who
    at = home.rows[0] if one.unit == "household" else row
    eligible = float(result.programmes[programme].eligible[at])
    yearly = float(result.programmes[programme].full_amount[at])
    meets = home.value(one.eligible, asked)
    return Explanation(
        programme=one,
        person={name: home.members[who].get(name) for name in extra},
        date=day,
        conditions=tuple(_conditions(one.eligible, home, asked, 0, floor)),
        parameters=tuple(_parameters(floor, one, day)),
        meets_rule=None if meets is None else bool(meets),
        eligible=None if math.isnan(eligible) else eligible == 1.0,
        amount=yearly / per_year(one.amount.type.unit),
        yearly=yearly,
    )


def _conditions(node: Node, home: Situation, who: int, depth: int, floor: Floor) -> Iterator[Condition]:
    """The condition and, below it, those it is made of."""
    answer = home.value(node, who)
    looked_at = {
        written(part): home.value(part, who)
        for part in walk(node)
        if isinstance(part, Variable | Household | Result) and not _inside_household(node, part)
    }
    yield Condition(written(node), looked_at, None if answer is None else bool(answer), depth)
    if isinstance(node, Logic):
        for term in node.terms:
            yield from _conditions(term, home, who, depth + 1, floor)


def _inside_household(root: Node, part: Node) -> bool:
    """Whether a part stands inside a household's aggregate, where it has one value a member and none of its own."""
    return any(
        one is not part and any(inner is part for inner in walk(one))
        for one in walk(root)
        if isinstance(one, Household)
    )


def _parameters(
    floor: Floor, one: Programme, day: datetime.date
) -> Iterator[tuple[str, float, str, datetime.date | None, str]]:
    used = {node.name for root in (one.eligible, one.amount) for node in walk(root) if isinstance(node, Parameter)}
    for name in sorted(used):
        parameter = floor.parameters[name]
        dated = parameter.dated(day)
        source = (dated.source if dated else "") or parameter.source
        yield name, parameter.at(day), parameter.unit, dated.start if dated else None, source


def written(node: Node) -> str:
    """An expression as it is written in a rule.

    >>> from groundfloor.rules.expression import expression
    >>> from groundfloor.rules.scope import Scope
    >>> written(expression("0 <= age<5 and not pension", Scope()))
    '0 <= age and age < 5 and not pension'
    """
    match node:
        case Literal_(value=value):
            return repr(value) if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)
        case Variable(name=name):
            return name
        case Parameter(name=name):
            return name.partition(".")[2]
        case Result(programme=programme, what=what):
            return f"{programme}.{what}"
        case Compare(op=op, left=left, right=right):
            return f"{written(left)} {op} {written(right)}"
        case Logic(op=op, terms=terms):
            return f" {op} ".join(
                f"({written(t)})" if isinstance(t, Logic) and t.op != op else written(t) for t in terms
            )
        case Unary(op="not", operand=Member(item=item, options=options)):
            return f"{written(item)} not in ({', '.join(map(written, options))})"
        case Unary(op=op, operand=operand):
            inner = f"({written(operand)})" if isinstance(operand, Logic) else written(operand)
            return f"not {inner}" if op == "not" else f"{op}{inner}"
        case Member(item=item, options=options):
            return f"{written(item)} in ({', '.join(map(written, options))})"
        case Household(name=name, argument=argument):
            if argument is None:
                return "household.size"
            return f"household.head.{written(argument)}" if name == "head" else f"household.{name}({written(argument)})"
    return _compound(node)


def _compound(node: Any) -> str:
    match type(node).__name__:
        case "Arithmetic":
            return f"({written(node.left)} {node.op} {written(node.right)})"
        case "Choose":
            return f"({written(node.then)} if {written(node.test)} else {written(node.other)})"
    return f"{node.name}({', '.join(map(written, node.arguments))})"


def explain(floor: Floor, survey: Survey, programme: str, row: int, day: datetime.date, lang: str = "en") -> str:
    """Text for the person in `row` (from 0): the rule, each condition with its values, the amount and the law's source.

    `lang` is 'en' or 'fr'. Raises GroundfloorError for an unknown programme or language.
    """
    if lang not in LANGUAGES:
        raise GroundfloorError(f"There is no language {lang!r}", expected=f"one of {', '.join(LANGUAGES)}")
    return Spoken(lang).text(explanation(floor, survey, programme, row, day))
