"""The machine: a tape of instructions run over some thousand persons at a time, whose values stay in the processor's cache.

All of it stands in one file, for what Numba keeps of a function does not notice that another file has changed.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.compiled import kernel
from groundfloor.engine.machine.operations import Op

Floats = NDArray[np.float64]
NAN = math.nan
MISSING = -128
MASK, MULTIPLIER, BITS = 0xFFFFFFFF, 0x45D9F3B, 4294967296.0
# Numba knows plain numbers
(
    BYTES, DOUBLES, DRAW, ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, MODULO, POWER, LESS, LESS_EQUAL, GREATER,
    GREATER_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT, NEGATE, CHOOSE, MIN, MAX, ABS, ROUND, FLOOR, CEIL, COALESCE, LOOK_UP,
    IS_TRUE, IS_UNKNOWN, RECEIVES, TIMES, SIZE, COUNT, COUNT_UNKNOWN, ANY, ALL, SUM, MEAN, LEAST, GREATEST, TOTAL, ASKED,
    FIRST, HEADED, LIMIT, SPREAD, PLACE, KEEP_BYTES, KEEP_DOUBLES, COUNTED, PAID, REACHED, SPENT,
) = (int(op) for op in Op)  # fmt: skip


@kernel
def finite(x: float) -> float:
    """A number, NaN where it is infinite."""
    return x if x - x == 0.0 else NAN


@kernel
def calculate(op: int, out: Floats, x: Floats, y: Floats) -> None:
    """Arithmetic."""
    n = len(out)
    if op == ADD:
        for i in range(n):
            out[i] = finite(x[i] + y[i])
    elif op == SUBTRACT:
        for i in range(n):
            out[i] = finite(x[i] - y[i])
    elif op == MULTIPLY:
        for i in range(n):
            out[i] = finite(x[i] * y[i])
    elif op == DIVIDE:
        for i in range(n):
            out[i] = finite(x[i] / y[i]) if y[i] != 0.0 else NAN
    elif op == FLOOR_DIVIDE:
        for i in range(n):
            out[i] = finite(x[i] // y[i]) if y[i] != 0.0 else NAN
    elif op == MODULO:
        for i in range(n):
            out[i] = finite(x[i] % y[i]) if y[i] != 0.0 else NAN
    else:
        # C says that NaN ** 0 and 1 ** NaN are 1
        for i in range(n):
            out[i] = finite(x[i] ** y[i]) if x[i] == x[i] and y[i] == y[i] else NAN


@kernel
def compare(op: int, out: Floats, x: Floats, y: Floats) -> None:
    """Comparison, missing where a side is."""
    n = len(out)
    if op == LESS:
        for i in range(n):
            out[i] = (1.0 if x[i] < y[i] else 0.0) if x[i] == x[i] and y[i] == y[i] else NAN
    elif op == LESS_EQUAL:
        for i in range(n):
            out[i] = (1.0 if x[i] <= y[i] else 0.0) if x[i] == x[i] and y[i] == y[i] else NAN
    elif op == GREATER:
        for i in range(n):
            out[i] = (1.0 if x[i] > y[i] else 0.0) if x[i] == x[i] and y[i] == y[i] else NAN
    elif op == GREATER_EQUAL:
        for i in range(n):
            out[i] = (1.0 if x[i] >= y[i] else 0.0) if x[i] == x[i] and y[i] == y[i] else NAN
    elif op == EQUAL:
        for i in range(n):
            out[i] = (1.0 if x[i] == y[i] else 0.0) if x[i] == x[i] and y[i] == y[i] else NAN
    else:
        for i in range(n):
            out[i] = (1.0 if x[i] != y[i] else 0.0) if x[i] == x[i] and y[i] == y[i] else NAN


@kernel
def decide(op: int, out: Floats, x: Floats, y: Floats, z: Floats) -> None:
    """Logic, choices and what is known of an answer."""
    n = len(out)
    if op == AND:
        for i in range(n):
            unknown = x[i] != x[i] or y[i] != y[i]
            out[i] = 0.0 if x[i] == 0.0 or y[i] == 0.0 else (NAN if unknown else 1.0)
    elif op == OR:
        for i in range(n):
            unknown = x[i] != x[i] or y[i] != y[i]
            out[i] = 1.0 if x[i] == 1.0 or y[i] == 1.0 else (NAN if unknown else 0.0)
    elif op == NOT:
        for i in range(n):
            out[i] = 1.0 - x[i]
    elif op == CHOOSE:
        for i in range(n):
            out[i] = y[i] if x[i] == 1.0 else (z[i] if x[i] == x[i] else NAN)
    elif op == IS_TRUE:
        for i in range(n):
            out[i] = 1.0 if x[i] == 1.0 else 0.0
    elif op == IS_UNKNOWN:
        for i in range(n):
            out[i] = 1.0 if x[i] != x[i] else 0.0
    elif op == RECEIVES:
        for i in range(n):
            out[i] = 1.0 if x[i] == 1.0 and y[i] < z[i] else 0.0
    else:
        for i in range(n):
            out[i] = finite(x[i] * y[i]) if x[i] != 0.0 else 0.0


@kernel
def call(op: int, out: Floats, x: Floats, y: Floats) -> None:
    """Functions of the language."""
    n = len(out)
    if op == NEGATE:
        for i in range(n):
            out[i] = -x[i]
    elif op == MIN:
        for i in range(n):
            out[i] = (x[i] if x[i] < y[i] else y[i]) if x[i] == x[i] and y[i] == y[i] else NAN
    elif op == MAX:
        for i in range(n):
            out[i] = (x[i] if x[i] > y[i] else y[i]) if x[i] == x[i] and y[i] == y[i] else NAN
    elif op == ABS:
        for i in range(n):
            out[i] = abs(x[i])
    elif op == ROUND:
        for i in range(n):
            out[i] = finite(np.rint(x[i] * y[i]) / y[i])
    elif op == FLOOR:
        for i in range(n):
            out[i] = np.floor(x[i])
    elif op == CEIL:
        for i in range(n):
            out[i] = np.ceil(x[i])
    else:
        for i in range(n):
            out[i] = x[i] if x[i] == x[i] else y[i]


@kernel
def draw(out: Floats, keys: NDArray[np.uint32], salt: int) -> None:
    """The take-up draw of `rules.draw`."""
    for i in range(len(out)):
        h = np.int64(keys[i]) ^ salt
        h = ((h ^ (h >> 16)) * MULTIPLIER) & MASK
        h = ((h ^ (h >> 16)) * MULTIPLIER) & MASK
        out[i] = ((h ^ (h >> 16)) & MASK) / BITS


@kernel
def gather(op: int, out: Floats, x: Floats, ends: NDArray[np.int64]) -> None:
    """What a household's members make together; household k has the persons from ends[k] to ends[k + 1]."""
    base = ends[0]
    for k in range(len(out)):
        known, true, total = 0, 0, 0.0
        least, most = math.inf, -math.inf
        size = ends[k + 1] - ends[k]
        for i in range(ends[k] - base, ends[k + 1] - base):
            value = x[i]
            if op == TOTAL:
                total += value
            elif value == value:
                known += 1
                true += value == 1.0
                total += value
                least, most = min(least, value), max(most, value)
        if op == COUNT:
            out[k] = true
        elif op == COUNT_UNKNOWN:
            out[k] = size - known
        elif op == ANY:
            out[k] = 1.0 if true > 0 else (NAN if known < size else 0.0)
        elif op == ALL:
            out[k] = 0.0 if true < known else (NAN if known < size else 1.0)
        elif op == TOTAL:
            out[k] = total
        elif known == 0:
            out[k] = NAN
        elif op == SUM:
            out[k] = finite(total)
        elif op == MEAN:
            out[k] = finite(total / known)
        else:
            out[k] = least if op == LEAST else most


