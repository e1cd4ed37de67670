"""The engine in memory: whole columns at a time over persons sorted by household."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence

import numpy as np

from groundfloor.engine.flat import Flat, Step
from groundfloor.engine.table import Table, ranks, table
from groundfloor.engine.values import Value, arithmetic, call, choose, compare, household, logic, member, numbers, word
from groundfloor.rules.draw import draw, salt
from groundfloor.rules.entitlements import Entitlement, Entitlements
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.rules.periods import per_year
from groundfloor.rules.programme import Floor, Programme
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
from groundfloor.survey.frame import Floats, Survey, Text


class Columns:
    """The values of every distinct subexpression of a run, each computed once."""

    def __init__(self, on: Table, parameters: dict[str, float]) -> None:
        self.on, self.parameters = on, parameters
        self.results: dict[tuple[str, str], Floats] = {}
        self._flat = Flat()
        self._values: list[Value] = []

    def of(self, node: Node) -> Value:
        """The value of `node` for each person."""
        return self._broadcast(self._values[self._flat.add(node, self._compute)])

    def floats(self, node: Node) -> Floats:
        """The value of a number or a boolean for each person."""
        return numbers([self.of(node)])[0]

    def _broadcast(self, value: Value) -> Value:
        persons = self.on.survey.persons
        if isinstance(value, Text):
            return Text(np.broadcast_to(value.codes, persons), value.levels)
        return np.broadcast_to(value, persons)

    def _compute(self, index: int, step: Step) -> None:
        with np.errstate(all="ignore"):
            self._values.append(self._value(step.node, [self._values[child] for child in step.children]))

    def _value(self, node: Node, operands: Sequence[Value]) -> Value:
        match node:
            case Literal_(value=value):
                return word(value) if isinstance(value, str) else np.asarray(float(value))
            case Variable(name=name):
                return self.on.survey.columns[name]
            case Parameter(name=name):
                return np.asarray(self.parameters.get(name, math.nan))
            case Result(programme=programme, what=what):
                return self.results[programme, what]
            case Compare(op=op):
                return compare(op, *operands)
            case Member():
                return member(operands[0], operands[1:])
            case Choose():
                return choose(numbers(operands[:1])[0], *operands[1:])
            case Call(name=name):
                return call(name, operands)
            case Household(name=name):
                argument = self._broadcast(operands[0]) if operands else None
                return household(name, argument, self.on.starts, self.on.sizes, self.on.heads)
        x = numbers(operands)
        match node:
            case Arithmetic(op=op):
                return arithmetic(op, *x)
            case Logic(op=op):
                return logic(op, x)
            case Unary(op=op):
                return 1.0 - x[0] if op == "not" else -x[0] if op == "-" else x[0]
        raise ValueError(f"unknown node {type(node).__name__}")


def _programme(programme: Programme, columns: Columns, seed: int) -> Entitlement:
    """Who is entitled to one programme, who receives it and how much."""
    on = columns.on
    eligible = columns.floats(programme.eligible)
    amount = columns.floats(programme.amount) * per_year(programme.amount.type.unit)
    keys = person_keys(on.survey)
    if programme.unit == "household":
        eligible, amount = _on_first(eligible, on), _on_first(amount, on)
        keys = household_keys(on.survey)
    elif programme.limit is not None:
        by = numbers([on.survey.columns[programme.limit.by]])[0]
        beyond = ranks(by, eligible == 1, on) >= programme.limit.first
        eligible = np.where((eligible == 1) & beyond, 0.0, eligible)
    entitled = eligible == 1
    receives = entitled & (draw(keys, salt(programme.name, seed)) < programme.take_up)
    return Entitlement(
        eligible=np.array(eligible),
        receives=receives.astype(float),
        amount=np.where(receives, amount, 0.0),
        full_amount=np.where(entitled, amount, 0.0),
        undecided=int(np.isnan(eligible).sum()),
    )


def _on_first(values: Floats, on: Table) -> Floats:
    """The head's value on the household's first row, 0 on the others; the first person stands in for no head."""
    out = np.zeros(on.survey.persons)
    out[on.starts] = values[np.where(on.heads < 0, on.starts, on.heads)]
    return out


def evaluate(floor: Floor, survey: Survey, date: datetime.date, seed: int = 0) -> Entitlements:
    """Every programme of `floor` on `survey` at `date`."""
    columns = Columns(table(survey), floor.values(date))
    out: dict[str, Entitlement] = {}
    for name, programme in floor.programmes.items():
        entitlement = _programme(programme, columns, seed)
        out[name] = entitlement
        for what in ("amount", "eligible", "receives"):
            columns.results[name, what] = getattr(entitlement, what)
    return Entitlements(programmes=out)
