"""Going through a tree."""

from __future__ import annotations

from collections.abc import Iterator

from groundfloor.rules.tree import (
    Arithmetic,
    Call,
    Choose,
    Compare,
    Household,
    Logic,
    Member,
    Node,
    Unary,
)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below `node`, in order."""
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


def depth(root: Node) -> int:
    """How many levels a tree has."""
    level, below = [root], 0
    while level:
        level, below = [child for node in level for child in children(node)], below + 1
    return below


def walk(root: Node) -> Iterator[Node]:
    """Every node of a tree, parents before children."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(children(node)))
