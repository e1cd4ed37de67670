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
MARK = '"'
BITS = {"FLOAT": np.int32, "DOUBLE": np.int64}
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
            # all columns from one pass over the file
            asked = [
                f"{_quoted(n, MARK)}{'' if types[n] in WHOLE or types[n] in BITS else '::varchar'}" for n in chosen
            ]
            found = connection.execute(f"select {', '.join(asked) or '1'} from data").fetchnumpy()  # noqa: S608 # quoted
            rows = len(next(iter(found.values())))
            cells = dict(zip(chosen, found.values(), strict=False))
            columns = {name: _coded(cells[name], types[name], connection) for name in chosen}
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise GroundfloorError(
            f"The file cannot be read as Parquet: {reason}",
            Place(str(path)),
            hint=looks_like(path) or "Copy it again from its source.",
        ) from None
    return Table(str(path), tuple(names), columns, int(rows))


def _coded(cells: NDArray[Any], kind: str, connection: Any) -> Text:
    """A column as words. Of numbers each is made a word once, which is coded in order of appearance."""
    if kind not in WHOLE and kind not in BITS:
        return coded(cells.tolist())
    missing = np.ma.getmaskarray(cells)
    given = np.ma.getdata(cells)[~missing]
    # by their bits, for -0.0 is a word of its own
    bits = np.where(np.isnan(given), np.nan, given).view(BITS[kind]) if kind in BITS else given
    values, first, codes = np.unique(bits, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    out = np.full(len(missing), -1, dtype=np.int32)
    out[~missing] = rank[codes]
    if kind in WHOLE:
        return Text(out, tuple(map(str, values[order].tolist())))
    connection.register("numbers", {"number": given[first[order]]})
    words = connection.execute("select number::varchar as word from numbers").fetchnumpy()["word"]
    return Text(out, tuple(word or "nan" for word in words.tolist()))  # NaN of an array arrives as NULL


def _quoted(name: str, mark: str) -> str:
    return mark + name.replace(mark, mark * 2) + mark
