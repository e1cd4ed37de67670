"""The verb: what a floor gives everybody of a source, written person by person, and the figures that come from it."""

from __future__ import annotations

import datetime
import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from groundfloor.census.households import Households
from groundfloor.census.whole import refuse_there, whole
from groundfloor.engine.outofcore import Asked, Done, database, entitle_all, processors
from groundfloor.engine.outofcore.homes import Written
from groundfloor.engine.sql import query
from groundfloor.errors import GroundfloorError
from groundfloor.figures.homes import followed
from groundfloor.figures.plain import COLUMNS, Row
from groundfloor.figures.streamed import streamed
from groundfloor.pipeline import floor_of_pack, quiet
from groundfloor.report.tables import as_csv
from groundfloor.rules import load_floor
from groundfloor.rules.programme import Floor

RECORD, FIGURES = "entitlements.json", "figures.csv"
MEMORY = "4GB"
LEAST = 200e6
UNITS = {"KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KIB": 2.0**10, "MIB": 2.0**20, "GIB": 2.0**30, "TIB": 2.0**40}
TOGETHER = 10_000_000
"""Households that are put in order together, at most: the last bits of figures hang on it, so that it follows the memory only where that is short."""
SORTED = 100
"""Bytes that a household takes while it is put in order of welfare."""


@dataclass(frozen=True)
class Entitled:
    """What was written: where, the rows of its figures, and how many persons were asked (None where Spark did it, and nobody counted)."""

    folder: Path | str
    figures: list[Row]
    persons: int | None


