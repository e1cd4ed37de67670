"""A table of persons made ready for the query on Spark: kinds, the order of rows and the keys of the draw."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from groundfloor.engine import formulas as f
from groundfloor.engine.stages import HOME, ROW
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.programme import Floor
from groundfloor.rules.used import of_programme

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

HOUSEHOLD, PERSON = "household_id", "person_id"
CARRIED = (HOUSEHOLD, PERSON, "weight", "welfare", "sharing")
NUMBERS = ("weight", "welfare", "sharing")
WHOLE = ("tinyint", "smallint", "int", "bigint")
# the place of a file among the others stands above the row in it
A_FILE = 2**31
# of more files the order is that of their addresses' CRC-32: to look each up would take as long as they are many
MANY = 500
INDEX, FILE = "_row_index", "_file_path"
# Spark writes one address as file:/a here and as file:///a there
SCHEME = "^[A-Za-z0-9+.-]+:(//[^/]*)?"
# from here on fifteen digits are written with an exponent
MOST = 1e15


def asked(table: DataFrame, name: str, query: f.Sql) -> DataFrame:
    """What a query makes of a table that it calls by a name."""
    from pyspark.sql.utils import is_remote

    view, spark = f"{name}_{uuid.uuid4().hex}", table.sparkSession
    for one in query.find_all(exp.Table):
        if one.name == name:
            one.set("this", exp.to_identifier(view, quoted=True))
    table.createOrReplaceTempView(view)
    found = spark.sql(query.sql("spark"))
    # through Spark Connect a name is looked up when the answer is read
    if not is_remote():
        spark.catalog.dropTempView(view)
    return found


def persons_of(table: DataFrame, floor: Floor) -> DataFrame:
    """The table of persons that the query of `floor` reads, from one of any kinds.

    Rows are in the order of `_row`, or of the names of the files and in them. Keys are `_key` and `_household_key`, or made of the
    identifiers as `rules.keys` makes them. A missing column, one of another kind and a number that no key is made of raise GroundfloorError.
    """
    types = dict(table.dtypes)
    kinds = _kinds(floor, types)
    files = [] if ROW in types else sorted({re.sub(SCHEME, "", name) for name in table.inputFiles()})
    shown: dict[str, f.Sql] = {ROW: _row(files, types), HOME: _home(types)}
    if HOUSEHOLD in types:
        shown[HOUSEHOLD] = f.column(HOUSEHOLD)
    if PERSON in types:
        shown[PERSON] = f.column(PERSON)
    shown |= {name: f.finite(f.cast(f.column(name), f.DOUBLE)) for name in NUMBERS if name in types}
    drawn = {programme.asked for programme in floor.programmes.values() if programme.drawn}
    if "person" in drawn:
        shown["_key"] = _key("_key", (HOUSEHOLD, PERSON), types)
    if "household" in drawn:
        shown["_household_key"] = _key("_household_key", (HOUSEHOLD,), types)
    shown |= {name: _of_kind(name, kind, types[name]) for name, kind in kinds.items()}
    names = [exp.alias_(sql, name, quoted=True) for name, sql in shown.items()]
    return asked(_placed(table, types), "source", exp.select(*names).from_("source"))


def _kinds(floor: Floor, types: Mapping[str, str]) -> dict[str, str]:
    """The kind of each variable that the rules read; refuses what the table lacks or has in another kind."""
    kinds: dict[str, str] = {}
    for programme in floor.programmes.values():
        for name, kind in of_programme(programme).items():
            if name not in types:
                raise GroundfloorError(
                    f"The programme {programme.name!r} needs the variable {name!r}, which the table of persons does not have",
                    programme.eligible.place,
                    hint=nearest(name, [one for one in types if one[0] != "_"]),
                )
            if (types[name] == "string") != (kind == "text"):
                raise GroundfloorError(
                    f"The variable {name!r} is {types[name]} in the table of persons, and the programme {programme.name!r} takes it as {kind}",
                    programme.eligible.place,
                )
            kinds[name] = kind
    if types.get("relationship") == "string":
        kinds["relationship"] = "text"
    return kinds


def _of_kind(name: str, kind: str, of: str) -> f.Sql:
    one = f.column(name)
    if kind == "text" or (kind == "boolean" and of == "boolean"):
        return one
    number = f.cast(one, f.DOUBLE)
    if kind == "number":
        return number
    yes, no = (f.both(exp.EQ, number, f.number(value)) for value in (1.0, 0.0))
    return f.case((yes, f.boolean(True)), (no, f.boolean(False)))


def _placed(table: DataFrame, types: Mapping[str, str]) -> DataFrame:
    """The table with the place of each row in its file and the file's address, where it has no order of its own."""
    if ROW in types:
        return table
    return table.selectExpr("*", f"_metadata.row_index AS {INDEX}", f"_metadata.file_path AS {FILE}")


