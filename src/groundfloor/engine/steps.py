"""A floor as a list of steps for whole columns: each distinct subexpression once, children before parents."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from groundfloor.rules.periods import times_paid
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.tree import (
    Arithmetic,
    Call,
    Compare,
    Household,
    Literal_,
    Logic,
    Node,
    Parameter,
    Result,
    Unary,
    Variable,
)
from groundfloor.rules.walk import children


@dataclass(frozen=True)
class Step:
    """One node, its operands as earlier steps, and whether it is asked for each home's head instead of each person."""

    node: Node
    operands: tuple[int, ...]
    at_head: bool


@dataclass
class Plan:
    """The steps of a floor; `rules` gives each programme's steps for eligible and amount.

    `lasting` says of each step that it hangs on the survey alone: no change of a parameter changes it.
    """

    steps: list[Step] = field(default_factory=list)
    rules: dict[str, tuple[int, int]] = field(default_factory=dict)
    lasting: list[bool] = field(default_factory=list)
    _known: dict[object, int] = field(default_factory=dict, repr=False)
    _personal: list[bool] = field(default_factory=list, repr=False)

    def add(self, node: Node, at_head: bool) -> int:
        """The step of `node`; an expression met before is the step it was then.

        A household's aggregate goes over its members whoever asks, so below it each person is asked.
        """
        below = node.name == "head" if isinstance(node, Household) else at_head
        operands = tuple(self.add(child, below) for child in children(node))
        personal = isinstance(node, Variable | Result) or (
            not isinstance(node, Household) and any(self._personal[one] for one in operands)
        )
        key = (*_label(node), operands, personal and at_head)
        index = self._known.get(key)
        if index is None:
            index = len(self.steps)
            self._known[key] = index
            self.steps.append(Step(node, operands, personal and at_head))
            self._personal.append(personal)
            passing = isinstance(node, Parameter | Result)
            self.lasting.append(not passing and all(self.lasting[one] for one in operands))
        return index

    @cached_property
    def worth_keeping(self) -> frozenset[int]:
        """The lasting steps from which the others are made; what they are made of themselves is not needed again."""
        used = {one for i, step in enumerate(self.steps) if not self.lasting[i] for one in step.operands}
        used |= {amount for _, amount in self.rules.values()}
        return frozenset(one for one in used if self.lasting[one])


def compiled(floor: Floor) -> Plan:
    """The plan of a floor."""
    plan = Plan()
    for name, programme in floor.programmes.items():
        at_head = programme.unit == "household"
        plan.rules[name] = (plan.add(programme.eligible, at_head), plan.add(programme.amount, at_head))
    return plan


def factor(programme: Programme) -> float:
    """What the amount of a programme is multiplied by to become LCU a year."""
    return times_paid(programme.amount.type.unit)


def _label(node: Node) -> tuple[object, ...]:
    """What tells a node from another with the same operands; its place does not."""
    match node:
        case Literal_(value=value):
            return ("literal", type(value).__name__, repr(value))
        case Variable(name=name):
            return ("variable", name)
        case Parameter(name=name):
            return ("parameter", name)
        case Result(programme=programme, what=what):
            return ("result", programme, what)
        case Unary(op=op) | Arithmetic(op=op) | Compare(op=op) | Logic(op=op):
            return (type(node).__name__, op)
        case Call(name=name) | Household(name=name):
            return (type(node).__name__, name)
    return (type(node).__name__,)
