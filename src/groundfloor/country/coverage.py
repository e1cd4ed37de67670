"""coverage.csv: SDG 1.3.1, the share of people covered by social protection, by function."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from groundfloor.documents import read_rows
from groundfloor.errors import GroundfloorError, nearest

COLUMNS = ("year", "series", "function", "sex", "quintile", "coverage_pct", "source")
SEX = ("", "male", "female")
QUINTILE = ("", "1", "2", "3", "4", "5")


def read_coverage(path: Path) -> list[dict[str, Any]]:
    """Rows of coverage.csv, checked; empty sex means both, empty quintile means everybody. No file: no rows."""
    if not path.exists():
        return []
    seen: dict[tuple[str, ...], int] = {}
    rows = []
    for row in read_rows(path, COLUMNS):
        for column, known in (("sex", SEX), ("quintile", QUINTILE)):
            if row.cells[column] not in known:
                raise GroundfloorError(
                    f"Unknown {column} {row.cells[column]!r}",
                    row.place(column),
                    expected="empty, " + ", ".join(known[1:]),
                    hint=nearest(row.cells[column], known),
                )
        share = row.number("coverage_pct")
        if not 0 <= share <= 100:
            raise GroundfloorError(f"Coverage is {share:g}", row.place("coverage_pct"), expected="0 to 100 percent")
        key = tuple(row.cells[name] for name in ("year", "series", "sex", "quintile"))
        if key in seen:
            raise GroundfloorError(
                f"{row.text('series')} of {row.year()} stands twice",
                row.place(),
                hint=f"It stands on line {seen[key]} already.",
            )
        seen[key] = row.line
        rows.append(
            {
                "year": row.year(),
                "series": row.text("series"),
                "function": row.text("function"),
                "sex": row.cells["sex"] or None,
                "quintile": int(row.cells["quintile"]) if row.cells["quintile"] else None,
                "coverage_pct": share,
                "source": row.text("source"),
            }
        )
    return rows
