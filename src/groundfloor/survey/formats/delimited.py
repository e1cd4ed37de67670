"""Text files with a mark between cells: CSV, also compressed with gzip."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.formats import Options, looks_like
from groundfloor.survey.table import Coder, Table

ENDINGS = ("csv", "tsv", "txt")
DELIMITERS = ",;\t|"
QUOTED = re.compile('"[^"]*"')
UTF_8 = "utf-8-sig"
LONGEST_LINE = 1 << 22
# small enough that the rows of a chunk stay in the processor's cache
CHUNK = 2000
# what is looked at to tell an encoding
SAMPLE = 1 << 20
WINDOWS = {"cp1252": "a Western European encoding (Windows or Excel)", "cp1256": "the Arabic encoding of Windows"}


def read(path: Path, options: Options, wanted: Container[str]) -> Table:
    """Read a file with a header; its encoding is UTF-8 unless given, its delimiter the one its header has most of."""
    encoding, place = options.encoding or UTF_8, Place(str(path))
    try:
        if not getattr(codecs.lookup(encoding), "_is_text_encoding", True):
            raise LookupError
    except LookupError:
        raise GroundfloorError(
            f"The encoding {encoding!r} is not known", place, expected="such as utf-8, cp1252 or latin-1"
        ) from None
    _refuse_utf8(path, encoding)
    try:
        with _opened(path) as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
            return _table(text, path, options, wanted)
    except UnicodeError:
        raise _undecodable(path, encoding) from None
    except (EOFError, OSError, zlib.error) as error:
        raise GroundfloorError(
            f"The file is damaged: {error}", place, hint="Copy or download it again from its source."
        ) from None


def likely_encoding(path: Path) -> str | None:
    """The encoding that a file's bytes speak for, None where they are UTF-8.

    Letters beyond ASCII stand alone between ASCII letters in Western European languages (cp1252) and in rows in Arabic (cp1256).
    """
    with _opened(path) as raw:
        start = raw.read(SAMPLE)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _is_utf8(start):
        return None
    high = re.findall(rb"[\x80-\xff]+", start)
    return "cp1256" if sum(len(run) for run in high) > 2 * len(high) else "cp1252"


def _is_utf8(start: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_utf8(path: Path, encoding: str) -> None:
    """Refuse UTF-8 that the description calls something else: every accent would become two wrong letters."""
    as_said = "é".encode().decode(encoding, errors="replace")
    if len(as_said) == 1 or "\ufffd" in as_said:
        return
    try:
        with _opened(path) as raw:
            start = raw.read(SAMPLE)
    except (EOFError, OSError, zlib.error):
        return  # said where the file is read
    if not start.isascii() and _is_utf8(start):
        raise GroundfloorError(
            f"The file is in UTF-8, not {encoding}",
            Place(str(path)),
            expected="the encoding the file is in",
            hint=f"Take encoding: {encoding} away.",
        )


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if packed:
            with gzip.open(raw, "rb") as unpacked:
                yield cast(BinaryIO, unpacked)
        else:
            yield raw


def _table(text: io.TextIOWrapper, path: Path, options: Options, wanted: Container[str]) -> Table:
    place = Place(str(path), row=1)
    lines = iter(partial(text.readline, LONGEST_LINE), "")
    first = next(lines, "")
    if not first.strip():
        raise GroundfloorError("The first row is empty", place, expected="the names of the columns")
    if "\0" in first:
        raise GroundfloorError("The file is not text", place, hint=looks_like(path))
    delimiter = options.delimiter or max(DELIMITERS, key=QUOTED.sub("", first).count)
    rows = csv.reader(_with(first, lines), delimiter=delimiter, strict=True)
    try:
        names = [name.strip() for name in next(rows)]
        _refuse_twice(names, wanted, place)
        return _coded(rows, names, path, options, wanted)
    except csv.Error as error:
        hint = (
            "A double quote is probably opened there and never closed."
            if "limit" in str(error) or "end" in str(error)
            else None
        )
        raise GroundfloorError(
            f"The file is not a CSV: {error}", Place(str(path), row=rows.line_num), hint=hint or looks_like(path)
        ) from None


def _with(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _refuse_twice(names: list[str], wanted: Container[str], place: Place) -> None:
    twice = next((name for name in names if name in wanted and names.count(name) > 1), None)
    if twice is not None:
        raise GroundfloorError(f"The column {twice!r} stands twice", place, hint="Rename one of them.")


def _coded(rows: Iterator[list[str]], names: list[str], path: Path, options: Options, wanted: Container[str]) -> Table:
    coders = {name: (names.index(name), Coder()) for name in names if name in wanted}
    blank: list[int] = []
    number, count = 2, 0
    while chunk := list(islice(rows, CHUNK)):
        kept = [row for row in chunk if any(row)]
        if len(kept) < len(chunk):
            blank += [number + i for i, row in enumerate(chunk) if not any(row)]
        if set(map(len, kept)) - {len(names)}:
            wrong = next(i for i, row in enumerate(chunk) if any(row) and len(row) != len(names))
            raise GroundfloorError(
                f"The row has {len(chunk[wrong])} cells, the header {len(names)}",
                Place(str(path), row=number + wrong),
                hint="Put a text that holds the separator between double quotes.",
            )
        columns = list(zip(*kept, strict=True)) or [()] * len(names)
        for column, coder in coders.values():
            coder.add(columns[column])
        number, count = number + len(chunk), count + len(kept)
    found = {name: coder.text() for name, (_column, coder) in coders.items()}
    table = Table(str(path), tuple(names), found, count, 2, tuple(blank), options.decimal)
    for name, text in found.items():
        broken = next((code for code, word in enumerate(text.levels) if "\0" in word), None)
        if broken is not None:
            raise GroundfloorError(
                "The cell holds bytes that are no text",
                table.place(int(np.argmax(text.codes == broken)), name),
                hint="The file is damaged: copy or export it again.",
            )
    return table


def _undecodable(path: Path, encoding: str) -> GroundfloorError:
    """The error at the first row that is not text in `encoding`, naming what it probably is."""
    with _opened(path) as raw:
        start = raw.read(4)
        raw.seek(0)
        wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        number, byte = 0, start[0]
        for line in iter(partial(raw.readline, LONGEST_LINE), b""):
            number += 1
            try:
                line.decode(encoding)
            except UnicodeError as error:
                byte = line[error.start] if isinstance(error, UnicodeDecodeError) else line[0]
                break
    likely = "utf-16" if wide else (likely_encoding(path) or "utf-8") if encoding.startswith("utf") else "utf-8"
    where = WINDOWS.get(likely, likely.upper())
    return GroundfloorError(
        f"The byte {byte:#04x} is not {'UTF-8' if encoding == UTF_8 else encoding}",
        Place(str(path), row=number),
        expected="a file in UTF-8, or its encoding in survey.yaml",
        hint=looks_like(path) or f"It is probably in {where}: write encoding: {likely} beside its path.",
    )
