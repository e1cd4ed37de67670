"""A floor run by the machine: what no changed number touches is kept from one run to the next."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.compiled import in_threads
from groundfloor.engine.block import Prepared
from groundfloor.engine.machine.listed import listed
from groundfloor.engine.machine.packed import Bytes, Packed
from groundfloor.engine.machine.tape import Halves, Tape, halves, listing
from groundfloor.engine.machine.writing import TAKE_UP, Wire, Writer, value_of
from groundfloor.engine.values import HOME, PERSON
from groundfloor.rules.entitlements import Entitlements
from groundfloor.rules.plain import Situation
from groundfloor.rules.programme import Floor
from groundfloor.survey.frame import Floats

COUNTS, TENTHS = 4, 10
Numbers = Mapping[str, float]


@dataclass(frozen=True)
class Swept:
    """What a floor gives households.

    `spent` is LCU a year that each household can spend (NaN not known). `sums` has a row a programme, and one for any of them, of the weighted entitled,
    undecided and receiving and of the persons in their households (for any of them the last alone); `money` of the LCU paid in all and by tenth.
    """

    spent: Floats
    sums: Floats
    money: Floats


class Machine:
    """Runs floors on one survey. The numbers that were others in an earlier run are taken to change again: what hangs on no such number is computed once.

    `tenth` is the tenth of persons that each household belongs to, counted from 0, -1 for none.
    """

    def __init__(self, prepared: Prepared, tenth: Bytes | None = None, *, seed: int = 0) -> None:
        self.packed = Packed(prepared)
        self.seed = seed
        self.tenth = np.full(prepared.survey.households, -1, dtype=np.int8) if tenth is None else tenth
        self._rules: tuple[Hashable, Floor, Writer] | None = None
        self._numbers: dict[str, float] = {}
        self._varied: frozenset[str] = frozenset()
        self._ready: _Ready | None = None

    def expect(self, names: Iterable[str]) -> None:
        """Name numbers (parameters by their full name, 'PROGRAMME.take_up') that will change from run to run."""
        more = self._varied | frozenset(names)
        if more != self._varied:
            self._varied, self._ready = more, None

    def sweep(self, floor: Floor, date: datetime.date) -> Swept:
        """What `floor` gives on `date`."""
        numbers = numbers_of(floor, date)
        self._follow(floor, numbers)
        return self.at(numbers)

    def at(self, numbers: Numbers) -> Swept:
        """What the floor followed last gives under other numbers, all of which were expected."""
        assert self._rules is not None  # noqa: S101 (a floor is followed first)
        if self._ready is None:
            self._ready = self._prepared(self._rules[2], numbers)
        ready = self._ready
        if ready.tapes.changing is None:
            return ready.lasting
        swept = self._run(ready.tapes.changing, numbers, ready.kept)
        # each sum is of one of the two, and nought in the other
        return Swept(swept.spent, ready.lasting.sums + swept.sums, ready.lasting.money + swept.money)

    def entitlements(self, floor: Floor, date: datetime.date) -> Entitlements:
        """What `floor` gives each person on `date`: who is entitled, who receives and how much."""
        numbers = numbers_of(floor, date)
        self._follow(floor, numbers)
        assert self._rules is not None  # noqa: S101 (a floor was just followed)
        writer = self._rules[2]
        tape = listing(writer, self.packed.narrow)
        kept = self.packed.room(tape.kept)
        self._run(tape, numbers, kept)
        situation = Situation((), range(0), numbers, {})

        def amount(wire: Wire) -> float:
            return value_of(writer.constants[wire.index], situation, numbers)

        given = listed(self.packed, writer.programmes, kept, amount)
        return Entitlements({name: given[name] for name in floor.programmes})

    def _follow(self, floor: Floor, numbers: dict[str, float]) -> None:
        key = _rules_of(floor)
        if self._rules is None or self._rules[0] != key:
            prepared = self.packed.prepared
            drawn = frozenset(name for name, one in floor.programmes.items() if one.drawn)
            writer = Writer(floor, prepared.plan(floor), prepared.survey, self.seed, drawn)
            # an identity may come again after its object has gone, so the floor is kept
            self._rules, self._ready, self._varied = (key, floor, writer), None, frozenset()
        else:
            # as text NaN equals itself
            self.expect(name for name, one in numbers.items() if repr(one) != repr(self._numbers.get(name)))
        self._numbers = numbers

    def _prepared(self, writer: Writer, numbers: Numbers) -> _Ready:
        tapes = halves(writer, self._varied, self.packed.narrow)
        kept = self.packed.room(tapes.lasting.kept)
        return _Ready(tapes, kept, self._run(tapes.lasting, numbers, kept))

    def _run(self, tape: Tape, numbers: Numbers, kept: Any) -> Swept:
        from groundfloor.engine.machine.kernel import run

        assert self._rules is not None  # noqa: S101 (a floor is followed first)
        writer, packed = self._rules[2], self.packed
        situation = Situation((), range(0), numbers, {})
        fixed = np.array([at for at, _ in tape.constants], dtype=np.int64)
        values = np.array([value_of(one, situation, numbers) for _, one in tape.constants], dtype=np.float64)
        columns = (
            *packed.columns(tape.columns),
            packed.keys(tuple(unit for unit, level in writer.keys if level == PERSON), PERSON),
            packed.keys(tuple(unit for unit, level in writer.keys if level == HOME), HOME),
        )
        people = packed.households(self.tenth)
        table = np.array(writer.table, dtype=np.float64)
        count = len(writer.programmes)
        blocks = packed.prepared.blocks
        spent = np.zeros(packed.survey.households)
        sums, money = np.zeros((len(blocks), count + 1, COUNTS)), np.zeros((len(blocks), count, 1 + TENTHS))

        def one(at: int) -> None:
            ends = blocks[at].first_home, blocks[at].end_home
            given = (tape.code, tape.personal, table, fixed, values, tape.registers, packed.most, columns, people)
            run(*given, *ends, kept, spent, sums[at], money[at])

        in_threads(one, range(len(blocks)))
        # a block after the other, whichever thread was first
        return Swept(spent, np.add.reduce(sums, axis=0), np.add.reduce(money, axis=0))


@dataclass(frozen=True)
class _Ready:
    tapes: Halves
    kept: Any
    lasting: Swept


def numbers_of(floor: Floor, date: datetime.date) -> dict[str, float]:
    """Every number of a floor that may change while its rules stay: parameters by full name, take-up by 'PROGRAMME.take_up'."""
    return {
        **floor.values(date),
        **{f"{name}.{TAKE_UP}": one.take_up for name, one in floor.programmes.items()},
    }


def _rules_of(floor: Floor) -> Hashable:
    """What tells the rules of one floor from another's, their numbers aside."""
    return tuple(
        (
            name,
            one.unit,
            id(one.eligible),
            id(one.amount),
            one.limit,
            one.drawn,
            repr(one.take_up_by),
            one.ages,
            one.form.worth,
        )
        for name, one in floor.programmes.items()
    )
