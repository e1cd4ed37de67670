"""The engine on a cluster: a floor as one query that Spark runs on Parquet files in shared storage.

Persons never leave Spark. It needs the extra `spark` where it is called, and nothing of this library on the other machines.
"""

from __future__ import annotations

import atexit
import datetime
import functools
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from groundfloor.engine import formulas as f
from groundfloor.engine.script import Script
from groundfloor.engine.spark_people import CARRIED, asked, persons_of
from groundfloor.engine.spark_stages import WindowStages
from groundfloor.engine.spark_text import bare
from groundfloor.engine.stages import HOME, PERSONS
from groundfloor.errors import GroundfloorError
from groundfloor.rules.programme import Floor

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOCAL = "local[2]"
RESULTS = ("eligible", "receives", "amount", "full_amount")
# what the printed query takes for granted, whatever a cluster has set
MEANING = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.legacy.exponentLiteralAsDecimal.enabled": "false",
    "spark.sql.caseSensitive": "false",
    # a programme that reads one that reads another is one plan, as deep as they are many
    "spark.sql.analyzer.maxIterations": "1000",
}


def session(master: str | None = LOCAL, settings: Mapping[str, str] | None = None) -> SparkSession:
    """The session of Spark at an address, which is kept: `local[2]`, `spark://…`, `yarn`, `k8s://…` or, for Spark Connect, `sc://…`.

    None is the one that spark-submit or the settings of the machine name. `settings` are Spark's own (`spark.executor.memory` and the
    like). Without the extra `spark`, without Java and without an answer GroundfloorError is raised.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise GroundfloorError(
            "Spark is not installed here", hint="Install it: pip install 'groundfloor[spark]'"
        ) from error
    own = {
        "spark.log.level": "ERROR" if not (master or "").startswith("local") else "OFF",
        "spark.ui.showConsoleProgress": "false",
    }
    if master is not None and master.startswith("local"):
        own |= _small()
    builder = SparkSession.builder.appName("groundfloor")
    if master is not None:
        builder = builder.remote(master) if master.startswith("sc://") else builder.master(master)
        own = {} if master.startswith("sc://") else own
    for name, value in {**own, **(settings or {})}.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
        for name, value in MEANING.items():
            if spark.conf.get(name, None) != value:
                spark.conf.set(name, value)
    except (PySparkException, ImportError, RuntimeError) as error:
        raise GroundfloorError(
            f"Spark at {master or 'the address of its settings'} did not start: {_first_line(error)}",
            expected="Java 17 or 21 on this machine, and for sc:// what pip install 'pyspark[connect]' brings",
        ) from error
    return spark


@functools.cache
def _small() -> dict[str, str]:
    """One machine: no pages, no port open to others, no file outside a folder of its own."""
    folder = tempfile.mkdtemp(prefix="groundfloor-spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": f"{folder}/warehouse",
        "spark.local.dir": f"{folder}/local",
    }


@dataclass(frozen=True)
class OnSpark:
    """What a floor gives the persons of a table, as tables of Spark that are computed when they are read or written.

    `persons` has `_row`, what CARRIED names of the persons' table, and for each programme `NAME.eligible`, `NAME.receives`, `NAME.amount`
    and `NAME.full_amount`. `households` has a row a household: `weight`, `members`, `welfare`, `sharing` and for each programme
    `NAME.entitled`, `NAME.undecided`, `NAME.receives` and `NAME.paid`, NULL where not known.
    """

    spark: SparkSession
    persons: DataFrame
    programmes: tuple[str, ...]

    @functools.cached_property
    def households(self) -> DataFrame:
        """The table of households."""
        return households_of(self.persons, self.programmes)


def evaluate(
    floor: Floor,
    source: str | Sequence[str] | DataFrame,
    date: datetime.date,
    seed: int = 0,
    *,
    master: str | None = LOCAL,
    settings: Mapping[str, str] | None = None,
) -> OnSpark:
    """What `floor` gives each person of `source` on `date`: nothing is computed before a table of the answer is read or written.

    `source` is a folder or file of Parquet (any address that Spark reads: a path, `s3a://…`, `hdfs://…`), several, or a table of Spark.
    It has a row a person: `household_id`, `person_id`, the variables that the rules name, and where there are any `weight`, `welfare`,
    `sharing`, `_row`, `_key` and `_household_key`; docs/spark.md. Missing columns and columns of another kind raise GroundfloorError.
    """
    spark = session(master, settings)
    table: Any = _read(spark, source) if isinstance(source, str | list | tuple) else source
    persons, before = persons_of(table, floor), PERSONS
    for name, query in stages(floor, date, seed, persons.columns):
        persons, before = asked(persons, before, query), name
    return OnSpark(spark, persons, tuple(floor.programmes))


def households_of(persons: DataFrame, programmes: Sequence[str]) -> DataFrame:
    """The table of households of a table of what each person is given."""
    return asked(persons, "given", by_household(programmes, persons.columns))


def _read(spark: SparkSession, source: str | Sequence[str]) -> DataFrame:
    paths = [source] if isinstance(source, str) else list(source)
    found: DataFrame = told(lambda: spark.read.parquet(*paths))
    return found


def told(work: Callable[[], Any]) -> Any:
    """The result of some work of Spark; its errors in a sentence."""
    from pyspark.errors import PySparkException

    try:
        return work()
    except PySparkException as error:
        raise GroundfloorError(f"Spark ended with: {_first_line(error)}") from error


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:300] if lines else type(error).__name__


def stages(floor: Floor, date: datetime.date, seed: int, columns: Sequence[str]) -> list[tuple[str, f.Sql]]:
    """The query of a floor on the table `persons` with some columns, a stage each: a name, and the query that reads the one before.

    Each becomes a view, which Spark resolves once. As one query, it would go through all stages again for each of them.
    """
    script = Script(floor, floor.values(date), dialect="spark", seed=seed, headed="relationship" in columns)
    if isinstance(script.stages, WindowStages):
        script.stages.carried = tuple(name for name in CARRIED if name in columns)
    query = bare(script.query(listed=False))
    query.set("order", None)
    tables = [(one.alias, one.this) for one in query.args.pop("with_").expressions]
    return [*tables, ("given", query)]


def by_household(programmes: Sequence[str], columns: Sequence[str]) -> f.Sql:
    """The query of the table of households on the table `given` of what each person is given."""
    everybody = exp.Count(this=exp.Star())

    def first(name: str) -> f.Sql:
        return exp.Min(this=f.column(name))

    shown = {
        "weight": first("weight") if "weight" in columns else f.number(1.0),
        "members": f.cast(everybody, f.DOUBLE),
        "welfare": _alike("welfare") if "welfare" in columns else f.known(None, "number"),
        "sharing": first("sharing") if "sharing" in columns else f.cast(everybody, f.DOUBLE),
    }
    for name in programmes:
        eligible, amount = f.column(f"{name}.eligible"), f.column(f"{name}.amount")
        unknown = f.both(exp.Sub, everybody, exp.Count(this=eligible))
        known = f.both(exp.EQ, exp.Count(this=amount), everybody)
        shown[f"{name}.entitled"] = f.coalesced([exp.Sum(this=eligible), f.number(0.0)])
        shown[f"{name}.undecided"] = f.cast(unknown, f.DOUBLE)
        shown[f"{name}.receives"] = exp.Sum(this=f.column(f"{name}.receives"))
        shown[f"{name}.paid"] = f.case((known, exp.Sum(this=amount)))
    names = [exp.alias_(sql.copy(), name, quoted=True) for name, sql in shown.items()]
    return exp.select(*names).from_("given").group_by(f.column(HOME))


def _alike(name: str) -> f.Sql:
    """A value that all members of a household have, else the end of the run."""
    low, high, given = exp.Min(this=f.column(name)), exp.Max(this=f.column(name)), exp.Count(this=f.column(name))
    nobody = f.both(exp.EQ, given, exp.Literal.number("0"))
    same = f.both(exp.And, f.both(exp.EQ, low, high), f.both(exp.EQ, given, exp.Count(this=exp.Star())))
    return f.case(
        (nobody, f.known(None, "number")),
        (same, low),
        default=refused(f"{name} differs within a household's members: one value for all of them is expected"),
    )


def refused(sentence: str) -> f.Sql:
    """What ends a run with a sentence where it is reached."""
    return exp.Anonymous(this="RAISE_ERROR", expressions=[f.word(sentence)])
