"""The floor on invented persons under one engine, timed."""

from __future__ import annotations

from typing import Any

from groundfloor.benching.floors import FEW, HOUSEHOLD, PERSON
from groundfloor.benching.laws import LAW, REFORM
from groundfloor.benching.runs import runs
from groundfloor.benching.task import Task
from groundfloor.benching.timing import timed

BYTES = 8 * (len(PERSON) + len(HOUSEHOLD))
"""Of a person in the columns that the rules read."""


def timings(engine: str, persons: int, programmes: int = FEW) -> dict[str, Any]:
    """Seconds to read the rules, to load, of a first run and of a changed law, the peak of memory in MB, the figures under both laws.

    Persons come in whole households, so that there may be a few more. `bytes_per_person` are those of the columns that the rules read.

    >>> found = timings("arrays", 1000)
    >>> found["engine"], len(found["law"]), found["law"] == found["reform"]
    ('arrays', 28, False)
    """
    task = Task(persons, programmes)
    found = timed(engine, runs()[engine].timed(task), LAW, REFORM)
    return {**found, "persons": task.persons, "programmes": programmes, "bytes_per_person": BYTES}