def _row(files: Sequence[str], types: Mapping[str, str]) -> f.Sql:
    """The place of a person: `_row`, or the place of the file among the others by name, and of the row in it."""
    if ROW in types:
        return f.cast(f.column(ROW), f.BIGINT)
    within = f.column(INDEX)
    if len(files) < 2:
        return within
    place: f.Sql
    if len(files) > MANY:
        place = exp.Anonymous(this="CRC32", expressions=[f.cast(f.column(FILE), exp.DType.BINARY)])
    else:
        places = exp.Anonymous(this="ARRAY", expressions=[f.word(name) for name in files])
        here = exp.Anonymous(this="REGEXP_REPLACE", expressions=[f.column(FILE), f.word(SCHEME), f.word("")])
        found = exp.Anonymous(this="ARRAY_POSITION", expressions=[places, here])
        lost = exp.Anonymous(
            this="RAISE_ERROR", expressions=[f.word("A file of persons has come while they were read")]
        )
        place = f.coalesced([exp.Nullif(this=f.cast(found, f.BIGINT), expression=f.integer(0)), lost])
    return f.both(exp.Add, f.both(exp.Mul, place, f.integer(A_FILE)), within)


def _home(types: Mapping[str, str]) -> f.Sql:
    name = HOME if HOME in types else HOUSEHOLD
    if name not in types:
        raise GroundfloorError("The table of persons does not say who lives together", expected=f"a column {HOUSEHOLD}")
    absent = exp.Anonymous(this="RAISE_ERROR", expressions=[f.word(f"Somebody has no {name}")])
    return f.coalesced([f.column(name), absent])


def _key(name: str, identifiers: Sequence[str], types: Mapping[str, str]) -> f.Sql:
    """The key of the draw: a column of numbers, or CRC-32 of the identifiers with a stroke between them."""
    if types.get(name, "string") != "string":
        return f.cast(f.column(name), f.BIGINT)
    for one in identifiers:
        if one not in types:
            raise GroundfloorError(f"Take-up is drawn by {one}, which the table of persons does not have", expected=one)
    words = [_word(one, types[one]) for one in identifiers]
    text = words[0] if len(words) == 1 else exp.Anonymous(this="CONCAT", expressions=[words[0], f.word("/"), words[1]])
    return exp.Anonymous(this="CRC32", expressions=[f.cast(text, exp.DType.BINARY)])


def _word(name: str, of: str) -> f.Sql:
    """An identifier as `rules.keys` writes it: a number with up to fifteen digits, which must be whole."""
    one = f.column(name)
    if of == "string":
        return f.coalesced([one, f.word("")])
    number = f.cast(one, f.DOUBLE)
    if of not in (*WHOLE, "float", "double") and not of.startswith("decimal"):
        raise GroundfloorError(
            f"{name} is {of}, which no key of the draw is made of", expected="words or whole numbers"
        )
    integer = f.cast(number, f.BIGINT)
    small = exp.Between(this=number, low=f.number(-MOST + 1), high=f.number(MOST - 1))
    whole = f.both(exp.EQ, f.cast(integer, f.DOUBLE), number)
    sentence = f"{name} is a number that is not whole or has more than fifteen digits: give it as words, or bring _key and _household_key"
    refused = exp.Anonymous(this="RAISE_ERROR", expressions=[f.word(sentence)])
    missing = exp.Or(this=f.absent(one), expression=exp.Anonymous(this="ISNAN", expressions=[number]))
    inner = f.case((whole, f.cast(integer, exp.DType.TEXT)), default=refused)
    return f.case((missing, f.word("nan")), (small, inner), default=refused)
