"""Timing shared by both sides: the same clock, the same median, one line of JSON."""

from __future__ import annotations

import json
import resource
import statistics
import time
from collections.abc import Callable, Mapping

RUNS = 5


def timed(work: Callable[[], dict[str, float]], runs: int = RUNS) -> tuple[float, dict[str, float]]:
    """Median seconds of `runs` runs and what the last one gave."""
    seconds, result = [], {}
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), result


def report(engine: str, persons: int, first: float, change: float, figures: Mapping[str, float]) -> None:
    """Print one run as JSON."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "engine": engine,
                "persons": persons,
                "first_s": first,
                "change_s": change,
                "peak_mb": peak,
                "figures": dict(figures),
            }
        )
    )
