"""The figures of a floor from a table of households that lies with Spark."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from sqlglot import exp

from groundfloor.engine.spark import LOCAL, evaluate, households_of, told
from groundfloor.engine.spark_people import asked
from groundfloor.errors import GroundfloorError
from groundfloor.figures.binned import BINS, WIDER, Found, binned
from groundfloor.figures.histograms import HOMES
from groundfloor.figures.homes import followed
from groundfloor.figures.plain import Row
from groundfloor.rules.programme import Floor

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def figures_of(
    households: DataFrame,
    floor: Floor,
    lines: Mapping[str, float],
    *,
    bins: int = BINS,
    refined: bool = True,
    ranked: bool = False,
) -> list[Row]:
    """The figures of a floor, as `figures.plain` has them, with bounds `low` and `high`.

    `households` is what `engine.spark` makes, best read back from where it was written: it is gone through about seven times. What comes to this
    machine is a row a bin, and a row for each household in the bins that hold a cut point. A floor that waives fees raises GroundfloorError.
    """
    followed(floor)

    def table(query: exp.Select) -> Found:
        answer = asked(households, HOMES, query)
        rows = told(answer.collect)
        return {
            name: np.array([np.nan if row[i] is None else row[i] for row in rows], float)
            for i, name in enumerate(answer.columns)
        }

    worth = {name: one.form.worth for name, one in floor.programmes.items()}
    return binned(table, worth, lines, floor.name, bins=bins, refined=refined, ranked=ranked)


def entitle_on_spark(
    floor: Floor,
    source: str | Sequence[str],
    out: str,
    date: datetime.date,
    *,
    lines: Mapping[str, float] = MappingProxyType({}),
    seed: int = 0,
    master: str | None = LOCAL,
    settings: Mapping[str, str] | None = None,
    bins: int = BINS,
    ranked: bool = False,
) -> list[Row]:
    """What `floor` gives everybody in `source`, written by Spark under `out`, and the figures that come from it.

    There are then `out`/persons and `out`/households as Parquet and, written last, `out`/figures as CSV: without it the others are not a result,
    and the same call begins anew. All addresses are Spark's own. A finished `out` and what `engine.spark.evaluate` refuses raise GroundfloorError.
    """
    followed(floor)
    given = evaluate(floor, source, date, seed, master=master, settings=settings)
    spark = given.spark
    if _there(spark, f"{out}/figures"):
        raise GroundfloorError(f"{out} holds a result already", hint="Name another place, or remove it.")
    told(lambda: given.persons.write.mode("overwrite").parquet(f"{out}/persons"))
    households = households_of(spark.read.parquet(f"{out}/persons"), given.programmes)
    told(lambda: households.write.mode("overwrite").parquet(f"{out}/households"))
    rows = figures_of(spark.read.parquet(f"{out}/households"), floor, lines, bins=bins, ranked=ranked)
    kinds = ", ".join(f"`{name}` {'DOUBLE' if name in ('value', 'low', 'high') else 'STRING'}" for name in WIDER)
    table = spark.createDataFrame([tuple(_kept(row[name]) for name in WIDER) for row in rows], kinds)
    told(lambda: table.coalesce(1).write.mode("overwrite").option("header", True).csv(f"{out}/figures"))
    return rows


def _kept(value: float | str) -> float | str | None:
    if isinstance(value, str):
        return value
    return None if math.isnan(value) else float(value)


def _there(spark: SparkSession, address: str) -> bool:
    """Whether something was written there to its end."""
    from pyspark.errors import AnalysisException

    try:
        spark.read.csv(address, header=True).columns  # noqa: B018 # through Spark Connect nothing is asked before
    except AnalysisException:
        return False
    return True
