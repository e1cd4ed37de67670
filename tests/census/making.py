"""A small census made of Ghana's households, as files and as tables of databases, and what it must give."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import duckdb
import numpy as np
from tests.engine.conformance import same as same_entitlement
from tests.engine.test_a_real_floor import some
from tests.figures.test_streamed import same as same_figures

from groundfloor.country import read_country
from groundfloor.country.pack import find_pack
from groundfloor.engine import apply
from groundfloor.figures import homes_of, plain
from groundfloor.pipeline import floor_of_pack, survey_of
from groundfloor.rules.entitlements import Entitlement
from groundfloor.rules.programme import Floor
from groundfloor.rules.used import variables_used
from groundfloor.survey.frame import Survey, Text

LINES = {"poor": 2000.0, "extreme": 900.0}
DAY = "2026-07-01"
RESULTS = ("eligible", "receives", "amount", "full_amount")


@cache
def ghana() -> tuple[Floor, Survey]:
    """The floor of the pack without what figures do not follow, and three hundred of its households with welfare."""
    country = read_country(find_pack("gha"))
    whole = survey_of(country)[0]
    small = some(whole, 300)
    kept = np.isin(whole.household_of, np.linspace(0, whole.households - 1, 300).astype(int))
    floor = floor_of_pack(country)
    return floor, replace(small, welfare=whole.welfare[kept], name="census")


def columns(floor: Floor, people: Survey, *, keys: bool = False) -> dict[str, list[Any]]:
    """A census as columns: whole numbers as identifiers, what the floor reads, weight and welfare."""
    starts = people.starts[people.household_of]
    out: dict[str, list[Any]] = {
        "household_id": (people.household_of + 1000).tolist(),
        "person_id": (np.arange(people.persons) - starts + 1).tolist(),
        "weight": people.weight.tolist(),
        "welfare": [None if np.isnan(value) else value for value in people.welfare.tolist()],
    }
    for name, kind in {**variables_used(floor), "relationship": "text"}.items():
        column = people.columns[name]
        if isinstance(column, Text):
            out[name] = [None if code < 0 else column.levels[code] for code in column.codes.tolist()]
        else:
            values = [None if np.isnan(value) else value for value in column.tolist()]
            out[name] = [None if value is None else value == 1 for value in values] if kind == "boolean" else values
    return out


TYPES = {"household_id": "BIGINT", "person_id": "INTEGER", "weight": "DOUBLE", "welfare": "DOUBLE"}


def types(floor: Floor, found: Mapping[str, Any]) -> dict[str, str]:
    """The type of each column in a database."""
    kinds = {**variables_used(floor), "relationship": "text"}
    named = {"number": "DOUBLE", "boolean": "BOOLEAN", "text": "VARCHAR"}
    return {name: TYPES.get(name) or named[kinds[name]] for name in found}


@cache
def census() -> duckdb.DuckDBPyConnection:
    """A DuckDB with the table `census`."""
    floor = ghana()[0]
    found = columns(*ghana())
    connection = duckdb.connect()
    declared = ", ".join(f'"{name}" {type_}' for name, type_ in types(floor, found).items())
    connection.execute(f"CREATE TABLE census ({declared})")
    marks = ", ".join("?" * len(found))
    rows = list(zip(*found.values(), strict=True))
    for at in range(0, len(rows), 100):
        some_rows = rows[at : at + 100]
        every = ", ".join([f"({marks})"] * len(some_rows))
        connection.execute(f"INSERT INTO census VALUES {every}", [value for row in some_rows for value in row])  # noqa: S608
    return connection


def sqlite(floor: Floor, found: Mapping[str, list[Any]], path: Any) -> str:
    """The columns as the table `census` of an SQLite database, in another order of rows."""
    with sqlite3.connect(path) as connection:
        declared = ", ".join(f'"{name}" {type_} COLLATE NOCASE' for name, type_ in types(floor, found).items())
        connection.execute(f"CREATE TABLE census ({declared})")
        marks = ", ".join("?" * len(found))
        rows = list(zip(*found.values(), strict=True))
        connection.executemany(f"INSERT INTO census VALUES ({marks})", rows[::-1])  # noqa: S608
    connection.close()
    return str(path)


def with_identifiers(people: Survey) -> Survey:
    """The survey whose draws come from the identifiers of `columns`."""
    starts = people.starts[people.household_of]
    kept = {name: one for name, one in people.columns.items() if name not in ("_key", "_household_key")}
    numbers = {
        "household_id": (people.household_of + 1000).astype(float),
        "person_id": (np.arange(people.persons) - starts + 1).astype(float),
    }
    return replace(people, columns={**kept, **numbers})


@cache
def expected() -> tuple[Mapping[str, Entitlement], list[dict[str, Any]]]:
    """What the engine in memory and the plain figures say."""
    floor, people = ghana()
    people = with_identifiers(people)
    given = apply(floor, people, datetime.date.fromisoformat(DAY))
    return given.programmes, plain(homes_of(people, floor, given), LINES, floor.name)


def right(done: Any) -> None:
    """Whether persons and figures are what they must be."""
    programmes, figures = expected()
    found = duckdb.sql(f"FROM '{done.folder}/persons/*.parquet' ORDER BY household_id, person_id").fetchnumpy()
    for name, one in programmes.items():
        parts = [np.ma.filled(found[f"{name}.{what}"].astype(float), np.nan) for what in RESULTS]
        same_entitlement(Entitlement(*parts, undecided=int(np.isnan(parts[0]).sum())), one, name)
    same_figures(done.figures, figures)
