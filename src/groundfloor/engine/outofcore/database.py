"""The work on a register in a database: one query run there, whose rows come over in batches and are written as those of files are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from sqlglot import exp

from groundfloor.engine.outofcore import files as parquet
from groundfloor.engine.outofcore.examining import examined
from groundfloor.engine.outofcore.files import Files, Piece, find, literal, pieces
from groundfloor.engine.outofcore.kinds import HOUSEHOLD, PERSON, ROW, Columns
from groundfloor.engine.outofcore.persons import CARRIED
from groundfloor.engine.outofcore.query import RESULTS, entitled, households
from groundfloor.engine.outofcore.registers import Register, opened
from groundfloor.engine.outofcore.telling import twice
from groundfloor.engine.outofcore.work import (
    HOMES,
    SHARE,
    Asked,
    Done,
    database,
    part_name,
    written,
)
from groundfloor.engine.sql import refuse_what_sqlite_cannot_follow
from groundfloor.engine.stages import PERSONS
from groundfloor.rules.programme import Floor

TYPES = {"whole": "BIGINT", "number": "DOUBLE", "text": "VARCHAR"}


def work_on_database(source: str, table: str | None, draft: Path, aside: Path, asked: Asked) -> Done:
    """Apply a floor to the persons of a table in place: writes draft/persons and aside/homes.

    The checks and the query see one state of the database, in which nothing is changed.
    """
    raw = aside / "raw"
    raw.mkdir()
    with opened(source, table) as register:
        columns = register.columns()
        found = examined(asked.floor, columns, register.dialect, _table(register), register.one)
        _refuse_twice(columns, register)
        asked.say(f"{found.persons:,} persons in {register.table}")
        query = entitled(asked.floor, asked.date, found.reading, asked.seed, found.reading.select(_table(register)))
        if register.dialect == "sqlite":
            refuse_what_sqlite_cannot_follow(query)
        lines = register.lines(query.sql(register.dialect))
        _brought(lines, _types(asked.floor, columns), found.persons, raw, asked)
    _parted(raw, columns, draft, aside, asked)
    homes = tuple(sorted((aside / HOMES).iterdir()))
    return Done(found.persons, found.unweighted, homes, columns)


def _table(register: Register) -> exp.Table:
    """The table, with its schema where that is named; SQLite's is named, for the query has a `persons` of its own."""
    parts = register.table.split(".") if register.dialect == "postgres" else ["main", register.table]
    *schema, name = (exp.to_identifier(part.strip('"'), quoted=True) for part in parts)
    return exp.Table(this=name, db=schema[-1] if schema else None)


def _refuse_twice(columns: Columns, register: Register) -> None:
    """Refuse a register in which persons stand twice."""
    by = columns.given(columns.household, PERSON) if PERSON in columns.kinds else [ROW]
    more = exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number("1"))
    one = exp.Literal.number("1")
    again = (
        exp.select(one).from_(_table(register)).group_by(*(exp.column(name, quoted=True) for name in by)).having(more)
    )
    (number,) = register.one(exp.select(exp.Count(this=exp.Star())).from_(again.subquery("t")).sql(register.dialect))
    if number:
        raise twice(number, columns)


def _types(floor: Floor, columns: Columns) -> dict[str, str]:
    """The columns of `entitled` as DuckDB reads them."""
    types = {ROW: "BIGINT", HOUSEHOLD: TYPES[columns.kinds[columns.household]]}
    if PERSON in columns.kinds:
        types[PERSON] = TYPES[columns.kinds[PERSON]]
    types |= {carried: "DOUBLE" for name, carried in CARRIED.items() if name in columns.kinds}
    for name in floor.programmes:
        types |= {f"{name}.{what}": "DOUBLE" if "amount" in what else "BOOLEAN" for what in RESULTS}
    return types


def _brought(lines: Iterator[bytes], types: dict[str, str], persons: int, folder: Path, asked: Asked) -> None:
    """The rows that a database sends, in files of a part each."""
    named = ", ".join(f"{literal(name)}: {literal(type_)}" for name, type_ in types.items())
    with database(int(asked.memory * SHARE), folder.parent / "spill") as connection:
        for number, first in enumerate(lines):
            text = folder.parent / "rows.csv"
            with text.open("wb") as file:
                file.writelines(chain([first], islice(lines, parquet.PART - 1)))
            connection.execute(
                f"COPY (SELECT * FROM read_csv({literal(str(text))}, header = false, auto_detect = false, delim = ',',"  # noqa: S608
                f" quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, columns = {{{named}}}))"
                f" TO {literal(str(folder / part_name(number)))} (FORMAT parquet)"
            )
            asked.say(f"{min((number + 1) * parquet.PART, persons):,} of {persons:,} persons")
            text.unlink()


def _parted(raw: Path, columns: Columns, draft: Path, aside: Path, asked: Asked) -> None:
    """What was brought, in parts of whole households: persons as they are kept, and households."""
    (draft / PERSONS).mkdir()
    (aside / HOMES).mkdir()
    text = households(asked.floor, columns)
    with database(int(asked.memory * SHARE), aside / "spill") as connection:
        files = find(raw, connection)
        for number, piece in enumerate(_pieces(files, connection)):
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE done AS SELECT * EXCLUDE (file_row_number)"  # noqa: S608 # quoted
                f" FROM {files.scan(piece.files)}{piece.where(HOUSEHOLD)}"
            )
            places = draft / PERSONS / part_name(number), aside / HOMES / part_name(number)
            written(places, columns, text, connection)


def _pieces(files: Files, connection: object) -> list[Piece]:
    found = pieces(files, connection)  # type: ignore[arg-type]
    return found if found is not None else [Piece(tuple(range(len(files.paths))))]
