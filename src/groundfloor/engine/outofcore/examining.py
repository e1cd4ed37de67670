"""A look at all of a source before the work: whether anything in it would make every figure wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from groundfloor.engine.outofcore.kinds import Columns, check_columns
from groundfloor.engine.outofcore.persons import Reading, faults
from groundfloor.engine.outofcore.telling import told
from groundfloor.rules.programme import Floor


@dataclass(frozen=True)
class Examined:
    """A source that can be worked on: how it is read, its persons, and of how many the weight is not known."""

    reading: Reading
    persons: int
    unweighted: int


def examined(
    floor: Floor, columns: Columns, dialect: str, table: exp.Expr, ask: Callable[[str], Sequence[Any]]
) -> Examined:
    """What `ask`, which gives the one row of a query, finds in a table. What is wrong raises GroundfloorError."""
    check_columns(floor, columns)
    reading = Reading(floor, columns, dialect)
    counts = list(faults(reading))
    shown = [exp.alias_(sql, name, quoted=True) for name, sql in counts]
    row = ask(exp.select(*shown).from_(table).sql(dialect))
    found = dict(zip([name for name, _ in counts], row, strict=True))
    wrong = told(found, columns)
    if wrong is not None:
        raise wrong
    # the checksum is written for identifiers as long as they are
    longest = max((found.get(f"longest:{asked}") or 0 for asked in reading.made), default=0)
    return Examined(
        Reading(floor, columns, dialect, longest), int(found["persons"]), int(found.get("unknown:weight") or 0)
    )
