"""A data file looked at: its columns with their labels, kinds, values and gaps, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.catalogue import CATALOGUED, ENDING, beside
from groundfloor.survey.formats import Options, delimited, read_table
from groundfloor.survey.frame import Floats, Text
from groundfloor.survey.table import Table, numbers_of, plain_text

MOST_CODES = 60
FREQUENT = 6
DATE = re.compile(r"\d{4}-\d\d?-\d\d?([ T].*)?|\d\d?[/.]\d\d?[/.]\d{2,4}")
COMMA = re.compile(r"-?\d+,\d+")
# how much of a column must look alike for the column to be taken so
MOST = 0.9


class Everything(Container[str]):
    """Every column that has a name."""

    def __contains__(self, name: object) -> bool:
        return bool(name)


@dataclass(frozen=True)
class Column:
    """A column: its `label`, its kind (number, code, text, date, empty), how many `rows` have a value of how many `of`, how
    many values differ, the most frequent with their counts, and of a number its least, middle and greatest value.

    `labels` are what the file says its codes mean.
    """

    name: str
    label: str
    kind: str
    rows: int
    of: int
    distinct: int
    frequent: tuple[tuple[str, int], ...]
    range: tuple[float, float, float] | None
    labels: Mapping[str, str]
    text: Text

    @property
    def missing(self) -> float:
        """The share of rows without a value."""
        return 1 - self.rows / self.of


@dataclass(frozen=True)
class Seen:
    """A file: how it is written as far as survey.yaml has to say it, and its columns by name."""

    path: Path
    options: Options
    rows: int
    columns: Mapping[str, Column]


def look_at(paths: Sequence[Path]) -> list[Seen]:
    """Look at several data files. Catalogues of formats among them are those of the SAS files, by name or, if there is one, of all."""
    catalogues = {path.stem.lower(): path for path in paths if path.name.lower().endswith(ENDING)}
    files = [path for path in paths if path not in catalogues.values()]
    if not files:
        raise GroundfloorError("There is no data file", expected="one or more, beside catalogues of formats")
    only = next(iter(catalogues.values())) if len(catalogues) == 1 else None
    return [
        look(path, catalogues.get(path.stem.lower(), only) if path.name.lower().endswith(CATALOGUED) else None)
        for path in files
    ]


def look(path: Path, catalogue: Path | None = None) -> Seen:
    """Look at a data file of any format; one that cannot be read raises GroundfloorError.

    What survey.yaml would have to say of a text file is found out: its encoding, and whether it has decimal commas. The codes of a file
    of SAS mean what the `catalogue` says, or the one beside it.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "p.csv"
    >>> _ = file.write_bytes("id;año;peso\\n1;2020;1,5\\n2;2020;2,5\\n".encode("cp1252"))
    >>> seen = look(file)
    >>> seen.options.encoding, seen.options.decimal, seen.columns["peso"].range
    ('cp1252', ',', (1.5, 2.0, 2.5))
    """
    if catalogue is None and path.is_file() and path.name.lower().endswith(CATALOGUED):
        catalogue = beside(path)
    options = Options(catalogue=catalogue)
    if path.is_file() and path.name.lower().removesuffix(".gz").endswith(delimited.ENDINGS):
        options = replace(options, encoding=delimited.likely_encoding(path))
    table = read_table(path, options, Everything())
    if any(_with_commas(text) for text in table.columns.values()):
        options = replace(options, decimal=",")
        table = replace(table, decimal=",")
    columns = {name: _column(name, plain_text(text), table) for name, text in table.columns.items() if name}
    return Seen(path, options, table.rows, columns)


def _with_commas(text: Text) -> bool:
    """Whether a column is of numbers written with a decimal comma."""
    broken = sum(COMMA.fullmatch(word) is not None for word in text.levels)
    whole = sum(word.lstrip("-").isdigit() for word in text.levels)
    return broken > 0 and broken + whole >= MOST * len(text.levels)


def _column(name: str, text: Text, table: Table) -> Column:
    counts = np.bincount(text.codes[text.codes >= 0], minlength=len(text.levels))
    rows, distinct = int(counts.sum()), int((counts > 0).sum())
    labels = table.value_labels.get(name, {})
    values, wrong = numbers_of(text.levels, table.decimal)
    number = not len(wrong)
    if not rows:
        kind = "empty"
    elif number and labels and distinct <= MOST_CODES:
        kind = "code"
    elif number:
        whole = bool((values == np.floor(values)).all())
        kind = "code" if whole and distinct <= 15 and values.max() < 1000 else "number"
    elif sum(DATE.fullmatch(word) is not None for word in text.levels) >= MOST * len(text.levels):
        kind = "date"
    else:
        kind = "code" if distinct <= min(MOST_CODES, max(2, rows // 5)) else "text"
    order = np.argsort(-counts, kind="stable")[:FREQUENT]
    frequent = tuple((text.levels[code], int(counts[code])) for code in order.tolist() if counts[code])
    each = values[text.codes[text.codes >= 0]] if number and rows else None
    return Column(
        name, table.labels.get(name, ""), kind, rows, table.rows, distinct, frequent, _range(each), labels, text
    )


def _range(values: Floats | None) -> tuple[float, float, float] | None:
    return None if values is None else (float(values.min()), float(np.median(values)), float(values.max()))
