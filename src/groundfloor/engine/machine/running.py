"""A floor run by the machine: what no changed number touches is kept from one run to the next."""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
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
from groundfloor.survey.frame import Floats, Ints

COUNTS, TENTHS = 4, 10
RULES = 4
Numbers = Mapping[str, float]


@dataclass(frozen=True)
class Swept:
    """What a floor gives households.

    `spent` is LCU a year that each household can spend (NaN not known), where `ordered` in the order that the machine was given. `sums` has a row a programme, and one for any of them, of the weighted entitled,
    undecided and receiving and of the persons in their households (for any of them the last alone); `money` of the LCU paid in all and by tenth.
    """

    spent: Floats
    sums: Floats
    money: Floats
    ordered: bool = False


@dataclass(frozen=True)
class _Ready:
    """The two tapes of a floor, and what the first has left for the second, in order where the second may find it so."""

    tapes: Halves
    kept: Any
    lasting: Swept
    ordered: bool


@dataclass
class _Followed:
    """A floor's rules, the numbers they had last, those that change from run to run, and what the others have left."""

    floor: Floor
    writer: Writer
    numbers: Numbers
    varied: frozenset[str] = frozenset()
    ready: _Ready | None = None

    def expect(self, names: Iterable[str]) -> None:
        more = self.varied | frozenset(names)
        if more != self.varied:
            self.varied, self.ready = more, None


class Machine:
    """Runs floors on one survey. The numbers that were others in an earlier run are taken to change again: what hangs on no such number is computed once.

    `tenth` is the tenth of persons that each household belongs to, counted from 0, -1 for none. In `order` what is spent may be given where no person is looked at
    again. What is known of the rules met last is kept.
    """

    def __init__(
        self, prepared: Prepared, tenth: Bytes | None = None, order: Ints | None = None, *, seed: int = 0
    ) -> None:
        self.packed = Packed(prepared, order)
        self.seed = seed
        self.tenth = np.full(prepared.survey.households, -1, dtype=np.int8) if tenth is None else tenth
        self._known: OrderedDict[Hashable, _Followed] = OrderedDict()
        self._expected: frozenset[str] = frozenset()
        self._lock = Lock()

    def expect(self, names: Iterable[str]) -> None:
        """Name numbers (parameters by their full name, 'PROGRAMME.take_up') that will change from run to run."""
        self._expected |= frozenset(names)

    def sweep(self, floor: Floor, date: datetime.date) -> Swept:
        """What `floor` gives on `date`."""
        numbers = numbers_of(floor, date)
        # several threads may ask for several laws: one computes what they share
        with self._lock:
            known = self._followed(floor, numbers)
            ready = known.ready = known.ready or self._prepare(known, numbers)
        if ready.tapes.changing is None:
            return ready.lasting
        swept = self._run(known.writer, ready.tapes.changing, numbers, ready.kept, ordered=ready.ordered)
        # each sum is of one of the two, and nought in the other
        return Swept(
            swept.spent, ready.lasting.sums + swept.sums, ready.lasting.money + swept.money, ordered=ready.ordered
        )

    def _prepare(self, known: _Followed, numbers: Numbers) -> _Ready:
        """Compute what hangs on no number that changes."""
        tapes = halves(known.writer, known.varied, self.packed.narrow)
        kept = self.packed.room(tapes.lasting.kept)
        lasting = self._run(known.writer, tapes.lasting, numbers, kept)
        # a change that looks at households alone may find them in any order
        ordered = self.packed.order is not None and tapes.changing is not None and not tapes.changing.personal
        return _Ready(tapes, self.packed.in_order(kept) if ordered else kept, lasting, ordered)

    def entitlements(self, floor: Floor, date: datetime.date) -> Entitlements:
        """What `floor` gives each person on `date`: who is entitled, who receives and how much.

        `engine.apply` does this in NumPy, which is as fast; here the machine can be held to the definition person by person.
        """
        numbers = numbers_of(floor, date)
        with self._lock:
            writer = self._followed(floor, numbers).writer
        tape = listing(writer, self.packed.narrow)
        kept = self.packed.room(tape.kept)
        self._run(writer, tape, numbers, kept)
        situation = Situation((), range(0), numbers, {})

        def amount(wire: Wire) -> float:
            return value_of(writer.constants[wire.index], situation, numbers)

        given = listed(self.packed, writer.programmes, kept, amount)
        return Entitlements({name: given[name] for name in floor.programmes})

    def _followed(self, floor: Floor, numbers: Numbers) -> _Followed:
        drawn = frozenset(
            name for name, one in floor.programmes.items() if one.drawn or f"{name}.{TAKE_UP}" in self._expected
        )
        key = (_rules_of(floor), drawn)
        known = self._known.get(key)
        if known is None:
            prepared = self.packed.prepared
            writer = Writer(floor, prepared.plan(floor), prepared.survey, self.seed, drawn)
            known = self._known[key] = _Followed(floor, writer, numbers)
            while len(self._known) > RULES:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        # as text NaN equals itself
        changed = {name for name, one in numbers.items() if repr(one) != repr(known.numbers.get(name))}
        known.expect(changed | (self._expected & numbers.keys()))
        known.numbers = numbers
        return known

    def _run(self, writer: Writer, tape: Tape, numbers: Numbers, kept: Any, *, ordered: bool = False) -> Swept:
        from groundfloor.engine.machine.kernel import run

        packed = self.packed
        situation = Situation((), range(0), numbers, {})
        fixed = np.array([at for at, _ in tape.constants], dtype=np.int64)
        values = np.array([value_of(one, situation, numbers) for _, one in tape.constants], dtype=np.float64)
        columns = (
            *packed.columns(tape.columns),
            packed.keys(tuple(unit for unit, level in writer.keys if level == PERSON), PERSON),
            packed.keys(tuple(unit for unit, level in writer.keys if level == HOME), HOME, ordered=ordered),
        )
        people = packed.households(self.tenth, ordered=ordered)
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
            repr(one.take_up_by),
            one.ages,
            one.form.worth,
        )
        for name, one in floor.programmes.items()
    )
