"""Everything of the table in docs/performance.md that this machine can measure, in one run, as the Markdown of that table.

    make performance                                       # makes the environments of the peers first; an hour, 8 GB, on an idle machine
    python benchmarks/performance.py --sizes 50000         # less of it
    python benchmarks/performance.py --only settings cold  # single rows

What is not installed or not asked for stays an empty cell. Progress goes to standard error.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import cold
import run as peers

from groundfloor.benching.bandwidth import bytes_per_second
from groundfloor.benching.comparing import bench
from groundfloor.benching.runs import missing, runs
from groundfloor.benching.timing import RUNS

SMALL, MIDDLE, LARGE, CENSUS = 50_000, 1_000_000, 10_000_000, 100_000_000
PROGRAMMES, SETTINGS = 50, 1_000
PACKAGES = ("numpy", "numba", "duckdb", "sqlglot", "pyspark")
NAMES = {
    "openfisca": "OpenFisca-Core",
    "policyengine": "PolicyEngine-core",
    "loaded": "data kept",
    "helped": "helped",
    "counted": "nobody named",
}
Row = tuple[str, str, str]
Cells = Iterator[Row]


def said(message: str) -> None:
    """Progress."""
    print(f"  {message}", file=sys.stderr, flush=True)


def seconds(value: float) -> str:
    """Seconds as they are read: milliseconds below a tenth."""
    return f"{1000 * value:.2g} ms" if value < 0.1 else f"{value:.2g} s"


def verdict(reached: bool) -> str:
    """How a row ends."""
    return "" if reached else " (**not reached**)"


def in_memory(size: int) -> dict[str, Any]:
    """The engine in memory and the peers on the same persons, their figures compared."""
    said(f"{peers.ENGINE}, {size:,} persons")
    mine = peers.ours(size)
    for peer in peers.present():
        said(f"{peer}, {size:,} persons")
        mine[peer] = peers.theirs(peer, size)
        peers.same(mine, mine[peer])
    return mine


def beside(mine: dict[str, Any], least: dict[str, float]) -> tuple[str, bool]:
    """How many times as long each peer takes in each way a law is changed there, and whether a reform takes as many as it must."""
    told, reached = [], True
    for peer, times in least.items():
        if peer not in mine:
            continue
        change = mine["change_s"]
        reform = mine[peer]["change_s"] / change
        ways = {name: way["change_s"] / change for name, way in mine[peer]["ways"].items()}
        others = ", ".join(f"{NAMES[name]} {ratio:.1f}" for name, ratio in ways.items())
        told.append(f"{NAMES[peer]} {reform:.1f} times ({others})")
        reached = reached and reform >= times
    return "; ".join(told), reached


def small(found: dict[int, dict[str, Any]]) -> Row:
    """Fifty thousand persons."""
    work = "changed parameter, 50 thousand persons, five programmes, all measures"
    mine = found[SMALL]
    told, reached = beside(mine, {"openfisca": 10, "policyengine": 0})
    reached = reached and mine["change_s"] < 0.005
    return work, "under 5 ms, 10 times OpenFisca-Core", f"{seconds(mine['change_s'])}; {told}{verdict(reached)}"


def middle(found: dict[int, dict[str, Any]]) -> Row:
    """A million persons."""
    mine = found[MIDDLE]
    told, reached = beside(mine, {"openfisca": 20, "policyengine": 25})
    must = "20 times OpenFisca-Core, 25 times PolicyEngine-core"
    return "1 million persons", must, f"{seconds(mine['change_s'])}; {told}{verdict(reached)}"


def large(found: dict[int, dict[str, Any]]) -> Row:
    """Ten million persons in memory."""
    mine = found[LARGE]
    told, reached = beside(mine, {"openfisca": 40, "policyengine": 0})
    once = mine["persons"] * mine["bytes_per_person"] / bytes_per_second()
    times, peak = mine["change_s"] / once, mine["peak_mb"]
    reached = reached and times <= 5 and peak < 2_000
    what = (
        f"{seconds(mine['change_s'])}; {told}; {times:.1f} times reading the columns; {peak:,.0f} MB{verdict(reached)}"
    )
    must = "40 times OpenFisca-Core, within 5 times of reading the columns once, under 2 GB"
    return "10 million persons in memory", must, what


def programmes(size: int) -> Cells:
    """Fifty programmes beside five."""
    rows = list(bench([size], chosen=[peers.ENGINE], programmes=PROGRAMMES, say=said))
    ratio = rows[-1]["programmes_ratio"]
    what = f"{ratio:.1f} times ({seconds(rows[0]['change_s'])}, {seconds(rows[-1]['change_s'])}){verdict(ratio <= 6)}"
    yield f"50 programmes instead of five, {size:,} persons", "at most 6 times the time", what


def settings() -> Cells:
    """A grid."""
    *_, row = bench([SMALL], chosen=[peers.ENGINE], settings=SETTINGS, say=said)
    what = (
        f"{seconds(row['settings_s'])}{'' if row['agrees'] else ' (**other figures**)'}{verdict(row['settings_s'] < 5)}"
    )
    yield "1,000 parameter settings on 50 thousand persons", "under 5 s", what


def parquet() -> Cells:
    """Out of core: the run `parquet` of `groundfloor.benching.runs`, where there is one."""
    work, must = (
        "100 million persons from Parquet, DuckDB, 4 GB",
        "completes; a person within 1.5 times as long as at 10 million",
    )
    if "parquet" not in runs() or missing("parquet"):
        yield work, must, ""
        return
    ten, hundred = (next(bench([size], chosen=["parquet"], say=said)) for size in (LARGE, CENSUS))
    ratio = (hundred["change_s"] / hundred["persons"]) / (ten["change_s"] / ten["persons"])
    times = f"{seconds(ten['change_s'])}, {seconds(hundred['change_s'])}"
    yield work, must, f"{ratio:.2f} times ({times}), {hundred['peak_mb']:,.0f} MB{verdict(ratio <= 1.5)}"


def spark() -> Cells:
    """A cluster on this machine: the run `spark` of `groundfloor.benching.runs`, where there is one."""
    work, must = "Spark local, 10 million persons", "equal results; time reported"
    if "spark" not in runs() or missing("spark"):
        yield work, must, ""
        return
    *_, row = bench([LARGE], chosen=["arrays", "spark"], say=said)
    what = f"{'equal' if row['agrees'] else '**not equal**'}; first {seconds(row['first_s'])}, a change {seconds(row['change_s'])}"
    yield work, must, what


def cold_start() -> Cells:
    """The whole process of `groundfloor measure`."""
    said("cold start")
    with tempfile.TemporaryDirectory() as folder:
        survey = cold.written(Path(folder))
        cold.once(survey)
        clock, processor = cold.timed(survey)
    work = "cold start: `groundfloor measure`, 50 thousand persons in Parquet, whole process"
    yield work, "under 1.5 s", f"{clock:.2f} s ({processor:.2f} s of the processor){verdict(clock < 1.5)}"


def rows(sizes: list[int], only: set[str]) -> Cells:
    """The rows asked for, each when it has been measured."""
    parts: dict[str, Callable[[], Cells]] = {
        "programmes": lambda: (row for size in sizes if size <= MIDDLE for row in programmes(size)),
        "settings": settings,
        "parquet": parquet,
        "spark": spark,
        "cold": cold_start,
    }
    if not only or "peers" in only:
        for size, row in ((SMALL, small), (MIDDLE, middle), (LARGE, large)):
            if size in sizes:
                yield row({size: in_memory(size)})
    for name, part in parts.items():
        if not only or name in only:
            yield from part()


def machine() -> str:
    """What it was measured on."""
    model = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "")
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    found = [f"{os.cpu_count()} cores ({model or platform.processor()})", f"{memory / 2**20:.0f} GB"]
    found += [f"load {os.getloadavg()[0]:.1f} at the start", f"Python {platform.python_version()}"]
    return ", ".join(found + [f"{name} {number}" for name in PACKAGES if (number := _version(name))])


def _lines(file: str) -> list[str]:
    return Path(file).read_text().splitlines() if Path(file).exists() else []


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[SMALL, MIDDLE, LARGE])
    parser.add_argument(
        "--only", nargs="+", default=[], choices=["peers", "programmes", "settings", "parquet", "spark", "cold"]
    )
    asked = parser.parse_args()
    peers.ours(1_000)  # so that code is compiled, which a machine does once
    print(f"{machine()}; engine {peers.ENGINE}; medians of {RUNS}.\n")
    print("| work | must reach | measured |\n|---|---|---|")
    for row in rows(asked.sizes, set(asked.only)):
        print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
