"""Functions compiled to machine code by Numba, once a machine, where it is installed, and the threads that run them."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import current_thread
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., object])
Part = TypeVar("Part")
Result = TypeVar("Result")
THREADS = min(4, os.cpu_count() or 1)
NAME = "parts"


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
    if len(parts) == 1 or THREADS == 1 or current_thread().name.startswith(NAME):
        # a thread of the pool that waited for others of it might wait for itself
        return [work(part) for part in parts]
    return list(_pool(THREADS).map(work, parts))


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """The threads, kept: to make them takes as long as a small part of the work."""
    return ThreadPoolExecutor(threads, thread_name_prefix=NAME)


if hasattr(os, "register_at_fork"):
    # threads do not live on in a process that is split off
    os.register_at_fork(after_in_child=_pool.cache_clear)
