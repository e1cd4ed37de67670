"""The tree of an expression: small typed nodes, the same for the interpreter and both compilers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from groundfloor.errors import Place

Kind = Literal["number", "boolean", "text"]
Aggregate = Literal["count", "any", "all", "sum", "max", "min", "mean", "size", "head"]


@dataclass(frozen=True)
class Type:
    """The type of an expression: its kind and, for numbers, its unit ('year', 'LCU/month', '1' for a pure number)."""

    kind: Kind
    unit: str = "1"


@dataclass(frozen=True)
class Node:
    """Common to all nodes: the checked type and the place in the file."""

    type: Type
    place: Place


@dataclass(frozen=True)
class Literal_(Node):  # noqa: N801 -- typing's own Literal keeps its name
    """A number, a word, True or False; None is never written."""

    value: float | str | bool


@dataclass(frozen=True)
class Variable(Node):
    """A survey variable."""

    name: str


@dataclass(frozen=True)
class Parameter(Node):
    """A dated parameter, by its full name ('child_grant.grant'); `unit` and value come from the floor at a date."""

    name: str


@dataclass(frozen=True)
class Result(Node):
    """Another programme's result: 'amount' (LCU/year) or 'eligible' or 'receives' of `programme`."""

    programme: str
    what: str


@dataclass(frozen=True)
class Unary(Node):
    """`op` is 'not', '-' or '+'."""

    op: str
    operand: Node


@dataclass(frozen=True)
class Arithmetic(Node):
    """`op` is + - * / // % or **; division by zero is missing."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Compare(Node):
    """`op` is < <= > >= == or !=; missing on either side is missing. Chains are parsed to `Logic('and')`."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Logic(Node):
    """Three-valued `and`/`or` over `terms` (two or more)."""

    op: str
    terms: tuple[Node, ...]


@dataclass(frozen=True)
class Member(Node):
    """`item in (a, b, ...)` over literals; `not in` is Unary('not')."""

    item: Node
    options: tuple[Node, ...]


@dataclass(frozen=True)
class Choose(Node):
    """`then if test else other`; an unknown test gives missing."""

    test: Node
    then: Node
    other: Node


@dataclass(frozen=True)
class Call(Node):
    """min max abs round floor ceil clip coalesce. min, max: missing if any argument is missing. round half to even."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Household(Node):
    """An aggregate over the persons of one's household, the same for each of its members.

    count: members for whom the condition is known and true; any / all: three-valued; sum, mean, min, max: over members
    with a value, missing when there is none; size: members; head: the value of `argument` for the household's first
    person whose relationship is 'head', missing when there is none.
    """

    name: Aggregate
    argument: Node | None