def entitle(
    floor: str | Path | Floor,
    source: str | Path,
    *,
    out: str | Path | None = None,
    date: str | datetime.date | None = None,
    memory: str = MEMORY,
    lines: Mapping[str, float | str] = MappingProxyType({}),
    table: str | None = None,
    seed: int = 0,
    master: str | None = None,
    say: Callable[[str], None] = quiet,
) -> Entitled:
    """What a floor gives everybody in `source` on a day (today), without holding them in memory: persons as Parquet, and figures.

    `floor` is a file floors/NAME.yaml, a pack (its first floor) or a floor in memory. `source` is a Parquet file, a folder of them, the file of an SQLite database, or
    postgresql://..., the last two with `table`; they are only read. `lines` are poverty lines by name in LCU a year, as `welfare` is. About `memory` is taken, the rest is kept on disk beside `out`,
    which must not exist yet (groundfloor-NAME-entitlements). There are then Parquet files in out/persons, a row a person with household_id, person_id and by programme `eligible`
    (empty where undecided), `receives`, `amount` and `full_amount` in LCU a year (empty where not known), out/figures.csv, and last out/entitlements.json. Killed in between, there is no `out`.
    With a `master` (local[2], spark://HOST:PORT, yarn, sc://HOST:PORT) Spark does it, and `source` and `out` are addresses of Parquet as its machines see them (docs/spark.md).
    Columns that lack or are of another kind, and rows that would make every figure wrong, raise GroundfloorError. What a source must have: docs/census.md; definitions: docs/methods/figures.md.

    >>> import duckdb
    >>> from groundfloor import new
    >>> columns = "i // 3 AS household_id, i AS person_id, 20.0 * (i % 3) AS age, false AS pension, 1000.0 AS welfare"
    >>> _ = duckdb.execute(f"COPY (SELECT {columns} FROM range(9) t(i)) TO 'people.parquet'")
    >>> done = entitle(new("nowhere"), "people.parquet", out="given", date="2026-07-01", lines={"poor": 1500})
    >>> done.persons, sorted(path.name for path in done.folder.iterdir())
    (9, ['entitlements.json', 'figures.csv', 'persons'])
    >>> [row["value"] for row in done.figures if row["measure"] == "target_population"]
    [3.0, 0.0]
    """
    chosen = floor if isinstance(floor, Floor) else _floor(floor)
    day = _day(date)
    drawn = {name: _line(name, value) for name, value in lines.items()}
    allowed = _bytes(memory)
    if not chosen.programmes:
        raise GroundfloorError(f"The floor {chosen.name!r} has no programme", hint="Name its programmes in its file.")
    followed(chosen)
    goal = out if out is not None else f"groundfloor-{chosen.name}-entitlements"
    if master is not None:
        return _on_spark(chosen, str(source), str(goal), day, drawn, seed, master, table)
    folder = Path(goal)
    refuse_there(folder)
    with whole(folder, say) as (draft, aside):
        done = entitle_all(str(source), table, draft, aside, Asked(chosen, day, seed, allowed, say))
        if done.unweighted:
            say(f"{done.unweighted:,} persons have no known weight, and count for nobody in the figures")
        say("Figures")
        figures = _figures(chosen, done, drawn, allowed, aside)
        (draft / FIGURES).write_text(as_csv(figures, COLUMNS), encoding="utf-8", newline="\n")
        record = _record(chosen, day, seed, done, drawn, draft)
        (draft / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return Entitled(folder, figures, done.persons)


def _on_spark(
    floor: Floor,
    source: str,
    out: str,
    day: datetime.date,
    lines: Mapping[str, float],
    seed: int,
    master: str,
    table: str | None,
) -> Entitled:
    from groundfloor.figures.spark import entitle_on_spark

    if table is not None:
        raise GroundfloorError(
            "A table of a database is not read by Spark", expected="Parquet", hint="Leave out the master."
        )
    return Entitled(
        out, entitle_on_spark(floor, source, out, day, lines=lines, seed=seed, master=master, ranked=True), None
    )


def _figures(floor: Floor, done: Done, lines: Mapping[str, float], memory: int, aside: Path) -> list[Row]:
    with database(memory // 2, aside / "spill", processors()) as connection:
        households = Households(Written(done.homes, connection), floor, "welfare" in done.columns.kinds)
        return streamed(households, lines, floor.name, min(int(memory / 3 / SORTED), TOGETHER))


def _record(
    floor: Floor, day: datetime.date, seed: int, done: Done, lines: Mapping[str, float], draft: Path
) -> dict[str, Any]:
    from groundfloor import __version__

    return {
        "groundfloor": __version__,
        "floor": floor.name,
        # the rules, the parameters on that day and the seed are all in it
        "fingerprint": hashlib.sha256(query(floor, day, "duckdb", seed).encode()).hexdigest(),
        "date": day.isoformat(),
        "seed": seed,
        "lines": dict(lines),
        "source": Path(done.columns.where).name,
        "persons": done.persons,
        "programmes": list(floor.programmes),
        "files": sorted(file.relative_to(draft).as_posix() for file in draft.rglob("*") if file.is_file()),
    }


def _floor(named: str | Path) -> Floor:
    from groundfloor.country import read_country

    path = Path(named)
    if path.suffix.lower() in (".yaml", ".yml"):
        return load_floor(path)
    return floor_of_pack(read_country(named))


def _day(date: str | datetime.date | None) -> datetime.date:
    if date is None:
        return datetime.date.today()
    if isinstance(date, datetime.date):
        return date
    try:
        return datetime.date.fromisoformat(date)
    except ValueError:
        raise GroundfloorError(f"{date!r} is not a date", expected="a date such as 2026-07-01") from None


def _line(name: str, value: float | str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number > 0):
        raise GroundfloorError(f"The line {name!r} is {value!r}", expected="a number above 0, in LCU a year")
    return number


def _bytes(memory: str) -> int:
    """A size in words as bytes.

    >>> _bytes("4GB"), _bytes("1.5 gib")
    (4000000000, 1610612736)
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]i?B)\s*", memory, re.IGNORECASE)
    size = float(found[1]) * UNITS[found[2].upper()] if found else 0.0
    if size < LEAST:
        raise GroundfloorError(
            f"The memory is {memory!r}", expected=f"a size such as 4GB or 800MB, at least {LEAST / 1e6:.0f}MB"
        )
    return int(size)
