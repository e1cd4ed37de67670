"""A survey made ready for the engine in memory, and one block of whole households of it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from groundfloor.engine.check import check_variables
from groundfloor.engine.steps import Plan, compiled
from groundfloor.engine.values import HOME, ONE, PERSON, Value
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.rules.programme import Floor, Programme
from groundfloor.survey.frame import Column, Floats, Ints, Survey, Text

# a few columns of a block stay in the processor's second-level cache
PERSONS_A_BLOCK = 131_072
PLANS, CHECKED = 16, 1000


@dataclass
class Kept:
    """What of a plan's steps, and who is entitled by which programmes, hangs on one block of a survey alone."""

    plan: Plan
    values: dict[int, Value] = field(default_factory=dict)
    decided: dict[str, tuple[Ints, Ints]] = field(default_factory=dict)


class Prepared:
    """A survey with what every scenario on it asks for again: blocks, heads, keys, what no parameter changes."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.persons = survey.persons
        self._missing: dict[str, bool] = {}
        self._keys: dict[str, Ints] = {}
        self._plans: dict[tuple[Hashable, ...], tuple[tuple[Programme, ...], Plan]] = {}
        self._truths: dict[str, NDArray[np.bool_]] = {}
        self._checked: dict[int, Programme] = {}

    def plan(self, floor: Floor) -> Plan:
        """The steps of a floor, kept for the rules asked for last: a changed value or take-up needs no new plan."""
        programmes = tuple(floor.programmes.values())
        key = tuple((one.name, one.unit, id(one.eligible), id(one.amount), one.limit) for one in programmes)
        kept = self._plans.get(key)
        if kept is None:
            if len(self._plans) >= PLANS:
                self._plans.pop(next(iter(self._plans)))
            # an identity may come again after its object has gone, so the programmes are kept beside the plan
            kept = self._plans[key] = (programmes, compiled(floor))
        return kept[1]

    def check(self, floor: Floor) -> None:
        """Refuse a floor that asks for what the survey does not have; a programme is looked at once."""
        new = {name: one for name, one in floor.programmes.items() if self._checked.get(id(one)) is not one}
        if new:
            check_variables(replace(floor, programmes=new), self.survey)
            if len(self._checked) > CHECKED:
                self._checked.clear()
            # an identity may come again after its object has gone, so the object is kept
            self._checked.update((id(one), one) for one in new.values())

    def missing(self, name: str) -> bool:
        """Whether a variable has a missing value anywhere."""
        if name not in self._missing:
            column = self.survey.columns[name]
            self._missing[name] = bool((column.codes < 0).any() if isinstance(column, Text) else np.isnan(column).any())
        return self._missing[name]

    def column(self, name: str, kind: str) -> Column:
        """A variable; a true-or-false one that is never missing as truth values, which are an eighth of the size."""
        column = self.survey.columns[name]
        if kind != "boolean" or isinstance(column, Text) or self.missing(name):
            return column
        if name not in self._truths:
            self._truths[name] = column == 1.0
        return self._truths[name]  # type: ignore[return-value] # read as floats everywhere else

    def keys(self, unit: str) -> Ints:
        """The keys of the take-up draw, one a person."""
        if unit not in self._keys:
            self._keys[unit] = household_keys(self.survey) if unit == "household" else person_keys(self.survey)
        return self._keys[unit]

    @cached_property
    def blocks(self) -> list[Block]:
        """The survey in blocks."""
        return blocks(self)

    @cached_property
    def home(self) -> Ints:
        """The household of each person, counted from 0."""
        return self.survey.household_of

    @cached_property
    def weight(self) -> Floats:
        """The weight of each member of a household."""
        return self.survey.weight[self.survey.starts]

    @cached_property
    def people(self) -> Floats:
        """The weight of all members of a household together."""
        found: Floats = self.weight * self.survey.sizes
        return found

    @cached_property
    def heads(self) -> Ints:
        """The row of each household's first head, -1 without one."""
        heads = np.full(self.survey.households, -1, dtype=np.int64)
        relationship = self.survey.columns.get("relationship")
        if isinstance(relationship, Text) and "head" in relationship.levels:
            rows = np.flatnonzero(relationship.codes == relationship.levels.index("head"))
            # written backwards, so that the first of two heads stays
            heads[self.home[rows[::-1]]] = rows[::-1]
        return heads


