"""How many bytes a second this machine reads from memory: what no engine can be faster than."""

from __future__ import annotations

import time

import numpy as np

LARGE = 32_000_000  # doubles: more than any cache holds
RUNS = 5


def bytes_per_second(numbers: int = LARGE) -> float:
    """The fastest of several sums over an array, in bytes a second, on one processor.

    >>> bytes_per_second(100_000) > 0
    True
    """
    values = np.ones(numbers)
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        values.sum()
        best = min(best, time.perf_counter() - start)
    return values.nbytes / best
