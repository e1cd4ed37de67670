"""An expression tree as a list of steps, each distinct subexpression once, children before parents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Step:
    """One node with its children given as earlier steps."""

    node: Node
    children: tuple[int, ...]


def children(node: Node) -> tuple[Node, ...]:
    """The operands of a node, in order."""
    match node:
        case Unary(operand=operand):
            return (operand,)
        case Arithmetic(left=left, right=right) | Compare(left=left, right=right):
            return (left, right)
        case Logic(terms=terms):
            return terms
        case Member(item=item, options=options):
            return (item, *options)
        case Choose(test=test, then=then, other=other):
            return (test, then, other)
        case Call(arguments=arguments):
            return arguments
        case Household(argument=argument):
            return () if argument is None else (argument,)
    return ()


def _label(node: Node) -> tuple[object, ...]:
    """What tells a node from another with the same children; its place does not."""
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


@dataclass
class Flat:
    """All steps of a run so far. Adding a tree walks it without recursion, so a sum may have any number of terms."""

    steps: list[Step] = field(default_factory=list)
    _known: dict[tuple[object, ...], int] = field(default_factory=dict)

    def add(self, root: Node, each: Callable[[int, Step], None] | None = None) -> int:
        """The step of `root`; `each` is called for every new step in order of evaluation."""
        pending: list[tuple[Node, bool]] = [(root, False)]
        done: list[int] = []
        while pending:
            node, ready = pending.pop()
            below = children(node)
            if below and not ready:
                pending.append((node, True))
                pending.extend((child, False) for child in reversed(below))
                continue
            operands = tuple(done[len(done) - len(below) :])
            del done[len(done) - len(below) :]
            key = (*_label(node), operands)
            index = self._known.get(key)
            if index is None:
                index = len(self.steps)
                self._known[key] = index
                self.steps.append(Step(node, operands))
                if each is not None:
                    each(index, self.steps[index])
            done.append(index)
        return done[0]
