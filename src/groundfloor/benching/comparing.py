"""Every engine in a process of its own, its figures held against those of the first."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from groundfloor.benching.bandwidth import bytes_per_second
from groundfloor.engine import ENGINES
from groundfloor.errors import GroundfloorError, nearest

COLUMNS = (
    "engine", "persons", "first_s", "change_s", "peak_mb", "agrees", "rules_s", "load_s", "change_ratio", "bytes_per_person",
    "read_once_s", "times_reading",
)  # fmt: skip
SAME = 1e-9
PLAIN_MOST = 20_000
"""Persons up to which the plain engine is asked where no engine is named: it takes a hundred times as long."""
MOST = 200_000_000
# memory that was had is kept: to give it back and ask for it again costs more than a small scenario
MEMORY = {"MALLOC_TRIM_THRESHOLD_": "8000000000", "MALLOC_MMAP_THRESHOLD_": "8000000000"}
Row = dict[str, Any]


def engines(persons: int) -> tuple[str, ...]:
    """The engines that are compared where none is named.

    >>> engines(1000), engines(50_000)
    (('arrays', 'sql', 'plain'), ('arrays', 'sql'))
    """
    return tuple(name for name in ENGINES if name != "plain" or persons <= PLAIN_MOST)


def bench(
    persons: Sequence[int] = (50_000,), *, chosen: Sequence[str] = (), say: Callable[[str], None] = lambda _: None
) -> Iterator[Row]:
    """Rows by number of persons and engine: seconds of a first run and of a changed law, peak of memory, and whether all figures agree with those of the first engine.

    The floor has five programmes; figures are coverage and cost by programme, poverty, inequality and benefits by tenth, before and after, under two laws (28 each), and agree to 1e-9.
    `change_ratio` is how many times as long as the first engine a change takes, `read_once_s` how long this machine takes to read the columns of the rules once, `times_reading` how
    many times that a change takes. Each engine is a process of its own, one after the other. An unknown engine, and fewer than 10 persons, raise GroundfloorError.

    >>> [(row["engine"], row["agrees"]) for row in bench([1000], chosen=["arrays", "plain"])]
    [('arrays', True), ('plain', True)]
    """
    for number in persons:
        if not 10 <= number <= MOST:
            raise GroundfloorError(f"There are {number:,} persons", expected=f"a number from 10 to {MOST:,}")
    for name in chosen:
        if name not in ENGINES:
            raise GroundfloorError(
                f"There is no engine {name!r}", expected=f"one of {', '.join(ENGINES)}", hint=nearest(name, ENGINES)
            )
    speed = bytes_per_second()
    for number in persons:
        first: Row | None = None
        for name in chosen or engines(number):
            say(f"{name}, {number:,} persons")
            found = _alone(name, number)
            first = first or found
            yield _row(found, first, speed)


def _alone(engine: str, persons: int) -> Row:
    command = [sys.executable, "-m", "groundfloor.benching", engine, str(persons)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **MEMORY}, check=False)  # noqa: S603
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"it ended with {done.returncode}, as where memory is short"]
        raise GroundfloorError(
            f"{engine} did not come to an end with {persons:,} persons: {last[0]}", hint="Ask for fewer persons."
        )
    found: Row = json.loads(done.stdout)
    return found


def _row(found: Row, first: Row, speed: float) -> Row:
    once = found["persons"] * found["bytes_per_person"] / speed
    own = {name: found[name] for name in COLUMNS if name in found}
    more = {
        "agrees": agrees(found, first),
        "change_ratio": found["change_s"] / first["change_s"],
        "read_once_s": once,
        "times_reading": found["change_s"] / once,
    }
    return {name: (own | more)[name] for name in COLUMNS}


def agrees(found: Row, first: Row) -> bool:
    """Whether two have the same figures under both laws, to 1e-9.

    >>> agrees({"law": {"a": 1.0}, "reform": {}}, {"law": {"a": 1.0 + 1e-12}, "reform": {}})
    True
    """
    return all(
        found[law].keys() == first[law].keys()
        and all(math.isclose(found[law][name], value, rel_tol=SAME, abs_tol=SAME) for name, value in first[law].items())
        for law in ("law", "reform")
    )


def written(rows: Sequence[Row]) -> str:
    """Rows as JSON: a list of {engine, persons, first_s, change_s, peak_mb, agrees, ...}."""
    return json.dumps(rows, indent=2) + "\n"
