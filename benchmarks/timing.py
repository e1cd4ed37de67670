"""Timing shared by both sides: the same clock, the same median, one line of JSON."""

from __future__ import annotations

import json
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scenarios import LAW, REFORM

RUNS = 7
Figures = dict[str, float]


@dataclass(frozen=True)
class Timed:
    """What is timed: reading the `rules`, to `load` columns, the `first` run and a `change` of the law with all that done.

    `first` gives back the state that a change starts from, its figures last.
    """

    rules: Callable[[], Any]
    load: Callable[[Any], Any]
    first: Callable[[Any, Any], tuple[Any, Any, Figures]]
    change: Callable[[Any, Mapping[str, float]], Figures]


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def report(engine: str, persons: int, of: Timed) -> None:
    """Time one engine and print one line of JSON; a change is the median of several, to the reform and back."""
    read, rules = _timed(of.rules)
    load, loaded = _timed(lambda: of.load(rules))
    first, state = _timed(lambda: of.first(rules, loaded))
    changes, changed = [], {}
    for run in range(RUNS):
        # an odd number of runs ends in the reform
        seconds, changed = _timed(lambda law=REFORM if run % 2 == 0 else LAW: of.change(state, law))
        changes.append(seconds)
    found = {
        "engine": engine,
        "persons": persons,
        "rules_s": read,
        "load_s": load,
        "first_s": first,
        "change_s": statistics.median(changes),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "law": state[2],
        "reform": changed,
    }
    print(json.dumps(found))
