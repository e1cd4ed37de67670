"""The engine in a database, given persons out of memory."""

from __future__ import annotations

from groundfloor.benching.task import Task, in_memory
from groundfloor.benching.timing import Timed

MOST = None


def timed(task: Task) -> Timed:
    """The work."""
    return in_memory(task, "sql")
