"""From lines over wires to a tape over registers; and the lines parted into what a change of some numbers leaves alone and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from groundfloor.engine.machine.operations import Op
from groundfloor.engine.machine.writing import Constant, Line, Wire, Writer
from groundfloor.engine.values import HOME, ONE, PERSON

TRUTHS = frozenset({*range(Op.LESS, Op.NOT + 1), Op.IS_TRUE, Op.IS_UNKNOWN, Op.RECEIVES, Op.ANY, Op.ALL, Op.LIMIT})
GATHERING = frozenset({*range(Op.SIZE, Op.FIRST + 1)})
KEPT = -1
AS_IT_LIES = frozenset({Op.DOUBLES, Op.DRAW, Op.SIZE})
Registers = NDArray[np.int64]


@dataclass(frozen=True)
class Kept:
    """A value that is kept between runs, a row of bytes (truths) or doubles by person or household."""

    wire: Wire
    level: int
    bytes: bool


@dataclass(frozen=True)
class Tape:
    """Instructions over registers (rows of op, level, out, a, b, c, extra), the registers of constants, and what is kept, read or written.

    It is `personal` where it looks at persons. `columns` are the variables read as bytes and as doubles, in the order of their rows; `read` and `kept` values of another tape and for it.
    """

    code: Registers
    personal: bool
    registers: int
    constants: tuple[tuple[int, Constant], ...]
    columns: tuple[tuple[str, ...], tuple[str, ...]]
    read: tuple[Kept, ...]
    kept: tuple[Kept, ...]


@dataclass(frozen=True)
class Halves:
    """The tape of what the numbers named do not touch, and that of what they do, None where that is nothing."""

    lasting: Tape
    changing: Tape | None


def halves(writer: Writer, varied: Collection[str], narrow: Callable[[str], bool]) -> Halves:
    """The tapes of a floor where the numbers `varied` will be others from run to run; `narrow` says which variables are read as bytes."""
    paying, varied = writer.programmes, frozenset(varied)

    def moves(*wires: Wire) -> bool:
        return any(wire.needs & varied for wire in wires)

    who = {name for name, one in paying.items() if moves(one.entitled, one.undecided, one.receives)}
    what = {name for name, one in paying.items() if moves(one.paid)}
    rest = [name for name in paying if name not in who], [name for name in paying if name not in what]
    reached = _all(writer, Op.OR, _reached(writer, rest[0]))
    spent = _all(writer, Op.ADD, _spent(writer, rest[1]))
    ends = [*_counted(writer, rest[0]), *_paid(writer, rest[1])]
    if not who and not what:
        return Halves(_Assembly(writer, narrow).tape([*ends, *_last(writer, reached, spent)]), None)
    changed = tuple(name for name in paying if name in who), tuple(name for name in paying if name in what)
    reached = _all(writer, Op.OR, [*reached, *_reached(writer, changed[0])])
    spent = _all(writer, Op.ADD, [*spent, *_spent(writer, changed[1])])
    second = _Assembly(writer, narrow, frozenset(one.index for one in writer.wires if one.needs & varied))
    last = _last(writer, reached if who else (), spent)
    changing = second.tape([*_counted(writer, changed[0]), *_paid(writer, changed[1]), *last])
    keeping = [
        Line(Op.KEEP_BYTES if one.bytes else Op.KEEP_DOUBLES, one.level, (one.wire.index,), _row(changing.read, one))
        for one in changing.read
    ]
    first = [*ends, *keeping, *([] if who else _last(writer, reached, ()))]
    return Halves(_Assembly(writer, narrow).tape(first, changing.read), changing)


def listing(writer: Writer, narrow: Callable[[str], bool]) -> Tape:
    """The tape that keeps who is entitled and receives, of each programme two rows of bytes by who is asked, and amounts where they differ."""
    ends, kept = [], []
    for one in writer.programmes.values():
        for wire, small in ((one.eligible, True), (one.takes, True), (one.amount, False)):
            if small or wire.level != ONE:
                held = Kept(wire, one.level if small else wire.level, small)
                kept.append(held)
                ends.append(
                    Line(Op.KEEP_BYTES if small else Op.KEEP_DOUBLES, held.level, (wire.index,), _place(kept, held))
                )
    return _Assembly(writer, narrow).tape(ends, kept)


def _place(kept: Sequence[Kept], one: Kept) -> int:
    """The row of the last of what is kept."""
    return sum((other.level, other.bytes) == (one.level, one.bytes) for other in kept) - 1


def _spent(writer: Writer, names: Iterable[str]) -> list[Wire]:
    """What a household can spend of each programme."""
    paying = [writer.programmes[name] for name in names]
    return [
        one.paid if one.worth == 1.0 else writer.over(Op.MULTIPLY, [one.paid, writer.number(one.worth)])
        for one in paying
        if one.worth
    ]


def _reached(writer: Writer, names: Iterable[str]) -> list[Wire]:
    """Whether anybody in a household receives each programme."""
    return [writer.over(Op.GREATER, [writer.programmes[name].receives, writer.number(0.0)]) for name in names]


def _all(writer: Writer, op: Op, wires: Sequence[Wire]) -> list[Wire]:
    """All of them under one operator, as a list of one; of none, none."""
    return [reduce(lambda a, b: writer.over(op, [a, b]), wires)] if wires else []


def _counted(writer: Writer, names: Iterable[str]) -> list[Line]:
    """The lines that add up who is entitled, undecided and receiving."""
    place = {name: at for at, name in enumerate(writer.programmes)}
    wires = ((name, writer.programmes[name]) for name in names)
    return [
        Line(Op.COUNTED, HOME, (one.entitled.index, one.undecided.index, one.receives.index), place[name])
        for name, one in wires
    ]


def _paid(writer: Writer, names: Iterable[str]) -> list[Line]:
    """The lines that add up what is paid."""
    place = {name: at for at, name in enumerate(writer.programmes)}
    return [Line(Op.PAID, HOME, (writer.programmes[name].paid.index,), place[name]) for name in names]


def _last(writer: Writer, reached: Sequence[Wire], spent: Sequence[Wire]) -> list[Line]:
    return [
        *(Line(Op.REACHED, HOME, (one.index,), len(writer.programmes)) for one in reached),
        *(Line(Op.SPENT, HOME, (one.index,)) for one in spent),
    ]


def _row(kept: Sequence[Kept], one: Kept) -> int:
    """The row of a kept value among those of its level and form."""
    return [other for other in kept if (other.level, other.bytes) == (one.level, one.bytes)].index(one)


class _Assembly:
    """Puts lines in order and values into registers. With `own` wires, all others that are no constants are read from what is kept."""

    def __init__(self, writer: Writer, narrow: Callable[[str], bool], own: frozenset[int] | None = None) -> None:
        self.writer, self.own = writer, own
        self.by_out = {line.out: line for line in writer.lines}
        self.read: list[Kept] = []
        names = list(writer.rows)
        self.columns = tuple(one for one in names if narrow(one)), tuple(one for one in names if not narrow(one))
        self.place = {name: (k == 0, at) for k, some in enumerate(self.columns) for at, name in enumerate(some)}
        self.named = names

    def tape(self, ends: Sequence[Line], kept: Sequence[Kept] = ()) -> Tape:
        """The tape that reaches the ends, whose `out` is the level of what they take."""
        lines = self._needed(ends)
        uses: dict[int, int] = {}
        for at, line in enumerate([*lines, *ends]):
            for operand in line.operands:
                uses[operand] = at
        constants = [index for index in uses if index in self.writer.constants]
        registers = {index: at for at, index in enumerate(constants)}
        free: list[int] = []
        most = len(constants)
        code = []
        for at, line in enumerate([*lines, *ends]):
            if at < len(lines):
                if not free:
                    free.append(most)
                    most += 1
                registers[line.out] = free.pop()
                level = self.writer.wires[line.out].level
                op, extra = self._placed(line)
                out = registers[line.out]
            else:
                op, extra, level, out = line.op, line.extra, line.out, 0
            given = [registers[one] for one in line.operands]
            code.append([op, level, out, *given, *[0] * (3 - len(given)), extra])
            for one in {*line.operands, *([line.out] if at < len(lines) else [])}:
                if uses.get(one, at) == at and one not in self.writer.constants:
                    free.append(registers[one])
        return Tape(
            np.array(code, dtype=np.int64).reshape(-1, 7),
            any(self.writer.wires[line.out].level == PERSON or line.op in GATHERING for line in lines),
            max(most, 1),
            tuple((registers[index], self.writer.constants[index]) for index in constants),
            self.columns,
            tuple(self.read),
            tuple(kept),
        )

    def _needed(self, ends: Sequence[Line]) -> list[Line]:
        """The lines that the ends hang on, each after those it needs."""
        order: dict[int, Line] = {}
        pending = [(index, False) for line in reversed(ends) for index in reversed(line.operands)]
        while pending:
            index, ready = pending.pop()
            if index in order or index in self.writer.constants:
                continue
            line = self._line(index)
            if ready or not line.operands:
                order[index] = line
            else:
                pending.append((index, True))
                pending += [(one, False) for one in reversed(line.operands)]
        return list(order.values())

    def _line(self, index: int) -> Line:
        line = self.by_out[index]
        if self.own is None or index in self.own or line.op in AS_IT_LIES:
            return line
        wire = self.writer.wires[index]
        one = Kept(wire, wire.level, line.op in TRUTHS)
        if one not in self.read:
            self.read.append(one)
        return Line(Op.BYTES if one.bytes else Op.DOUBLES, index, (), KEPT)

    def _placed(self, line: Line) -> tuple[Op, int]:
        """The instruction and the row that a line reads."""
        if line.op not in (Op.BYTES, Op.DOUBLES):
            return line.op, line.extra
        if line.extra != KEPT:
            narrow, at = self.place[self.named[line.extra]]
            return (Op.BYTES, at) if narrow else (Op.DOUBLES, at)
        wire = self.writer.wires[line.out]
        # rows of what is kept are counted from -1 downwards
        return line.op, -1 - _row(self.read, Kept(wire, wire.level, line.op is Op.BYTES))
