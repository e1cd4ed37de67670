"""Timing shared by all engines and peers: the same clock, the same median. It needs nothing else of this folder, nor of the library."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

RUNS = 5
Figures = dict[str, float]
Law = Mapping[str, float]


@dataclass(frozen=True)
class Timed:
    """What is timed: reading the `rules`, to `load` columns, the `first` run and a `change` of the law with all that done.

    `first` gives back the state that a change starts from, its figures last. `ways` are other ways to the same change, by name. A change is run so many times (`runs`, odd) for its median.
    """

    rules: Callable[[], Any]
    load: Callable[[Any], Any]
    first: Callable[[Any, Any], tuple[Any, Any, Figures]]
    change: Callable[[Any, Law], Figures]
    ways: Mapping[str, Callable[[Any, Law], Figures]] = field(default_factory=dict)
    runs: int = RUNS


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


def changes(
    change: Callable[[Any, Law], Figures], state: Any, law: Law, reform: Law, runs: int = RUNS
) -> tuple[dict[str, float], Figures]:
    """The medians of several changes, to the reform and back to the law, and the figures under the reform."""
    clock: list[float] = []
    processor: list[float] = []
    found: Figures = {}
    for run in range(runs):
        start = time.process_time()
        # an odd number of runs ends in the reform
        seconds, found = _timed(partial(change, state, reform if run % 2 == 0 else law))
        clock.append(seconds)
        processor.append(time.process_time() - start)
    return {"change_s": statistics.median(clock), "change_cpu_s": statistics.median(processor)}, found


def timed(engine: str, of: Timed, law: Law, reform: Law) -> dict[str, Any]:
    """Seconds and figures of one engine; `ways` has those of each other way to a change.

    `change_cpu_s` are seconds of the processor, of all its cores together: what can still be compared where others use the machine.
    """
    read, rules = _timed(of.rules)
    load, loaded = _timed(lambda: of.load(rules))
    first, state = _timed(lambda: of.first(rules, loaded))
    seconds, changed = changes(of.change, state, law, reform, of.runs)
    peak = peak_mb()
    others = {name: changes(way, state, law, reform) for name, way in of.ways.items()}
    return {
        "engine": engine,
        "rules_s": read,
        "load_s": load,
        "first_s": first,
        **seconds,
        "peak_mb": peak,
        "law": state[-1],
        "reform": changed,
        "ways": {name: {**one, "reform": figures} for name, (one, figures) in others.items()},
    }
