"""Functions compiled to machine code by Numba, once a machine, where it is installed, and the threads that run them."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., object])
Part = TypeVar("Part")
Result = TypeVar("Result")
THREADS = min(4, os.cpu_count() or 1)


@cache
def available() -> bool:
    """Whether Numba is installed."""
    return importlib.util.find_spec("numba") is not None


def kernel(function: Function) -> Function:
    """The function compiled when it is first called and kept beside the code, or in the user's cache, for the next process.

    It lets other threads run, and follows NumPy where a division is by zero. Only a module that is imported when it is needed
    should use it: it imports Numba.
    """
    import numba

    found: Any
    try:
        found = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # no folder in which to keep it: it is compiled anew each time
        found = numba.njit(nogil=True, error_model="numpy")(function)
    return cast(Function, found)


def in_threads(work: Callable[[Part], Result], parts: Iterable[Part]) -> list[Result]:
    """The results of all parts, in their order, whichever thread was first.

    >>> in_threads(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    parts = list(parts)
    if len(parts) == 1 or THREADS == 1:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, parts))
