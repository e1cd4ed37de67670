"""From the text of an expression to its checked tree: names, kinds and units are settled before anything runs."""

from __future__ import annotations

import ast
import re

from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules.agreement import BOOLEAN, NUMBER, TEXT, alike, levels, require
from groundfloor.rules.arithmetic import arithmetic, refused, sign
from groundfloor.rules.calls import call
from groundfloor.rules.located import Located, plain
from groundfloor.rules.mistakes import CONSTANTS, CONSTRUCTS
from groundfloor.rules.names import attribute, dotted, named
from groundfloor.rules.scope import Scope
from groundfloor.rules.syntax import Source, too_deep
from groundfloor.rules.tree import Choose, Compare, Literal_, Logic, Member, Node, Unary
from groundfloor.rules.walk import depth

COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
# whoever goes through a tree by recursion takes a few steps of Python's stack a level
DEEPEST_TREE = 200
WORD = re.compile(r"'[^'\\\n]*'|\"[^\"\\\n]*\"")


def expression(text: str | Located, scope: Scope, place: Place | None = None) -> Node:
    """Parse and check one expression; a mistake raises GroundfloorError at its very place.

    `place` is where a bare text begins. Numbers of the tree carry their unit in canonical spelling. Chains of `+ -` and of `*` come as
    balanced trees and `and`, `or` flat, so that 500 terms are ten levels of the `DEEPEST_TREE` a tree may have.

    >>> node = expression("age < 5 and not pension", Scope())
    >>> node.type.kind
    'boolean'
    >>> expression("age < 5 and not pensoin", Scope(), Place("child_grant.yaml", 17, 11))
    Traceback (most recent call last):
    groundfloor.errors.GroundfloorError: child_grant.yaml:17:27: Unknown name 'pensoin'. Did you mean 'pension'?
    """
    source = Source(plain(text, place or Place("expression")) if isinstance(text, str) else text)
    tree = Checker(source, scope)(source.parse())
    if depth(tree) > DEEPEST_TREE:
        raise too_deep(tree.place, DEEPEST_TREE)
    return tree


class Checker:
    """Turns a syntax tree into a checked one within a scope; `inside` is the household's figure whose argument it is."""

    def __init__(self, source: Source, scope: Scope, inside: str = "") -> None:
        self.source, self.scope, self.inside = source, scope, inside

    def within(self, name: str) -> Checker:
        """The checker of what stands inside a household's figure."""
        return Checker(self.source, self.scope, name)

    def __call__(self, node: ast.expr) -> Node:
        """The checked tree of `node`."""
        place = self.source.place(node)
        match node:
            case ast.Constant():
                return self._literal(node, place)
            case ast.Name():
                return named(node.id, self.scope, place)
            case ast.Attribute():
                return attribute(dotted(node), self.scope, self.source.parts(node))
            case ast.BinOp():
                return arithmetic(self, node, place)
            case ast.UnaryOp():
                return sign(self, node, place)
            case ast.BoolOp():
                op = "and" if isinstance(node.op, ast.And) else "or"
                return Logic(BOOLEAN, place, op, tuple(require(self(term), "boolean") for term in node.values))
            case ast.Compare():
                return self._compare(node, place)
            case ast.IfExp():
                test = require(self(node.test), "boolean")
                then, other = self(node.body), self(node.orelse)
                return Choose(alike([then, other], "'x if c else y'", self.scope), place, test, then, other)
            case ast.Call():
                return call(self, node, place)
        what, hint = CONSTRUCTS[type(node)]
        raise GroundfloorError(f"A rule may not hold {what}", place, hint=hint)

    def _literal(self, node: ast.Constant, place: Place) -> Node:
        value = node.value
        if isinstance(value, bool):
            return Literal_(BOOLEAN, place, value)
        if isinstance(value, str):
            if not WORD.fullmatch(self.source.segment(node)):
                raise GroundfloorError(
                    "A word stands between one pair of quotes, without backslash or prefix",
                    place,
                    expected="such as 'female'",
                    hint="Put a comma between two words.",
                )
            return Literal_(TEXT, place, value)
        if isinstance(value, int | float):
            return Literal_(NUMBER, place, float(value))
        what, hint = CONSTANTS[type(value)]
        raise GroundfloorError(f"A rule may not hold {what}", place, hint=hint)

    def _compare(self, node: ast.Compare, place: Place) -> Node:
        left = self(node.left)
        if any(isinstance(op, ast.In | ast.NotIn) for op in node.ops):
            if len(node.ops) > 1:
                raise GroundfloorError(
                    "'in' stands in a chain of comparisons", place, hint="Join two conditions by and."
                )
            member = self._member(left, node.comparators[0])
            return Unary(BOOLEAN, place, "not", member) if isinstance(node.ops[0], ast.NotIn) else member
        for middle in node.comparators[:-1]:
            # the middle stands on both sides of the tree: chains within chains would double it at every level
            if any(isinstance(one, ast.Compare) and len(one.ops) > 1 for one in ast.walk(middle)):
                raise GroundfloorError(
                    "A chain of comparisons stands within another",
                    self.source.place(middle),
                    hint="Join the comparisons by and.",
                )
        parts: list[Node] = []
        for op, before, right in zip(node.ops, [node.left, *node.comparators], node.comparators, strict=False):
            following = self(right)
            parts.append(self._pair(left, op, following, self.source.operator(before)))
            left = following
        return parts[0] if len(parts) == 1 else Logic(BOOLEAN, place, "and", tuple(parts))

    def _pair(self, a: Node, op: ast.cmpop, b: Node, sign: Place) -> Node:
        if type(op) not in COMPARISONS:
            raise refused(op, sign)
        word = COMPARISONS[type(op)]
        alike([a, b], "A comparison", self.scope)
        if a.type.kind != "number" and word not in ("==", "!="):
            raise GroundfloorError(f"{word!r} compares numbers only", sign, expected="== or !=")
        words = [levels(one, self.scope) for one in (a, b)]
        if all(words) and not set(words[0]) & set(words[1]):
            raise GroundfloorError("These have no word in common, so they are never equal", b.place)
        return Compare(BOOLEAN, a.place, word, a, b)

    def _member(self, item: Node, right: ast.expr) -> Node:
        if not isinstance(right, ast.Tuple | ast.List | ast.Set) or not right.elts:
            raise GroundfloorError(
                "After 'in' stands a list of values",
                self.source.place(right),
                expected="such as in ('head', 'spouse')",
                hint="A list of one value needs a comma: in ('head',). Or write == instead of in.",
            )
        options = [self(option) for option in right.elts]
        for option in options:
            if not isinstance(option, Literal_):
                raise GroundfloorError(
                    "The list after 'in' holds written values only",
                    option.place,
                    expected="such as in ('head', 'spouse')",
                    hint="Compare with == and join the comparisons by or.",
                )
        alike([item, *options], "'in'", self.scope)
        return Member(BOOLEAN, item.place, item, tuple(options))