@kernel
def count(out: Floats, x: Floats, ends: NDArray[np.int64], running: NDArray[np.int32]) -> None:
    """For how many of a household's members a condition is true: the differences of a running count, without a loop for each household."""
    base = ends[0]
    true = 0
    for i in range(ends[-1] - base):
        true += 1 if x[i] == 1.0 else 0
        running[i + 1] = true
    for k in range(len(out)):
        out[k] = running[ends[k + 1] - base] - running[ends[k] - base]


@kernel
def complete(x: Floats) -> bool:
    """Whether nothing is missing."""
    missing = 0
    for i in range(len(x)):
        missing += 1 if x[i] != x[i] else 0
    return missing == 0


@kernel
def precedes(a: float, b: float) -> bool:
    """Whether one comes before another: the smaller first, a missing one last."""
    return a < b or (a == a and b != b)


@kernel
def limit(out: Floats, x: Floats, by: Floats, first: int, ends: NDArray[np.int64]) -> None:
    """The first few of those entitled in each household, smallest `by` first, ties by row."""
    base = ends[0]
    for k in range(len(ends) - 1):
        start, stop = ends[k] - base, ends[k + 1] - base
        entitled = 0
        for i in range(start, stop):
            out[i] = x[i]
            entitled += 1 if x[i] == 1.0 else 0
        if entitled <= first:
            continue
        for i in range(start, stop):
            if x[i] != 1.0:
                continue
            before = 0
            for j in range(start, stop):
                if x[j] == 1.0 and (precedes(by[j], by[i]) or (j < i and not precedes(by[i], by[j]))):
                    before += 1
            if before >= first:
                out[i] = 0.0


