"""Parquet files, read by DuckDB."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.formats import Options, looks_like
from groundfloor.survey.table import Table, coded

ENDINGS = ("parquet",)


def read(path: Path, _options: Options, wanted: Container[str]) -> Table:
    """Read the columns wanted; every value becomes the text that gives it back exactly."""
    import duckdb

    try:
        with duckdb.connect() as connection:
            connection.execute(f"create view data as from read_parquet({_quoted(str(path), chr(39))})")
            names = [str(row[0]) for row in connection.execute("describe data").fetchall()]
            chosen = [name for name in names if name in wanted]
            rows = connection.execute("select count(*) from data").fetchall()[0][0]
            columns = {}
            for name in chosen:
                column = _quoted(name, '"')
                found = connection.execute(f"select {column}::varchar from data").fetchnumpy()  # noqa: S608 # quoted
                cells = next(iter(found.values()))
                columns[name] = coded(cells.tolist())
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise GroundfloorError(
            f"The file cannot be read as Parquet: {reason}",
            Place(str(path)),
            hint=looks_like(path) or "Copy it again from its source.",
        ) from None
    return Table(str(path), tuple(names), columns, int(rows))


def _quoted(name: str, mark: str) -> str:
    return mark + name.replace(mark, mark * 2) + mark
