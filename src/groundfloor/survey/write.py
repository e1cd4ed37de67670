"""Columns written to a file, a format by its ending; nothing half-written is left."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from groundfloor.survey.frame import Text
from groundfloor.survey.stata import Variable, dta
from groundfloor.survey.table import word_of


def as_csv(variables: Sequence[Variable], _label: str) -> bytes:
    """Comma-separated text in UTF-8; numbers are written so that they read back exactly, what is missing is empty.

    >>> from groundfloor.survey.table import coded
    >>> as_csv([Variable("age", np.array([4.0, np.nan])), Variable("sex", coded(["male", "female"]))], "")
    b'age,sex\\n4,male\\n,female\\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([one.name for one in variables])
    writer.writerows(zip(*([word_of(cell) or "" for cell in _cells(one)] for one in variables), strict=True))
    return text.getvalue().encode()


def as_parquet(variables: Sequence[Variable], _label: str) -> bytes:
    """Parquet, written by DuckDB: numbers are doubles, words strings."""
    import duckdb

    # DuckDB finds the table by the name of this variable
    columns = {
        one.name: np.array(_cells(one), dtype=object) if isinstance(one.values, Text) else one.values
        for one in variables
    }
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "out.parquet"
        connection.register("columns_of_survey", columns)
        quoted = ", ".join(
            f"nullif({_quoted(one.name)}, 'nan'::double) as {_quoted(one.name)}"
            if not isinstance(one.values, Text)
            else f"{_quoted(one.name)}::varchar as {_quoted(one.name)}"
            for one in variables
        )
        target = str(path).replace("'", "''")
        connection.execute(f"copy (select {quoted} from columns_of_survey) to '{target}' (format parquet)")  # noqa: S608 # quoted
        return path.read_bytes()


def as_workbook(variables: Sequence[Variable], _label: str) -> bytes:
    """An Excel workbook: the persons on the first sheet, what each column means on the second."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": False}) as book:
        sheet, meanings = book.add_worksheet("persons"), book.add_worksheet("meaning")
        sheet.freeze_panes(1, 0)
        for place, one in enumerate(variables):
            sheet.write_string(0, place, one.name)
            meanings.write_string(place, 0, one.name)
            meanings.write_string(place, 1, one.label)
            for row, cell in enumerate(_cells(one), 1):
                if isinstance(cell, str):
                    sheet.write_string(row, place, cell)
                elif cell == cell and cell is not None:
                    sheet.write_number(row, place, cell)
    return out.getvalue()


WRITERS: dict[str, Callable[[Sequence[Variable], str], bytes]] = {
    "parquet": as_parquet,
    "csv": as_csv,
    "dta": dta,
    "xlsx": as_workbook,
}


def replaced(path: Path, content: bytes) -> None:
    """Put a file in its place whole, its folder too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _cells(one: Variable) -> list[str | float | None]:
    if isinstance(one.values, Text):
        words = [*one.values.levels, None]
        return [words[code] for code in one.values.codes.tolist()]
    cells: list[str | float | None] = one.values.tolist()
    return cells


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