@dataclass(frozen=True)
class Block:
    """Households `first_home` to `end_home` of a survey, and their persons."""

    prepared: Prepared
    first_home: int
    end_home: int
    first_row: int
    end_row: int
    _kept: list[Kept] = field(default_factory=list, repr=False, compare=False)

    def kept(self, plan: Plan) -> Kept:
        """What is kept of a plan, of the last one asked for only."""
        found = next((one for one in self._kept if one.plan is plan), None)
        if found is None:
            # another thread may still fill the one for its own plan
            found = Kept(plan)
            self._kept[:] = [found]
        return found

    @property
    def persons(self) -> int:
        """Persons of the block."""
        return self.end_row - self.first_row

    @cached_property
    def starts(self) -> Ints:
        """The row within the block of each household's first person."""
        return self.prepared.survey.starts[self.first_home : self.end_home] - self.first_row

    @cached_property
    def sizes(self) -> Ints:
        """Persons in each household."""
        return np.diff(np.append(self.starts, self.persons))

    @cached_property
    def home(self) -> Ints:
        """The household of each person, counted from 0 in the block."""
        return self.prepared.home[self.first_row : self.end_row] - self.first_home

    @cached_property
    def heads(self) -> Ints:
        """The row within the block of each household's head, -1 without one."""
        heads = self.prepared.heads[self.first_home : self.end_home]
        return np.where(heads < 0, -1, heads - self.first_row)

    @cached_property
    def askers(self) -> Ints:
        """The row of the person who is asked for the household: its head, or its first person."""
        return np.where(self.heads < 0, self.starts, self.heads)

    def _cut(self, name: str, kind: str = "number") -> Column:
        column = self.prepared.column(name, kind)
        here = slice(self.first_row, self.end_row)
        return Text(column.codes[here], column.levels) if isinstance(column, Text) else column[here]

    def column(self, name: str, kind: str) -> Value:
        """A variable of each person."""
        return self.person(self._cut(name, kind), self.prepared.missing(name))

    def person(self, data: Column, missing: bool) -> Value:
        """A value of each person."""
        return Value(data, PERSON, missing)

    def numbers(self, name: str) -> Floats:
        """A numeric variable of each person."""
        column = self._cut(name)
        return column.codes.astype(float) if isinstance(column, Text) else column

    def at_heads(self, name: str, kind: str) -> Value:
        """A variable of the person asked for each household."""
        return self.heads_of(self.column(name, kind))

    def heads_of(self, value: Value) -> Value:
        """A value of each person at those asked for the households."""
        return value.at(self.askers, HOME)

    def alike(self, values: Sequence[Value]) -> list[Value]:
        """The values on the finest level among them; what is the same for a household or for all is repeated."""
        level = max(value.level for value in values)
        if level < PERSON:
            return list(values)
        return [value.at(self.home, PERSON) if value.level == HOME else value for value in values]

    def decided(self, eligible: Value, home: bool) -> tuple[Ints, Ints]:
        """The rows (households) where a condition is true, and those where it is not known."""
        count = len(self.starts) if home else self.persons
        if eligible.level == HOME and not home:
            eligible = eligible.at(self.home, PERSON)
        if eligible.level == ONE:
            eligible = Value(np.broadcast_to(eligible.floats(), count), HOME, True)
        data = eligible.data
        if not isinstance(data, Text) and data.dtype == np.bool_:
            return np.flatnonzero(data), np.zeros(0, dtype=np.int64)
        known = eligible.floats()
        return np.flatnonzero(known == 1.0), np.flatnonzero(np.isnan(known))

    def taken(self, amount: Value, times: float, rows: Ints, home: bool) -> Floats:
        """So many times a number at the rows (households) named, NaN where that is no finite one."""
        if amount.level == ONE:
            out = np.full(len(rows), float(amount.floats()))
        elif amount.level == HOME and not home:
            out = amount.floats()[self.home[rows]]
        else:
            out = amount.floats()[rows]
        out = out * times
        return np.where(np.isfinite(out), out, np.nan)


def blocks(prepared: Prepared) -> list[Block]:
    """The survey in blocks of whole households."""
    starts, persons = prepared.survey.starts, prepared.persons
    households = len(starts)
    wanted = max(1, -(-persons // PERSONS_A_BLOCK))
    cuts: NDArray[np.int64] = np.searchsorted(starts, np.linspace(0, persons, wanted + 1)[1:-1])
    edges = sorted({0, households, *cuts.tolist()}) if households else [0, 0]
    rows = [0, *(int(starts[edge]) for edge in edges[1:-1]), persons]
    return [Block(prepared, a, b, rows[i], rows[i + 1]) for i, (a, b) in enumerate(pairwise(edges))]
