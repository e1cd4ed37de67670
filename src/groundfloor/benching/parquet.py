"""Invented persons as Parquet files, more of them than memory holds: a file a piece of whole households, sorted by household.

python -m groundfloor.benching.parquet FOLDER PERSONS
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from groundfloor.benching import floors
from groundfloor.benching.people import SEED, people
from groundfloor.benching.timing import peak_mb
from groundfloor.errors import GroundfloorError, Place

PIECE = 10_000_000
SMALL = ("rooms", "region")


class Written(NamedTuple):
    """What was written: persons, households, bytes of all files, seconds, and the peak of memory in MB."""

    persons: int
    households: int
    bytes: int
    seconds: float
    peak_mb: float | None


def written(
    folder: str | Path, persons: int, *, piece: int = PIECE, say: Callable[[str], None] = lambda _: None
) -> Written:
    """Write about `persons` to files in `folder`, at most `piece` of them in memory at once.

    The first piece is `people(piece)`; each further one has a seed of its own. Columns are `household_id` (ascending, also from file to file), `person_id` (from 1 in each
    household) and those that the floor's rules read, `weight`, `welfare` (LCU a year of each member) and `_household_key`, as in memory. A folder that holds Parquet files already raises GroundfloorError.
    """
    import duckdb

    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    if any(place.glob("*.parquet")):
        raise GroundfloorError(
            "There are Parquet files already", Place(str(place)), hint="Name another folder, or empty this one."
        )
    start, rows, homes = time.perf_counter(), 0, 0
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true")
        for number, columns in enumerate(_pieces(persons, piece)):
            file = place / f"persons-{number:03d}.parquet"
            columns["household_id"] += homes
            columns["_household_key"] = columns["household_id"]
            connection.register("piece", columns)
            half = file.with_suffix(".half")
            connection.execute(
                f"COPY piece TO '{str(half).replace(chr(39), chr(39) * 2)}' (FORMAT parquet, COMPRESSION zstd)"
            )
            connection.unregister("piece")
            half.replace(file)  # what stops in the middle leaves no file that looks whole
            rows, homes = rows + len(columns["age"]), int(columns["household_id"][-1]) + 1
            say(f"{rows:,} persons, {time.perf_counter() - start:.1f} s")
    size = sum(file.stat().st_size for file in place.glob("*.parquet"))
    return Written(rows, homes, size, time.perf_counter() - start, peak_mb())


def _pieces(persons: int, piece: int) -> Iterator[dict[str, Any]]:
    """The columns of one piece after the other."""
    for number, start in enumerate(range(0, persons, piece)):
        person, household, home = people(min(piece, persons - start), SEED + number)
        sizes = np.bincount(home)
        columns = {
            "household_id": home,
            "person_id": (np.arange(len(home)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1).astype(np.int16),
            "age": person["age"].astype(np.int8),
            **{name: person[name] for name in floors.PERSON[1:]},
        }
        for name in (*floors.HOUSEHOLD, "region", "weight"):
            columns[name] = household[name].astype(np.int8 if name in SMALL else household[name].dtype)[home]
        columns["welfare"] = household["consumption"][home]
        yield columns


if __name__ == "__main__":
    found = written(sys.argv[1], int(sys.argv[2]), say=lambda message: print(message, file=sys.stderr, flush=True))
    print(
        f"{found.persons:,} persons, {found.bytes / 1e6:,.0f} MB, {found.seconds:.1f} s, peak {found.peak_mb or 0:,.0f} MB"
    )
