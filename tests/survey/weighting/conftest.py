"""The schools of California as a survey: districts are households, schools are persons."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from groundfloor.survey.frame import Survey
from groundfloor.survey.table import coded

HERE = Path(__file__).parent


@pytest.fixture
def schools() -> Survey:
    """183 schools of 15 districts: the data set apiclus1 of R's survey (California Department of Education, API 2000)."""
    with (HERE / "schools.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    district = np.array([int(row["district"]) for row in rows])
    return Survey(
        "schools",
        "USA",
        2000,
        {
            "type": coded([row["type"] for row in rows]),
            "wide": coded([row["wide"] for row in rows]),
            "enroll": np.array([float(row["enroll"]) for row in rows]),
        },
        np.flatnonzero(np.diff(district, prepend=-1)),
        np.array([float(row["weight"]) for row in rows]),
        welfare=np.array([float(row["api00"]) for row in rows]),
    )


@pytest.fixture
def homes() -> Survey:
    """641 persons in 160 households, 32 primary units and 4 strata, the last with one unit, as calibrated.R makes them."""
    house = np.repeat(np.arange(160), 1 + (np.arange(160) * 5) % 7)
    person, psu = np.arange(len(house)), house // 5
    stratum = np.select([psu < 9, psu < 20, psu < 31], [0, 1, 2], 3)
    return Survey(
        "made",
        "XXX",
        2020,
        {
            "region": coded(psu % 3),
            "female": ((person * 11) % 5 < 2).astype(float),
            "works": ((person * 7) % 3 == 0).astype(float),
        },
        np.flatnonzero(np.diff(house, prepend=-1)),
        50.0 + (house * 37) % 101,
        welfare=40.0 + (house * 7919 + 13) % 997 + 3 * psu,
        strata=coded(stratum),
        psu=coded(psu),
    )
