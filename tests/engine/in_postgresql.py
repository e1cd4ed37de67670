"""The printed query of a floor run by PostgreSQL on a survey built by hand."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import psycopg
from tests.engine.conformance import RESULTS, columns_of

from groundfloor.engine.sql import query
from groundfloor.rules.entitlements import Entitlement
from groundfloor.rules.programme import Floor
from groundfloor.rules.used import variables_used
from groundfloor.survey.frame import Survey

TYPES = {"number": "double precision", "boolean": "boolean", "text": "text"}
KEYS = {"_row": "bigint", "_household": "bigint", "_key": "bigint", "_household_key": "bigint", "relationship": "text"}


def in_postgresql(
    connection: psycopg.Connection[Any], of: Floor, people: Survey, day: datetime.date, seed: int
) -> dict[str, Entitlement]:
    """What PostgreSQL makes of it; nothing of it stays there."""
    columns = columns_of(people)
    kinds = variables_used(of)
    types = {name: KEYS.get(name) or TYPES.get(kinds.get(name, ""), "text") for name in columns}
    for name, kind in kinds.items():
        if kind == "boolean":
            columns[name] = [None if value is None else bool(value) for value in columns[name]]
    named = [name for name in columns if name in kinds or name in KEYS]
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL jit = off")
        declared = ", ".join(f'"{name}" {types[name]}' for name in named)
        connection.execute(f"CREATE TEMP TABLE persons ({declared})")
        with connection.cursor() as cursor, cursor.copy("COPY persons FROM STDIN") as copy:
            for row in zip(*(columns[name] for name in named), strict=True):
                copy.write_row(row)
        cursor = connection.execute(query(of, day, "postgres", seed))
        names = [one.name for one in cursor.description]
        rows = cursor.fetchall()
    table = {name: np.array([row[i] for row in rows], dtype=float) for i, name in enumerate(names)}
    out = {}
    for name in of.programmes:
        parts = [table[f"{name}.{what}"] for what in RESULTS]
        out[name] = Entitlement(*parts, undecided=int(np.isnan(parts[0]).sum()))
    return out
