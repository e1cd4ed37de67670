"""The tables of a run as CSV files, for programs."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from groundfloor.report.results import COLUMNS, Results, Row


def columns_of(name: str, rows: Sequence[Row]) -> list[str]:
    """The columns of a table: those agreed for it, then others in order of appearance.

    >>> columns_of("population", [{"year": 2025, "note": "x"}])
    ['year', 'sex', 'age', 'population', 'note']
    """
    return list(dict.fromkeys([*COLUMNS.get(name, ()), *(column for row in rows for column in row)]))


def written(value: Any) -> str:
    """A cell as text: what is absent or not finite is empty, a number is written so that it reads back the same.

    >>> written(0.1), written(None), written(float("nan")), written(True), written(3)
    ('0.1', '', '', 'true', '3')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if hasattr(value, "item"):  # a NumPy scalar
        value = value.item()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    return str(value)


def write_tables(results: Results, out_dir: str | Path) -> None:
    """Write every table of `results` to `out_dir`/tables/NAME.csv: UTF-8, one line a row, rows in the order they have.

    >>> import tempfile
    >>> rows = [{"year": 2025, "sex": "f", "age": 0, "population": 410.5}]
    >>> one = Results({"en": "X"}, "XXX", 2025, 2025, False, "s", {"en": "f"}, {}, {}, {"population": rows})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_tables(one, folder)
    ...     print((Path(folder) / "tables" / "population.csv").read_text().strip())
    year,sex,age,population
    2025,f,0,410.5
    """
    folder = Path(out_dir) / "tables"
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in results.tables.items():
        columns, text = columns_of(name, rows), io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([written(row.get(column)) for column in columns] for row in rows)
        (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8", newline="\n")
