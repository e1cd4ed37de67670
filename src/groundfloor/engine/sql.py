"""The engine in a database: a floor as one query on a table of persons, for data larger than memory and for registries."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.entitlements import Entitlement, Entitlements, Granted, Listed
from groundfloor.rules.programme import Floor
from groundfloor.survey.frame import Survey, Text

if TYPE_CHECKING:
    from sqlglot import exp

DIALECTS = ("duckdb", "postgres", "sqlite", "spark")
MOST_READINGS = 65_535


def query(floor: Floor, date: datetime.date, dialect: str = "duckdb", seed: int = 0) -> str:
    """The query that gives every person of a table `persons` what `floor` gives on `date`, in a dialect.

    The table has a row a person: `_row` (a whole number, in the order of the persons), `_household` (anything that tells households
    apart), the variables that the rules name (numbers as doubles, conditions as booleans, words as text, NULL where missing),
    `relationship` where a rule asks for a head or a household, and where take-up is below 1 the keys of the draw, `_key` and
    `_household_key`, as `rules.keys` makes them. The result has `_row` and, for each programme, `NAME.eligible`, `NAME.receives`,
    `NAME.amount` and `NAME.full_amount`, as `Entitlement` defines them.

    The dialects are duckdb, sqlite and postgres, whose queries the tests run, and spark, whose stages `engine.spark` runs as views, one after the other. SQLite must have its
    mathematical functions; PostgreSQL stops at a result that is too large or too small for a double. Raises GroundfloorError for another dialect, and for a floor that SQLite cannot follow.

    >>> from groundfloor.rules.load import floor_of
    >>> floor = floor_of([{"programme": "elders", "label": {"en": "Elders"}, "guarantee": "old_age", "function": "old_age",
    ...     "status": "proposed", "unit": "person", "eligible": "age >= 65", "amount": "grant",
    ...     "parameters": {"grant": {"unit": "LCU/month", "values": {datetime.date(2026, 1, 1): 75}}}}])
    >>> query(floor, datetime.date(2026, 7, 1)).splitlines()[0]
    'WITH person_0 AS ('
    """
    if dialect not in DIALECTS:
        raise GroundfloorError(
            f"Rules are not written for {dialect!r}",
            expected=f"one of {', '.join(DIALECTS)}",
            hint=nearest(dialect, DIALECTS),
        )
    from groundfloor.engine.script import Script

    written = Script(floor, floor.values(date), dialect=dialect, seed=seed).query(listed=False)
    if dialect == "sqlite":
        refuse_what_sqlite_cannot_follow(written)
    return written.sql(dialect, pretty=True)


def refuse_what_sqlite_cannot_follow(query: exp.Expr) -> None:
    """Refuse a query whose stages SQLite would write out too often."""
    from sqlglot import exp

    if max(_readings(one) for one in query.find_all(exp.With)) > MOST_READINGS:
        raise GroundfloorError(
            "The programmes read each other over more steps than SQLite can follow",
            expected="about ten programmes for households, each of which reads the one before it",
            hint="Ask for another dialect.",
        )


def _readings(stages: exp.Expr) -> int:
    """How often the table of persons is read when each stage is written wherever it is named, as SQLite does to count them."""
    from sqlglot import exp

    readings = {"persons": 1}
    for stage in stages.expressions:
        readings[stage.alias] = sum(readings.get(table.name, 1) for table in stage.this.find_all(exp.Table))
    return max(readings.values())


def evaluate(floor: Floor, survey: Survey, date: datetime.date, seed: int = 0) -> Entitlements:
    """Every programme of `floor` on `survey` at `date`, in a DuckDB of its own that leaves no file behind."""
    import duckdb

    from groundfloor.engine.people import register
    from groundfloor.engine.script import Script

    headed = isinstance(survey.columns.get("relationship"), Text)
    script = Script(floor, floor.values(date), dialect="duckdb", seed=seed, headed=headed)
    text = script.query(listed=True).sql("duckdb")
    # what does not fit into memory is written to a folder that goes with the connection
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:", config=_settings(folder)) as connection:
        register(connection, floor, survey)
        found = connection.execute(text).fetchnumpy()
    order = np.argsort(found["_row"])
    found = {name: np.ma.filled(column, np.nan)[order] for name, column in found.items()}
    return Entitlements({name: _listed(name, found, survey.persons) for name in floor.programmes})


def _settings(folder: str) -> dict[str, Any]:
    return {
        "temp_directory": folder,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        # the last condition pushed down through the stages would double wherever a stage names a column twice
        "disabled_optimizers": "filter_pushdown",
    }


def _listed(name: str, found: Mapping[str, Any], persons: int) -> Entitlement:
    eligible, rows = found[f"{name}.eligible"], found["_row"].astype(np.int64)
    yes = eligible == 1.0
    granted = Granted(rows[yes], found[f"{name}.full_amount"][yes], found[f"{name}.receives"][yes] == 1.0)
    return Listed(persons, granted, rows[np.isnan(eligible)])
