"""Surveys made by arithmetic alone, so that R and we see the same; and one whose truth is known."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from groundfloor.survey.frame import Survey, Text


def words(codes: np.ndarray, *levels: str) -> Text:
    return Text(codes.astype(np.int32), levels)


@pytest.fixture(scope="session")
def people() -> Survey:
    """1,201 persons in 300 households, 60 primary units and 5 strata, the last with one unit; some welfare unknown."""
    h = np.arange(300)
    size = 1 + (h * 5) % 7
    house = np.repeat(h, size)
    starts = np.concatenate(([0], np.cumsum(size)[:-1]))
    place = np.arange(len(house)) - starts[house]
    psu = house // 5
    stratum = np.minimum(psu // 14, 3)
    stratum[psu == 59] = 4
    age = np.where(place == 0, 20 + (house * 29) % 61, (house * 13 + place * 17) % 70).astype(float)
    female = (house * 11 + place * 3) % 5 < 2
    urban = ((psu * 7) % 5 < 2).astype(float)
    children = np.bincount(house, age < 6)
    noise = ((h * 7919 + 13) % 997) / 997 - 0.5
    logarithm = 8.0 - 0.09 * size - 0.12 * children + 0.35 * urban[starts] - 0.2 * female[starts] + 0.9 * noise
    welfare = np.exp(logarithm)[house]
    welfare[house % 23 == 4] = np.nan
    return Survey(
        name="people",
        country="XXX",
        year=2020,
        columns={
            "age": age,
            "sex": words(female, "male", "female"),
            "relationship": words(place > 0, "head", "other"),
            "urban": urban,
            "region": words(psu % 3, "North", "South", "West"),
            "_key": np.arange(len(house), dtype=float),
            "_household_key": house.astype(float),
        },
        starts=starts,
        weight=(50.0 + (house * 37) % 101),
        welfare=welfare,
        lines={"z": 2000.0},
        strata=words(stratum, *"abcde"),
        psu=words(psu, *map(str, range(60))),
    )


PREDICTORS = (
    "household.size",
    "household.count(age < 6)",
    "household.head.sex == 'female'",
    "household.head.age",
    "urban",
    "region",
)


def counted(survey: Survey) -> Survey:
    """The survey as a test sees it: whose welfare is not known counts for nothing."""
    return survey.with_weight(np.where(np.isnan(survey.welfare), 0.0, survey.weight))


@pytest.fixture(scope="session")
def table(people: Survey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a file with a row a person, for R."""
    file = tmp_path_factory.mktemp("proxy") / "people.csv"
    head = people.starts[people.household_of]
    columns = {
        "house": people.household_of,
        "psu": people.psu.codes,
        "stratum": people.strata.codes,
        "weight": people.weight,
        "welfare": people.welfare,
        "age": people.columns["age"],
        "female": people.columns["sex"].codes,
        "head_age": people.columns["age"][head],
        "head_female": people.columns["sex"].codes[head],
        "urban": people.columns["urban"],
        "region": people.columns["region"].codes,
    }
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        for row in zip(*(column.tolist() for column in columns.values()), strict=True):
            writer.writerow(["NA" if value != value else repr(value) for value in row])
    return file


@pytest.fixture(scope="session")
def known_truth() -> Survey:
    """2,000 households of one, 200 units: log welfare is 7 - 0.5 urban + 0.02 age + noise of a standard deviation of 0.3."""
    rng = np.random.default_rng(5)
    n = 2000
    age, urban = rng.integers(18, 80, n).astype(float), (rng.random(n) < 0.4).astype(float)
    return Survey(
        name="known",
        country="XXX",
        year=2020,
        columns={"age": age, "urban": urban, "relationship": words(np.zeros(n), "head")},
        starts=np.arange(n),
        weight=rng.uniform(1, 3, n),
        welfare=np.exp(7 - 0.5 * urban + 0.02 * age + rng.normal(0, 0.3, n)),
        psu=words(np.arange(n) // 10, *map(str, range(200))),
    )
