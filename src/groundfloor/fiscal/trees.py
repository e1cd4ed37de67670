"""Trees of the rule language put together from others."""

from __future__ import annotations

from groundfloor.rules import units
from groundfloor.rules.tree import Arithmetic, Node, Type


def plus(left: Node, right: Node) -> Node:
    """The sum of two numbers of one unit."""
    return Arithmetic(left.type, left.place, "+", left, right)


def minus(left: Node, right: Node) -> Node:
    """The difference of two numbers of one unit."""
    return Arithmetic(left.type, left.place, "-", left, right)


def times(left: Node, right: Node) -> Node:
    """The product of two numbers."""
    return Arithmetic(Type("number", units.times(left.type.unit, right.type.unit)), left.place, "*", left, right)


def over(left: Node, right: Node) -> Node:
    """The quotient of two numbers."""
    return Arithmetic(Type("number", units.times(left.type.unit, right.type.unit, -1)), left.place, "/", left, right)
