"""One query that gives everybody of a source what a floor entitles them to, in one of the dialects it can be run in."""

from __future__ import annotations

import datetime

from sqlglot import exp

from groundfloor.engine import formulas as f
from groundfloor.engine.formulas import Sql
from groundfloor.engine.outofcore.files import quoted
from groundfloor.engine.outofcore.kinds import HOME, HOUSEHOLD, PERSON, ROW, SHARING, WEIGHT, WELFARE, Columns
from groundfloor.engine.outofcore.persons import CARRIED, MEMBER, Reading
from groundfloor.engine.script import Script
from groundfloor.engine.stages import PERSONS
from groundfloor.rules.programme import Floor

RESULTS = ("eligible", "receives", "amount", "full_amount")


def entitled(
    floor: Floor, date: datetime.date, reading: Reading, seed: int, persons: exp.Select | None = None
) -> exp.Select:
    """The query: household, person, row, what is carried along, and by programme the results, in the order of the rows.

    Without `persons` the table of that name is read.
    """
    script = Script(
        floor,
        floor.values(date),
        dialect=reading.dialect,
        seed=seed,
        headed=reading.headed,
        household_key=reading.household_key,
    )
    given = script.query(listed=False, ordered=False)
    columns = reading.columns
    shown = {ROW: f.column(ROW, "p"), HOUSEHOLD: f.column(HOME, "p")}
    if PERSON in columns.kinds:
        shown[PERSON] = f.column(MEMBER, "p")
    shown |= {carried: f.column(carried, "p") for name, carried in CARRIED.items() if name in columns.kinds}
    for name in floor.programmes:
        for what in RESULTS:
            value: Sql = f.column(f"{name}.{what}", "e")
            shown[f"{name}.{what}"] = value if "amount" in what else exp.EQ(this=value, expression=f.number(1.0))
    source = exp.alias_(exp.to_table(PERSONS), "p", table=True, copy=False)
    same = exp.EQ(this=f.column(ROW, "p"), expression=f.column(ROW, "e"))
    named = [exp.alias_(sql, name, quoted=True, copy=False) for name, sql in shown.items()]
    out = exp.select(*named, copy=False).from_(source, copy=False)
    out = out.join(given.subquery("e", copy=False), on=same, join_type="inner", copy=False)
    out = out.order_by(f.column(ROW, "p"), copy=False)
    return out if persons is None else out.with_(PERSONS, as_=persons, materialized=True, copy=False)


def households(floor: Floor, columns: Columns) -> str:
    """The table of households in DuckDB's words, from what `entitled` gives as the table `done`, in the order of their first rows.

    `differs_...` are true where members of a household have another weight, welfare or sharing.
    """
    carried = {name: CARRIED[name] for name in (WEIGHT, WELFARE, SHARING) if name in columns.kinds}
    shown = [f"min({ROW}) AS first_row", "count(*)::DOUBLE AS members"]
    shown += [f"min({column}) AS {name}" for name, column in carried.items() if name != WEIGHT]
    shown.append(f"coalesce(min({CARRIED[WEIGHT]}), 0.0) AS weight" if WEIGHT in carried else "1.0::DOUBLE AS weight")
    if WELFARE not in carried:
        shown.append("NULL::DOUBLE AS welfare")
    if SHARING not in carried:
        shown.append("count(*)::DOUBLE AS sharing")
    total = "0.0::DOUBLE"
    for i, (name, programme) in enumerate(floor.programmes.items()):
        eligible, receives, amount = (quoted(f"{name}.{what}") for what in RESULTS[:3])
        shown += [
            f"(count(*) FILTER ({eligible}))::DOUBLE AS entitled_{i}",
            f"(count(*) - count({eligible}))::DOUBLE AS undecided_{i}",
            f"(count(*) FILTER ({receives}))::DOUBLE AS receives_{i}",
            f"CASE WHEN count({amount}) = count(*) THEN sum({amount}) END AS paid_{i}",
        ]
        if programme.form.worth:
            total = f"({total} + {programme.form.worth!r}::DOUBLE * paid_{i})"
    shown += [
        f"(min({column}) IS DISTINCT FROM max({column}) OR count({column}) NOT IN (0, count(*))) AS differs_{name}"
        for name, column in carried.items()
    ]
    grouped = f"SELECT {', '.join(shown)} FROM done GROUP BY {HOUSEHOLD}"  # noqa: S608 # names are quoted
    return f"SELECT *, welfare + {total} / sharing AS after FROM ({grouped}) ORDER BY first_row"  # noqa: S608
