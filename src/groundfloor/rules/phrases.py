"""Expressions in words: names of variables, values, conditions and what they ask for."""

from __future__ import annotations

from collections.abc import Mapping

from groundfloor.rules.messages import Messages
from groundfloor.rules.operations import Value
from groundfloor.rules.programme import Floor, Form
from groundfloor.rules.reading import Reading
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
from groundfloor.rules.walk import children

SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=", "!=": "≠"}
SIGNS |= {"+": "+", "-": "\N{MINUS SIGN}", "*": "×", "/": "÷", "**": "^"}
NAMED = (Variable, Parameter, Result, Household)


class Phrases:
    """One language's way of saying the expressions of a floor; `currency` is what it calls an LCU."""

    def __init__(self, messages: Messages, floor: Floor, currency: str = "LCU") -> None:
        self.messages, self.floor, self.currency = messages, floor, currency

    def label(self, words: Mapping[str, str], name: str) -> str:
        """A label in this language, else in English, else the name made readable."""
        return words.get(self.messages.code) or words.get("en") or name.replace("_", " ")

    def value(self, value: Value, node: Node | None = None) -> str:
        """A value; a word is said as the variable `node` says it."""
        if value is None:
            return self.messages.text("unknown")
        if isinstance(value, bool):
            return self.messages.text("yes" if value else "no")
        if isinstance(value, str):
            name = _variable(node)
            return str(self.messages.entry("levels", name, value) or value) if name else value
        return self.messages.number(value, money=node is not None and node.type.unit.startswith("LCU"))

    def quantity(self, value: float, unit: str) -> str:
        """A number with its unit."""
        said = self.messages.number(value, money=unit.startswith("LCU"))
        if self.messages.entry("units", unit) is None:
            return said if unit == "1" else f"{said} {unit}"
        return self.messages.text("units", unit, count=value, value=said, currency=self.currency)

    def name(self, node: Node) -> str:
        """What a value is called."""
        match node:
            case Variable(name=name):
                return self.variable(name)
            case Parameter(name=name):
                return self.label(self.floor.parameters[name].label, name.partition(".")[2])
            case Result(what=what):
                path = ("words", what) if what == "amount" else ("words", what, "name")
                return self.messages.text(*path, programme=self.programme(node))
            case Household(name=name, argument=argument):
                if argument is None:
                    return self.messages.text("household", name)
                of = self.name(argument) if name == "head" else self.phrase(argument)
                return self.messages.text("household", name, of=of)
        return self.phrase(node)

    def form(self, form: Form) -> str:
        """In what a benefit is given, and what of it counts as money of the household."""
        said = self.messages.text("forms", form.kind)
        if form.waives is not None:
            said = self.messages.text("form_up_to", form=said, fee=self.variable(form.waives.variable))
        if form.worth in (0.0, 1.0):
            return self.messages.text("form_nothing" if form.worth == 0.0 else "form_all", form=said)
        return self.messages.text("form_part", form=said, share=self.messages.number(form.worth * 100))

    def variable(self, name: str) -> str:
        """What a survey variable is called."""
        entry = self.messages.entry("variables", name) or name.replace("_", " ")
        return str(entry["name"] if isinstance(entry, Mapping) else entry)

    def programme(self, node: Result) -> str:
        """The label of the programme whose result is read."""
        return self.label(self.floor.programmes[node.programme].label, node.programme)

    def phrase(self, node: Node, reading: Reading | None = None) -> str:
        """An expression; with its reading, each name is followed by its value."""
        match node:
            case Literal_(value=value):
                return self.value(value)
            case Variable() | Parameter() | Result() | Household():
                return self._named(node, reading)
            case Unary(op="not", operand=operand):
                return self._not(operand, reading)
            case Unary(op=op, operand=operand):
                inner = self._part(operand, reading, 0, grouped=_looser(operand, "*"))
                return inner if op == "+" else f"{SIGNS[op]}{inner}"
            case Arithmetic():
                return self._arithmetic(node, reading)
            case Compare(op=op, left=left, right=right):
                return f"{self._side(left, reading, 0, right)} {SIGNS[op]} {self._side(right, reading, 1, left)}"
            case Logic(op=op, terms=terms):
                return self.messages.text("words", op).join(
                    self._part(term, reading, i, grouped=isinstance(term, Logic)) for i, term in enumerate(terms)
                )
            case Member():
                return self._member(node, reading, "in")
            case Choose():
                test, then, other = (self._part(part, reading, i) for i, part in enumerate(children(node)))
                return self.messages.text("words", "choose", test=test, then=then, other=other)
            case Call(name=name, arguments=arguments):
                # how many decimals, and between which bounds, is said by the rule's own text
                said = arguments[:1] if name in ("round", "clip") else arguments
                of = self.messages.joined([self._part(part, reading, i) for i, part in enumerate(said)])
                group = self.messages.text("words", "group", of=of) if len(said) > 1 else of
                return self.messages.text("functions", name, of=group)
        raise TypeError(f"{type(node).__name__} is no node of the language")

    def _part(self, node: Node, reading: Reading | None, i: int, *, grouped: bool = False) -> str:
        """The i-th part of an expression, in brackets where asked."""
        said = self.phrase(node, _below(reading, i))
        return self.messages.text("words", "group", of=said) if grouped else said

    def _side(self, node: Node, reading: Reading | None, i: int, other: Node) -> str:
        """A side of a comparison: a written word as the variable on the other side says it, a sum with what it comes to."""
        if isinstance(node, Literal_):
            return self.value(node.value, other)
        part = _below(reading, i)
        if node.type.kind == "boolean":
            return self._valued(self.name(node), node, part)
        said = self.phrase(node, part)
        return said if isinstance(node, NAMED) else self._valued(said, node, part)

    def _named(self, node: Node, reading: Reading | None) -> str:
        """A name; a condition as a clause without its value, anything else with it."""
        if node.type.kind == "boolean":
            return self.clause(node, True)
        return self._valued(self.name(node), node, reading)

    def _valued(self, said: str, node: Node, reading: Reading | None) -> str:
        if reading is None:
            return said
        plain = isinstance(node, Variable | Parameter) and isinstance(reading.value, float)
        return self.messages.text(
            "words", "number" if plain else "value", name=said, value=self.value(reading.value, node)
        )

    def clause(self, node: Node, positive: bool) -> str:
        """A condition that is a name, affirmed or denied."""
        form = "yes" if positive else "no"
        if isinstance(node, Household) and node.name == "head" and node.argument is not None:
            return self.messages.text("household", "head", of=self.clause(node.argument, positive))
        if isinstance(node, Result):
            return self.messages.text("words", node.what, form, programme=self.programme(node))
        if isinstance(node, Variable):
            entry = self.messages.entry("variables", node.name)
            if isinstance(entry, Mapping):
                return str(entry[form])
        return self.name(node) if positive else self.messages.text("words", "not", of=self.name(node))

    def _not(self, operand: Node, reading: Reading | None) -> str:
        part = _below(reading, 0)
        if isinstance(operand, Member):
            return self._member(operand, part, "not_in")
        if isinstance(operand, NAMED):
            return self.clause(operand, False)
        return self.messages.text("words", "not", of=self.phrase(operand, part))

    def _member(self, node: Member, reading: Reading | None, word: str) -> str:
        item = self._side(node.item, reading, 0, node.item)
        return self.messages.text("words", word, item=item, options=self.options(node))

    def options(self, node: Member) -> str:
        """The values after `in`."""
        return ", ".join(self._side(option, None, 0, node.item) for option in node.options)

    def _arithmetic(self, node: Arithmetic, reading: Reading | None) -> str:
        left, right, op = node.left, node.right, node.op
        a = self._part(left, reading, 0, grouped=_looser(left, op))
        if op == "+" and isinstance(right, Unary) and right.op == "-":
            b = self._part(right.operand, _below(reading, 1), 0, grouped=_looser(right.operand, "-", after=True))
            return f"{a} {SIGNS['-']} {b}"
        b = self._part(right, reading, 1, grouped=_looser(right, op, after=True))
        if op in ("//", "%"):
            return self.messages.text("words", "whole_quotient" if op == "//" else "remainder", left=a, right=b)
        return f"{a} {SIGNS[op]} {b}"


def _below(reading: Reading | None, i: int) -> Reading | None:
    """The reading of the i-th part; what stands inside an aggregate has none."""
    return None if reading is None else reading.parts[i]


def _variable(node: Node | None) -> str | None:
    """The variable whose words a value is one of."""
    if isinstance(node, Household) and node.name == "head":
        node = node.argument
    return node.name if isinstance(node, Variable) else None


def _looser(node: Node, op: str, *, after: bool = False) -> bool:
    """Whether a part needs brackets within `op`; `after` for what stands on its right."""
    if not isinstance(node, Arithmetic):
        return isinstance(node, Choose | Compare | Logic | Call)
    if op in ("+", "-"):
        return node.op in ("//", "%") or (after and op == "-" and node.op in ("+", "-"))
    if op in ("*", "/") and node.op in ("*", "/"):
        return after and not op == node.op == "*"
    return True
