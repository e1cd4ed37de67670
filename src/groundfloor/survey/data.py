"""The files of a survey side by side: a row a person, with what other files say of the person or the household."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.describe import Description, entries_of
from groundfloor.survey.entries import IDENTIFIERS, Entry, is_pattern
from groundfloor.survey.files import DataFile
from groundfloor.survey.formats import read_table
from groundfloor.survey.frame import Finding, Ints, Text
from groundfloor.survey.sentences import Value
from groundfloor.survey.table import Table, crossed, missing_column, numbers_of, plain_text, plain_words, taken
from groundfloor.survey.weighting.described import Given

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
class Join:
    """How the rows of a file meet the persons.

    `rows` is the row that each person has (-1 for none). A file may have several rows for a person or a household: `key` is
    whose each row is and `order` how its rows follow each other, `person` whose key each person has (-1 for none), and
    `several` the mistake it is to ask for one value of them without saying how. `key` is None where each has one row.
    """

    rows: Ints
    key: Ints | None = None
    order: Ints | None = None
    person: Ints | None = None
    several: GroundfloorError | None = None


@dataclass(frozen=True)
class Data:
    """The tables of a survey, `base` being the one whose rows are the survey's, and how each meets the persons."""

    tables: Mapping[str, Table]
    joins: Mapping[str, Join]
    base: str

    @property
    def persons(self) -> Table:
        """The file with a row a person."""
        return self.tables[self.base]

    @property
    def rows(self) -> int:
        """How many persons there are."""
        return len(self.joins[self.base].rows) if self.base in self.joins else self.persons.rows

    def place(self, row: int, column: str | None = None) -> Place:
        """Where a person's row stands in the file."""
        return self.persons.place(int(self.joins[self.base].rows[row]) if self.base in self.joins else row, column)

    def field(self, name: str, file: str | None, place: Place) -> Field:
        """A column by name: of `file` where that is given, else of the persons, else of the one other file that has it."""
        chosen = self.file_of(name, file, place)
        join = self.joins.get(chosen)
        if join is not None and join.several is not None:
            raise join.several
        text = self.tables[chosen].columns[name]
        return Field(name, text if join is None else taken(text, join.rows), self.tables[chosen])

    def file_of(self, name: str, file: str | None, place: Place) -> str:
        """The file that has a column, or columns of a pattern."""
        if file is not None and file not in self.tables:
            raise GroundfloorError(f"There is no file {file!r}", place, expected=f"one of {', '.join(self.tables)}")
        searched = {file: self.tables[file]} if file is not None else self.tables
        having = [one for one, table in searched.items() if matching(name, table)]
        if not having:
            raise missing_column(name, {Path(table.file).name: table.names for table in searched.values()}, place)
        if self.base not in having and len(having) > 1:
            raise GroundfloorError(
                f"The column {name!r} is in the files {' and '.join(having)}",
                place,
                hint=f"Say which with file: {having[0]}.",
            )
        return self.base if self.base in having else having[0]

    def columns_of(self, entry: Entry) -> list[str]:
        """The columns an entry names, a pattern being those that fit it, in the order of the file."""
        if not any(map(is_pattern, entry.columns)):
            return list(entry.columns)
        found = [
            column
            for name in entry.columns
            for column in matching(name, self.tables[self.file_of(name, entry.file, entry.place)])
        ]
        return list(dict.fromkeys(found))

    def of_rows(self, name: str) -> Data:
        """The rows of one file by themselves, as if each were a person."""
        return Data({name: self.tables[name]}, {}, name)


def matching(name: str, table: Table) -> list[str]:
    """The columns read of a table that a name or a pattern means."""
    if name in table.columns:
        return [name]
    return [one for one in table.columns if is_pattern(name) and fnmatchcase(one, name)]


