"""The work on a source of files: each part by one processor in a DuckDB of its own, within its share of the memory."""

from __future__ import annotations

import datetime
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundfloor.engine.outofcore import files as parquet
from groundfloor.engine.outofcore.examining import examined
from groundfloor.engine.outofcore.files import Files, Piece, find, literal, pieces, quoted, unreadable
from groundfloor.engine.outofcore.kinds import PERSON, ROW, Columns
from groundfloor.engine.outofcore.persons import CARRIED, Reading
from groundfloor.engine.outofcore.query import entitled, households
from groundfloor.engine.outofcore.telling import differing, twice
from groundfloor.engine.stages import HOME, PERSONS
from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules.programme import Floor

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from sqlglot import exp

Say = Callable[[str], None]
HOMES = "homes"
SHARE = 0.75
"""Of the memory that may be used, what DuckDB is told: it does not count all that it takes."""
MOST_PARTS = 100
"""Files that are written at a time where a source has to be sorted into parts."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a source: a floor on a day, and within which memory, in bytes."""

    floor: Floor
    date: datetime.date
    seed: int
    memory: int
    say: Say


@dataclass(frozen=True)
class Done:
    """What was written: persons and households in files in order, and how many persons there are, and of how many the weight is unknown."""

    persons: int
    unweighted: int
    homes: tuple[Path, ...]
    columns: Columns


