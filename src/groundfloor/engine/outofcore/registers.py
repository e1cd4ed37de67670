"""Registers in databases, read where they are: what differs between PostgreSQL and SQLite besides their SQL."""

from __future__ import annotations

import csv
import io
import math
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from groundfloor.engine.outofcore.checksum import FUNCTION
from groundfloor.engine.outofcore.kinds import Columns, Kind, kind_of
from groundfloor.errors import GroundfloorError, Place, nearest

POSTGRES = ("postgresql", "postgres")
FETCHED = 10_000


class Register(Protocol):
    """A table of a database, in one state of it as long as it is open; nothing in it is changed."""

    dialect: str
    table: str

    def columns(self) -> Columns:
        """Its columns; a table that is not there raises GroundfloorError."""

    def one(self, query: str) -> Sequence[Any]:
        """The one row of a query."""

    def lines(self, query: str) -> Iterator[bytes]:
        """The rows of a query as lines of CSV, what is missing empty."""


def is_register(source: str) -> bool:
    """Whether a source is a database: an address, or a file that begins as SQLite's do.

    >>> is_register("postgresql://reader@registry/people"), is_register("census")
    (True, False)
    """
    if "://" in source:
        return True
    path = Path(source)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


@contextmanager
def opened(source: str, table: str | None) -> Iterator[Register]:
    """The register at an address; what is missing to open it raises GroundfloorError."""
    scheme = urlsplit(source).scheme if "://" in source else "sqlite"
    if scheme not in (*POSTGRES, "sqlite"):
        raise GroundfloorError(
            f"Rules are not run in a database of {scheme!r}",
            expected="postgresql://USER@HOST/DATABASE, or the file of an SQLite database",
            hint=nearest(scheme, (*POSTGRES, "sqlite")) or "Write its persons to Parquet files, and name those.",
        )
    if not table:
        raise GroundfloorError("It is not said which table holds the persons", hint="Name it with --table.")
    kind = _Sqlite if scheme == "sqlite" else _Postgres
    with kind.connected(source, table) as register:
        yield register


class _Postgres:
    dialect = "postgres"

    def __init__(self, connection: Any, table: str) -> None:
        self.connection, self.table = connection, table

    @classmethod
    @contextmanager
    def connected(cls, source: str, table: str) -> Iterator[_Postgres]:
        try:
            import psycopg
        except ImportError:
            raise GroundfloorError(
                "Nothing is installed that speaks to PostgreSQL", hint="Install groundfloor[postgresql]."
            ) from None
        try:
            with psycopg.connect(source) as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                connection.read_only = True
                # to compile a query as long as a floor takes longer than to run it
                connection.execute("SET LOCAL jit = off")
                yield cls(connection, table)
                connection.rollback()
        except psycopg.errors.NumericValueOutOfRange as error:
            raise GroundfloorError(
                f"PostgreSQL stops at a number that is too large or too small for it: {_first(error)}",
                Place(table),
                hint="The other engines take such a result as missing: write its persons to Parquet files, and name those.",
            ) from None
        except psycopg.Error as error:
            raise GroundfloorError(f"PostgreSQL says: {_first(error)}", Place(table)) from None

    def columns(self) -> Columns:
        rows = self.connection.execute(
            "SELECT a.attname, format_type(a.atttypid, NULL), t.typtype = 'e' FROM pg_attribute a"
            " JOIN pg_type t ON t.oid = a.atttypid"
            " WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
            [".".join(f'"{part}"' for part in self.table.replace('"', "").split("."))],
        ).fetchall()
        if not rows:
            raise _no_table(self.table, [])
        types = {name: type_ for name, type_, _ in rows}
        kinds: dict[str, Kind] = {name: "text" if enum else kind_of(type_) for name, type_, enum in rows}
        return Columns(self.table, kinds, types, False)

    def one(self, query: str) -> Sequence[Any]:
        row: Sequence[Any] = self.connection.execute(query).fetchone()
        return row

    def lines(self, query: str) -> Iterator[bytes]:
        with self.connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy:
            for block in copy:
                yield bytes(block)


