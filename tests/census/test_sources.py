"""However a census lies, as files or in a database, persons and figures are those of the engine in memory and the plain figures."""

from __future__ import annotations  # noqa: I001

import datetime
import sqlite3
from dataclasses import replace

import duckdb
import numpy as np
import psycopg
import pytest
from tests.census.making import DAY, LINES, census, columns, expected, ghana, right, sqlite, types

from tests.engine.conformance import floor as small_floor
from tests.engine.conformance import programme
from tests.figures.test_streamed import same

import groundfloor as gf
from groundfloor.engine import apply
from groundfloor.engine.outofcore import files
from groundfloor.figures import homes_of, plain


@pytest.fixture
def shared():
    """The floor and a DuckDB with the table `census`."""
    return ghana()[0], census()


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(files, "PART", 350)


def entitle(floor, source, tmp_path, **more):
    return gf.entitle(floor, source, out=tmp_path / "out", date=DAY, lines=LINES, **more)


def test_there_is_something_to_see():
    programmes, figures = expected()
    assert all(one.eligible.any() for one in programmes.values())
    assert any(0 < one.receives.sum() < one.eligible.sum() for one in programmes.values())
    assert len(figures) > 100


def test_one_file(shared, tmp_path):
    floor, connection = shared
    connection.execute(f"COPY census TO '{tmp_path}/census.parquet'")
    right(entitle(floor, tmp_path / "census.parquet", tmp_path))


