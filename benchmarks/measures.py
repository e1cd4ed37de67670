"""Time and memory of the tables of social protection with standard errors, on invented persons with six programmes.

python benchmarks/measures.py 50000 adept --families
python benchmarks/measures.py 10000000 adept --units 100
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from groundfloor import measures
from groundfloor.benching.people import LINE, people
from groundfloor.measures import families
from groundfloor.survey.frame import Survey, Text, Transfer

PROGRAMMES = {
    "grant": ("unconditional_cash", "household", 0.15, 40.0),
    "pension": ("social_pension", "person", 0.5, 60.0),
    "meals": ("school_feeding", "person", 0.2, 12.0),
    "works": ("public_works", "household", 0.05, 90.0),
    "insurance": ("contributory_pension", "person", 0.15, 300.0),
    "jobs": ("active_labour_market", "person", 0.02, 50.0),
}


def survey_of(persons: int, units: int) -> Survey:
    """About as many persons in primary units of `units` households, ten strata, with transfers in what they live on."""
    person, household, home = people(persons)
    rng = np.random.default_rng(11)
    count, households = len(home), len(household["weight"])
    starts = np.flatnonzero(np.append(True, home[1:] != home[:-1]))
    sizes = np.diff(np.append(starts, count))
    psu = np.arange(households) // units
    age, head = person["age"], person["head"]
    able = {
        "grant": head,
        "pension": age >= 65,
        "meals": (age >= 5) & (age < 13),
        "works": head,
        "insurance": age >= 60,
        "jobs": (age >= 18) & (age < 60),
    }
    transfers, received = {}, np.zeros(households)
    for name, (kind, unit, share, most) in PROGRAMMES.items():
        receives = (able[name] & (rng.random(count) < share)).astype(float)
        amount = np.where(receives == 1.0, most * rng.integers(5, 13, size=count), 0.0)
        transfers[name] = Transfer(kind, unit, receives, amount)
        received += np.add.reduceat(amount, starts) / sizes

    def text(codes: np.ndarray, levels: int) -> Text:
        return Text(codes.astype(np.int32), tuple(f"{k:02d}" for k in range(levels)))

    return Survey(
        name="invented",
        country="XXX",
        year=2025,
        columns={
            "region": text(household["region"][home], 10),
            "urban": household["urban"].astype(float)[home],
            "sex": Text(person["female"].astype(np.int32), ("male", "female")),
            "age": age,
        },
        starts=starts,
        weight=household["weight"][home],
        welfare=(household["consumption"] + received)[home],
        lines={"national": LINE, "international": LINE / 2},
        groups=("region",),
        strata=text(psu[home] * 10 // (psu[-1] + 1), 10),
        psu=Text(psu[home].astype(np.int32), tuple(map(str, range(psu[-1] + 1)))),
        transfers=transfers,
        extreme="international",
        dollar=2.5,
    )


@contextmanager
def clock(what: str) -> Iterator[None]:
    """Print what took how long and the most memory used so far."""
    start, busy = time.perf_counter(), time.process_time()
    yield
    busy = time.process_time() - busy
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{what:<28} {time.perf_counter() - start:8.2f} s {busy:8.2f} s of CPU {memory:8.2f} GB")


def by_family(survey: Survey, wanted: str) -> None:
    """Each family on one context: what they share is in the time of the first that needs it."""
    context = measures.context_of(
        survey, None, scenario="today", groups=None, lines=None, welfare_after=None, detailed=True
    )
    for module in measures.chosen(families, (wanted,)):
        with clock(module.__name__.rpartition(".")[2]):
            for _ in module.rows(context):
                pass


if __name__ == "__main__":
    taken = argparse.ArgumentParser(description=__doc__)
    taken.add_argument("persons", type=int, nargs="?", default=50_000)
    taken.add_argument("set", nargs="?", default="adept")
    taken.add_argument("--units", type=int, default=25, help="households in a primary unit (a census has about 100)")
    taken.add_argument("--families", action="store_true")
    asked = taken.parse_args()
    with clock("persons"):
        survey = survey_of(asked.persons, asked.units)
    if asked.families:
        by_family(survey, asked.set)
    with clock(f"{asked.set}, {survey.persons:,} persons"):
        found = measures.measure(survey, sets=(asked.set,))
    print(f"{len(found):,} rows")
