"""A cluster on this machine: persons in Parquet files, everybody's entitlements written there, and the figures; Spark with two threads."""

from __future__ import annotations

from importlib.util import find_spec

from groundfloor.benching.runs import parquet
from groundfloor.benching.task import Task
from groundfloor.benching.timing import Timed

MOST = 0
"""Only where it is named: it writes files."""
MASTER = "local[2]"


def missing() -> str | None:
    """Spark, which is an extra."""
    return None if find_spec("pyspark") else "Spark is not installed: pip install 'groundfloor[spark]'"


def timed(task: Task) -> Timed:
    """The work, files read and written each time."""
    return parquet.timed(task, MASTER)
