"""Whether values may meet: kinds, units and words."""

from __future__ import annotations

from collections.abc import Sequence

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.scope import Scope
from groundfloor.rules.tree import Arithmetic, Call, Choose, Household, Literal_, Node, Type, Unary, Variable

BOOLEAN, TEXT, NUMBER = Type("boolean", ""), Type("text", ""), Type("number")
KINDS = {"number": "a number", "boolean": "a condition", "text": "a word"}
EXAMPLES = {"boolean": "a condition such as age < 5", "text": "a word such as 'female'"}


def written(node: Node) -> bool:
    """Whether a tree is made of written numbers only, which take on the unit of what they meet."""
    match node:
        case Literal_():
            return True
        case Unary(operand=operand):
            return written(operand)
        case Arithmetic(left=left, right=right):
            return written(left) and written(right)
        case Choose(then=then, other=other):
            return written(then) and written(other)
        case Call(arguments=arguments):
            return all(written(argument) for argument in arguments)
    return False


def require(node: Node, kind: str, who: str = "") -> Node:
    """`node`, which must be of a kind; `who` asks for it."""
    if node.type.kind != kind:
        needed = f"{who} takes {KINDS[kind]}" if who else f"{KINDS[kind].capitalize()} is needed here"
        raise GroundfloorError(f"{needed}, not {KINDS[node.type.kind]}", node.place, expected=EXAMPLES.get(kind))
    return node


def alike(nodes: Sequence[Node], what: str, scope: Scope) -> Type:
    """The type common to nodes, which must be of one kind and, for numbers, of one unit; written numbers fit any unit."""
    first = nodes[0]
    for node in nodes[1:]:
        if node.type.kind != first.type.kind:
            raise _other_kind(first, node, what)
    if first.type.kind == "text":
        _words(nodes, scope)
    measured = [node for node in nodes if not written(node)] or [first]
    for node in measured:
        if first.type.kind == "number" and node.type.unit != measured[0].type.unit:
            raise _other_unit(measured[0], node, what)
    return measured[0].type


def _other_kind(first: Node, other: Node, what: str) -> GroundfloorError:
    hint = None
    if "boolean" in (first.type.kind, other.type.kind):
        hint = "A true-or-false variable stands by itself: write urban, or not urban."
    kinds = f"{KINDS[first.type.kind]} and {KINDS[other.type.kind]}"
    return GroundfloorError(f"{what} meets {kinds}", other.place, expected="values of one kind", hint=hint)


def _other_unit(first: Node, other: Node, what: str) -> GroundfloorError:
    units = (first.type.unit, other.type.unit)
    hint = None
    if all(unit.startswith("LCU/") for unit in units):
        hint = "Convert one of them: per_day(...), per_week(...), per_month(...) or per_year(...)."
    said = " and ".join("a pure number" if unit == "1" else unit for unit in units)
    return GroundfloorError(f"{what} meets {said}", other.place, expected="one unit", hint=hint)


def _words(nodes: Sequence[Node], scope: Scope) -> None:
    """Refuse a written word that is none of the closed list it meets."""
    said = [(node, word) for node in nodes for word in _literals(node)]
    for words, node in [(levels(node, scope), node) for node in nodes if not isinstance(node, Literal_)]:
        for other, word in said:
            if words and other is not node and word.value not in words:
                raise GroundfloorError(
                    f"The word {word.value!r} never occurs here",
                    word.place,
                    expected=f"one of {', '.join(words)}",
                    hint=nearest(str(word.value), words),
                )


def _literals(node: Node) -> list[Literal_]:
    """The words written in a text, one for each way it may come out."""
    match node:
        case Literal_():
            return [node]
        case Choose(then=then, other=other):
            return [*_literals(then), *_literals(other)]
        case Call(arguments=arguments):
            return [word for argument in arguments for word in _literals(argument)]
    return []


def levels(node: Node, scope: Scope) -> tuple[str, ...]:
    """The words a text may be, none when its list is open."""
    match node:
        case Literal_(value=str() as value):
            return (value,)
        case Variable(name=name):
            return scope.variables[name].levels
        case Household(argument=Node() as argument):
            return levels(argument, scope)
        case Choose(then=then, other=other):
            return _together([then, other], scope)
        case Call(arguments=arguments):
            return _together(arguments, scope)
    return ()


def _together(nodes: Sequence[Node], scope: Scope) -> tuple[str, ...]:
    lists = [levels(node, scope) for node in nodes]
    return tuple(dict.fromkeys(word for words in lists for word in words)) if all(lists) else ()
