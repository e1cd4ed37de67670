"""Why somebody is not entitled, and what would have to be known, in words."""

from __future__ import annotations

from groundfloor.rules.phrases import Phrases
from groundfloor.rules.reading import Missing, Reading, Term
from groundfloor.rules.tree import Compare, Household, Literal_, Member, Node, Parameter, Result, Unary, Variable

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def against(term: Term, phrases: Phrases) -> str:
    """Why a condition that decided speaks against the person: the value, and what the rule asks for instead."""
    reading, wanted, messages = term.reading, term.wanted, phrases.messages
    while isinstance(reading.node, Unary) and reading.node.op == "not":
        reading, wanted = reading.parts[0], not wanted
    node = reading.node
    match node:
        case Compare():
            return _compared(node, reading, wanted, phrases)
        case Member(item=item):
            asked = messages.text("wanted", "in" if wanted else "not_in", value=phrases.options(node))
            return _asked(item, reading.parts[0], asked, phrases)
        case Household(name="any" | "all" as name, argument=Node() as argument):
            return messages.text("against", name if wanted else f"not_{name}", of=phrases.phrase(argument))
        case Variable() | Result() | Household():
            return phrases.clause(node, not wanted)
    said = phrases.phrase(node, reading)
    return messages.text("against", "other", text=said, answer=phrases.value(reading.value))


def _compared(node: Compare, reading: Reading, wanted: bool, phrases: Phrases) -> str:
    op = node.op if wanted else OPPOSITE[node.op]
    left, right = reading.parts
    if isinstance(left.node, Literal_ | Parameter) and not isinstance(right.node, Literal_ | Parameter):
        left, right, op = right, left, MIRRORED.get(op, op)
    value = phrases.value(right.value, left.node)
    if not isinstance(right.node, Literal_):
        value = phrases.messages.text("words", "value", name=value, value=phrases.name(right.node))
    return _asked(left.node, left, phrases.messages.text("wanted", op, value=value), phrases)


def _asked(node: Node, reading: Reading, wanted: str, phrases: Phrases) -> str:
    name, value = phrases.name(node), phrases.value(reading.value, node)
    return phrases.messages.text("against", "asked", name=name, value=value, wanted=wanted)


def lacking(missing: Missing, phrases: Phrases, *, on_household: bool) -> str:
    """What is not known; `on_household` where the rule was asked for the household as a whole."""
    kind = "asked_first" if missing.kind == "variable" and on_household else missing.kind
    return phrases.messages.text("missing", kind, count=missing.count, name=phrases.name(missing.node))
