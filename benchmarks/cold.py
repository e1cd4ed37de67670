"""The cold start: `groundfloor measure` on a Parquet file of invented persons as a process of its own, from the shell to the last byte.

    python benchmarks/cold.py [PERSONS] [--folder FOLDER] [--imports]

Seconds of the clock and of the processor, the median of five. `--imports` lists the modules that took longest to import.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from groundfloor.benching.people import people

RUNS = 5
PERSONS = 50_000
SLOWEST = 25
REGIONS = ("North", "South", "East", "West", "Centre", "Coast", "Highlands", "Lakes", "Plains", "Islands")
DESCRIPTION = """survey: Invented household survey
country: XXX
year: 2025
files: {persons: persons.parquet}
variables:
  household_id: hhid
  person_id: pid
  age: {from: age_years, missing: [98, 99]}
  sex: {from: sex, codes: {1: male, 2: female}}
  relationship: {from: rel, codes: {1: head, 2: child, 3: other}}
  weight: hh_weight
  region: region
  urban: {from: milieu, true: [1], false: [2]}
  disability: {from: [seeing, walking], at_least: 3}
  electricity: {from: light, true: [1, 2], false: [3, 4]}
  rooms: rooms
  consumption: {from: cons, unit: LCU/household/month}
welfare: {from: consumption, per: capita}
transfers:
  old_age: {kind: social_pension, unit: person, receives: {from: pension, true: [1], false: [2]}, amount: {from: pension_amount, unit: LCU/month}}
  safety_net: {kind: unconditional_cash, unit: household, receives: {from: transfer, true: [1], false: [2]}, amount: {from: transfer_amount, unit: LCU/household/month}}
design: {strata: [region, milieu], psu: cluster}
lines:
  national: {value: 3000, unit: LCU/person/year}
  half_median: {share: 0.5, of: median}
groups: [region, sex]
"""


def columns(persons: int) -> dict[str, Any]:
    """The columns of the file: what the description asks for, and as many that it does not."""
    person, household, home = people(persons)
    random = np.random.default_rng(3)
    count, households = len(home), len(household["weight"])
    sizes = np.bincount(home)
    pensioner = (person["age"] >= 65) & (random.random(count) < 0.4)
    helped = random.random(households) < 0.2
    found = {
        "hhid": np.array([f"H{number:07d}" for number in range(households)], dtype=object)[home],
        "pid": np.arange(count) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1,
        "age_years": person["age"].astype(np.int16),
        "sex": 1 + person["female"].astype(np.int8),
        "rel": np.where(person["head"], 1, np.where(person["age"] < 18, 2, 3)).astype(np.int8),
        "hh_weight": household["weight"][home],
        "region": np.array(REGIONS, dtype=object)[household["region"]][home],
        "milieu": 2 - household["urban"].astype(np.int8)[home],
        "seeing": random.integers(1, 5, count).astype(np.int8),
        "walking": np.where(person["disability"], 3, 1).astype(np.int8),
        "light": (1 + 2 * ~household["electricity"])[home].astype(np.int8),
        "rooms": household["rooms"].astype(np.int16)[home],
        "cons": (household["consumption"] * sizes / 12)[home].round(2),
        "pension": 2 - pensioner.astype(np.int8),
        "pension_amount": np.where(pensioner, 45.0, np.nan),
        "transfer": 2 - helped.astype(np.int8)[home],
        "transfer_amount": np.where(helped, 30.0, np.nan)[home],
        "cluster": (np.arange(households) // 15)[home],
    }
    return found | {f"not_asked_{i:02d}": random.random(count).round(3) for i in range(len(found))}


def written(folder: Path, persons: int = PERSONS) -> Path:
    """The survey.yaml in a folder, beside its persons."""
    table = columns(persons)
    with duckdb.connect() as connection:
        connection.register("persons", table)
        connection.execute(f"COPY persons TO '{folder / 'persons.parquet'}' (FORMAT parquet, COMPRESSION zstd)")
    file = folder / "survey.yaml"
    file.write_text(DESCRIPTION, encoding="utf-8")
    return file


def once(survey: Path, *options: str) -> tuple[float, float, str]:
    """Seconds of the clock and of the processor of one whole process, and what it said."""
    before, start = os.times(), time.perf_counter()
    command = [sys.executable, *options, "-m", "groundfloor", "measure", str(survey), "--format", "csv"]
    # modules are compiled once, as where the package is installed, whatever the shell says
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(survey.parent / "compiled")
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)  # noqa: S603
    clock, after = time.perf_counter() - start, os.times()
    assert done.stdout.count("\n") > 100
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return clock, processor, done.stderr


def timed(survey: Path) -> tuple[float, float]:
    """The medians of five."""
    runs = [once(survey)[:2] for _ in range(RUNS)]
    clock, processor = (statistics.median(column) for column in zip(*runs, strict=True))
    return clock, processor


def imports(survey: Path) -> None:
    """The modules that took longest to import, in milliseconds, without what they import themselves."""
    lines = [line.split("|") for line in once(survey, "-X", "importtime")[2].splitlines() if line.count("|") == 2]
    found = [
        (int(one[0].rpartition(":")[2]), int(one[1]), one[2].rstrip()) for one in lines if one[1].strip().isdigit()
    ]
    for own, whole, name in sorted(found, reverse=True)[:SLOWEST]:
        print(f"{own / 1000:8.1f} {whole / 1000:8.1f}  {name.strip()}")


def main() -> None:
    """Write the survey and time it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("persons", type=int, nargs="?", default=PERSONS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--imports", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(exist_ok=True, parents=True)
        survey = written(folder, asked.persons)
        once(survey)  # so that the modules are compiled
        clock, processor = timed(survey)
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {asked.persons:,} persons")
        print(f"{clock:.2f} s, {processor:.2f} s of the processor, median of {RUNS}")
        if asked.imports:
            imports(survey)


if __name__ == "__main__":
    main()
