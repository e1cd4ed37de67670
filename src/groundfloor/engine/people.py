"""A survey as the table `persons` of a database, read where it lies in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection
from sqlglot import exp

from groundfloor.engine.formulas import boolean, case, column, number
from groundfloor.engine.stages import HOME, PERSONS, ROW
from groundfloor.rules.keys import household_keys, person_keys
from groundfloor.rules.programme import Floor
from groundfloor.rules.used import variables_used
from groundfloor.survey.frame import Survey, Text

COLUMNS = "_columns"


def register(connection: DuckDBPyConnection, floor: Floor, survey: Survey) -> None:
    """Make the view `persons` of the variables that `floor` names: conditions as booleans, words joined by their codes."""
    kinds = variables_used(floor)
    if isinstance(survey.columns.get("relationship"), Text):
        kinds["relationship"] = "text"
    columns: dict[str, Any] = {ROW: np.arange(survey.persons), HOME: survey.household_of}
    drawn = {programme.asked for programme in floor.programmes.values() if programme.drawn}
    if "person" in drawn:
        columns["_key"] = person_keys(survey)
    if "household" in drawn:
        columns["_household_key"] = household_keys(survey)
    shown = [column(name, COLUMNS) for name in columns]
    words: dict[str, str] = {}
    for name, kind in kinds.items():
        values, one = survey.columns[name], column(name, COLUMNS)
        if isinstance(values, Text):
            table = f"_words_{len(words)}"
            connection.register(table, _levels(values.levels))
            columns[name], words[table] = values.codes, name
            shown.append(exp.alias_(column("word", table), name, quoted=True))
            continue
        columns[name] = values
        yes, no = (exp.EQ(this=one, expression=number(value)) for value in (1.0, 0.0))
        answers = exp.alias_(case((yes, boolean(True)), (no, boolean(False))), name, quoted=True)
        shown.append(answers if kind == "boolean" else one)
    connection.register(COLUMNS, columns)
    select = exp.select(*shown).from_(COLUMNS)
    for table, name in words.items():
        same = exp.EQ(this=column("code", table), expression=column(name, COLUMNS))
        select = select.join(table, on=same, join_type="left")
    connection.execute(f"CREATE VIEW {PERSONS} AS {select.sql('duckdb')}")


def _levels(levels: tuple[str, ...]) -> dict[str, Any]:
    return {"code": np.arange(len(levels), dtype=np.int32), "word": np.array(levels, dtype=object)}
