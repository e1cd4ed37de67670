"""Excel workbooks, read row by row and never unpacked beyond what a survey can need."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Container, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.formats import Options, looks_like
from groundfloor.survey.table import Coder, Table

ENDINGS = ("xlsx", "xlsm")
# a sheet is text: it shrinks by ten or twenty, only an attack by hundreds
LARGEST, SUSPECT, RATIO = 1_000_000_000, 50_000_000, 100
MOST_ROWS, MOST_CELLS = 1_048_576, 100_000_000


def read(path: Path, options: Options, wanted: Container[str]) -> Table:
    """Read a sheet, the first unless named, whose first row has the names of the columns."""
    import openpyxl

    place = Place(str(path))
    _refuse_bomb(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = options.sheet or book.sheetnames[0]
            if sheet not in book.sheetnames:
                raise GroundfloorError(
                    f"The workbook has no sheet {sheet!r}",
                    place,
                    expected=f"one of {', '.join(book.sheetnames)}",
                    hint=nearest(sheet, book.sheetnames),
                )
            # the size written in the sheet may be wrong and would cut it
            book[sheet].reset_dimensions()
            # rows not read to the end keep the file open
            with closing(book[sheet].iter_rows(values_only=True)) as rows:
                return _table(rows, path, options, wanted)
        finally:
            book.close()
    except GroundfloorError:
        raise
    # openpyxl raises whatever a damaged part makes it stumble over
    except Exception as error:
        raise GroundfloorError(
            f"The workbook cannot be read: {error}", place, hint="Open it in a spreadsheet and save it anew, or as CSV."
        ) from None


def _refuse_bomb(path: Path) -> None:
    place = Place(str(path))
    try:
        with zipfile.ZipFile(path) as parts:
            # what a part unpacks to is enforced by zipfile, so the sizes written there can be trusted
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError):
        raise GroundfloorError(
            "The file is not an Excel workbook (xlsx), or is damaged", place, hint=looks_like(path)
        ) from None
    packed = path.stat().st_size
    if unpacked > LARGEST or (unpacked > SUSPECT and unpacked > RATIO * packed):
        raise GroundfloorError(
            f"The workbook of {packed / 1e6:,.1f} MB would unpack to {unpacked / 1e6:,.0f} MB and is refused",
            place,
            hint="Save the sheet as CSV.",
        )


def _table(rows: Iterator[tuple[Any, ...]], path: Path, options: Options, wanted: Container[str]) -> Table:
    place = Place(str(path), row=1)
    names = ["" if cell is None else str(cell).strip() for cell in next(rows, ())]
    if not any(names):
        raise GroundfloorError("The first row of the sheet is empty", place, expected="the names of the columns")
    twice = next((name for name in names if name in wanted and names.count(name) > 1), None)
    if twice is not None:
        raise GroundfloorError(f"The column {twice!r} stands twice", place, hint="Rename one of them.")
    coders = {name: (names.index(name), Coder()) for name in names if name in wanted}
    kept: list[tuple[Any, ...]] = []
    blank: list[int] = []
    count = 0
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS or number * len(row) > MOST_CELLS:
            raise GroundfloorError(
                f"The sheet has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells",
                place,
                hint="Save it as CSV, without unused columns.",
            )
        if any(cell is not None for cell in row):
            kept.append(row)
        else:
            blank.append(number)
        if len(kept) == 1000:
            count += _add(coders, kept)
            kept = []
    count += _add(coders, kept)
    found = {name: coder.text() for name, (_column, coder) in coders.items()}
    return Table(str(path), tuple(names), found, count, 2, tuple(blank), options.decimal)


def _add(coders: dict[str, tuple[int, Coder]], rows: list[tuple[Any, ...]]) -> int:
    for column, coder in coders.values():
        coder.add([_cell(row[column]) if column < len(row) else None for row in rows])
    return len(rows)


def _cell(value: Any) -> Any:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value
