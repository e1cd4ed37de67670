"""Every engine in a process of its own, its figures held against those of the first."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from groundfloor.benching import floors, grid
from groundfloor.benching.bandwidth import bytes_per_second
from groundfloor.benching.floors import FEW
from groundfloor.benching.runs import FIRST, missing, runs
from groundfloor.errors import GroundfloorError, nearest

COLUMNS = (
    "engine", "persons", "programmes", "first_s", "change_s", "peak_mb", "agrees", "rules_s", "load_s", "change_ratio", "programmes_ratio",
    "bytes_per_person", "read_once_s", "times_reading", "change_cpu_s", "settings", "settings_s",
)  # fmt: skip
SAME = 1e-9
MOST = 200_000_000
# memory that was had is kept: to give it back and ask for it again costs more than a small scenario
MEMORY = {"MALLOC_TRIM_THRESHOLD_": "8000000000", "MALLOC_MMAP_THRESHOLD_": "8000000000"}
Row = dict[str, Any]


def engines(persons: int) -> tuple[str, ...]:
    """The engines that are compared where none is named: those that are installed and fast enough for so many persons.

    >>> engines(1000)[0], "plain" in engines(1000), "plain" in engines(50_000)
    ('arrays', True, False)
    """
    return tuple(
        name for name, one in runs().items() if (one.MOST is None or persons <= one.MOST) and not missing(name)
    )


def bench(
    persons: Sequence[int] = (50_000,),
    *,
    chosen: Sequence[str] = (),
    programmes: int = FEW,
    settings: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Iterator[Row]:
    """Rows by number of persons and engine: seconds of a first run and of a changed law, peak of memory, and whether all figures agree with those of the first engine.

    The floor has five programmes, or, with `programmes`, more that are all different, beside the five; figures are coverage and cost by programme, poverty, inequality and benefits by
    tenth, before and after, under two laws (28 each for five programmes), and agree to 1e-9. `change_ratio` is how many times as long as the first engine a change takes,
    `programmes_ratio` how many times as long as with five programmes, `read_once_s` how long this machine takes to read the columns of the rules once, `times_reading` how many times
    that a change takes. With `settings`, another row has the seconds of so many settings of the parameters by the engine in memory; it agrees when its first and last setting have
    the figures of the two laws. Each engine is a process of its own, one after the other. An unknown engine, one that lacks what it needs, and numbers out of range raise GroundfloorError.

    >>> [(row["engine"], row["agrees"]) for row in bench([1000], chosen=["arrays", "plain"])]
    [('arrays', True), ('plain', True)]
    """
    _possible(persons, chosen, programmes, settings)
    speed = bytes_per_second()
    for number in persons:
        few: dict[str, Row] = {}
        for many in dict.fromkeys((FEW, programmes)):
            first: Row | None = None
            for name in chosen or engines(number):
                say(f"{name}, {number:,} persons, {many} programmes")
                found = _alone(name, number, many)
                first, few[name] = first or found, few.get(name, found)
                yield _row(found, first, few[name], speed)
        if settings:
            say(f"{settings:,} settings, {number:,} persons, {programmes} programmes")
            yield _of_settings(_alone(FIRST, number, programmes, settings), first)


def _possible(persons: Sequence[int], chosen: Sequence[str], programmes: int, settings: int) -> None:
    """Refuse what cannot be timed before anything is."""
    for number in persons:
        if not 10 <= number <= MOST:
            raise GroundfloorError(f"There are {number:,} persons", expected=f"a number from 10 to {MOST:,}")
    for name in chosen:
        if name not in runs():
            raise GroundfloorError(
                f"There is no engine {name!r}", expected=f"one of {', '.join(runs())}", hint=nearest(name, runs())
            )
        if (why := missing(name)) is not None:
            raise GroundfloorError(f"{name} cannot be timed here: {why}")
    if not 0 <= settings <= grid.MOST:
        raise GroundfloorError(f"There are {settings:,} settings", expected=f"a number from 1 to {grid.MOST:,}")
    floors.read(programmes)


def _alone(engine: str, persons: int, *more: int) -> Row:
    command = [sys.executable, "-m", "groundfloor.benching", engine, str(persons), *map(str, more)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **MEMORY}, check=False)  # noqa: S603
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"it ended with {done.returncode}, as where memory is short"]
        raise GroundfloorError(
            f"{engine} did not come to an end with {persons:,} persons: {last[0]}", hint="Ask for fewer persons."
        )
    found: Row = json.loads(done.stdout)
    return found


def _row(found: Row, first: Row, few: Row, speed: float) -> Row:
    once = found["persons"] * found["bytes_per_person"] / speed
    more = {
        "agrees": agrees(found, first),
        "change_ratio": found["change_s"] / first["change_s"],
        "programmes_ratio": found["change_s"] / few["change_s"],
        "read_once_s": once,
        "times_reading": found["change_s"] / once,
    }
    return {name: (found | more).get(name) for name in COLUMNS}


def _of_settings(found: Row, first: Row | None) -> Row:
    same = first is None or agrees(found, first)
    return {name: (found | {"agrees": same}).get(name) for name in COLUMNS}


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