@kernel
def spread(op: int, out: Floats, x: Floats, ends: NDArray[np.int64]) -> None:
    """A household's value on each member, or on the first row alone."""
    base = ends[0]
    for k in range(len(ends) - 1):
        start, stop = ends[k] - base, ends[k + 1] - base
        for i in range(start, stop):
            out[i] = x[k] if op == SPREAD or i == start else 0.0


@kernel
def one(x: Floats, weight: Floats, tenth: NDArray[np.int8], sums: Floats) -> None:
    """Money by tenth, and in all."""
    total = 0.0
    for k in range(len(x)):
        money = weight[k] * x[k]
        total += money
        if tenth[k] >= 0 and money != 0.0:
            sums[1 + tenth[k]] += money
    sums[0] += total


@kernel
def counted(entitled: Floats, unknown: Floats, receives: Floats, weight: Floats, people: Floats, sums: Floats) -> None:
    """Those entitled, undecided and receiving, and the persons of their households."""
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    for k in range(len(weight)):
        a += weight[k] * entitled[k]
        b += weight[k] * unknown[k]
        c += weight[k] * receives[k]
        d += people[k] if receives[k] > 0.0 else 0.0
    sums[0] += a
    sums[1] += b
    sums[2] += c
    sums[3] += d


@kernel
def run(
    code: NDArray[np.int64],
    personal: bool,
    table: Floats,
    fixed: NDArray[np.int64],
    values: Floats,
    registers: int,
    most: int,
    columns: Any,
    people: Any,
    first: int,
    end: int,
    kept: Any,
    spent: Floats,
    sums: Floats,
    money: Floats,
) -> None:
    """Follow a tape over the households from `first` to `end`.

    `code` has a row an instruction: op, level, out, a, b, c, extra. `fixed` are the registers that hold `values` throughout. `columns` are those of
    persons as bytes and as doubles, keys of persons and of households; `kept` the bytes and doubles of persons and of households that are kept between runs.
    `people` has of households where their persons begin, who is asked, whether they have a head, the weight of each member, that of all, the tenth.
    """
    person_bytes, person_doubles, person_keys, home_keys = columns
    kept_person_bytes, kept_person_doubles, kept_home_bytes, kept_home_doubles = kept
    starts, asked, headed, weight, members, tenth = people
    values_of = np.empty((registers, most))
    for k in range(len(fixed)):
        values_of[fixed[k], :] = values[k]
    running = np.zeros(most + 1, dtype=np.int32)
    here = first
    while here < end:
        there = min(end, here + most)
        while personal and starts[there] - starts[here] > most:
            there = here + max(1, (there - here) * most // (starts[there] - starts[here]))
        ends = starts[here : there + 1]
        row, stop = starts[here], starts[there]
        for line in range(len(code)):
            op, level, extra = code[line, 0], code[line, 1], code[line, 6]
            n = stop - row if level == 2 else there - here
            # aggregates write a household's value from that of its persons
            o, x = values_of[code[line, 2]][:n], values_of[code[line, 3]]
            y, z = values_of[code[line, 4]], values_of[code[line, 5]]
            if op == BYTES:
                if extra >= 0:
                    source = person_bytes[extra, row:stop]
                elif level == 2:
                    source = kept_person_bytes[-1 - extra, row:stop]
                else:
                    source = kept_home_bytes[-1 - extra, here:there]
                for i in range(n):
                    o[i] = source[i] if source[i] != MISSING else NAN
            elif op == DOUBLES:
                if extra >= 0:
                    o[:] = person_doubles[extra, row:stop]
                elif level == 2:
                    o[:] = kept_person_doubles[-1 - extra, row:stop]
                else:
                    o[:] = kept_home_doubles[-1 - extra, here:there]
            elif op == DRAW:
                chosen = extra >> 32
                draw(o, person_keys[chosen, row:stop] if level == 2 else home_keys[chosen, here:there], extra & MASK)
            elif op <= POWER:
                calculate(op, o, x, y)
            elif op <= NOT_EQUAL:
                compare(op, o, x, y)
            elif op <= NOT or op == CHOOSE or (IS_TRUE <= op <= TIMES):
                decide(op, o, x, y, z)
            elif op <= COALESCE:
                call(op, o, x, y)
            elif op == LOOK_UP:
                for i in range(n):
                    o[i] = table[extra + 1 + int(x[i])] if x[i] == x[i] else table[extra]
            elif op == SIZE:
                for k in range(n):
                    o[k] = ends[k + 1] - ends[k]
            elif op == COUNT:
                count(o, x, ends, running)
            elif op == COUNT_UNKNOWN and complete(x[: stop - row]):
                o[:] = 0.0
            elif op <= TOTAL:
                gather(op, o, x, ends)
            elif op == ASKED:
                for k in range(n):
                    o[k] = x[asked[here + k] - row]
            elif op == FIRST:
                for k in range(n):
                    o[k] = x[ends[k] - row]
            elif op == HEADED:
                for k in range(n):
                    o[k] = x[k] if headed[here + k] else NAN
            elif op == LIMIT:
                limit(o, x, y, extra, ends)
            elif op <= PLACE:
                spread(op, o, x, ends)
            elif op == KEEP_BYTES:
                goal = kept_person_bytes[extra, row:stop] if level == 2 else kept_home_bytes[extra, here:there]
                for i in range(n):
                    goal[i] = np.int8(x[i]) if x[i] == x[i] else np.int8(MISSING)
            elif op == KEEP_DOUBLES:
                if level == 2:
                    kept_person_doubles[extra, row:stop] = x[:n]
                else:
                    kept_home_doubles[extra, here:there] = x[:n]
            elif op == COUNTED:
                counted(x, y, z, weight[here:there], members[here:there], sums[extra])
            elif op == PAID:
                one(x[:n], weight[here:there], tenth[here:there], money[extra])
            elif op == REACHED:
                for k in range(n):
                    sums[extra, 3] += members[here + k] if x[k] == 1.0 else 0.0
            elif op == SPENT:
                spent[here:there] = x[:n]
        here = there
