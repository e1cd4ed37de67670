"""The CSV files: what was given reads back the same."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np

from groundfloor.report.results import COLUMNS, Results
from groundfloor.report.tables import write_tables


def test_every_table_reads_back_the_same(results: Results, tmp_path: Path) -> None:
    write_tables(results, tmp_path)
    assert {file.stem for file in (tmp_path / "tables").iterdir()} == set(results.tables)
    for name, rows in results.tables.items():
        data = (tmp_path / "tables" / f"{name}.csv").read_bytes()
        assert b"\r" not in data
        with (tmp_path / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        assert tuple(found[0])[: len(COLUMNS[name])] == COLUMNS[name]
        assert len(found) == len(rows)
        for row, read in zip(rows, found, strict=True):
            for column, value in row.items():
                if value is None or (isinstance(value, float) and math.isnan(value)):
                    assert read[column] == ""
                elif isinstance(value, bool):
                    assert read[column] == str(value).lower()
                else:
                    assert type(value)(read[column]) == value


def test_a_database_reads_the_types(results: Results, tmp_path: Path) -> None:
    write_tables(results, tmp_path)
    path = (tmp_path / "tables" / "costs.csv").as_posix()
    with duckdb.connect() as connection:
        total, empty = connection.execute(
            f"select sum(total_lcu), count(*) filter (benefit_lcu is null) from '{path}'"  # noqa: S608
        ).fetchall()[0]
    assert math.isclose(total, math.fsum(row["total_lcu"] for row in results.tables["costs"]), rel_tol=1e-12)
    assert empty == sum(math.isnan(row["benefit_lcu"]) for row in results.tables["costs"])


def test_extra_columns_follow_and_odd_values_are_written_plainly(make: Callable[..., Results], tmp_path: Path) -> None:
    rows = [
        {"year": np.int64(2025), "sex": "f", "age": 0, "population": np.float64(0.1), "extra": 'a "quoted", é\nline'},
        {"year": 2025, "sex": "m", "age": 0, "population": float("inf"), "last": np.bool_(True)},
    ]
    write_tables(make(tables={"population": rows, "own": [{"b": 1, "a": ""}], "gaps": []}), tmp_path)
    folder = tmp_path / "tables"
    with (folder / "population.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["year", "sex", "age", "population", "extra", "last"],
            ["2025", "f", "0", "0.1", 'a "quoted", é\nline', ""],
            ["2025", "m", "0", "", "", "true"],
        ]
    assert (folder / "own.csv").read_bytes() == b"b,a\n1,\n"
    assert (folder / "gaps.csv").read_text().strip() == ",".join(COLUMNS["gaps"])
