"""An expression read for one person: every part with its value, which parts decided, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from groundfloor.rules.operations import Value
from groundfloor.rules.plain import Situation
from groundfloor.rules.tree import Choose, Household, Logic, Node, Parameter, Result, Unary, Variable
from groundfloor.rules.walk import children


@dataclass(frozen=True)
class Members:
    """Over whom an aggregate went: how many members, for how many its argument is known, for how many it is true."""

    size: int
    known: int
    true: int


@dataclass(frozen=True)
class Missing:
    """Something that is not known.

    kind: a `variable` of the person, or of the household's `head`, or of `members` (how many is `count`); a `parameter` without a
    value on the day; another programme's `result`; that the household has `no_head`; or a `computed` value without an answer, such as
    a division by zero. `node` is what is not known.
    """

    kind: Literal["variable", "head", "members", "parameter", "result", "no_head", "computed"]
    node: Node
    count: int = 0


@dataclass(frozen=True)
class Reading:
    """A node with its value for one person and the readings of its parts; every part is read, also those that do not matter.

    `members` and `missing` are of an aggregate, whose argument has no value of its own and is not among the parts.
    """

    node: Node
    value: Value
    parts: tuple[Reading, ...] = ()
    members: Members | None = None
    missing: tuple[Missing, ...] = ()


def read(node: Node, home: Situation, who: int) -> Reading:
    """Read `node` for member `who` of a household."""
    value = home.value(node, who)
    if isinstance(node, Household):
        return _aggregate(node, value, home)
    return Reading(node, value, tuple(read(part, home, who) for part in children(node)))


def _aggregate(node: Household, value: Value, home: Situation) -> Reading:
    argument = node.argument
    if argument is None:
        return Reading(node, value)
    if node.name == "head":
        kind: Literal["head", "no_head"] = "no_head" if home.head is None else "head"
        return Reading(node, value, missing=(Missing(kind, argument),) if value is None else ())
    found = [read(argument, home, who) for who in home]
    unknown: dict[tuple[str, str, str], Missing] = {}
    for lacking in (lacking for one in found for lacking in missing(one)):
        key = _key(lacking)
        count = unknown[key].count + 1 if key in unknown else 1
        of_members = lacking.kind in ("variable", "result", "computed")
        unknown[key] = Missing("members" if of_members else lacking.kind, lacking.node, count)
    members = Members(
        size=len(found),
        known=sum(one.value is not None for one in found),
        true=sum(one.value is True for one in found),
    )
    return Reading(node, value, members=members, missing=tuple(unknown.values()))


def missing(reading: Reading) -> list[Missing]:
    """What would have to be known for `reading` to have a value; nothing when it has one."""
    if reading.value is not None:
        return []
    node = reading.node
    if isinstance(node, Household):
        return list(reading.missing) or [Missing("computed", node)]
    if isinstance(node, Variable):
        return [Missing("variable", node)]
    if isinstance(node, Parameter):
        return [Missing("parameter", node)]
    if isinstance(node, Result):
        return [Missing("result", node)]
    asked = reading.parts
    if isinstance(node, Choose):
        test, then, other = reading.parts
        asked = (test,) if test.value is None else (then,) if test.value else (other,)
    found = {_key(one): one for part in asked for one in missing(part)}
    return list(found.values()) or [Missing("computed", node)]


def _key(missing: Missing) -> tuple[str, str, str]:
    """What makes two of them the same, wherever they stand in the rule."""
    return missing.kind, getattr(missing.node, "programme", ""), getattr(missing.node, "name", "")


def aggregates(reading: Reading) -> Iterator[tuple[Reading, Members]]:
    """The household's figures within a reading and over whom they went."""
    if reading.members is not None:
        yield reading, reading.members
    for part in reading.parts:
        yield from aggregates(part)


@dataclass(frozen=True)
class Term:
    """A condition among those a rule is made of: how deep it stands, whether it had a say, and the answer it should have had.

    A group (`all` or `any` of the terms below it) has no say of its own. `negated` is whether `not` stands before the group.
    """

    reading: Reading
    answer: bool | None
    depth: int
    decided: bool
    wanted: bool
    group: Literal["all", "any"] | None = None
    negated: bool = False


def terms(reading: Reading, depth: int = 0, *, decided: bool = True, wanted: bool = True) -> Iterator[Term]:
    """The condition and those it is made of, in the order of the rule.

    A term of `and` or `or` had a say when its answer is the answer of the whole: the one False of an `and`, all of its True ones.
    `wanted` is the answer that would have served the person.
    """
    inner, negated = reading, False
    while isinstance(inner.node, Unary) and inner.node.op == "not":
        inner, negated = inner.parts[0], not negated
    answer = None if reading.value is None else bool(reading.value)
    if not isinstance(inner.node, Logic):
        yield Term(reading, answer, depth, decided, wanted)
        return
    yield Term(reading, answer, depth, decided, wanted, "all" if inner.node.op == "and" else "any", negated)
    for part in inner.parts:
        same = decided and part.value is inner.value
        yield from terms(part, depth + 1, decided=same, wanted=wanted != negated)
