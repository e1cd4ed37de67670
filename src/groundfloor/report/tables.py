"""The tables of a run as CSV files, for programs."""

from __future__ import annotations

import csv
import io
import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from groundfloor.errors import GroundfloorError, Place
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
    kind = type(value)  # nearly all that a table holds is one of these, and asking for it is quick
    if kind is float:
        return repr(value) if math.isfinite(value) else ""
    if kind is str or value is None:
        return value or ""
    if isinstance(value, Mapping):  # a text by language
        value = value.get("en")
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
        text = as_csv(rows, columns_of(name, rows))
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")


def as_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Rows as the text of a CSV file with one header line.

    >>> as_csv([{"year": 2025, "value": None}], ["year", "value"])
    'year,value\\n2025,\\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([written(row.get(column)) for column in columns] for row in rows)
    return text.getvalue()


def put(file: Path, text: str) -> None:
    """Write a text file in one step: it is there whole, or as it was before."""
    if not file.parent.is_dir():
        raise GroundfloorError("The folder does not exist", Place(str(file.parent)), hint="Make it first.")
    if file.is_dir():
        raise GroundfloorError("There is a folder of that name", Place(str(file)), expected="a file such as costs.csv")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".groundfloor-") as scratch:
        draft = Path(scratch) / file.name
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(file)
