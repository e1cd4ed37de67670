"""How long Spark takes for a floor of five programmes on invented persons, from Parquet, on this machine, and what follows for more of them.

    python benchmarks/spark.py --persons 1000000 3000000 10000000 --folder build/spark

Persons are made in pieces of a million as `groundfloor bench` makes them, written as Parquet, and removed at the end. Each size is evaluated
RUNS times in one session, as `groundfloor entitle --master` does it: everybody's entitlements and the table of households written as Parquet, then
all figures, exact. Printed are seconds, processor seconds of the Java process, bytes shuffled, and a line a + b n through the medians.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from groundfloor.benching import floors
from groundfloor.benching.laws import LAW, REFORM
from groundfloor.benching.parquet import written
from groundfloor.benching.people import LINE
from groundfloor.benching.task import DAY
from groundfloor.engine.spark import session
from groundfloor.figures.spark import entitle_on_spark

PIECE = 1_000_000
RUNS = 3


def seconds_of_java(spark) -> float:
    """The processor time of the process in which all of Spark runs here."""
    stat = Path(f"/proc/{spark._jvm.java.lang.ProcessHandle.current().pid()}/stat").read_text()
    return sum(map(int, stat.rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")


def bytes_moved(spark) -> int:
    """What all stages so far have written to be read by others."""
    none = spark.sparkContext._gateway.new_array(spark._jvm.double, 0)
    stages = spark._jsc.sc().statusStore().stageList(None, False, False, none, None)
    return sum(stages.apply(i).shuffleWriteBytes() for i in range(stages.size()))


def measure(folder: Path, persons: int, memory: str) -> dict[str, float]:
    settings = {"spark.driver.memory": memory, "spark.sql.shuffle.partitions": "16"}
    spark = session("local[2]", settings)
    count, out = written(folder, persons, piece=PIECE).persons, Path(f"{folder}-given")
    floor = floors.read()
    clock, busy, moved = [], [], 0
    for run in range(RUNS):
        shutil.rmtree(out, ignore_errors=True)
        before, used, start = bytes_moved(spark), seconds_of_java(spark), time.perf_counter()
        law = floors.under(floor, LAW if run % 2 == 0 else REFORM)
        entitle_on_spark(law, str(folder), str(out), DAY, lines={"line": LINE}, settings=settings, ranked=True)
        clock.append(time.perf_counter() - start)
        busy.append(seconds_of_java(spark) - used)
        moved = bytes_moved(spark) - before
        print(
            f"  {count:,}: {clock[-1]:.1f} s, processor {busy[-1]:.1f} s, shuffled {moved / 1e6:.0f} MB",
            file=sys.stderr,
        )
    shutil.rmtree(out)
    return {
        "persons": count,
        "clock_s": statistics.median(clock),
        "processor_s": statistics.median(busy),
        "shuffled_mb": moved / 1e6,
        "parquet_mb": sum(file.stat().st_size for file in folder.glob("*.parquet")) / 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=(1_000_000, 3_000_000, 10_000_000))
    parser.add_argument("--folder", type=Path, default=Path("build/spark"))
    parser.add_argument("--memory", default="3g")
    args = parser.parse_args()
    rows = []
    for persons in args.persons:
        folder = args.folder / str(persons)
        try:
            rows.append(measure(folder, persons, args.memory))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print(json.dumps(rows[-1]), flush=True)
    n = np.array([row["persons"] / 1e6 for row in rows])
    for name in ("clock_s", "processor_s", "shuffled_mb"):
        b, a = np.polyfit(n, [row[name] for row in rows], 1) if len(rows) > 1 else (rows[0][name] / n[0], 0.0)
        print(f"{name}: {a:.2f} + {b:.3f} a million persons")


if __name__ == "__main__":
    main()
