"""What a name stands for: parameters first, then survey variables, then other programmes' results."""

from __future__ import annotations

import ast
import keyword
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules import units
from groundfloor.rules.agreement import BOOLEAN, NUMBER
from groundfloor.rules.functions import AGGREGATES, CONVERSIONS, FUNCTIONS
from groundfloor.rules.scope import RESULTS, Scope
from groundfloor.rules.tree import Household, Node, Parameter, Result, Type, Variable
from groundfloor.survey.variables import Harmonised

HOUSEHOLD = ("household.size", *(f"household.{word}" for word in AGGREGATES))
NO_VARIABLES: Mapping[str, Harmonised] = MappingProxyType({})
ELSEWHERE = {
    "true": "Write True.",
    "false": "Write False.",
    "null": "What is missing has no name.",
    "household": "Write household.size, household.count(...) or household.head.age.",
}

NOWHERE = (
    "It is no parameter, survey variable or result of a programme; the page on the rule language lists the variables."
)


def declared(
    name: object, what: str, place: Place, taken: Iterable[str] = (), variables: Mapping[str, Harmonised] = NO_VARIABLES
) -> str:
    """A name that a file gives to a parameter, variable or programme, such that an expression can use it.

    One that a survey variable has is refused: who reads `age < 5` must know that it is the person's age.
    """
    text = str(name)
    if not text.isidentifier() or keyword.iskeyword(text) or unicodedata.normalize("NFKC", text) != text:
        raise GroundfloorError(
            f"{text!r} cannot be the name of a {what}",
            place,
            expected="letters, digits and _, not beginning with a digit, and no word of the language such as if",
        )
    if text.startswith("_"):
        raise GroundfloorError(f"The name {text!r} begins with _", place, hint="Such names are kept for the program.")
    if text in taken:
        raise GroundfloorError(f"The name {text!r} has a meaning of its own", place, hint=f"Give the {what} another.")
    if text in variables:
        raise GroundfloorError(
            f"{text!r} is a survey variable ({variables[text].meaning})",
            place,
            expected=f"another name for the {what}, such as {text}_limit"
            if what == "parameter"
            else f"another name for the {what}",
            hint="A reader could not tell the two apart.",
        )
    return text


def named(name: str, scope: Scope, place: Place) -> Parameter | Variable:
    """A parameter or a survey variable."""
    if name in scope.parameters:
        full, unit = scope.parameters[name]
        return Parameter(Type("number", unit), place, full)
    if name in scope.variables and not name.startswith("_"):
        return variable(name, scope, place)
    if name in scope.programmes:
        hint: str | None = f"Write {name}.amount, {name}.eligible or {name}.receives."
    elif name in FUNCTIONS or name in CONVERSIONS:
        hint = f"{name} is a function: write {name}(...)."
    else:
        hint = ELSEWHERE.get(name) or _foreign(name) or nearest(name, [one for one in scope.names if one[0] != "_"])
        hint = hint or NOWHERE
    raise GroundfloorError(f"Unknown name {name!r}", place, hint=hint)


def _foreign(name: str) -> str | None:
    """A letter of another alphabet, which may look like one of ours."""
    for letter in name:
        title = unicodedata.name(letter, "")
        if letter.isalpha() and not title.startswith("LATIN"):
            return f"The letter {letter!r} in it is {title.lower()}: type it anew."
    return None


def variable(name: str, scope: Scope, place: Place) -> Variable:
    """A survey variable of the scope."""
    found = scope.variables[name]
    return Variable(Type(found.kind, units.canonical(found.unit) if found.kind == "number" else ""), place, name)


def dotted(node: ast.expr) -> list[str]:
    """The parts of a name with dots, none when it is more than names."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else []


def attribute(path: list[str], scope: Scope, places: Sequence[Place]) -> Node:
    """A name with dots: of the household, of its head, or a result of another programme; `places` are those of its parts."""
    place, wrong, hint = places[0], places[0], None
    match path:
        case ["household", "size"]:
            return Household(NUMBER, place, "size", None)
        case ["household", "head", name] if name in scope.variables and not name.startswith("_"):
            argument = variable(name, scope, places[2])
            return Household(argument.type, place, "head", argument)
        case ["household", "head", name]:
            wrong = places[2]
            if name in scope.parameters:
                hint = f"A parameter is the same for everybody: write {name} alone."
            else:
                hint = nearest(name, scope.variables) or "After household.head stands a survey variable."
        case ["household", "head"]:
            hint = "Write household.head.age, or another variable of the head."
        case ["household", name] if name in AGGREGATES:
            raise GroundfloorError(f"household.{name} needs brackets", place, hint=f"Write household.{name}(...).")
        case ["household", name]:
            wrong = places[1]
            hint = nearest(name, ("size", *AGGREGATES)) or "Write household.size, household.count(...) and the like."
        case [programme, what] if programme in scope.programmes and what in RESULTS:
            kind = Type("number", "LCU/year") if what == "amount" else BOOLEAN
            return Result(kind, place, programme, what)
        case [programme, what] if programme == scope.own and what in RESULTS:
            raise GroundfloorError(
                f"{programme} reads its own result",
                place,
                hint=f"Take {programme}.{what} out of its rule, or write what it stands for.",
            )
        case [programme, _] if programme in scope.programmes:
            wrong, hint = places[1], f"Write {programme}.amount, {programme}.eligible or {programme}.receives."
        case [owner, name] if owner in (scope.own, "floor"):
            known = name in scope.parameters
            hint = f"Write {name} alone." if known else nearest(name, scope.parameters)
            wrong = places[0] if known else places[1]
        case [owner, name, *_] if owner in scope.parameters or owner in scope.variables:
            wrong, hint = places[1], f"{owner} has no parts: write it alone."
        case [programme, what] if what in RESULTS:
            hint = nearest(programme, scope.programmes) or f"No programme {programme!r} stands beside this one."
        case []:
            raise GroundfloorError("Before a dot stands a name", place, expected="such as household.size")
    raise GroundfloorError(
        f"Unknown name {'.'.join(path)!r}",
        wrong,
        hint=hint or nearest(".".join(path), [*scope.names, *HOUSEHOLD]) or NOWHERE,
    )
