"""Sums, products, quotients and powers, and the units they give."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules import units
from groundfloor.rules.agreement import BOOLEAN, alike, require, written
from groundfloor.rules.mistakes import OPERATORS as REFUSED
from groundfloor.rules.syntax import chain
from groundfloor.rules.tree import Arithmetic, Literal_, Node, Type, Unary

if TYPE_CHECKING:
    from groundfloor.rules.expression import Checker

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}
HIGHEST_POWER = 9


def refused(op: ast.AST, place: Place) -> GroundfloorError:
    """The refusal of an operator that the language does not have."""
    sign, instead = REFUSED[type(op)]
    return GroundfloorError(f"{sign!r} is not of the language", place, expected=instead)


def arithmetic(check: Checker, node: ast.BinOp, place: Place) -> Node:
    """Two numbers and an operator, or a chain of + and - or of *."""
    op = OPERATORS.get(type(node.op))
    if op is None:
        raise refused(node.op, check.source.operator(node.left))
    if op in "+-":
        return _sum(check, node, place)
    if op == "*":
        factors = [require(check(factor), "number") for _, factor in chain(node)]
        return _balanced(factors, lambda a, b: _arithmetic(units.times(a.type.unit, b.type.unit), a.place, "*", a, b))
    left, right = require(check(node.left), "number"), require(check(node.right), "number")
    if op == "**":
        return _arithmetic(_power(left, right), place, op, left, right)
    if op == "/":
        return _arithmetic(units.times(left.type.unit, right.type.unit, -1), place, op, left, right)
    unit = alike([left, right], repr(op), check.scope).unit
    # a written divisor is a pure number: grant // 10 is money still, and 10 * (grant // 10) + grant % 10 is the grant
    return _arithmetic(unit if op == "%" or written(right) else "1", place, op, left, right)


def sign(check: Checker, node: ast.UnaryOp, place: Place) -> Node:
    """not, + and - before a value."""
    if isinstance(node.op, ast.Not):
        return Unary(BOOLEAN, place, "not", require(check(node.operand), "boolean"))
    if isinstance(node.op, ast.Invert):
        raise refused(node.op, place)
    operand = require(check(node.operand), "number")
    op = "-" if isinstance(node.op, ast.USub) else "+"
    if isinstance(operand, Literal_) and isinstance(operand.value, float):
        return replace(operand, value=-operand.value if op == "-" else operand.value, place=place)
    return Unary(operand.type, place, op, operand)


def _arithmetic(unit: str, place: Place, op: str, left: Node, right: Node) -> Node:
    return Arithmetic(Type("number", unit), place, op, left, right)


def _power(base: Node, exponent: Node) -> str:
    if exponent.type.unit != "1":
        raise GroundfloorError(f"An exponent is a pure number, not {exponent.type.unit}", exponent.place)
    unit = base.type.unit
    if unit == "1":
        return unit
    number = exponent.value if isinstance(exponent, Literal_) else None
    if not isinstance(number, float) or number != int(number) or abs(number) > HIGHEST_POWER:
        raise GroundfloorError(
            f"A number in {unit} is raised to whole powers only",
            exponent.place,
            expected=f"a written whole number up to {HIGHEST_POWER}",
        )
    return units.power(unit, int(number))


def _sum(check: Checker, node: ast.BinOp, place: Place) -> Node:
    """A chain of + and - as a balanced tree, so that five hundred terms are ten levels."""
    terms = [(minus, require(check(term), "number")) for minus, term in chain(node)]
    unit = alike([term for _, term in terms], "A sum", check.scope).unit
    if len(terms) == 2:
        return _arithmetic(unit, place, "-" if terms[1][0] else "+", terms[0][1], terms[1][1])
    # a - b is a + (-b) exactly, so a chain of both is a sum
    signed = [Unary(term.type, term.place, "-", term) if minus else term for minus, term in terms]
    return _balanced(signed, lambda a, b: _arithmetic(unit, a.place, "+", a, b))


def _balanced(nodes: Sequence[Node], join: Callable[[Node, Node], Node]) -> Node:
    level = list(nodes)
    while len(level) > 1:
        pairs = [join(a, b) for a, b in zip(level[::2], level[1::2], strict=False)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]
