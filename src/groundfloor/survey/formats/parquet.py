"""Parquet files, read by DuckDB."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.formats import Options, looks_like
from groundfloor.survey.frame import Text
from groundfloor.survey.table import Table, coded

ENDINGS = ("parquet",)
WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}


def read(path: Path, _options: Options, wanted: Container[str]) -> Table:
    """Read the columns wanted; every value becomes the text that gives it back exactly."""
    import duckdb

    try:
        with duckdb.connect() as connection:
            connection.execute(f"create view data as from read_parquet({_quoted(str(path), chr(39))})")
            types = {str(row[0]): str(row[1]) for row in connection.execute("describe data").fetchall()}
            names = list(types)
            chosen = [name for name in names if name in wanted]
            rows = connection.execute("select count(*) from data").fetchall()[0][0]
            columns = {}
            for name in chosen:
                column = _quoted(name, '"')
                kind = types[name]
                asked = column if kind in WHOLE else f"{column}::varchar"
                found = connection.execute(f"select {asked} from data").fetchnumpy()  # noqa: S608 # quoted
                cells = next(iter(found.values()))
                columns[name] = _counted(cells) if kind in WHOLE else coded(cells.tolist())
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise GroundfloorError(
            f"The file cannot be read as Parquet: {reason}",
            Place(str(path)),
            hint=looks_like(path) or "Copy it again from its source.",
        ) from None
    return Table(str(path), tuple(names), columns, int(rows))


def _counted(cells: NDArray[Any]) -> Text:
    """A column of whole numbers as words, each number made a word once: coded in order of appearance."""
    missing = np.ma.getmaskarray(cells)
    values, first, codes = np.unique(np.ma.getdata(cells)[~missing], return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    out = np.full(len(missing), -1, dtype=np.int32)
    out[~missing] = rank[codes]
    return Text(out, tuple(map(str, values[order].tolist())))


def _quoted(name: str, mark: str) -> str:
    return mark + name.replace(mark, mark * 2) + mark
