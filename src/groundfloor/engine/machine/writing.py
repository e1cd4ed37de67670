"""A floor as single instructions: the steps of its plan, then of each programme who receives and what a household is paid."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from groundfloor.engine.machine.operations import Op
from groundfloor.engine.steps import Plan, Step, factor
from groundfloor.engine.values import HOME, ONE, PERSON
from groundfloor.rules.draw import salt
from groundfloor.rules.operations import Value, arithmetic
from groundfloor.rules.plain import Situation
from groundfloor.rules.programme import Floor, Limit, Programme
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
from groundfloor.rules.walk import walk
from groundfloor.survey.frame import Survey, Text

Words = tuple[str, ...]
Numbers = Callable[[Situation, Mapping[str, float]], Value]
TAKE_UP = "take_up"

ARITHMETIC = {
    "+": Op.ADD,
    "-": Op.SUBTRACT,
    "*": Op.MULTIPLY,
    "/": Op.DIVIDE,
    "//": Op.FLOOR_DIVIDE,
    "%": Op.MODULO,
    "**": Op.POWER,
}
COMPARE = {
    "<": Op.LESS,
    "<=": Op.LESS_EQUAL,
    ">": Op.GREATER,
    ">=": Op.GREATER_EQUAL,
    "==": Op.EQUAL,
    "!=": Op.NOT_EQUAL,
}
AGGREGATES = {
    "count": Op.COUNT,
    "any": Op.ANY,
    "all": Op.ALL,
    "sum": Op.SUM,
    "mean": Op.MEAN,
    "min": Op.LEAST,
    "max": Op.GREATEST,
}
CALLS = {"abs": Op.ABS, "floor": Op.FLOOR, "ceil": Op.CEIL}
FOLDED = {"min": Op.MIN, "max": Op.MAX, "coalesce": Op.COALESCE}


@dataclass(frozen=True)
class Wire:
    """A value: one for all, one a household or one a person; of words, which; the names of the numbers that it hangs on."""

    index: int
    level: int
    words: Words | None = None
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """An instruction over wires; `extra` is a row, a salt, a place in the table, a limit or a programme."""

    op: Op
    out: int
    operands: tuple[int, ...]
    extra: int = 0


@dataclass(frozen=True)
class Constant:
    """What is the same for all: a value worked out from the numbers of a law, as a number or the place of a word."""

    value: Numbers
    words: Words | None = None


@dataclass(frozen=True)
class Paying:
    """The wires of one programme: by who is asked (on `level`) whether entitled and receiving, and LCU a year; by household how many, and what is paid."""

    level: int
    eligible: Wire
    takes: Wire
    amount: Wire
    entitled: Wire
    undecided: Wire
    receives: Wire
    paid: Wire
    worth: float


class Writer:
    """Writes the lines of a floor for one survey; the same line is written once.

    `rows` are the columns that are read, `keys` those of the draw, `table` numbers that are looked up.
    """

    def __init__(self, floor: Floor, plan: Plan, survey: Survey, seed: int, drawn: frozenset[str]) -> None:
        self.survey, self.plan = survey, plan
        self.lines: list[Line] = []
        self.wires: list[Wire] = []
        self.constants: dict[int, Constant] = {}
        self.rows: dict[str, int] = {}
        self.keys: dict[tuple[str, int], int] = {}
        self.table: list[float] = []
        self._known: dict[Hashable, Wire] = {}
        self._steps: dict[int, Wire] = {}
        self._alone: list[bool] = []
        for one in plan.steps:
            passing = isinstance(one.node, Variable | Result | Household)
            self._alone.append(not passing and all(self._alone[operand] for operand in one.operands))
        self._results: dict[tuple[str, str], Callable[[], Wire]] = {}
        self.programmes = {
            name: self._programme(floor, one, salt(name, seed), name in drawn) for name, one in floor.programmes.items()
        }

    # lines

    def add(
        self, op: Op, level: int, operands: Sequence[Wire] = (), extra: int = 0, words: Words | None = None
    ) -> Wire:
        """The wire of an instruction, over operands that are on its level already."""
        key = (op, level, tuple(one.index for one in operands), extra)
        if key not in self._known:
            needs = frozenset(name for one in operands for name in one.needs)
            wire = self._known[key] = self._wire(level, words, needs)
            self.lines.append(Line(op, wire.index, tuple(one.index for one in operands), extra))
        return self._known[key]

    def _wire(self, level: int, words: Words | None, needs: frozenset[str]) -> Wire:
        self.wires.append(Wire(len(self.wires), level, words, needs))
        return self.wires[-1]

    def fixed(self, value: Numbers, needs: frozenset[str], key: Hashable, words: Words | None = None) -> Wire:
        """The wire of what is the same for all."""
        if (key, words) not in self._known:
            wire = self._known[key, words] = self._wire(ONE, words, needs)
            self.constants[wire.index] = Constant(value, words)
        return self._known[key, words]

    def number(self, value: float) -> Wire:
        """A number that no law changes."""
        return self.fixed(lambda _situation, _numbers: value, frozenset(), ("number", repr(value)))

    def on(self, level: int, wire: Wire) -> Wire:
        """A household's value on its members where they are asked; what is the same for all is on every level."""
        if level == PERSON and wire.level == HOME:
            return self.add(Op.SPREAD, PERSON, [wire], words=wire.words)
        return wire

    def over(self, op: Op, operands: Sequence[Wire], extra: int = 0, words: Words | None = None) -> Wire:
        """An instruction value by value, on the finest level among its operands."""
        level = max(one.level for one in operands)
        if level == ONE:
            level = HOME
        return self.add(op, level, [self.on(level, one) for one in operands], extra, words)

    def aligned(self, wires: Sequence[Wire]) -> list[Wire]:
        """Words by their places in one list, so that places compare as the words do; anything else as it is."""
        lists = [one.words for one in wires if one.words is not None]
        if not lists or all(one == lists[0] for one in lists):
            return list(wires)
        words = tuple(sorted({word for one in lists for word in one}))
        return [one if one.words is None else self._placed(one, words) for one in wires]

    def _placed(self, wire: Wire, words: Words) -> Wire:
        if wire.words == words:
            return wire
        if wire.index in self.constants:
            return self.fixed(self.constants[wire.index].value, wire.needs, ("placed", wire.index), words)
        assert wire.words is not None  # noqa: S101 (only words are placed)
        return self.over(Op.LOOK_UP, [wire], self.tabled([float(words.index(one)) for one in wire.words]), words)

    def tabled(self, values: Sequence[float], missing: float = float("nan")) -> int:
        """Where in the table the values by place begin."""
        key = ("table", tuple(map(repr, values)), repr(missing))
        if key not in self._known:
            self._known[key] = Wire(len(self.table), ONE)
            self.table += [missing, *values]
        return self._known[key].index

    # steps of the plan

    def step(self, index: int) -> Wire:
        """The wire of a step; steps before it are written when they are needed."""
        if index not in self._steps:
            step = self.plan.steps[index]
            self._steps[index] = self._fixed(step.node) if self._alone[index] else self._written(step)
        return self._steps[index]

    def _written(self, step: Step) -> Wire:
        node = step.node
        if isinstance(node, Variable):
            return self._asked(self.column(node.name), step.at_head)
        if isinstance(node, Result):
            return self._asked(self._results[node.programme, node.what](), step.at_head)
        operands = [self.step(one) for one in step.operands]
        match node:
            case Household(name=name):
                return self._aggregate(name, operands[0] if operands else None)
            case Compare(op=op):
                return self.over(COMPARE[op], self.aligned(operands))
            case Arithmetic(op=op):
                return self.over(ARITHMETIC[op], operands)
            case Logic(op=op):
                return self._folded(Op.AND if op == "and" else Op.OR, operands)
            case Unary(op=op):
                return operands[0] if op == "+" else self.over(Op.NOT if op == "not" else Op.NEGATE, operands)
            case Choose():
                test, then, other = operands[0], *self.aligned(operands[1:])
                return self.over(Op.CHOOSE, [test, then, other], words=then.words)
            case Member():
                equal = [self.over(Op.EQUAL, self.aligned([operands[0], one])) for one in operands[1:]]
                return self._folded(Op.OR, equal)
            case Call():
                return self._call(node, operands)
        raise TypeError(f"{type(node).__name__} is no node of the language")

    def _fixed(self, node: Node) -> Wire:
        needs = frozenset(one.name for one in walk(node) if isinstance(one, Parameter))
        words = None
        if node.type.kind == "text":
            words = tuple(sorted({str(one.value) for one in walk(node) if isinstance(one, Literal_)}))
        return self.fixed(lambda situation, _numbers: situation.value(node, 0), needs, ("node", id(node)), words)

    def column(self, name: str) -> Wire:
        """A variable of each person."""
        column = self.survey.columns[name]
        row = self.rows.setdefault(name, len(self.rows))
        return self.add(Op.DOUBLES, PERSON, extra=row, words=column.levels if isinstance(column, Text) else None)

    def _asked(self, wire: Wire, at_head: bool) -> Wire:
        return self.add(Op.ASKED, HOME, [wire], words=wire.words) if at_head else wire

    def _folded(self, op: Op, wires: Sequence[Wire], words: Words | None = None) -> Wire:
        out = wires[0]
        for one in wires[1:]:
            out = self.over(op, [out, one], words=words)
        return out

    def _call(self, node: Call, operands: Sequence[Wire]) -> Wire:
        if node.name in FOLDED:
            operands = self.aligned(operands)
            return self._folded(FOLDED[node.name], operands, operands[0].words)
        if node.name == "clip":
            return self.over(Op.MIN, [self.over(Op.MAX, operands[:2]), operands[2]])
        if node.name == "round":
            digits = node.arguments[1] if len(node.arguments) > 1 else None
            scale = float(f"1e{int(digits.value)}") if isinstance(digits, Literal_) else 1.0
            return self.over(Op.ROUND, [operands[0], self.number(scale)])
        return self.over(CALLS[node.name], operands)

    def _aggregate(self, name: str, wire: Wire | None) -> Wire:
        if wire is None:
            return self.add(Op.SIZE, HOME)
        if name == "head":
            return self.add(Op.HEADED, HOME, [wire], words=wire.words)
        return self.add(AGGREGATES[name], HOME, [self.on(PERSON, wire)])

    # programmes

    def _programme(self, floor: Floor, programme: Programme, salted: int, drawn: bool) -> Paying:
        level = HOME if programme.asked == "household" else PERSON
        rule = self.plan.rules[programme.name]
        eligible = self.step(rule[0])
        amount = self._yearly(programme, rule[1])
        eligible = self.on(level, eligible)
        if programme.limit is not None:
            eligible = self._limited(eligible, programme.limit)
        if drawn:
            by = [eligible, self._draw(programme.asked, level, salted), self._take_up(programme, level)]
            receives = self.add(Op.RECEIVES, level, by)
        else:
            receives = self.add(Op.IS_TRUE, level, [eligible])
        place = self._placing(level)
        name = programme.name
        self._results[name, "eligible"] = lambda: place(eligible)
        self._results[name, "receives"] = lambda: place(receives)
        self._results[name, "amount"] = lambda: place(self.over(Op.TIMES, [receives, amount]))
        if level == HOME:
            unknown, entitled = (self.add(op, HOME, [eligible]) for op in (Op.IS_UNKNOWN, Op.IS_TRUE))
            taking = receives
        else:
            entitled, unknown = (self.add(op, HOME, [eligible]) for op in (Op.COUNT, Op.COUNT_UNKNOWN))
            taking = self.add(Op.COUNT, HOME, [receives]) if drawn else entitled
        if amount.level == PERSON:
            paid = self.add(Op.TOTAL, HOME, [self.over(Op.TIMES, [receives, amount])])
        else:
            # the same for all who receive in a household
            paid = self.over(Op.TIMES, [taking, amount])
        worth = programme.form.worth
        return Paying(level, eligible, receives, amount, entitled, unknown, taking, paid, worth)

    def _placing(self, level: int) -> Callable[[Wire], Wire]:
        if level == HOME:
            return lambda wire: self.add(Op.PLACE, PERSON, [wire])
        return lambda wire: wire

    def _yearly(self, programme: Programme, index: int) -> Wire:
        by, node = factor(programme), programme.amount
        if by == 1.0:
            return self.step(index)
        wire = self.step(index)
        if wire.level == ONE:
            return self.fixed(
                lambda situation, _numbers: arithmetic("*", situation.value(node, 0), by),
                wire.needs,
                ("yearly", id(node), by),
            )
        return self.over(Op.MULTIPLY, [wire, self.number(by)])

    def _limited(self, eligible: Wire, limit: Limit) -> Wire:
        return self.add(Op.LIMIT, PERSON, [eligible, self.column(limit.by)], limit.first)

    def _draw(self, asked: str, level: int, salted: int) -> Wire:
        self.keys.setdefault((asked, level), len([key for key in self.keys if key[1] == level]))
        # the salt has 32 bits
        return self.add(Op.DRAW, level, extra=self.keys[asked, level] << 32 | salted)

    def _take_up(self, programme: Programme, level: int) -> Wire:
        """The take-up where a person, or the first one of a household, lives, 0 for one of an age not reached."""
        name = f"{programme.name}.{TAKE_UP}"
        share = self.fixed(lambda _situation, numbers: numbers[name], frozenset({name}), ("take-up", name))
        by = programme.take_up_by
        if by is not None and isinstance(column := self.survey.columns.get(by.variable), Text):
            table = self.tabled([by.shares.get(word, float("nan")) for word in column.levels])
            here = self.over(Op.LOOK_UP, [self._first(self.column(by.variable), level)], table)
            share = self.over(Op.COALESCE, [here, share])
        age = self.survey.columns.get("age")
        if programme.ages is None or age is None or isinstance(age, Text):
            return share
        if not programme.ages:
            return self.number(0.0)
        at = self._first(self.column("age"), level)
        inside = []
        for low, high in programme.ages:
            ends = ((Op.GREATER_EQUAL, float(low)), (Op.LESS, float(high + 1)))
            inside.append(self._folded(Op.AND, [self.over(op, [at, self.number(end)]) for op, end in ends]))
        reached = self.over(Op.IS_TRUE, [self._folded(Op.OR, inside)])
        return self.over(Op.CHOOSE, [reached, share, self.number(0.0)])

    def _first(self, wire: Wire, level: int) -> Wire:
        return self.add(Op.FIRST, HOME, [wire], words=wire.words) if level == HOME else wire


def value_of(constant: Constant, situation: Situation, numbers: Mapping[str, float]) -> float:
    """A constant as a number: a truth as 1 or 0, a word as its place, NaN where it is missing."""
    value = constant.value(situation, numbers)
    if value is None:
        return float("nan")
    if isinstance(value, str):
        return float(constant.words.index(value)) if constant.words else float("nan")
    return float(value) if np.isfinite(value) else float("nan")
