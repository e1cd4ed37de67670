"""access.csv: who lives within reach of a service, by area, as `groundfloor access` leaves it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from groundfloor.documents import read_rows
from groundfloor.errors import GroundfloorError

COLUMNS = ("service", "variant", "group", "within_minutes", "population", "reached")
ROUNDING = 1e-6


def read_access(path: Path) -> list[dict[str, Any]]:
    """Rows of access.csv, checked; other columns of the table are left alone. No file: no rows.

    More people within reach than there are, and a row that stands twice, raise GroundfloorError with file and line.
    """
    if not path.exists():
        return []
    seen: dict[tuple[str, ...], int] = {}
    rows = []
    for row in read_rows(path, COLUMNS, others=True):
        people, reached = row.number("population"), row.number("reached")
        if not 0 <= reached <= people * (1 + ROUNDING):
            raise GroundfloorError(
                f"{reached:,.0f} people of {people:,.0f} are within reach",
                row.place("reached"),
                expected="a part of them",
            )
        key = tuple(row.text(name) for name in COLUMNS[:4])
        if key in seen:
            raise GroundfloorError(
                f"{row.text('service')} of {row.text('group')} stands twice",
                row.place(),
                hint=f"It stands on line {seen[key]} already.",
            )
        seen[key] = row.line
        rows.append(
            {
                "service": row.text("service"),
                "variant": row.text("variant"),
                "group": row.text("group"),
                "within_minutes": row.number("within_minutes"),
                "population": people,
                "reached": reached,
            }
        )
    return rows
