"""Timing shared by all engines and peers: the same clock, the same median. It needs nothing else of this folder, nor of the library."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

RUNS = 7
Figures = dict[str, float]
Law = Mapping[str, float]


@dataclass(frozen=True)
class Timed:
    """What is timed: reading the `rules`, to `load` columns, the `first` run and a `change` of the law with all that done.

    `first` gives back the state that a change starts from, its figures last.
    """

    rules: Callable[[], Any]
    load: Callable[[Any], Any]
    first: Callable[[Any, Any], tuple[Any, Any, Figures]]
    change: Callable[[Any, Law], Figures]


def peak_mb() -> float | None:
    """The most memory that this process has had, in MB; None where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():  # of this process alone, where ru_maxrss may be that of the one that started it
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def timed(engine: str, persons: int, of: Timed, law: Law, reform: Law) -> dict[str, Any]:
    """Seconds and figures of one engine; a change is the median of several, to the reform and back to the law."""
    read, rules = _timed(of.rules)
    load, loaded = _timed(lambda: of.load(rules))
    first, state = _timed(lambda: of.first(rules, loaded))
    changes: list[float] = []
    changed: Figures = {}
    for run in range(RUNS):
        # an odd number of runs ends in the reform
        seconds, changed = _timed(partial(of.change, state, reform if run % 2 == 0 else law))
        changes.append(seconds)
    return {
        "engine": engine,
        "persons": persons,
        "rules_s": read,
        "load_s": load,
        "first_s": first,
        "change_s": statistics.median(changes),
        "peak_mb": peak_mb(),
        "law": state[2],
        "reform": changed,
    }
