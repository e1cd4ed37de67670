"""Persons in Parquet files: their columns, and parts of whole households that can be worked on one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundfloor.engine.outofcore.kinds import Columns, kind_of
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.formats import looks_like

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PART = 1_000_000
"""Persons in a part, about: what one processor works on at a time. The last bits of figures hang on it, so it does not follow the machine."""
OVERLAP = 1.4
"""How many times the rows of a source may be read, where its row groups overlap, before it is sorted into parts first."""


@dataclass(frozen=True)
class Piece:
    """A part of a source: its files, and the households from `low` up to below `high` in them; None is no bound."""

    files: tuple[int, ...]
    low: Any = None
    high: Any = None

    def where(self, household: str) -> str:
        """The condition that leaves these households.

        >>> Piece((0,), 5, 9).where("household_id")
        ' WHERE "household_id" >= 5 AND "household_id" < 9'
        """
        bounds = [
            f"{quoted(household)} {sign} {literal(end) if isinstance(end, str) else repr(end)}"
            for sign, end in ((">=", self.low), ("<", self.high))
            if end is not None
        ]
        return f" WHERE {' AND '.join(bounds)}" if bounds else ""


@dataclass(frozen=True)
class Files:
    """Parquet files in order; `first` is the number of rows before each."""

    paths: tuple[Path, ...]
    partitioned: bool
    first: tuple[int, ...]
    columns: Columns

    @property
    def persons(self) -> int:
        """How many rows there are."""
        return self.first[-1]

    def scan(self, files: Sequence[int] | None = None) -> str:
        """The table function that reads some of the files, or all, with each row's place."""
        chosen = self.paths if files is None else [self.paths[i] for i in files]
        named = ", ".join(literal(str(path)) for path in chosen)
        return f"read_parquet([{named}], hive_partitioning = {str(self.partitioned).lower()}, file_row_number = true)"

    def row(self, files: Sequence[int] | None = None) -> str:
        """The place of a row in the whole source, counted from 0."""
        before = [self.first[i] for i in (range(len(self.paths)) if files is None else files)]
        if len(before) == 1:
            return f"({before[0]} + file_row_number)::BIGINT"
        return f"(list_extract({before}::BIGINT[], file_index::BIGINT + 1) + file_row_number)::BIGINT"


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """The name of a column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def find(path: Path, connection: DuckDBPyConnection) -> Files:
    """The Parquet file, or all below a folder in order of their names. What cannot be read raises GroundfloorError."""
    place = Place(str(path))
    if not path.exists():
        beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        raise GroundfloorError("There is no such file or folder", place, hint=nearest(path.name, beside))
    paths = (path,) if path.is_file() else tuple(sorted(one for one in path.rglob("*.parquet") if one.is_file()))
    paths = tuple(one for one in paths if path.is_file() or not _hidden(one.relative_to(path)))
    if not paths:
        raise GroundfloorError("There is no Parquet file in this folder", place, expected="files NAME.parquet")
    for one in paths:
        if one.stat().st_size == 0:
            raise GroundfloorError("The file is empty", Place(str(one)), hint="Copy it again from its source.")
    partitioned = any("=" in part for one in paths for part in one.relative_to(path).parts[:-1])
    first = [0]
    for rows in _rows(paths, connection):
        first.append(first[-1] + rows)
    files = Files(paths, partitioned, tuple(first), Columns(str(path), {}, {}, True))
    described = connection.execute(f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {files.scan()}").fetchall()  # noqa: S608
    types = {str(name): str(type_) for name, type_, *_ in described}
    kinds = {name: kind_of(type_) for name, type_ in types.items()}
    return Files(paths, partitioned, tuple(first), Columns(str(path), kinds, types, True))


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def _rows(paths: Sequence[Path], connection: DuckDBPyConnection) -> Iterator[int]:
    import duckdb

    for path in paths:
        try:
            asked = f"SELECT num_rows FROM parquet_file_metadata({literal(str(path))})"  # noqa: S608 # quoted
            yield int(connection.execute(asked).fetchall()[0][0])
        except duckdb.Error as error:
            raise unreadable(path, error) from None


def unreadable(path: Path, error: Exception) -> GroundfloorError:
    """What to say of a file that DuckDB does not read."""
    hint = looks_like(path) if path.is_file() else None
    reason = str(error).splitlines()[0]
    return GroundfloorError(
        f"This cannot be read as Parquet: {reason}", Place(str(path)), hint=hint or "Copy it again from its source."
    )


def pieces(files: Files, connection: DuckDBPyConnection) -> list[Piece] | None:
    """Parts of about `PART` persons by ranges of households, from the least and greatest that each row group says it holds.

    None where these are not said, or overlap so much that a part would be read many times.
    """
    whole = Piece(tuple(range(len(files.paths))))
    wanted = round(files.persons / PART)
    if wanted <= 1:
        return [whole]
    groups = _groups(files, connection)
    if groups is None:
        return None
    cuts: list[Any] = []
    rows, size = 0, files.persons / wanted
    for low, _, count, _ in groups:
        if rows + count / 2 > size and rows and (not cuts or low > cuts[-1]):
            cuts.append(low)
            rows = 0
        rows += count
    found = [
        (low, high, [group for group in groups if _meets(group, low, high)])
        for low, high in zip([None, *cuts], [*cuts, None], strict=True)
    ]
    read = sum(count for *_, held in found for *_, count, _ in held)
    most = max(sum(count for *_, count, _ in held) for *_, held in found)
    if read > OVERLAP * files.persons or most > 4 * PART:
        return None
    return [Piece(tuple(sorted({file for *_, file in held})), low, high) for low, high, held in found]


def _meets(group: tuple[Any, Any, int, int], low: Any, high: Any) -> bool:
    return (low is None or group[1] >= low) and (high is None or group[0] < high)


def _groups(files: Files, connection: DuckDBPyConnection) -> list[tuple[Any, Any, int, int]] | None:
    """Of each row group the least and greatest household, the rows and the file, by the least."""
    household = files.columns.household
    read = {"whole": int, "number": float, "text": str}.get(files.columns.kinds[household])
    if read is None or files.columns.types[household].startswith(("UUID", "ENUM", "DECIMAL")):
        return None
    names = [str(path) for path in files.paths]
    found = connection.execute(
        "SELECT file_name, row_group_num_rows, stats_min_value, stats_max_value FROM parquet_metadata(?)"
        " WHERE path_in_schema = ? AND row_group_num_rows > 0",
        [names, household],
    ).fetchall()
    at = {name: i for i, name in enumerate(names)}
    if sum(rows for _, rows, *_ in found) != files.persons or any(None in one for one in found):
        return None
    return sorted((read(low), read(high), rows, at[name]) for name, rows, low, high in found)