class Named(Container[str]):
    """Columns by name or by pattern.

    >>> "wr_12" in Named({"age", "wr_*"}), "wr" in Named({"age", "wr_*"})
    (True, False)
    """

    def __init__(self, names: set[str]) -> None:
        self._names, self._patterns = names, [name for name in names if is_pattern(name)]

    def __contains__(self, name: object) -> bool:
        return name in self._names or any(fnmatchcase(str(name), pattern) for pattern in self._patterns)


def read_data(described: Description, found: list[Finding]) -> Data:
    """Read every file and find each person's row in it; what does not meet is added to `found`."""
    wanted = {column for entry in entries_of(described) for column in entry.named}
    wanted |= set(described.replicates.columns if isinstance(described.replicates, Given) else ())
    of_places = {column for file in described.files.values() for column in file.by.values()}
    tables: dict[str, Table] = {}
    base = described.base
    for name, file in sorted(described.files.items(), key=lambda item: item[0] != base):
        keys = {column for columns in file.key.values() for column in columns} | set(file.by)
        keys |= (of_places if name == base else set()) | ({file.visits} if file.visits else set())
        tables[name] = read_table(file.path, file.options, Named(wanted | keys))
        blank = tables[name].blank
        if blank:
            values: dict[str, Value] = {"file": file.path.name, "count": len(blank)}
            found.append(Finding("note", "blank_rows", name, len(blank), "blank_rows", values))
    joins: dict[str, Join] = {}
    if described.files[base].visits is not None:
        joins[base] = _visited(described, tables[base])
    for name, file in described.files.items():
        if name != base:
            joins[name] = _join(described, tables, joins.get(base), file, found)
    data = Data(tables, joins, base)
    collecting = {
        data.file_of(entry.columns[0], entry.file, entry.place) for entry in entries_of(described) if entry.collect
    }
    for name, join in joins.items():
        if join.several is not None and name not in collecting:
            raise join.several
    return data


def _visited(described: Description, table: Table) -> Join:
    """The persons of a file with a row a visit, each as last seen."""
    file = described.files[described.base]
    named = [described.variables[name] for name in IDENTIFIERS if name in described.variables]
    key = crossed([_key(table, entry, entry.columns) for entry in named], MARK)
    columns = " and ".join(column for entry in named for column in entry.columns)
    _refuse_empty(key, table, columns)
    order = _order(file, table, key, columns)
    last = _last(key, order)
    # persons as they first appear
    rows = last[np.argsort(np.unique(key.codes, return_index=True)[1])]
    return Join(rows, key.codes.astype(np.int64), order, key.codes[rows].astype(np.int64))


def _order(file: DataFile, table: Table, key: Text, columns: str) -> Ints:
    """The rows in the order of the visits; the same visit twice is refused."""
    if file.visits is None:
        return np.arange(table.rows)
    visit = plain_text(table.column(file.visits, file.place))
    empty = np.flatnonzero(visit.codes < 0)
    if len(empty):
        raise GroundfloorError("The row has no visit", table.place(int(empty[0]), file.visits), expected="its number")
    words = plain_words(visit)
    values, wrong = numbers_of(words, table.decimal)
    rank = np.argsort(np.argsort(np.array(words))) if len(wrong) else values
    pairs = key.codes.astype(np.int64) * len(words) + visit.codes
    first = np.unique(pairs, return_index=True)[1]
    if len(first) < table.rows:
        again = int(np.setdiff1d(np.arange(table.rows), first)[0])
        raise GroundfloorError(
            f"The visit {words[visit.codes[again]]!r} stands twice for one {columns}",
            table.place(again, file.visits),
            expected="one row a visit",
        )
    out: Ints = np.argsort(rank[visit.codes], kind="stable")
    return out


def _last(key: Text, order: Ints) -> Ints:
    """The last row of each key in `order`, keys by code."""
    last = np.full(len(key.levels), -1, dtype=np.int64)
    last[key.codes[order]] = order
    return last


