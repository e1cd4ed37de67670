"""The engine in memory: whole columns over blocks of persons sorted by household."""

from __future__ import annotations

import datetime
import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from groundfloor.engine.block import Block, Kept, Prepared
from groundfloor.engine.steps import Step, factor
from groundfloor.engine.values import (
    ONE,
    Value,
    aggregate,
    arithmetic,
    call,
    choose,
    compare,
    logic,
    member,
    negate,
    written,
)
from groundfloor.rules.draw import draw, salt
from groundfloor.rules.entitlements import Entitlements, Granted, Listed
from groundfloor.rules.programme import Floor, Limit, Programme
from groundfloor.rules.take_up import take_up_at
from groundfloor.rules.tree import (
    Arithmetic,
    Call,
    Choose,
    Compare,
    Household,
    Literal_,
    Logic,
    Member,
    Parameter,
    Result,
    Unary,
    Variable,
)
from groundfloor.survey.frame import Floats, Ints, Survey

THREADS = min(4, os.cpu_count() or 1)


def evaluate(floor: Floor, survey: Survey | Prepared, date: datetime.date, seed: int = 0) -> Entitlements:
    """Every programme of `floor` on `survey` at `date`.

    The survey is gone through in blocks of whole households that fit the processor's cache; each block has its own results, so
    any number of threads gives the same bits. Of a prepared survey is kept what no change of a parameter changes.
    """
    prepared = survey if isinstance(survey, Prepared) else Prepared(survey)
    plan, values = prepared.plan(floor), floor.values(date)
    parts = prepared.blocks

    def one(block: Block) -> dict[str, Listed]:
        kept = block.kept(plan) if prepared is survey else Kept(plan)
        with np.errstate(all="ignore"):
            return Sheet(block, kept, values).programmes(floor, seed)

    if len(parts) == 1 or THREADS == 1:
        found = [one(block) for block in parts]
    else:
        with ThreadPoolExecutor(THREADS) as pool:
            found = list(pool.map(one, parts))
    return Entitlements({name: _joined([part[name] for part in found], prepared.persons) for name in floor.programmes})


def _joined(parts: Sequence[Listed], persons: int) -> Listed:
    if len(parts) == 1:
        return parts[0]
    granted = [part.granted for part in parts]
    return Listed(
        persons,
        Granted(
            np.concatenate([one.rows for one in granted]),
            np.concatenate([one.money for one in granted]),
            np.concatenate([one.takes for one in granted]),
        ),
        np.concatenate([part.unknown for part in parts]),
    )


class Sheet:
    """The values of every step of a plan on one block."""

    def __init__(self, block: Block, kept: Kept, parameters: dict[str, float]) -> None:
        self.block, self.kept, self.plan, self.parameters = block, kept, kept.plan, parameters
        self.values: dict[int, Value] = dict(kept.values)
        self.results: dict[tuple[str, str], Floats] = {}

    def programmes(self, floor: Floor, seed: int) -> dict[str, Listed]:
        """Every programme, in the floor's order; a result that another rule reads is kept as a column."""
        read = {(step.node.programme, step.node.what) for step in self.plan.steps if isinstance(step.node, Result)}
        out = {}
        for name, programme in floor.programmes.items():
            out[name] = self._programme(programme, seed)
            for what in ("amount", "eligible", "receives"):
                if (name, what) in read:
                    column: Floats = getattr(out[name], what)
                    self.results[name, what] = column[self.block.first_row : self.block.end_row]
        return out

    def value(self, index: int) -> Value:
        """The value of a step; steps before it are computed when they are needed."""
        found = self.values.get(index)
        if found is None:
            step = self.plan.steps[index]
            found = self.values[index] = self._compute(step, [self.value(one) for one in step.operands])
            if index in self.plan.worth_keeping:
                self.kept.values[index] = found
        return found

    def _compute(self, step: Step, operands: Sequence[Value]) -> Value:
        node, block = step.node, self.block
        match node:
            case Literal_(value=value):
                return written(value)
            case Variable(name=name):
                kind = node.type.kind
                return block.at_heads(name, kind) if step.at_head else block.column(name, kind)
            case Parameter(name=name):
                return Value(np.asarray(self.parameters.get(name, math.nan)), ONE, True)
            case Result(programme=programme, what=what):
                column = block.person(self.results[programme, what], True)
                return block.heads_of(column) if step.at_head else column
            case Household(name=name):
                return aggregate(name, operands[0] if operands else None, block)
            case Compare(op=op):
                return compare(op, *block.alike(operands))
            case Member():
                return member(*block.alike(operands))
            case Choose():
                return choose(*block.alike(operands))
            case Call(name=name):
                return call(name, block.alike(operands))
            case Arithmetic(op=op):
                return arithmetic(op, *block.alike(operands))
            case Logic(op=op):
                return logic(op, block.alike(operands))
            case Unary(op=op):
                return negate(op, operands[0])
        raise TypeError(type(node).__name__)

    def _programme(self, programme: Programme, seed: int) -> Listed:
        """Who is entitled to one programme, who receives it and how much."""
        block = self.block
        home = programme.unit == "household"
        yes, unknown = self._decided(programme)
        money = block.taken(self.value(self.plan.rules[programme.name][1]), factor(programme), yes, home)
        rows = (block.starts[yes] if home else yes) + block.first_row
        if not programme.drawn:
            takes: NDArray[np.bool_] = np.ones(len(rows), dtype=bool)
        else:
            keys = block.prepared.keys(programme.asked)[rows]
            takes = draw(keys, salt(programme.name, seed)) < take_up_at(programme, block.prepared.survey, rows)
        missing = (block.starts[unknown] if home else unknown) + block.first_row
        return Listed(block.prepared.persons, Granted(rows, money, takes), missing)

    def _decided(self, programme: Programme) -> tuple[Ints, Ints]:
        """The rows (households) of those entitled, limit included, and of those of whom it is not known."""
        found = self.kept.decided.get(programme.name)
        if found is None:
            index, _ = self.plan.rules[programme.name]
            yes, unknown = self.block.decided(self.value(index), programme.unit == "household")
            found = (yes if programme.limit is None else self._within(yes, programme.limit)), unknown
            if self.plan.lasting[index]:
                self.kept.decided[programme.name] = found
        return found

    def _within(self, rows: Ints, limit: Limit) -> Ints:
        """Of the persons in `rows` the first few of each household, smallest `by` first, missing last, ties by row."""
        home = self.block.home[rows]
        begins = np.flatnonzero(np.append(True, home[1:] != home[:-1])) if len(rows) else np.zeros(0, dtype=np.int64)
        lengths = np.diff(np.append(begins, len(rows)))
        crowded = np.repeat(lengths > limit.first, lengths)
        if not crowded.any():
            return rows
        disputed = rows[crowded]
        by = self.block.numbers(limit.by)[disputed]
        order = np.lexsort((by, home[crowded]))
        sizes = lengths[lengths > limit.first]
        rank = np.arange(len(disputed)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        kept = disputed[order][rank < limit.first]
        return np.sort(np.concatenate((rows[~crowded], kept)))
