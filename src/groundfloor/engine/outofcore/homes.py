"""The table of households that was written part by part, read back as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.engine.outofcore.files import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Arrays = dict[str, NDArray[Any]]


class Written:
    """Files of households, whose rows come in the order in which they lie."""

    def __init__(self, paths: Sequence[Path], connection: DuckDBPyConnection) -> None:
        self.paths, self.connection = paths, connection

    def parts(self) -> Iterator[Arrays]:
        """Each file, whole; what is not known is NaN."""
        for path in self.paths:
            yield self._arrays(f"SELECT * FROM read_parquet({literal(str(path))})")  # noqa: S608 # quoted

    def between(self, what: str, low: float, high: float) -> Arrays:
        """Of the households with a weight whose `what` lies from `low` up to below `high`: that, their people and whether `after` is known."""
        ends = [f"{what} {sign} {end!r}" for sign, end in ((">=", low), ("<", high)) if np.isfinite(end)]
        where = " AND ".join([f"{what} IS NOT NULL", "weight > 0", *ends])
        named = ", ".join(literal(str(path)) for path in self.paths)
        return self._arrays(
            f"SELECT {what} AS x, weight * members AS people, after IS NOT NULL AS known"  # noqa: S608 # names of columns
            f" FROM read_parquet([{named}]) WHERE {where}"
        )

    def _arrays(self, asked: str) -> Arrays:
        found = self.connection.execute(asked).fetchnumpy()
        return {
            name: np.ma.filled(column, np.nan) if column.dtype == float else np.ma.getdata(column)
            for name, column in found.items()
        }
