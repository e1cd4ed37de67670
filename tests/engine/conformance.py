"""What the tests of the engines share: surveys built by hand, floors in a line, every engine run, results compared."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.engine import Prepared, apply
from groundfloor.engine.machine import Machine
from groundfloor.engine.outofcore.registers import complete
from groundfloor.engine.sql import query
from groundfloor.rules.entitlements import Entitlement
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.rules.load import floor_of
from groundfloor.rules.programme import Floor
from groundfloor.survey.frame import Column, Survey, Text
from groundfloor.survey.variables import RELATIONSHIP

DAY = datetime.date(2026, 7, 1)
EARLY, LATE = datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)
WORDS = ("north", "o'south", "éast", "")
# x, y, z are numbers, b and c conditions, t and u words; what is called late has no value yet on the day
VARIABLES: dict[str, Any] = {
    **{name: {"kind": "number", "unit": "1"} for name in "xyz"},
    **{name: {"kind": "boolean"} for name in "bc"},
    **{name: {"kind": "text"} for name in "tu"},
}
PARAMETERS = {
    "grant": {"unit": "LCU/month", "values": {EARLY: 10.5}},
    "lcu": {"unit": "LCU/year", "values": {EARLY: 1}},
    "three": {"unit": "1", "values": {EARLY: 3}},
    "late": {"unit": "1", "values": {LATE: 1}},
}


def survey(sizes: Sequence[int], seed: int = 0, **columns: Sequence[Any]) -> Survey:
    """Households of these sizes; a column of words has strings or None, another numbers, True, False or None."""
    persons, random = sum(sizes), np.random.default_rng(seed)
    home = np.repeat(np.arange(len(sizes)), sizes)
    every: dict[str, Column] = {name: np.full(persons, np.nan) for name in "xyzbc"}
    every |= {name: text([None] * persons, WORDS) for name in "tu"}
    every["_key"] = random.integers(0, 2**32, persons).astype(float)
    every["_household_key"] = random.integers(0, 2**32, len(sizes)).astype(float)[home]
    for name, values in columns.items():
        words = RELATIONSHIP if name == "relationship" else WORDS if name in "tu" else None
        every[name] = text(values, words) if words else np.array([np.nan if v is None else v for v in values], float)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64) if len(sizes) else np.zeros(0, np.int64)
    return Survey("by hand", "XXX", 2026, every, starts, np.ones(persons))


def text(values: Sequence[str | None], levels: tuple[str, ...]) -> Text:
    """A column of words."""
    return Text(np.array([-1 if value is None else levels.index(value) for value in values], dtype=np.int32), levels)


def programme(name: str, eligible: str, amount: str = "grant", **more: Any) -> dict[str, Any]:
    """A programme in the fewest words."""
    return {
        "programme": name,
        "label": {"en": name},
        "guarantee": "children",
        "function": "family_child",
        "status": "proposed",
        "unit": "person",
        "eligible": eligible,
        "amount": amount,
        **more,
    }


def floor(*programmes: Mapping[str, Any], **parameters: Any) -> Floor:
    """A floor that knows the variables and parameters above."""
    return floor_of(list(programmes), variables=VARIABLES, parameters={**PARAMETERS, **parameters})


RESULTS = ("eligible", "receives", "amount", "full_amount")


def columns_of(people: Survey) -> dict[str, list[Any]]:
    """A survey as the columns of the table `persons`."""
    columns: dict[str, list[Any]] = {
        "_row": list(range(people.persons)),
        "_household": people.household_of.tolist(),
        "_key": person_keys(people).tolist(),
        "_household_key": household_keys(people).tolist(),
    }
    for name, column in people.columns.items():
        if isinstance(column, Text):
            columns[name] = [None if code < 0 else column.levels[code] for code in column.codes.tolist()]
        elif not name.startswith("_"):
            columns[name] = [None if np.isnan(value) else value for value in column.tolist()]
    columns.setdefault("relationship", [None] * people.persons)
    return columns


def in_sqlite(of: Floor, people: Survey, day: datetime.date, seed: int) -> dict[str, Entitlement]:
    """The printed query run by SQLite."""
    columns = columns_of(people)
    with sqlite3.connect(":memory:") as connection:
        complete(connection)
        named = ", ".join(f'"{name}"' for name in columns)
        connection.execute(f"CREATE TABLE persons ({named})")
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO persons VALUES ({marks})", zip(*columns.values(), strict=True))  # noqa: S608
        found = connection.execute(query(of, day, "sqlite", seed))
        names = [one[0] for one in found.description]
        rows = found.fetchall()
    connection.close()
    table = {name: np.array([row[i] for row in rows], dtype=float) for i, name in enumerate(names)}
    out = {}
    for name in of.programmes:
        parts = [table[f"{name}.{what}"] for what in RESULTS]
        out[name] = Entitlement(*parts, undecided=int(np.isnan(parts[0]).sum()))
    return out


def by_machine(of: Floor, people: Survey, day: datetime.date = DAY, seed: int = 0) -> Mapping[str, Entitlement]:
    """The same in compiled code, which `apply` takes for many persons only."""
    return Machine(Prepared(people), seed=seed).entitlements(of, day).programmes if of.programmes else {}


def everywhere(of: Floor, people: Survey, day: datetime.date = DAY, seed: int = 0, *, sqlite: bool = True) -> Any:
    """What the plain interpreter gives, after making sure that every engine gives the same; missing included."""
    plain = apply(of, people, day, engine="plain", seed=seed).programmes
    others = {engine: apply(of, people, day, engine=engine, seed=seed).programmes for engine in ("arrays", "sql")}
    others["machine"] = by_machine(of, people, day, seed)
    if sqlite:
        others["sqlite"] = in_sqlite(of, people, day, seed)
    for engine, found in others.items():
        assert list(found) == list(plain)
        for name, one in found.items():
            same(one, plain[name], f"{engine}: {name}")
    return plain


def same(found: Entitlement, expected: Entitlement, who: str) -> None:
    """Answers are equal; amounts to nine digits, because the power of a number may differ in its last bit."""
    for what in ("eligible", "receives"):
        np.testing.assert_array_equal(getattr(found, what), getattr(expected, what), err_msg=f"{who} {what}")
    for what in ("amount", "full_amount"):
        np.testing.assert_allclose(
            getattr(found, what), getattr(expected, what), rtol=1e-9, atol=0, err_msg=f"{who} {what}"
        )
    assert found.undecided == expected.undecided, who
