"""From the text of an expression to its checked tree: names, kinds and units are settled before anything runs."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules import units
from groundfloor.rules.functions import AGGREGATES, CONVERSIONS, FUNCTIONS
from groundfloor.rules.located import Located, plain
from groundfloor.rules.periods import per_year
from groundfloor.rules.scope import RESULTS, Scope
from groundfloor.rules.syntax import INSTEAD, Source, chain
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
    Type,
    Unary,
    Variable,
)

BOOLEAN, TEXT, NUMBER = Type("boolean", ""), Type("text", ""), Type("number")
OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def expression(text: str | Located, scope: Scope, place: Place | None = None) -> Node:
    """Parse and check one expression; a mistake raises GroundfloorError at its very place.

    >>> from groundfloor.rules.scope import Scope
    >>> node = expression("age < 5 and not pension", Scope())
    >>> node.type.kind
    'boolean'
    """
    located = plain(text, place or Place("expression")) if isinstance(text, str) else text
    source = Source(located)
    return Checker(source, scope).check(source.parse())


def constant(node: Node) -> bool:
    """Whether a tree is made of written numbers only, which take on the unit of what they meet."""
    match node:
        case Literal_():
            return True
        case Unary(operand=operand):
            return constant(operand)
        case Arithmetic(left=left, right=right):
            return constant(left) and constant(right)
    return False


class Checker:
    """Turns a syntax tree into a checked one within a scope."""

    def __init__(self, source: Source, scope: Scope, *, inside: str | None = None) -> None:
        self.source, self.scope, self.inside = source, scope, inside

    def check(self, node: ast.expr) -> Node:
        """The checked tree of `node`."""
        place = self.source.place(node)
        match node:
            case ast.Constant():
                return self._literal(node, place)
            case ast.Name():
                return self._name(node.id, place)
            case ast.Attribute():
                return self._attribute(node, place)
            case ast.BinOp():
                return self._arithmetic(node, place)
            case ast.UnaryOp():
                return self._unary(node, place)
            case ast.BoolOp():
                return self._logic(node, place)
            case ast.Compare():
                return self._compare(node, place)
            case ast.IfExp():
                test = self._boolean(node.test)
                then, other = self._alike([self.check(node.body), self.check(node.orelse)], place, "'if ... else'")
                return Choose(self._common([then, other]), place, test, then, other)
            case ast.Call():
                return self._call(node, place)
        what = INSTEAD.get(type(node), "this construct")
        raise GroundfloorError(f"A rule may not hold {what}", place, hint="See the page on the rule language.")

    def _literal(self, node: ast.Constant, place: Place) -> Node:
        value = node.value
        if isinstance(value, bool):
            return Literal_(BOOLEAN, place, value)
        if isinstance(value, str):
            return Literal_(TEXT, place, value)
        if isinstance(value, int | float):
            try:
                number = float(value)
            except OverflowError:
                number = math.inf
            if not math.isfinite(number):
                raise GroundfloorError("The number is too large", place, expected="a finite number")
            return Literal_(NUMBER, place, number)
        what = "None" if value is None else repr(value)
        raise GroundfloorError(
            f"A rule may not hold {what}", place, hint="A missing value needs no name: a comparison with it is unknown."
        )

    def _name(self, name: str, place: Place) -> Node:
        if name in self.scope.parameters:
            full, unit = self.scope.parameters[name]
            return Parameter(Type("number", unit), place, full)
        if name in self.scope.variables and not name.startswith("_"):
            variable = self.scope.variables[name]
            unit = units.canonical(variable.unit) if variable.kind == "number" else ""
            return Variable(Type(variable.kind, unit), place, name)
        hint = nearest(name, [known for known in self.scope.names if not known.startswith("_")])
        if name in self.scope.programmes:
            hint = f"Write {name}.amount, {name}.eligible or {name}.receives."
        elif name in FUNCTIONS or name in CONVERSIONS:
            hint = f"{name} is a function: write {name}(...)."
        elif name == "household":
            hint = "Write household.size, household.count(...) or household.head.age."
        raise GroundfloorError(f"Unknown name {name!r}", place, hint=hint)

    def _attribute(self, node: ast.Attribute, place: Place) -> Node:
        path = _dotted(node)
        match path:
            case ["household", "size"]:
                return Household(NUMBER, place, "size", None)
            case ["household", "head", name]:
                argument = self._name(name, place)
                return Household(argument.type, place, "head", argument)
            case ["household", name] if name in AGGREGATES:
                raise GroundfloorError(f"household.{name} needs brackets", place, hint=f"Write household.{name}(...).")
            case [programme, what] if programme in self.scope.programmes and what in RESULTS:
                kind = Type("number", "LCU/year") if what == "amount" else BOOLEAN
                return Result(kind, place, programme, what)
        name = ".".join(path) if path else "a name after a dot"
        known = [*self.scope.names, "household.size", *(f"household.{word}" for word in AGGREGATES)]
        raise GroundfloorError(f"Unknown name {name!r}", place, hint=nearest(name, known))

    def _arithmetic(self, node: ast.BinOp, place: Place) -> Node:
        if type(node.op) not in OPERATORS:
            raise GroundfloorError(
                "A rule knows no operators on bits", place, expected="and, or, not, + - * / // % or **"
            )
        op = OPERATORS[type(node.op)]
        if op in ("+", "-", "*"):
            return self._chain(node, place)
        left, right = self._number(node.left), self._number(node.right)
        if op == "**":
            return self._power(left, right, place)
        if op == "/":
            return Arithmetic(Type("number", units.times(left.type.unit, right.type.unit, -1)), place, op, left, right)
        left, right = self._alike([left, right], place, repr(op))
        unit = self._common([left, right]).unit if op == "%" else "1"
        return Arithmetic(Type("number", unit), place, op, left, right)

    def _power(self, left: Node, right: Node, place: Place) -> Node:
        unit = left.type.unit
        if right.type.unit != "1":
            raise GroundfloorError(f"An exponent is a pure number, not {right.type.unit}", right.place)
        if unit != "1":
            exponent = right.value if isinstance(right, Literal_) and isinstance(right.value, float) else None
            if exponent is None or exponent != int(exponent) or abs(exponent) > 9:
                raise GroundfloorError(f"A number in {unit} is raised to whole powers only", right.place)
            unit = units.power(unit, int(exponent))
        return Arithmetic(Type("number", unit), place, "**", left, right)

    def _chain(self, node: ast.BinOp, place: Place) -> Node:
        """A chain of one operator as a balanced tree, so that five hundred terms are ten levels."""
        product = isinstance(node.op, ast.Mult)
        terms = [(minus, self._number(term)) for minus, term in chain(node)]
        if not product:
            alike = self._alike([term for _, term in terms], place, "'+' or '-'")
            unit = self._common(alike).unit
            # a - b is a + (-b) exactly, so a chain of both is a sum
            several = len(terms) > 2
            nodes = [
                Unary(term.type, term.place, "-", term) if minus and several else term
                for (minus, _), term in zip(terms, alike, strict=True)
            ]
            if not several:
                return Arithmetic(Type("number", unit), place, "-" if terms[1][0] else "+", nodes[0], nodes[1])
            return _balanced(nodes, lambda a, b: Arithmetic(Type("number", unit), a.place, "+", a, b))
        return _balanced(
            [term for _, term in terms],
            lambda a, b: Arithmetic(Type("number", units.times(a.type.unit, b.type.unit)), a.place, "*", a, b),
        )

    def _unary(self, node: ast.UnaryOp, place: Place) -> Node:
        if isinstance(node.op, ast.Not):
            return Unary(BOOLEAN, place, "not", self._boolean(node.operand))
        if isinstance(node.op, ast.Invert):
            raise GroundfloorError("A rule knows no operators on bits", place, expected="not")
        operand = self._number(node.operand)
        op = "-" if isinstance(node.op, ast.USub) else "+"
        if op == "-" and isinstance(operand, Literal_) and isinstance(operand.value, float):
            return replace(operand, value=-operand.value, place=place)
        return Unary(operand.type, place, op, operand)

    def _logic(self, node: ast.BoolOp, place: Place) -> Node:
        op = "and" if isinstance(node.op, ast.And) else "or"
        return Logic(BOOLEAN, place, op, tuple(self._boolean(term) for term in node.values))

    def _compare(self, node: ast.Compare, place: Place) -> Node:
        parts: list[Node] = []
        left = node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, ast.In | ast.NotIn):
                member = self._member(self.check(left), right, place)
                parts.append(Unary(BOOLEAN, place, "not", member) if isinstance(op, ast.NotIn) else member)
            elif type(op) in OPERATORS:
                a, b = self._alike([self.check(left), self.check(right)], place, "a comparison")
                word = OPERATORS[type(op)]
                if a.type.kind != "number" and word not in ("==", "!="):
                    raise GroundfloorError(f"{word!r} compares numbers, not {a.type.kind}s", place, expected="== or !=")
                parts.append(Compare(BOOLEAN, place, word, a, b))
            else:
                raise GroundfloorError("A rule does not know 'is'", place, expected="== or !=")
            left = right
        return parts[0] if len(parts) == 1 else Logic(BOOLEAN, place, "and", tuple(parts))

    def _member(self, item: Node, options: ast.expr, place: Place) -> Node:
        if not isinstance(options, ast.Tuple | ast.List | ast.Set) or not options.elts:
            raise GroundfloorError(
                "'in' needs a list of values", self.source.place(options), expected="such as: in ('head', 'spouse')"
            )
        nodes = [self.check(option) for option in options.elts]
        for option in nodes:
            if not constant(option):
                raise GroundfloorError("The list after 'in' holds written values only", option.place)
        _, *checked = self._alike([item, *nodes], place, "'in'")
        return Member(BOOLEAN, place, item, tuple(checked))

    def _call(self, node: ast.Call, place: Place) -> Node:
        if node.keywords:
            raise GroundfloorError("Arguments have no names here", place, expected="values in order")
        path = _dotted(node.func)
        match path:
            case ["household", name] if name in AGGREGATES:
                return self._aggregate(name, node, place)
            case [name] if name in CONVERSIONS:
                (argument,) = self._arguments(node, name, 1, 1, place)
                factor = per_year(_money(argument)) / per_year(CONVERSIONS[name])
                number = Literal_(NUMBER, place, factor)
                return Arithmetic(Type("number", CONVERSIONS[name]), place, "*", argument, number)
            case [name] if name in FUNCTIONS:
                return self._function(name, node, place)
        name = ".".join(path) if path else "this"
        known = [*FUNCTIONS, *CONVERSIONS, *(f"household.{word}" for word in AGGREGATES)]
        raise GroundfloorError(f"Unknown function {name!r}", place, hint=nearest(name, known))

    def _arguments(self, node: ast.Call, name: str, least: int, most: int | None, place: Place) -> list[Node]:
        if len(node.args) < least or (most is not None and len(node.args) > most):
            wanted = f"{least}" if least == most else f"{least} or more" if most is None else f"{least} to {most}"
            raise GroundfloorError(
                f"{name} has {len(node.args)} arguments",
                place,
                expected=f"{wanted}: {FUNCTIONS.get(name, (0, 0, name))[2]}",
            )
        return [self.check(argument) for argument in node.args]

    def _function(self, name: str, node: ast.Call, place: Place) -> Node:
        least, most, _ = FUNCTIONS[name]
        arguments = self._arguments(node, name, least, most, place)
        if name == "coalesce":
            arguments = self._alike(arguments, place, name)
            return Call(self._common(arguments), place, name, tuple(arguments))
        for argument in arguments:
            _require(argument, "number", f"{name} takes")
        if name in ("min", "max", "clip"):
            arguments = self._alike(arguments, place, name)
        elif name == "round" and len(arguments) == 2:
            digits = arguments[1]
            if not isinstance(digits, Literal_) or digits.value != int(digits.value) or abs(int(digits.value)) > 12:
                raise GroundfloorError(
                    "round takes a written whole number of digits", digits.place, expected="round(x, 2)"
                )
        return Call(self._common(arguments[: 1 if name == "round" else None]), place, name, tuple(arguments))

    def _aggregate(self, name: str, node: ast.Call, place: Place) -> Node:
        if self.inside:
            raise GroundfloorError(
                f"household.{name} stands inside household.{self.inside}", place, hint="Nothing nests here."
            )
        if len(node.args) != 1:
            raise GroundfloorError(f"household.{name} has {len(node.args)} arguments", place, expected="one")
        inner = Checker(self.source, self.scope, inside=name)
        if name in ("count", "any", "all"):
            argument = inner._boolean(node.args[0])
            return Household(NUMBER if name == "count" else BOOLEAN, place, name, argument)  # type: ignore[arg-type]
        argument = inner._number(node.args[0])
        return Household(argument.type, place, name, argument)  # type: ignore[arg-type]

    def _boolean(self, node: ast.expr) -> Node:
        checked = self.check(node)
        _require(checked, "boolean", "Here stands")
        return checked

    def _number(self, node: ast.expr) -> Node:
        checked = self.check(node)
        _require(checked, "number", "Here stands")
        return checked

    def _alike(self, nodes: Sequence[Node], place: Place, what: str) -> list[Node]:
        """The same nodes, which must be of one kind and, for numbers, one unit; written numbers fit any unit."""
        kinds = dict.fromkeys(node.type.kind for node in nodes)
        if len(kinds) > 1:
            raise GroundfloorError(f"{what} meets a {' and a '.join(kinds)}", place, expected="values of one kind")
        found = dict.fromkeys(node.type.unit for node in nodes if not constant(node))
        if "number" in kinds and len(found) > 1:
            hint = None
            if all(unit.startswith("LCU/") for unit in found):
                hint = "Convert one of them: per_day(...), per_week(...), per_month(...) or per_year(...)."
            raise GroundfloorError(f"{what} meets {' and '.join(found)}", place, expected="one unit", hint=hint)
        if "text" in kinds:
            self._words(nodes)
        return list(nodes)

    def _words(self, nodes: Sequence[Node]) -> None:
        levels = {level for node in nodes for level in self._levels(node)}
        if not levels:
            return
        for node in nodes:
            if isinstance(node, Literal_) and node.value not in levels:
                raise GroundfloorError(
                    f"The word {node.value!r} never occurs here",
                    node.place,
                    expected=f"one of {', '.join(sorted(levels))}",
                    hint=nearest(str(node.value), levels),
                )

    def _levels(self, node: Node) -> tuple[str, ...]:
        if isinstance(node, Household) and node.argument is not None:
            node = node.argument
        return self.scope.variables[node.name].levels if isinstance(node, Variable) else ()

    def _common(self, nodes: Sequence[Node]) -> Type:
        return next((node.type for node in nodes if not constant(node)), nodes[0].type)


def _dotted(node: ast.expr) -> list[str]:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else []


def _require(node: Node, kind: str, what: str) -> None:
    if node.type.kind != kind:
        expected = "a condition such as age < 5" if kind == "boolean" else f"a {kind}"
        raise GroundfloorError(f"{what} a {kind}, not a {node.type.kind}", node.place, expected=expected)


def _money(node: Node) -> str:
    try:
        per_year(node.type.unit)
    except GroundfloorError as error:
        raise GroundfloorError(error.what, node.place, expected=error.expected) from None
    return node.type.unit


def _balanced(nodes: Sequence[Node], join: Callable[[Node, Node], Node]) -> Node:
    level = list(nodes)
    while len(level) > 1:
        pairs = [join(a, b) for a, b in zip(level[::2], level[1::2], strict=False)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]