@contextmanager
def database(memory: int, folder: Path, threads: int = 1) -> Iterator[DuckDBPyConnection]:
    """A DuckDB that keeps to so many bytes, and writes what does not fit to a folder. Its failures are told in sentences."""
    import duckdb

    folder.mkdir(parents=True, exist_ok=True)
    settings: dict[str, Any] = {
        "threads": threads,
        "memory_limit": f"{max(memory, 1) // 1000}KB",
        "temp_directory": str(folder),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        with duckdb.connect(":memory:", config=settings) as connection:
            yield connection
    except duckdb.OutOfMemoryException as error:
        full = "max_temp_directory_size" in str(error) or "No space" in str(error)
        raise (
            no_space(folder)
            if full
            else GroundfloorError(
                f"{memory / 1e6:,.0f} MB are not enough for a part of the work",
                hint="Allow more with --memory.",
            )
        ) from None
    except duckdb.IOException as error:
        if "No space left" in str(error):
            raise no_space(folder) from None
        raise


def no_space(folder: Path) -> GroundfloorError:
    """What to say where the disk is full."""
    return GroundfloorError(
        "There is no space left on the disk to write to",
        Place(str(folder.parent)),
        hint="Nothing half-written is left. Free some, or choose an --out on a larger disk; docs/census.md says how much it takes.",
    )


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work_on_files(path: Path, draft: Path, aside: Path, asked: Asked) -> Done:
    """Apply a floor to the persons of Parquet files: writes draft/persons and aside/homes, part by part.

    A source that does not have what the floor needs, or holds what would make every figure wrong, raises GroundfloorError.
    """
    limit = int(asked.memory * SHARE)
    with database(limit, aside / "spill", processors()) as connection, _readable(path):
        files = find(path, connection)
        found = examined(asked.floor, files.columns, "duckdb", _table(files), lambda one: _one(connection, one))
        reading = found.reading
        asked.say(f"{files.persons:,} persons in {len(files.paths):,} files")
        parts = pieces(files, connection)
        if parts is None:
            asked.say("Households are not together: the rows are sorted into parts first")
            columns, sources = _sorted(files, reading, connection, aside / "sorted")
            reading = Reading(asked.floor, columns, "duckdb", reading.longest)
        else:
            sources = [(files, piece) for piece in parts]
    (draft / PERSONS).mkdir()
    (aside / HOMES).mkdir()
    work = _Work(asked, reading, draft, aside, len(sources))
    workers = max(1, min(processors(), len(sources), limit // work.needed))
    with _readable(path):
        work.all(sources, limit // workers, workers)
    return Done(files.persons, found.unweighted, work.homes, files.columns)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Tell what of a file could not be read."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise unreadable(path, error) from None


def _sorted(
    files: Files, reading: Reading, connection: DuckDBPyConnection, folder: Path
) -> tuple[Columns, list[tuple[Files, Piece]]]:
    """The columns that are read, in parts of whole households by a hash."""
    number = min(max(2, round(files.persons / parquet.PART)), MOST_PARTS)
    columns = ", ".join(quoted(name) for name in reading.used() if name != ROW)
    row = quoted(ROW) if ROW in files.columns.kinds else files.row()
    part = f"(hash({quoted(files.columns.household)}) % {number})::INTEGER"
    connection.execute(
        f"COPY (SELECT {columns}, {row} AS {ROW}, {part} AS _part FROM {files.scan()})"  # noqa: S608 # quoted
        f" TO {literal(str(folder))} (FORMAT parquet, PARTITION_BY (_part), ROW_GROUP_SIZE 30720)"
    )
    kinds = {**files.columns.kinds, ROW: files.columns.kinds.get(ROW, "whole")}
    held = Columns(files.columns.where, kinds, {**files.columns.types, ROW: "BIGINT"}, True)
    found = []
    for one in sorted(folder.iterdir(), key=lambda one: int(one.name.partition("=")[2])):
        paths = tuple(sorted(one.glob("*.parquet")))
        found.append((Files(paths, False, (0,) * (len(paths) + 1), held), Piece(tuple(range(len(paths))))))
    return held, found


class _Work:
    """Parts of one source, done side by side; the first that fails ends the others."""

    def __init__(self, asked: Asked, reading: Reading, draft: Path, aside: Path, parts: int) -> None:
        self.asked, self.reading, self.draft, self.aside, self.parts = asked, reading, draft, aside, parts
        self.text = entitled(asked.floor, asked.date, reading, asked.seed).sql("duckdb")
        self.households = households(asked.floor, reading.columns)
        self.lock = threading.Lock()
        self.open: list[DuckDBPyConnection] = []
        self.stopped = False
        self.done = 0

    @property
    def needed(self) -> int:
        """About how many bytes a part takes."""
        return int(1.3 * parquet.PART * (10 * len(self.reading.used()) + 24 * len(self.asked.floor.programmes) + 200))

    @property
    def homes(self) -> tuple[Path, ...]:
        """The files of households, in order."""
        return tuple(self.aside / HOMES / part_name(i) for i in range(self.parts))

    def all(self, sources: Sequence[tuple[Files, Piece]], memory: int, workers: int) -> None:
        """Every part."""
        with ThreadPoolExecutor(workers) as pool:
            futures: list[Future[None]] = []
            try:
                futures = [pool.submit(self.part, i, *one, memory) for i, one in enumerate(sources)]
                for one in wait(futures, return_when=FIRST_EXCEPTION).done:
                    one.result()
            except BaseException:
                self.stop(futures)
                raise

    def stop(self, futures: Sequence[Future[None]]) -> None:
        """Let what has not begun not begin, and what has not ended end."""
        self.stopped = True
        for one in futures:
            one.cancel()
        with self.lock:
            for connection in self.open:
                connection.interrupt()

    def part(self, number: int, files: Files, piece: Piece, memory: int) -> None:
        """One part: its persons read, given what the floor gives them, and written; its households too."""
        if self.stopped:
            return
        with database(memory, self.aside / f"spill-{number}") as connection:
            with self.lock:
                self.open.append(connection)
            try:
                self._load(files, piece, connection)
                connection.execute(f"CREATE TEMP TABLE done AS {self.text}")
                connection.execute(f"DROP TABLE {PERSONS}")
                places = self.draft / PERSONS / part_name(number), self.homes[number]
                written(places, self.reading.columns, self.households, connection)
            finally:
                with self.lock:
                    self.open.remove(connection)
        with self.lock:
            self.done += 1
            if self.parts > 1:
                self.asked.say(f"{self.done:,} of {self.parts:,} parts")

    def _load(self, files: Files, piece: Piece, connection: DuckDBPyConnection) -> None:
        from sqlglot import parse_one

        row = parse_one(files.row(piece.files), dialect="duckdb")
        text = self.reading.select(_table(files, piece.files), row).sql("duckdb")
        connection.execute(f"CREATE TEMP TABLE {PERSONS} AS {text}{piece.where(files.columns.household)}")
        if PERSON in files.columns.kinds or ROW in files.columns.kinds:
            refuse_twice(files.columns, connection)
        # the last condition pushed down through the stages would double wherever a stage names a column twice
        connection.execute("SET disabled_optimizers = 'filter_pushdown'")


def _table(files: Files, chosen: Sequence[int] | None = None) -> exp.Expr:
    """Some of the files as sqlglot has them."""
    from sqlglot import parse_one

    found: exp.Expr = parse_one(f"FROM {files.scan(chosen)}", dialect="duckdb").args["from_"].this
    return found


def _one(connection: DuckDBPyConnection, query: str) -> Sequence[Any]:
    """The one row of a query."""
    row: Sequence[Any] = connection.execute(query).fetchall()[0]
    return row


def refuse_twice(columns: Columns, connection: DuckDBPyConnection) -> None:
    """Refuse a person who stands twice in the table of persons."""
    by = f"{HOME}, _person" if PERSON in columns.kinds else ROW
    asked = f"SELECT count(*) FROM (SELECT 1 FROM {PERSONS} GROUP BY {by} HAVING count(*) > 1)"  # noqa: S608
    ((found,),) = connection.execute(asked).fetchall()
    if found:
        raise twice(found, columns)


def written(places: tuple[Path, Path], columns: Columns, households: str, connection: DuckDBPyConnection) -> None:
    """Write a part's persons and households from the table `done`."""
    persons, homes = (literal(str(place)) for place in places)
    there = [name for name in CARRIED if name in columns.kinds]
    left_out = [CARRIED[name] for name in there] + ([ROW] if PERSON in columns.kinds else [])
    but = f"* EXCLUDE ({', '.join(left_out)})" if left_out else "*"
    connection.execute(f"COPY (SELECT {but} FROM done) TO {persons} (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608
    connection.execute(f"CREATE OR REPLACE TEMP TABLE homes AS {households}")
    for name in there:
        ((found,),) = connection.execute(f"SELECT count(*) FROM homes WHERE differs_{name}").fetchall()  # noqa: S608
        if found:
            raise differing(name, found, columns)
    but = ", ".join(["first_row", *(f"differs_{name}" for name in there)])
    connection.execute(f"COPY (SELECT * EXCLUDE ({but}) FROM homes) TO {homes} (FORMAT parquet)")  # noqa: S608


def part_name(number: int) -> str:
    """The name of the file of a part, counted from 0.

    >>> part_name(0)
    'part-00001.parquet'
    """
    return f"part-{number + 1:05}.parquet"