class _Sqlite:
    dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self.connection, self.table = connection, table

    @classmethod
    @contextmanager
    def connected(cls, source: str, table: str) -> Iterator[_Sqlite]:
        path = Path(source.removeprefix("sqlite:///"))
        if not path.is_file():
            raise GroundfloorError("There is no such file", Place(str(path)), expected="the file of an SQLite database")
        try:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
            try:
                connection.execute("BEGIN")
                complete(connection)
                yield cls(connection, table)
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise GroundfloorError(f"SQLite says: {_first(error)}", Place(table)) from None

    def columns(self) -> Columns:
        quoted = self.table.replace('"', '""')
        rows = self.connection.execute(f'PRAGMA table_info("{quoted}")').fetchall()
        if not rows:
            known = self.connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
            raise _no_table(self.table, [name for (name,) in known])
        names = [row[1] for row in rows]
        # what a column is declared to hold says little: each cell has a type of its own
        asked = ", ".join(
            f"max(typeof(\"{n}\") = 'text'), max(typeof(\"{n}\") = 'real'), max(typeof(\"{n}\") = 'integer')"
            for n in (name.replace('"', '""') for name in names)
        )
        held = self.one(f'SELECT {asked} FROM "{quoted}"')  # noqa: S608 # quoted
        kinds: dict[str, Kind] = {}
        for i, name in enumerate(names):
            text, real, whole = held[3 * i : 3 * i + 3]
            declared = kind_of(rows[i][2] or "text")
            kinds[name] = (
                "text"
                if text
                else "number"
                if real
                else "whole"
                if whole
                else "number"
                if declared == "other"
                else declared
            )
        return Columns(self.table, kinds, {name: f"{kinds[name]} by its cells" for name in names}, False)

    def one(self, query: str) -> Sequence[Any]:
        row: Sequence[Any] = self.connection.execute(query).fetchone()
        return row

    def lines(self, query: str) -> Iterator[bytes]:
        cursor = self.connection.execute(query)
        while rows := cursor.fetchmany(FETCHED):
            for row in rows:
                line = io.StringIO()
                csv.writer(line, lineterminator="\n").writerow(row)
                yield line.getvalue().encode()


def _fmod(x: float | None, y: float | None) -> float | None:
    return None if x is None or y is None or not y else math.fmod(x, y)


def _power(x: float | None, y: float | None) -> float | None:
    try:
        found = None if x is None or y is None else x**y
    except (OverflowError, ZeroDivisionError):
        return None
    return found if isinstance(found, float) and math.isfinite(found) else None


def _whole(to: Callable[[float], int]) -> Callable[[float | None], float | None]:
    return lambda x: None if x is None else float(to(x)) if abs(x) < 2.0**53 else x


# a SQLite may be built without its mathematical functions
MATHEMATICS: dict[str, tuple[int, Callable[..., Any]]] = {
    "FLOOR": (1, _whole(math.floor)),
    "CEIL": (1, _whole(math.ceil)),
    "MOD": (2, _fmod),
    "POWER": (2, _power),
}


def complete(connection: sqlite3.Connection) -> None:
    """Give a connection what its SQLite was built without, and the checksum of identifiers."""
    for name, (count, function) in MATHEMATICS.items():
        try:
            connection.execute(f"SELECT {name}({', '.join(['1.0'] * count)})")
        except sqlite3.OperationalError:
            connection.create_function(name, count, function, deterministic=True)
    connection.create_function(FUNCTION, 1, lambda text: zlib.crc32(str(text).encode()), deterministic=True)


def _no_table(table: str, known: Sequence[str]) -> GroundfloorError:
    return GroundfloorError(
        f"There is no table {table!r} in the database, or it may not be read",
        hint=nearest(table, known) or "Write it as SCHEMA.TABLE where it is not in the usual schema.",
    )


def _first(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
