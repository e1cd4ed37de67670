"""How long Spark takes for a floor of five programmes on invented persons, from Parquet, on this machine, and what follows for more of them.

    python benchmarks/spark.py --persons 1000000 3000000 10000000 --folder build/spark

Persons are made in pieces of a million as `groundfloor bench` makes them, written as Parquet, and removed at the end. Each size is evaluated
RUNS times in one session: the floor and the table of households, written as Parquet, then all figures from that. Printed are seconds, processor
seconds of the Java process, bytes shuffled, and a line a + b n through the medians.
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

import duckdb
import numpy as np
import yaml

from groundfloor.benching.engine import DAY, FLOOR, HOUSEHOLD, OWN, PERSON, under
from groundfloor.benching.laws import LAW, REFORM
from groundfloor.benching.people import LINE, people
from groundfloor.engine.spark import evaluate, session
from groundfloor.figures.spark import figures_of
from groundfloor.rules import floor_of

PIECE = 1_000_000
RUNS = 3


def write(folder: Path, persons: int) -> int:
    """Invented persons as Parquet, a file a million, and how many they are."""
    folder.mkdir(parents=True)
    total = homes = 0
    for piece in range(-(-persons // PIECE)):
        person, household, home = people(min(PIECE, persons - piece * PIECE), seed=7 + piece)
        columns = {name: person[name] for name in PERSON} | {name: household[name][home] for name in HOUSEHOLD}
        columns |= {"household_id": homes + home, "person_id": total + np.arange(len(home))}
        columns |= {"weight": household["weight"][home], "welfare": household["consumption"][home]}
        with duckdb.connect(":memory:") as connection:
            connection.register("people", columns)
            connection.execute(f"COPY people TO '{folder}/{piece:04}.parquet' (FORMAT parquet, COMPRESSION zstd)")
        total, homes = total + len(home), homes + len(household["weight"])
    return total


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
    spark = session("local[2]", {"spark.driver.memory": memory, "spark.sql.shuffle.partitions": "16"})
    floor = floor_of(yaml.safe_load(FLOOR.read_text(encoding="utf-8")), variables=OWN)
    whole, figures, busy = [], [], []
    moved = 0
    for run in range(RUNS):
        before, used = bytes_moved(spark), seconds_of_java(spark)
        start = time.perf_counter()
        law = under(floor, LAW if run % 2 == 0 else REFORM)
        given = evaluate(law, str(folder), DAY, settings={})
        given.households.write.mode("overwrite").parquet(f"{folder}-homes")
        middle = time.perf_counter()
        figures_of(spark.read.parquet(f"{folder}-homes"), law, {"line": LINE})
        end = time.perf_counter()
        whole.append(middle - start)
        figures.append(end - middle)
        busy.append(seconds_of_java(spark) - used)
        moved = bytes_moved(spark) - before
        print(
            f"  {persons:,}: floor {whole[-1]:.1f} s, figures {figures[-1]:.1f} s, processor {busy[-1]:.1f} s, shuffled {moved / 1e6:.0f} MB",
            file=sys.stderr,
        )
    size = sum(file.stat().st_size for file in folder.glob("*.parquet"))
    shutil.rmtree(f"{folder}-homes")
    return {
        "persons": persons,
        "floor_s": statistics.median(whole),
        "figures_s": statistics.median(figures),
        "processor_s": statistics.median(busy),
        "shuffled_mb": moved / 1e6,
        "parquet_mb": size / 1e6,
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
            rows.append(measure(folder, write(folder, persons), args.memory))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print(json.dumps(rows[-1]), flush=True)
    n = np.array([row["persons"] / 1e6 for row in rows])
    for name in ("floor_s", "figures_s", "processor_s", "shuffled_mb"):
        b, a = np.polyfit(n, [row[name] for row in rows], 1) if len(rows) > 1 else (rows[0][name] / n[0], 0.0)
        print(f"{name}: {a:.2f} + {b:.3f} a million persons")


if __name__ == "__main__":
    main()