ORDERED = "2 * household_id + person_id"
MIXED = "hash(household_id, person_id)"
LAYOUTS = {
    "by household": [f"WHERE household_id // 50 = {i}" for i in range(20, 26)],
    "a household in two files": [f"WHERE ({ORDERED} - 2000) // 106 = {i}" for i in range(6)],
    "shuffled": [f"WHERE {MIXED} % 2 = {i} ORDER BY hash({MIXED})" for i in range(2)],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_folders_in_parts(shared, tmp_path, small_parts, layout):
    floor, connection = shared
    (tmp_path / "census").mkdir()
    # where rows are mixed, the order of members that the rules go by is that of a column
    row = ", row_number() OVER (ORDER BY household_id, person_id) AS _row" if layout == "shuffled" else ""
    for i, where in enumerate(LAYOUTS[layout]):
        asked = f"SELECT * FROM (SELECT *{row} FROM census) {where}"  # noqa: S608
        connection.execute(f"COPY ({asked}) TO '{tmp_path}/census/{i}.parquet' (FORMAT parquet)")
    said = []
    done = entitle(floor, tmp_path / "census", tmp_path, say=said.append, memory="300MB")
    right(done)
    assert any("sorted into parts" in one for one in said) == (layout == "shuffled")
    assert len(list((done.folder / "persons").iterdir())) > 2


def test_hive_partitions_and_words_as_identifiers(shared, tmp_path, small_parts):
    floor, connection = shared
    connection.execute(
        f"COPY (SELECT * REPLACE (household_id::VARCHAR AS household_id, person_id::DOUBLE AS person_id), household_id // 100 AS district"  # noqa: S608
        f" FROM census) TO '{tmp_path}/census' (FORMAT parquet, PARTITION_BY (district), ROW_GROUP_SIZE 128)"
    )
    right(entitle(floor, tmp_path / "census", tmp_path))


def test_narrow_types_and_nan(shared, tmp_path):
    floor, connection = shared
    narrow = [
        "age::TINYINT AS age",
        "coalesce(welfare, 'nan'::DOUBLE) AS welfare",
        "household_id::DECIMAL(9, 0) AS household_id",
    ]
    narrow += [
        f'"{name}"::TINYINT AS "{name}"'
        for name, type_ in types(floor, columns(*ghana())).items()
        if type_ == "BOOLEAN"
    ]
    connection.execute(f"COPY (SELECT * REPLACE ({', '.join(narrow)}) FROM census) TO '{tmp_path}/census.parquet'")  # noqa: S608
    right(entitle(floor, tmp_path / "census.parquet", tmp_path))


def test_sqlite_in_place(shared, tmp_path, small_parts):
    floor, people = ghana()
    source = sqlite(floor, columns(floor, people), tmp_path / "register.db")
    before = (tmp_path / "register.db").read_bytes()
    right(entitle(floor, source, tmp_path, table="census"))
    assert (tmp_path / "register.db").read_bytes() == before


@pytest.mark.postgresql
def test_postgresql_in_place(tmp_path, small_parts, postgresql_server):
    floor, people = ghana()
    found = columns(floor, people)
    named = {"DOUBLE": "double precision", "VARCHAR": "varchar(40)"}
    declared = ", ".join(f'"{name}" {named.get(one, one)}' for name, one in types(floor, found).items())
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS people CASCADE")
        connection.execute("CREATE SCHEMA people")
        try:
            connection.execute(f"CREATE TABLE people.persons ({declared})")
            # whole numbers as decimals, a number without a value as NaN
            connection.execute("ALTER TABLE people.persons ALTER COLUMN household_id TYPE numeric")
            found["welfare"] = [float("nan") if value is None else value for value in found["welfare"]]
            with connection.cursor() as cursor, cursor.copy("COPY people.persons FROM STDIN") as copy:
                for row in list(zip(*found.values(), strict=True))[::-1]:
                    copy.write_row(row)
            right(entitle(floor, postgresql_server, tmp_path, table="people.persons"))
            with pytest.raises(gf.GroundfloorError, match=r"There is no table 'people\.person'"):
                gf.entitle(floor, postgresql_server, out=tmp_path / "no", table="people.person")
            with psycopg.connect(postgresql_server, autocommit=True) as other:
                other.execute("ALTER TABLE people.persons ALTER COLUMN welfare TYPE numeric")
                other.execute("UPDATE people.persons SET welfare = 1e400")
            with pytest.raises(gf.GroundfloorError, match="PostgreSQL stops at a number that is too large"):
                gf.entitle(floor, postgresql_server, out=tmp_path / "no", table="people.persons")
        finally:
            connection.execute("DROP SCHEMA people CASCADE")


def test_keys_sharing_and_no_number_of_persons(tmp_path):
    floor, people = ghana()
    adults = np.repeat(0.75 * people.sizes, people.sizes)
    people = replace(people, sharing=adults)
    done = entitle(floor, as_file(people, tmp_path / "census.parquet"), tmp_path, seed=5)
    given = apply(floor, people, datetime.date.fromisoformat(DAY), seed=5)
    got = duckdb.sql(f"FROM '{done.folder}/persons/*.parquet'").fetchnumpy()
    assert got["_row"].tolist() == list(range(people.persons))
    for name, one in given.programmes.items():
        np.testing.assert_array_equal(got[f"{name}.receives"].astype(float), one.receives)
    same(done.figures, plain(homes_of(people, floor, given), LINES, floor.name))


def as_file(people, path):
    """The census with keys and adult equivalents, and without person_id."""
    extra = {name: people.columns[name] for name in ("_key", "_household_key")}
    census().register("extra", {**extra, "sharing": people.sharing, "place": np.arange(people.persons)})
    numbered = "SELECT * EXCLUDE (person_id), row_number() OVER () - 1 AS place FROM census"
    asked = f"SELECT * EXCLUDE (place) FROM ({numbered}) JOIN extra USING (place) ORDER BY place"  # noqa: S608
    census().execute(f"COPY ({asked}) TO '{path}' (FORMAT parquet)")
    return path


def test_sqlite_compares_letter_by_letter_whatever_the_collation(tmp_path):
    path = tmp_path / "people.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE persons (household_id INTEGER, person_id INTEGER, t TEXT COLLATE NOCASE)")
        connection.executemany("INSERT INTO persons VALUES (?, ?, ?)", [(1, 1, "north"), (1, 2, "North"), (2, 1, None)])
    connection.close()
    of = small_floor(programme("p", "t == 'north'"), programme("q", "household.count(t in ('north', 'south')) == 1"))
    done = gf.entitle(of, path, out=tmp_path / "out", table="persons")
    found = duckdb.sql(f"""SELECT "p.eligible", "q.eligible" FROM '{done.folder}/persons/*.parquet'""").fetchall()  # noqa: S608
    assert found == [(True, True), (False, True), (None, False)]
