"""Invented persons as Parquet: the same persons, whole households, piece by piece."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from groundfloor.benching.parquet import written
from groundfloor.benching.people import people
from groundfloor.errors import GroundfloorError


def test_pieces_are_whole_households_one_after_the_other(tmp_path: Path) -> None:
    found = written(tmp_path, 5_000, piece=2_000)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [f"persons-{number:03d}.parquet" for number in range(3)]
    assert found.bytes == sum(file.stat().st_size for file in files)
    with duckdb.connect() as connection:
        table = connection.read_parquet(f"{tmp_path}/*.parquet").fetchnumpy()
    home, place = table["household_id"], table["person_id"]
    assert len(home) == found.persons
    assert home[-1] + 1 == found.households == len(np.unique(home))
    assert (np.diff(home) >= 0).all()
    assert (place[np.append(True, np.diff(home) > 0)] == 1).all()
    # the first piece is what is timed in memory
    person, household, whose = people(2_000)
    count = len(whose)
    assert (table["age"][:count] == person["age"]).all()
    assert (table["welfare"][:count] == household["consumption"][whose]).all()
    # another piece has other persons
    assert (table["age"][count : count + 1_000] != person["age"][:1_000]).any()


def test_files_that_are_there_are_left_alone(tmp_path: Path) -> None:
    written(tmp_path, 100)
    with pytest.raises(GroundfloorError, match="There are Parquet files already"):
        written(tmp_path, 100)
