"""One programme from its fields: every entry checked, both expressions resolved within their scope."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules import vocabulary
from groundfloor.rules.agreement import require
from groundfloor.rules.counts import counts_of
from groundfloor.rules.dated import RESERVED, parameters
from groundfloor.rules.delivery import administration, phase_in, start_up, take_up
from groundfloor.rules.expression import expression
from groundfloor.rules.fields import Fields, shown
from groundfloor.rules.names import declared
from groundfloor.rules.periods import MONEY, ONCE
from groundfloor.rules.programme import Condition, DatedParameter, Fee, Form, Limit, Programme, Unit
from groundfloor.rules.scope import Scope
from groundfloor.rules.tree import Compare, Literal_, Logic, Node, Type, Variable
from groundfloor.rules.units import canonical
from groundfloor.survey.variables import Harmonised


@dataclass(frozen=True)
class Surroundings:
    """What a programme's file may name beside its own: the floor's parameters, the survey's variables, other programmes.

    `replaceable` are the programmes that `replaces` may name, None where that cannot be known.
    """

    parameters: Mapping[str, DatedParameter]
    variables: Mapping[str, Harmonised]
    programmes: tuple[str, ...]
    replaceable: Collection[str] | None = None


def programme_name(found: Fields) -> str:
    """The name a programme gives itself."""
    found.known(vocabulary.KEYS, vocabulary.REQUIRED)
    return declared(found.text("programme"), "programme", found.place("programme"), RESERVED)


def programme(found: Fields, around: Surroundings) -> Programme:
    """Check a programme and resolve its expressions."""
    name = programme_name(found)
    declared(name, "programme", found.place("programme"), (), around.variables)
    own = parameters(found, name, around.variables)
    scope = Scope(
        {short: (one.name, one.unit) for short, one in [*around.parameters.items(), *own.items()]},
        around.variables,
        tuple(other for other in around.programmes if other != name),
        name,
    )
    unit = cast(Unit, found.word(vocabulary.UNITS, "unit"))
    if unit == "birth" and found.get("caseload_by") is not None:
        raise GroundfloorError(
            "Take-up of a benefit for each birth does not meet a caseload",
            found.key("caseload_by"),
            hint="Write take_up, and the number of births paid for under caseload.",
        )
    eligible = _condition(found, "eligible", scope)
    if unit == "birth":
        eligible = _under_one(eligible)
    amount = _money(found, scope, unit)
    comes, path = take_up(found)
    shares, grows_by = phase_in(found, unit, around.variables)
    of_benefits, overheads = administration(found, {**around.parameters, **own})
    if found.get("target") is not None:
        _condition(found, "target", scope)
    return Programme(
        name=name,
        label=found.words("label", required=True),
        guarantee=found.word(vocabulary.GUARANTEES, "guarantee"),
        function=found.word(vocabulary.FUNCTIONS, "function"),
        status=found.word(vocabulary.STATUSES, "status"),
        unit=unit,
        parameters=own,
        eligible=eligible,
        amount=amount,
        limit=_limit(found, unit, around.variables),
        take_up=comes,
        phase_in=shares,
        administration=of_benefits,
        replaces=_replaces(found, name, around.replaceable),
        meta=_meta(found, around.variables),
        texts={key: found.located(key).text for key in ("eligible", "amount", "target") if found.get(key) is not None},
        place=found.place(),
        counts=counts_of(found, [name for name, one in around.variables.items() if one.kind == "text"]),
        overheads=overheads,
        start_up=start_up(found),
        take_up_path=path,
        grows_by=grows_by,
        variants=found.table("variants"),
        form=_form(found, around.variables),
        condition=_service_asked(found),
    )


def _service_asked(found: Fields) -> Condition | None:
    if found.get("condition") is None:
        return None
    found.known(("service", "within", "label"), ("service", "within"), "condition")
    return Condition(
        found.text("condition", "service"),
        found.number("condition", "within", low=0.0),
        found.words("condition", "label"),
        found.place("condition"),
    )


def _condition(found: Fields, key: str, scope: Scope) -> Node:
    return require(expression(found.located(key), scope), "boolean", key)


def _under_one(eligible: Node) -> Node:
    """The condition for an infant, who stands for a birth."""
    at, truth = eligible.place, Type("boolean")
    infant = Compare(
        truth, at, "<", Variable(Type("number", "year"), at, "age"), Literal_(Type("number", "year"), at, 1.0)
    )
    if isinstance(eligible, Literal_) and eligible.value is True:
        return infant
    terms = eligible.terms if isinstance(eligible, Logic) and eligible.op == "and" else (eligible,)
    return Logic(truth, at, "and", (infant, *terms))


def _money(found: Fields, scope: Scope, of: Unit) -> Node:
    amount = require(expression(found.located("amount"), scope), "number", "amount")
    unit = amount.type.unit
    if of == "birth" and unit != ONCE:
        raise GroundfloorError(
            f"amount is {'a pure number' if unit == '1' else f'in {unit}'}",
            amount.place,
            expected="LCU, once for each birth",
            hint="Multiply by how long it is paid: a parameter in month times one in LCU/month is LCU."
            if unit in MONEY
            else None,
        )
    if of != "birth" and unit not in MONEY:
        raise GroundfloorError(
            f"amount is {'a pure number' if unit == '1' else f'in {unit}'}",
            amount.place,
            expected=f"{', '.join(MONEY[:-1])} or {MONEY[-1]}",
            hint="Write amounts of money as parameters with their unit." if unit == "1" else None,
        )
    return amount


def _limit(found: Fields, unit: str, variables: Mapping[str, Harmonised]) -> Limit | None:
    if found.get("limit") is None:
        return None
    if unit == "household":
        raise GroundfloorError(
            "A household's benefit has no limit per household", found.key("limit"), hint="Take the limit away."
        )
    found.known(("first", "per", "by"), ("first", "per", "by"), "limit")
    first = found.get("limit", "first")
    if not isinstance(first, int) or isinstance(first, bool) or first < 1:
        raise GroundfloorError(
            f"first is {shown(first)}", found.place("limit", "first"), expected="a whole number from 1"
        )
    found.number("limit", "first")
    found.word(("household",), "limit", "per")
    numeric = [name for name, one in variables.items() if one.kind == "number"]
    return Limit(first, "household", _variable(found, numeric, "a numeric survey variable", "limit", "by"))


def _variable(found: Fields, names: Collection[str], expected: str, *path: str) -> str:
    name = found.get(*path)
    if not isinstance(name, str) or name not in names:
        hint = nearest(name, names) if isinstance(name, str) else None
        raise GroundfloorError(f"{path[-1]} is {shown(name)}", found.place(*path), expected=expected, hint=hint)
    return name


def _form(found: Fields, variables: Mapping[str, Harmonised]) -> Form:
    """In what a benefit is given; what counts of it is said, or follows from its form."""
    kind = "cash" if found.get("form") is None else found.word(vocabulary.FORMS, "form")
    waives = None
    if found.get("waives") is not None:
        if kind != "fee_waiver":
            raise GroundfloorError(
                f"A benefit in the form {kind} waives no fee",
                found.key("waives"),
                hint="Write form: fee_waiver, or take waives away.",
            )
        fees = [name for name, one in variables.items() if one.kind == "number" and canonical(one.unit) in MONEY]
        name = _variable(found, fees, "a survey variable in money per period", "waives")
        waives = Fee(name, canonical(variables[name].unit), variables[name].level)
    counts = kind in vocabulary.SPENT or waives is not None
    # an empty one is what its form says, so that a patch can take it away
    return Form(kind, found.number("worth", default=1.0 if counts else 0.0, low=0.0, high=1.0), waives)


def _replaces(found: Fields, own: str, known: Collection[str] | None) -> tuple[str, ...]:
    names = found.names("replaces")
    for i, name in enumerate(names):
        at = found.place("replaces", i)
        if name == own:
            raise GroundfloorError(f"{own} replaces itself", at, hint="Take it away.")
        if known is not None and name not in known:
            raise GroundfloorError(
                f"There is no programme {name!r} to replace",
                at,
                hint=nearest(name, [one for one in known if one != own]),
            )
    return names


def _covered_by(found: Fields, conditions: Collection[str]) -> str | list[str] | None:
    """One true-or-false variable, or a list of them."""
    expected = "a true-or-false survey variable"
    value = found.get("covered_by")
    if not isinstance(value, list):
        return None if value is None else _variable(found, conditions, expected, "covered_by")
    names = found.names("covered_by")
    for i, name in enumerate(names):
        if name not in conditions:
            raise GroundfloorError(
                f"covered_by names {shown(name)}",
                found.place("covered_by", i),
                expected=expected,
                hint=nearest(name, conditions),
            )
    return list(names)


def _meta(found: Fields, variables: Mapping[str, Harmonised]) -> dict[str, Any]:
    """What the engine does not need, once it is what it must be."""
    meta: dict[str, Any] = {}
    for key in vocabulary.TEXTS:
        meta[key] = found.words(key) if isinstance(found.get(key), Mapping) else found.text(key)
    meta["description"] = found.words("description")
    for key in ("caseload", "cost_lcu"):
        amount = None if found.get(key) is None else found.number(key, low=0.0)
        meta[key] = int(amount) if amount is not None and amount.is_integer() else amount
    for key in ("caseload_year", "cost_year"):
        meta[key] = found.year(key)
    if found.get("form") is not None:
        meta["form"] = found.word(vocabulary.FORMS, "form")
    meta["covered_by"] = _covered_by(found, [name for name, one in variables.items() if one.kind == "boolean"])
    return {key: value for key, value in meta.items() if value not in (None, "", {}, [])}
