"""Workbooks from strangers: what is not a plain workbook of modest size is refused before it is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LARGEST = 5_000_000
UNPACKED = 20_000_000
MEMBERS = 300
ROWS, COLUMNS, SHEETS = 2_000, 100, 40
NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
OLD = b"\xd0\xcf\x11\xe0"
# parts that run code, embed other files, or fetch from elsewhere
MACROS = ("vbaproject", "xl/macrosheets/", "xl/dialogsheets/", "xl/activex/", "xl/embeddings/", "xl/ctrlprops/")
LINKS = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/", "xl/model/", "customdata")
DECLARED = (b"<!DOCTYPE", b"<!ENTITY")


class Refused(Exception):
    """Why a file is not read, and what to do, in a sentence."""


@dataclass(frozen=True)
class Cell:
    """A value and where it stands: the row as people count, the letters of the column."""

    value: str
    row: int
    column: str


Grid = list[list[Cell]]


def opened(content: bytes) -> dict[str, Grid]:
    """The cells of every sheet as text, by the title of the sheet; anything but plain values is refused."""
    _look_at(content)
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = book.worksheets
        if len(sheets) > SHEETS:
            raise Refused(_("The workbook has more than %(most)s sheets.") % {"most": SHEETS})
        return {sheet.title: list(_rows(sheet)) for sheet in sheets}
    except Refused:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError) as error:
        raise _unreadable() from error
    except Exception as error:  # a damaged part can make the reader fail in any way, and none of them is ours to mend
        raise _unreadable() from error


def _unreadable() -> Refused:
    return Refused(_("The file is damaged and cannot be read. Save it again as .xlsx in your spreadsheet program."))


def _look_at(content: bytes) -> None:
    """Refuse by size, kind and parts, without reading any of it as a workbook."""
    if len(content) > LARGEST:
        raise Refused(_("The file is larger than 5 MB. Take out pictures and sheets that are not needed."))
    if content.startswith(OLD):
        raise Refused(
            _("The file is protected by a password or in the old format .xls. Save it as .xlsx without a password.")
        )
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(_("The file is not a workbook. Save it as .xlsx in your spreadsheet program."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look_into(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _unreadable() from error
    except Exception as error:
        if isinstance(error, Refused):
            raise
        raise _unreadable() from error


def _look_into(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MEMBERS or sum(part.file_size for part in parts) > UNPACKED:
        raise Refused(_("The file unpacks to far more than a workbook of this kind holds. It was not read."))
    names = [part.filename for part in parts]
    lowered = [name.lower().lstrip("/") for name in names]
    if len(set(names)) != len(names) or any(name not in names for name in NEEDED):
        raise Refused(_("The file is not a workbook. Save it as .xlsx in your spreadsheet program."))
    if any(one.startswith(MACROS) or "vbaproject" in one for one in lowered):
        raise Refused(_("The workbook has macros or embedded files. Save it as .xlsx without them."))
    if any(one.startswith(LINKS) for one in lowered):
        raise Refused(_("The workbook has links to other files. Break the links (values only) and save it again."))
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            _declares_nothing(archive.read(part))


def _declares_nothing(text: bytes) -> None:
    """No part may define entities, which can grow without end or read other files; spreadsheet programs never do."""
    plain = text.replace(b"\x00", b"")
    if any(word in plain for word in DECLARED):
        raise Refused(_("The file was not written by a spreadsheet program. Save it as .xlsx in one."))


def _rows(sheet: Any) -> Iterator[list[Cell]]:
    """Rows of cells; where a row has a formula, none of the workbook is taken."""
    from openpyxl.utils import get_column_letter

    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS), 1):
        if number > ROWS:
            raise Refused(
                ngettext(
                    "The sheet “%(sheet)s” has more than %(most)s row.",
                    "The sheet “%(sheet)s” has more than %(most)s rows.",
                    ROWS,
                )
                % {"sheet": sheet.title, "most": ROWS}
            )
        cells = []
        for place, cell in enumerate(row, 1):
            letters = get_column_letter(place)
            if getattr(cell, "data_type", "") == "f":
                raise Refused(
                    _("There is a formula in cell %(cell)s of the sheet “%(sheet)s”. Put its value there instead.")
                    % {"cell": f"{letters}{number}", "sheet": sheet.title}
                )
            cells.append(Cell(_text(cell.value), number, letters))
        yield cells


def _text(value: Any) -> str:
    from openpyxl.utils.escape import unescape

    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str):
        return unescape(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return str(value)
