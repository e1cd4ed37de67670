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
