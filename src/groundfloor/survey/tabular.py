"""A data file as columns of text, whatever its format: CSV, Parquet, Stata, SPSS or Excel."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.errors import GroundfloorError, Place, nearest

Cells = NDArray[np.object_]
EXCEL_LARGEST = 2_000_000_000
EXCEL_RATIO = 200
OPTIONS = ("path", "format", "encoding", "delimiter", "decimal", "sheet")


@dataclass(frozen=True)
class Table:
    """Columns of cells (text, or None where empty) and the line of the first data row, for messages."""

    file: str
    columns: Mapping[str, Cells]
    rows: int
    first_line: int

    def column(self, name: str, place: Place | None = None) -> Cells:
        """A column by name; an unknown one is refused with the nearest."""
        if name not in self.columns:
            raise GroundfloorError(
                f"{Path(self.file).name} has no column {name!r}",
                place or Place(self.file),
                expected=f"one of {', '.join(list(self.columns)[:12])}{', ...' if len(self.columns) > 12 else ''}",
                hint=nearest(name, self.columns),
            )
        return self.columns[name]

    def place(self, row: int, column: str) -> Place:
        """Where a cell stands."""
        return Place(self.file, row=self.first_line + row, field=column)


def read_table(path: Path, options: Mapping[str, Any]) -> Table:
    """Read a file by its ending (or `format`); an empty, unreadable or oversized one is refused."""
    if not path.exists():
        raise GroundfloorError("There is no such file", Place(str(path)), hint="Check the path in survey.yaml.")
    if path.is_dir():
        raise GroundfloorError("This is a folder", Place(str(path)), expected="a file")
    if path.stat().st_size == 0:
        raise GroundfloorError("The file is empty", Place(str(path)))
    ending = str(options.get("format") or path.name.removesuffix(".gz").rpartition(".")[2]).lower()
    reader = READERS.get(ending)
    if reader is None:
        raise GroundfloorError(
            f"The format {ending!r} is not known",
            Place(str(path)),
            expected=f"one of {', '.join(READERS)}",
            hint=nearest(ending, READERS),
        )
    table = reader(path, options)
    if table.rows == 0:
        raise GroundfloorError("The file has no rows below its header", Place(str(path)))
    return table


def _csv(path: Path, options: Mapping[str, Any]) -> Table:
    encoding = str(options.get("encoding") or "utf-8-sig")
    place = Place(str(path))
    try:
        with _opened(path) as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
            sample = text.readline()
            if not sample.strip():
                raise GroundfloorError("The first line, which should name the columns, is empty", place)
            delimiter = str(options.get("delimiter") or max(",;\t|", key=sample.count))
            text.seek(0)
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            header = _header(next(reader), place)
            columns = _columns(reader, len(header), place)
    except UnicodeDecodeError as error:
        raise GroundfloorError(
            f"The byte {error.object[error.start]:#04x} is not {'UTF-8' if encoding.startswith('utf-8') else encoding}",
            place,
            expected="a file in UTF-8",
            hint="Save it as UTF-8, or name its encoding in survey.yaml, such as encoding: latin-1.",
        ) from None
    except LookupError:
        raise GroundfloorError(
            f"The encoding {encoding!r} is not known", place, expected="such as utf-8 or latin-1"
        ) from None
    except csv.Error as error:
        raise GroundfloorError(f"The file is not a CSV: {error}", place) from None
    except (EOFError, gzip.BadGzipFile, OSError) as error:
        raise GroundfloorError(f"The file is damaged: {error}", place, hint="Copy it again from its source.") from None
    decimal = str(options.get("decimal") or ".")
    if decimal == ",":
        columns = [_decimal(column) for column in columns]
    return Table(str(path), dict(zip(header, columns, strict=True)), len(columns[0]), 2)


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _decimal(column: Cells) -> Cells:
    return np.array([cell.replace(",", ".") if cell else cell for cell in column], dtype=object)


def _header(names: list[str], place: Place) -> list[str]:
    names = [name.strip() for name in names]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise GroundfloorError(f"The column {twice!r} stands twice", place, hint="Rename one of them.")
    return names


def _columns(rows: Iterator[list[str]], width: int, place: Place) -> list[Cells]:
    kept = []
    for i, row in enumerate(rows):
        if len(row) != width:
            if not row:
                continue
            raise GroundfloorError(
                f"The row has {len(row)} cells, the header {width}",
                Place(place.file, row=i + 2),
                hint="Put a text that holds the separator between double quotes.",
            )
        kept.append(row)
    out = []
    for cells in zip(*kept, strict=True) if kept else [()] * width:
        column = np.empty(len(kept), dtype=object)
        column[:] = [cell.strip() or None for cell in cells]
        out.append(column)
    return out


def _from_values(path: Path, found: Mapping[str, Any], first_line: int) -> Table:
    columns = {name: _texts(values) for name, values in found.items()}
    rows = len(next(iter(columns.values()))) if columns else 0
    return Table(str(path), columns, rows, first_line)


def _texts(values: Any) -> Cells:
    out = np.empty(len(values), dtype=object)
    out[:] = [_text(value) for value in values]
    return out


def _text(value: Any) -> str | None:
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{value:.17g}" if value != int(value) else str(int(value))
    return str(value).strip() or None


def _parquet(path: Path, _options: Mapping[str, Any]) -> Table:
    import duckdb

    try:
        with duckdb.connect() as connection:
            relation = connection.from_parquet(str(path))
            rows = relation.fetchall()
            found = {name: [row[i] for row in rows] for i, name in enumerate(relation.columns)}
    except duckdb.Error as error:
        raise GroundfloorError(
            f"The file is not a Parquet file: {str(error).splitlines()[0]}", Place(str(path))
        ) from None
    return _from_values(path, found, 1)


def _statistical(name: str) -> Callable[[Path, Mapping[str, Any]], Table]:
    def read(path: Path, options: Mapping[str, Any]) -> Table:
        try:
            import pyreadstat
        except ImportError:
            raise GroundfloorError(
                "Reading Stata and SPSS files needs an extra",
                Place(str(path)),
                hint="Install it: pip install 'groundfloor[stata]'.",
            ) from None
        try:
            found, _labels = getattr(pyreadstat, f"read_{name}")(
                str(path), output_format="dict", encoding=options.get("encoding")
            )
        except Exception as error:
            # the library raises several unrelated kinds for a damaged file
            raise GroundfloorError(f"The file cannot be read: {error}", Place(str(path))) from None
        return _from_values(path, found, 1)

    return read


def _excel(path: Path, options: Mapping[str, Any]) -> Table:
    import openpyxl

    place = Place(str(path))
    try:
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
            packed = max(1, sum(part.compress_size for part in parts.infolist()))
    except zipfile.BadZipFile:
        raise GroundfloorError("The file is not an Excel workbook (.xlsx)", place) from None
    if unpacked > EXCEL_LARGEST or (unpacked > 50_000_000 and unpacked / packed > EXCEL_RATIO):
        raise GroundfloorError(
            f"The workbook would unpack to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB and is refused",
            place,
            hint="Save the sheet as CSV.",
        )
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        # openpyxl raises whatever the damaged part made it stumble over
        raise GroundfloorError(f"The workbook cannot be read: {error}", place) from None
    sheet = str(options.get("sheet") or book.sheetnames[0])
    if sheet not in book.sheetnames:
        raise GroundfloorError(
            f"The workbook has no sheet {sheet!r}",
            place,
            expected=f"one of {', '.join(book.sheetnames)}",
            hint=nearest(sheet, book.sheetnames),
        )
    rows = list(book[sheet].iter_rows(values_only=True))
    book.close()
    if not rows:
        raise GroundfloorError("The sheet is empty", place)
    header = _header([str(name) if name is not None else "" for name in rows[0]], place)
    body = [row for row in rows[1:] if any(cell is not None for cell in row)]
    return _from_values(path, {name: [row[i] for row in body] for i, name in enumerate(header) if name}, 2)


READERS: dict[str, Callable[[Path, Mapping[str, Any]], Table]] = {
    "csv": _csv,
    "tsv": _csv,
    "txt": _csv,
    "parquet": _parquet,
    "dta": _statistical("dta"),
    "sav": _statistical("sav"),
    "xlsx": _excel,
}
