"""Functions, conversions and what is asked of the whole household."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, cast

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.agreement import BOOLEAN, NUMBER, alike, require
from groundfloor.rules.functions import AGGREGATES, CONVERSIONS, FUNCTIONS
from groundfloor.rules.names import dotted
from groundfloor.rules.periods import per_year
from groundfloor.rules.tree import Aggregate, Arithmetic, Call, Household, Literal_, Node, Type

if TYPE_CHECKING:
    from groundfloor.rules.expression import Checker

MOST_DIGITS = 12
HINTS = {
    **{name: f"Of a household, write household.{name}(...)." for name in AGGREGATES if name not in FUNCTIONS},
    "household.size": "Write household.size without brackets.",
    "household.head": "Write household.head.age, or another variable of the head.",
    "sqrt": "Write x ** 0.5.",
    "pow": "Write x ** y.",
    "int": "Write floor(x), ceil(x) or round(x).",
    "if": "Write x if condition else y.",
}


def call(check: Checker, node: ast.Call, place: Place) -> Node:
    """A call of one of the language's functions; any other is refused."""
    name = ".".join(dotted(node.func))
    if node.keywords:
        raise GroundfloorError(
            f"The arguments of {name or 'a function'} have no names",
            check.source.place(node.keywords[0].value),
            expected="values in order, separated by commas",
        )
    if name.startswith("household.") and name.removeprefix("household.") in AGGREGATES:
        return _aggregate(check, cast(Aggregate, name.removeprefix("household.")), node, place)
    if name in CONVERSIONS:
        return _conversion(check, name, node, place)
    if name in FUNCTIONS:
        return _function(check, name, node, place)
    of, _, last = name.rpartition(".")
    hint = HINTS.get(name) or nearest(last, AGGREGATES if of.casefold() == "household" else [*FUNCTIONS, *CONVERSIONS])
    if name in check.scope.names or name.startswith("household.head."):
        hint = f"{name} is no function: write it without brackets."
    what = f"Unknown function {name!r}" if name else "Only a name can be called"
    at = check.source.parts(node.func)[-1] if name else place
    raise GroundfloorError(what, at, hint=hint or f"Functions are {', '.join([*FUNCTIONS, *CONVERSIONS])}.")


def _arguments(
    check: Checker, node: ast.Call, name: str, bounds: tuple[int, int | None, str], place: Place
) -> list[Node]:
    least, most, example = bounds
    count = len(node.args)
    if count < least or (most is not None and count > most):
        wanted = f"{least}" if least == most else f"{least} or more" if most is None else f"{least} to {most}"
        raise GroundfloorError(
            f"{name} has {count or 'no'} argument{'s' if count != 1 else ''}", place, expected=f"{wanted}: {example}"
        )
    return [check(argument) for argument in node.args]


def _conversion(check: Checker, name: str, node: ast.Call, place: Place) -> Node:
    (argument,) = _arguments(check, node, name, (1, 1, f"{name}(x)"), place)
    require(argument, "number", name)
    try:
        factor = per_year(argument.type.unit) / per_year(CONVERSIONS[name])
    except GroundfloorError as error:
        hint = "Write amounts of money as parameters with their unit." if argument.type.unit == "1" else None
        raise GroundfloorError(error.what, argument.place, expected=error.expected, hint=hint) from None
    return Arithmetic(Type("number", CONVERSIONS[name]), place, "*", argument, Literal_(NUMBER, place, factor))


def _function(check: Checker, name: str, node: ast.Call, place: Place) -> Node:
    arguments = _arguments(check, node, name, FUNCTIONS[name], place)
    if name != "coalesce":
        for argument in arguments:
            require(argument, "number", name)
    if name == "round":
        for digits in arguments[1:]:
            _whole(digits)
        return Call(arguments[0].type, place, name, tuple(arguments))
    return Call(alike(arguments, name, check.scope), place, name, tuple(arguments))


def _whole(digits: Node) -> None:
    number = digits.value if isinstance(digits, Literal_) else None
    if not isinstance(number, float) or number != int(number) or abs(number) > MOST_DIGITS:
        raise GroundfloorError(
            "round takes a written whole number of decimals",
            digits.place,
            expected=f"a number from -{MOST_DIGITS} to {MOST_DIGITS}, such as round(x, 2)",
        )


def _aggregate(check: Checker, name: Aggregate, node: ast.Call, place: Place) -> Node:
    full = f"household.{name}"
    if check.inside:
        raise GroundfloorError(
            f"{full} stands inside {check.inside}",
            place,
            hint="What is asked of the whole household cannot nest; make the inner part a programme of its own.",
        )
    condition = name in ("count", "any", "all")
    example = f"{full}({'age < 5' if condition else 'income'})"
    (argument,) = _arguments(check.within(full), node, full, (1, 1, example), place)
    require(argument, "boolean" if condition else "number", full)
    if name == "count":
        return Household(NUMBER, place, name, argument)
    return Household(BOOLEAN if condition else argument.type, place, name, argument)
