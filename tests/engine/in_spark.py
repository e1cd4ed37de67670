"""One Spark for all tests: floors run on surveys written as Parquet, their results compared with the definition's."""

from __future__ import annotations

import functools
import shutil
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
from tests.engine.conformance import DAY, same

from groundfloor.engine import apply
from groundfloor.engine.spark import RESULTS, evaluate, session
from groundfloor.rules.entitlements import Entitlement
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.rules.programme import Floor
from groundfloor.survey.frame import Survey, Text

# a Java that starts and compiles quickly rather than runs long
SETTINGS = {
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
}


@functools.cache
def spark():
    """The session of this process."""
    return session("local[2]", SETTINGS)


def written(people: Survey, path: Path, *, keys: bool = True, files: int = 1) -> str:
    """A survey as Parquet: conditions as truth values are not told from numbers, so 1 and 0."""
    columns = {"_household": people.household_of}
    if keys:
        columns |= {"_key": person_keys(people), "_household_key": household_keys(people)}
    shown = []
    for name, column in people.columns.items():
        if isinstance(column, Text):
            columns[name] = np.array([None if code < 0 else column.levels[code] for code in column.codes], dtype=object)
            shown.append(f'CAST("{name}" AS VARCHAR) AS "{name}"')
        elif not name.startswith("_"):
            columns[name] = column
    kept = ", ".join([*(f'"{name}"' for name in columns if not isinstance(people.columns.get(name), Text)), *shown])
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    with duckdb.connect(":memory:") as connection:
        connection.register("people", columns)
        edges = np.linspace(0, people.persons, files + 1).astype(int)
        for i, (a, b) in enumerate(pairwise(edges)):
            asked = f"SELECT {kept} FROM people LIMIT {b - a} OFFSET {a}"  # noqa: S608
            connection.execute(f"COPY ({asked}) TO '{path}/{i:03}.parquet' (FORMAT parquet)")
    return str(path)


def in_spark(of: Floor, source: str, seed: int = 0) -> dict[str, Entitlement]:
    """What Spark gives, in the order of the rows."""
    spark()
    rows = evaluate(of, source, DAY, seed).persons.orderBy("_row").collect()
    out = {}
    for name in of.programmes:
        parts = [
            np.array([np.nan if row[f"{name}.{what}"] is None else row[f"{name}.{what}"] for row in rows], float)
            for what in RESULTS
        ]
        out[name] = Entitlement(*parts, undecided=int(np.isnan(parts[0]).sum()))
    return out


def agree(of: Floor, people: Survey, path: Path, seed: int = 0, *, keys: bool = True, files: int = 1) -> None:
    """Spark gives what the engine in memory gives, which other tests hold against the definition."""
    expected = apply(of, people, DAY, seed=seed).programmes
    for name, one in in_spark(of, written(people, path, keys=keys, files=files), seed).items():
        same(one, expected[name], f"spark: {name}")
