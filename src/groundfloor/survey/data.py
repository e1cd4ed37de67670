"""The files of a survey side by side: a row a person, with what other files say of the person or the household."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.describe import PERSONS, DataFile, Description, entries_of
from groundfloor.survey.entries import IDENTIFIERS, Entry
from groundfloor.survey.formats import read_table
from groundfloor.survey.frame import Finding, Ints, Text
from groundfloor.survey.sentences import Value
from groundfloor.survey.table import Table, crossed, missing_column, plain_text, taken
from groundfloor.survey.weighting.described import Given, Wanted

# joins the words of a key of several columns; stands in no identifier
MARK = "\x1f"


@dataclass(frozen=True)
class Field:
    """A column for each row of persons, and the file it stands in."""

    name: str
    text: Text
    table: Table

    def place(self, code: int) -> Place:
        """Where the word of this code first stands in the file."""
        return self.table.place(int(np.argmax(self.table.columns[self.name].codes == code)), self.name)


@dataclass(frozen=True)
class Data:
    """The tables of a survey and, for those joined to persons, the row each person has in them (-1 for none)."""

    tables: Mapping[str, Table]
    rows_of: Mapping[str, Ints]

    @property
    def persons(self) -> Table:
        """The file with a row a person."""
        return self.tables[PERSONS]

    def field(self, name: str, file: str | None, place: Place) -> Field:
        """A column by name: of `file` where that is given, else of the persons, else of the one other file that has it."""
        if file is not None and file not in self.tables:
            raise GroundfloorError(f"There is no file {file!r}", place, expected=f"one of {', '.join(self.tables)}")
        searched = {file: self.tables[file]} if file is not None else self.tables
        having = [one for one, table in searched.items() if name in table.columns]
        if not having:
            raise missing_column(name, {Path(table.file).name: table.names for table in searched.values()}, place)
        if PERSONS not in having and len(having) > 1:
            raise GroundfloorError(
                f"The column {name!r} is in the files {' and '.join(having)}",
                place,
                hint=f"Say which with file: {having[0]}.",
            )
        chosen = PERSONS if PERSONS in having else having[0]
        text = self.tables[chosen].columns[name]
        rows = self.rows_of.get(chosen)
        return Field(name, text if rows is None else taken(text, rows), self.tables[chosen])


def read_data(described: Description, found: list[Finding]) -> Data:
    """Read every file and find each person's row in it; what does not meet is added to `found`."""
    wanted = _wanted(described)
    replicates = described.replicates.columns if isinstance(described.replicates, Given) else ()
    tables: dict[str, Table] = {}
    for name, file in sorted(described.files.items(), key=lambda item: item[0] != PERSONS):
        keys = {column for columns in file.key.values() for column in columns}
        tables[name] = read_table(file.path, file.options, Wanted(wanted | keys, replicates))
        blank = tables[name].blank
        if blank:
            values: dict[str, Value] = {"file": file.path.name, "count": len(blank)}
            found.append(Finding("note", "blank_rows", name, len(blank), "blank_rows", values))
    rows_of = {name: _rows(described, tables, file, found) for name, file in described.files.items() if name != PERSONS}
    return Data(tables, rows_of)


def _wanted(described: Description) -> set[str]:
    return {column for entry in entries_of(described) for column in (*entry.columns, entry.unit_from) if column}


def _rows(described: Description, tables: Mapping[str, Table], file: DataFile, found: list[Finding]) -> Ints:
    names = [name for name in IDENTIFIERS if name in (file.key or {"household_id": ()})]
    mine = [_key(tables[PERSONS], described.variables[name], described.variables[name].columns) for name in names]
    columns = [file.key.get(name) or described.variables[name].columns for name in names]
    theirs = [
        _key(tables[file.name], described.variables[name], columns_, file.place)
        for name, columns_ in zip(names, columns, strict=True)
    ]
    key, ours = crossed(theirs, MARK), crossed(mine, MARK)
    named = " and ".join(column for columns_ in columns for column in columns_)
    table = tables[file.name]
    _refuse(key, table, named)
    row_of = dict(zip((key.levels[code] for code in key.codes), range(table.rows), strict=True))
    rows = np.array([*(row_of.get(word, -1) for word in ours.levels), -1], dtype=np.int64)[ours.codes]
    without, unused = int((rows < 0).sum()), table.rows - len(np.unique(rows[rows >= 0]))
    if without == len(rows):
        raise GroundfloorError(
            f"No person has a row in {file.path.name} by {named}",
            file.place,
            expected="identifiers spelt as in the file of persons",
            hint=f"There it is {key.levels[0]!r}, among the persons {ours.levels[0]!r}." if ours.levels else None,
        )
    if without:
        values: dict[str, Value] = {"count": without, "file": file.path.name}
        found.append(Finding("warning", "join", file.name, without, "join.without", values))
    if unused:
        values = {"count": unused, "file": file.path.name}
        found.append(Finding("warning", "join", file.name, unused, "join.unused", values))
    return rows


def _key(table: Table, entry: Entry, columns: tuple[str, ...], place: Place | None = None) -> Text:
    return crossed([plain_text(table.column(name, place or entry.place)) for name in columns], MARK)


def _refuse(key: Text, table: Table, named: str) -> None:
    empty = np.flatnonzero(key.codes < 0)
    if len(empty):
        raise GroundfloorError(
            f"{len(empty):,} rows have no {named}", table.place(int(empty[0])), expected=f"{named} in each row"
        )
    first = np.unique(key.codes, return_index=True)[1]
    if len(first) < table.rows:
        again = int(np.setdiff1d(np.arange(table.rows), first)[0])
        word = key.levels[key.codes[again]].replace(MARK, " ")
        raise GroundfloorError(
            f"{named} {word!r} stands in several rows ({table.rows - len(first):,} too many)",
            table.place(again),
            expected="one row each",
            hint="A file with a row a person needs key: {household_id: ..., person_id: ...}.",
        )
