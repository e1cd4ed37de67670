"""Seconds that calibration, replicates and the errors they give take on invented persons.

python benchmarks/weights.py [PERSONS ...]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import groundfloor as gf
from groundfloor.benching.people import LINE, people
from groundfloor.survey.frame import Survey
from groundfloor.survey.table import coded

BOUNDS = (0.3, 3.0)
AGES = ("0-4", "5-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+")
SMALL = 150_000
IN_A_UNIT = 15


def survey_of(persons: int) -> Survey:
    """The invented persons as a survey with groups, a line and primary units."""
    person, household, home = people(persons)
    return Survey(
        "invented",
        "XXX",
        2020,
        {
            "age": person["age"],
            "sex": coded(np.where(person["female"], "female", "male")),
            "region": coded(household["region"][home]),
        },
        np.flatnonzero(np.diff(home, prepend=-1)),
        household["weight"][home],
        household["consumption"][home],
        {"line": LINE},
        ("region", "sex"),
        psu=coded(home // IN_A_UNIT),
    )


def margins(survey: Survey) -> list[dict[str, Any]]:
    """Region by sex, and age groups: 29 totals up to a tenth away from those of the survey."""
    region, sex, age = (survey.columns[name] for name in ("region", "sex", "age"))
    rows = []
    for at, one in enumerate(region.levels):
        for word in sex.levels:
            total = float(survey.weight @ (region.is_(one) * sex.is_(word)))
            rows.append({"region": one, "sex": word, "total": total * (0.95 + 0.01 * at)})
    group = np.searchsorted([5, 15, 25, 35, 45, 55, 65, 75], age, side="right")
    sums = np.bincount(group, survey.weight) * np.linspace(0.95, 1.1, len(AGES))
    sums *= sum(row["total"] for row in rows) / sums.sum()
    return rows + [{"age": name, "total": total} for name, total in zip(AGES, sums.tolist(), strict=True)]


def timed(what: str, work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    done = work()
    print(f"  {what:44} {time.perf_counter() - start:8.2f}", flush=True)
    return done


def times(survey: Survey) -> None:
    """Time everything on one survey."""
    rows = margins(survey)
    print(f"{survey.persons:,} persons, {survey.households:,} households, {len(rows)} totals; seconds")
    done = timed("raking", lambda: gf.reweight(survey, rows))
    timed("linear", lambda: gf.reweight(survey, rows, method="linear"))
    timed("logit", lambda: gf.reweight(survey, rows, method="logit", bounds=BOUNDS))
    timed("measures, linearised", lambda: gf.measure(survey))
    timed("measures, linearised, calibrated weights", lambda: gf.measure(done.survey))
    if survey.persons > SMALL:
        return
    drawn = timed("200 replicates drawn", lambda: gf.replicate(survey, "bootstrap"))
    timed("measures under each", lambda: gf.measure(drawn))
    timed("each calibrated", lambda: gf.reweight(drawn, rows))


if __name__ == "__main__":
    gf.measure(survey_of(1_000))  # what is loaded on first use
    for size in sys.argv[1:] or ("10000", "100000", "1000000"):
        times(survey_of(int(size)))