def _join(
    described: Description, tables: Mapping[str, Table], persons: Join | None, file: DataFile, found: list[Finding]
) -> Join:
    table = tables[file.name]
    key, ours, named = _keys(described, tables[described.base], table, file)
    if persons is not None:
        ours = taken(ours, persons.rows)
    _refuse_empty(key, table, named)
    code_of = {word: code for code, word in enumerate(key.levels)}
    person = np.array([*(code_of.get(word, -1) for word in ours.levels), -1], dtype=np.int64)[ours.codes]
    order = _order(file, table, key, named)
    rows = np.append(_last(key, order), -1)[person]
    without, unused = int((person < 0).sum()), int((~np.isin(key.codes, person)).sum())
    if without == len(rows):
        raise GroundfloorError(
            f"No person has a row in {file.path.name} by {named}",
            file.place,
            expected="identifiers of households or persons, spelt as in the file of persons",
            hint=f"There it is {key.levels[0]!r}, among the persons {ours.levels[0]!r}." if ours.levels else None,
        )
    if without:
        values: dict[str, Value] = {"count": without, "file": file.path.name}
        found.append(Finding("warning", "join", file.name, without, "join.without", values))
    if unused:
        values = {"count": unused, "file": file.path.name}
        found.append(Finding("warning", "join", file.name, unused, "join.unused", values))
    several = _several(key, table, named) if file.visits is None else None
    if len(key.levels) == table.rows:
        return Join(rows)
    return Join(rows, key.codes.astype(np.int64), order, person, several)


def _keys(described: Description, persons: Table, table: Table, file: DataFile) -> tuple[Text, Text, str]:
    """What joins the rows of a file and the persons, as each of them spells it, and the file's columns of it."""
    if file.by:
        theirs, mine = (
            crossed([plain_text(one.column(name, file.place)) for name in names], MARK)
            for one, names in ((table, file.by), (persons, file.by.values()))
        )
        return theirs, mine, " and ".join(file.by)
    names = [name for name in IDENTIFIERS if name in (file.key or {"household_id": ()})]
    if not set(names) <= set(described.variables):
        raise GroundfloorError(
            "The survey has no persons to join by", file.place, expected="key: {household_id: COLUMN}"
        )
    entries = [described.variables[name] for name in names]
    columns = [file.key.get(name) or entry.columns for name, entry in zip(names, entries, strict=True)]
    mine = crossed([_key(persons, entry, entry.columns) for entry in entries], MARK)
    theirs = crossed([_key(table, *of, file.place) for of in zip(entries, columns, strict=True)], MARK)
    return theirs, mine, " and ".join(column for some in columns for column in some)


def _key(table: Table, entry: Entry, columns: tuple[str, ...], place: Place | None = None) -> Text:
    return crossed([plain_text(table.column(name, place or entry.place)) for name in columns], MARK)


def _refuse_empty(key: Text, table: Table, named: str) -> None:
    empty = np.flatnonzero(key.codes < 0)
    if len(empty):
        raise GroundfloorError(
            f"{len(empty):,} rows have no {named}", table.place(int(empty[0])), expected=f"{named} in each row"
        )


def _several(key: Text, table: Table, named: str) -> GroundfloorError | None:
    """What is wrong where one value is asked of a file with several rows of a key; None where each has one."""
    if len(key.levels) == table.rows:
        return None
    repeated = np.ones(table.rows, dtype=bool)
    repeated[np.unique(key.codes, return_index=True)[1]] = False
    again = int(np.argmax(repeated))
    word = key.levels[key.codes[again]].replace(MARK, " ")
    return GroundfloorError(
        f"{named} {word!r} stands in several rows ({int(repeated.sum()):,} too many)",
        table.place(again),
        expected="one row each",
        hint="A file with a row a person needs key: {household_id: ..., person_id: ...}; one with a row an item needs "
        "collect: sum in each variable from it, and one with a row a visit visits: COLUMN beside its path.",
    )
