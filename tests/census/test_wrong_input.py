"""What is wrong with a census is said: what, where, and what to do."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import duckdb
import pytest
from tests.engine.conformance import floor, programme

import groundfloor as gf
from groundfloor.cli import main
from groundfloor.rules.programme import TakeUpBy

PEOPLE = "i // 3 AS household_id, i AS person_id, 20.0 * (i % 3) AS x, i % 2 = 0 AS b, 'north' AS t, 1000.0 AS welfare, 2.0 AS weight"
OF = floor(programme("p", "x > 1 and t == 'north'", take_up=0.5), programme("q", "b", unit="household", take_up=0.5))


def written(tmp_path, replaced="", people=PEOPLE, rows=30):
    path = tmp_path / "people.parquet"
    shown = f"* REPLACE ({replaced})" if replaced else "*"
    duckdb.execute(f"COPY (SELECT {shown} FROM (SELECT {people} FROM range({rows}) r(i))) TO '{path}'")  # noqa: S608
    return path


def refused(source, tmp_path, said, of=OF, **more):
    with pytest.raises(gf.GroundfloorError, match=said):
        gf.entitle(of, source, out=tmp_path / "made" / "out", **more)
    assert not list((tmp_path / "made").glob("*")) if (tmp_path / "made").exists() else True


VALUES = {
    "NULL::BIGINT AS household_id": "'household_id' has no value in 30 rows",
    "nullif(person_id, 4) AS person_id": "'person_id' has no value in 1 row",
    "household_id + 0.5 AS household_id": "'household_id' has broken numbers in 30 rows",
    "household_id + 1e17 AS household_id": "'household_id' has broken numbers",
    "'é' || household_id AS household_id": "letters beyond ASCII in 30 rows.*_key",
    "repeat('a', 60) || household_id AS household_id": "up to 6. characters",
    "person_id // 2 AS person_id": "stand more than once",
    "-1.0 AS weight": "'weight' is below 0 in 30 rows",
    "i_weight AS weight": "'weight' differs within 10 households",
    "i_weight AS welfare": "'welfare' differs within 10 households",
    "x::VARCHAR AS x": "'x' is of type VARCHAR. Expected numbers, as the programme 'p' takes it",
    "b AS x": "'x' is of type BOOLEAN",
    "DATE '2020-01-01' AS x": "'x' is of type DATE",
    "3 AS t": "'t' is of type INTEGER. Expected words",
    "'yes' AS b": "'b' is of type VARCHAR. Expected true or false, .*or 1 and 0",
    "[1] AS household_id": "'household_id' is of type INTEGER",
    "'2' AS weight": "'weight' is of type VARCHAR",
}


@pytest.mark.parametrize("replaced", VALUES)
def test_values(tmp_path, replaced):
    replaced_by = replaced.replace("i_weight", "person_id::DOUBLE")
    refused(written(tmp_path, replaced_by), tmp_path, VALUES[replaced])


MISSING = {
    "household_id": "There is no column 'household_id', by which households are told apart.*Did you mean 'household'?",
    "person_id": "There is no column 'person_id', from which it is drawn who takes 'p' up.*Did you mean 'person'?",
    "x": "There is no column 'x', which the programme 'p' reads",
}


@pytest.mark.parametrize("name", MISSING)
def test_columns(tmp_path, name):
    people = PEOPLE.replace(f"AS {name}", f"AS {name.replace('_id', '') if '_id' in name else 'other'}")
    refused(written(tmp_path, people=people), tmp_path, MISSING[name])


def test_the_variable_of_take_up_by_place(tmp_path):
    of = floor(programme("p", "True"))
    of = replace(of, programmes={"p": replace(of.programmes["p"], take_up_by=TakeUpBy("u", {"north": 0.5}))})
    refused(written(tmp_path), tmp_path, "There is no column 'u', which the programme 'p' reads", of)


def test_files(tmp_path):
    refused(tmp_path / "none.parquet", tmp_path, "There is no such file or folder")
    (tmp_path / "folder").mkdir()
    refused(tmp_path / "folder", tmp_path, "no Parquet file in this folder")
    (tmp_path / "folder" / "empty.parquet").write_bytes(b"")
    refused(tmp_path / "folder", tmp_path, "empty.parquet: The file is empty")
    (tmp_path / "people.csv").write_text("household_id,person_id\n1,1\n")
    refused(tmp_path / "people.csv", tmp_path, "This cannot be read as Parquet")
    refused(written(tmp_path, rows=0), tmp_path, "There are no persons")
    whole = written(tmp_path, rows=200_000).read_bytes()
    (tmp_path / "people.parquet").write_bytes(whole[:2000] + bytes(200_000) + whole[202_000:])
    refused(tmp_path / "people.parquet", tmp_path, "people.parquet: This cannot be read as Parquet")
    refused(written(tmp_path), tmp_path, "Files have no tables", table="persons")


def test_files_of_which_one_lacks_a_column(tmp_path):
    (tmp_path / "folder").mkdir()
    for i, people in enumerate((PEOPLE, PEOPLE.replace("AS x", "AS y"))):
        written(tmp_path, people=people).rename(tmp_path / "folder" / f"{i}.parquet")
    refused(tmp_path / "folder", tmp_path, "folder: This cannot be read as Parquet")


def test_settings(tmp_path):
    source = written(tmp_path)
    for memory in ("much", "4", "100MB", "-4GB"):
        refused(source, tmp_path, f"The memory is '{memory}'. Expected a size such as 4GB", memory=memory)
    refused(source, tmp_path, "'July' is not a date", date="July")
    for value in ("low", 0, "nan"):
        refused(source, tmp_path, "The line 'poor' is", lines={"poor": value})
    refused(source, tmp_path, "has no programme", floor())


def test_databases(tmp_path):
    refused("mysql://registry/people", tmp_path, "not run in a database of 'mysql'", table="persons")
    refused("postgresq://registry/people", tmp_path, "Did you mean 'postgresql'?", table="persons")
    refused("postgresql://127.0.0.1:1/people", tmp_path, "PostgreSQL says", table="persons")
    path = tmp_path / "people.db"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE persons (household_id INTEGER, person_id INTEGER, x INTEGER, b BOOLEAN, t TEXT)"
        )
        connection.executemany("INSERT INTO persons VALUES (?, ?, ?, ?, ?)", [(1, 1, 5, 1, "a"), (1, 2, "old", 0, "b")])
    connection.close()
    refused(path, tmp_path, "It is not said which table")
    refused(path, tmp_path, "There is no table 'person'.*Did you mean 'persons'?", table="person")
    refused(path, tmp_path, "'x' is of type text by its cells", table="persons")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE persons SET x = 5, t = iif(person_id = 1, t, 7.5)")
    connection.close()
    done = gf.entitle(OF, path, out=tmp_path / "fine", table="persons")
    assert done.persons == 2  # SQLite turns 7.5 into a word where a column is declared to hold words
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE loose AS SELECT household_id, person_id, x, b, iif(person_id = 1, 't', 7.5) AS t FROM persons"
        )
    connection.close()
    refused(path, tmp_path, "'t' holds values of another kind than its others in 1 row", table="loose")


def test_a_disk_that_is_full(tmp_path, monkeypatch):
    from groundfloor.engine.outofcore import work

    def full(*_):
        raise duckdb.IOException("Could not write file: No space left on device")

    monkeypatch.setattr(work, "written", full)
    refused(written(tmp_path), tmp_path, "no space left on the disk.*larger disk")


def test_what_is_typed(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path, people=PEOPLE.replace("AS x", "AS age").replace("AS b", "AS pension"))
    pack = gf.new("nowhere")
    arguments = [
        "entitle",
        str(pack),
        "people.parquet",
        "--date",
        "2026-07-01",
        "--line",
        "poor=1500",
        "--out",
        "given",
    ]
    assert main(arguments) == 0
    said = capsys.readouterr()
    assert "30 persons: given" in said.err.replace(",", "")
    assert "fgt0" in said.out
    assert main(arguments) == 1
    assert "is not written over" in capsys.readouterr().err
