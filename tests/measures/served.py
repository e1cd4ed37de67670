"""A survey that asks about essential services, made by integer arithmetic: 1,201 persons in 300 households, 40 units of 4 strata."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from groundfloor.survey.frame import Column, Floats, Survey, Text
from groundfloor.survey.ladders.climb import every
from groundfloor.survey.schooling import Level, Schooling
from groundfloor.survey.variables import FIES, HYGIENE, LADDER

HOUSEHOLDS, SEVERITY = 300, (-1.3, -0.9, -1.0, 0.4, -0.3, 0.5, 0.7, 1.9)
SCHOOLING = Schooling({"primary": Level(6, 6, 0), "lower_secondary": Level(12, 3, 6)})


def _spread(row: np.ndarray, by: int, of: int) -> Floats:
    """Numbers from 0 to 1 in no order to be seen, a value a row."""
    return ((row * by + 17) % of).astype(float) / of


def asked() -> Survey:
    """The survey; water is climbed from its elements so that all of it agrees."""
    home = np.arange(HOUSEHOLDS)
    size = 1 + (home * 5) % 7
    house = np.repeat(home, size)
    row = np.arange(len(house))
    psu = house * 40 // HOUSEHOLDS

    def of_home(by: int, share: float, missing: int = 0) -> Floats:
        yes = (_spread(home, by, 997) < share).astype(float)
        if missing:
            yes[home % missing == 3] = np.nan
        return yes[house]

    rank = np.floor(4 * _spread(home, 389, 997) ** 0.8)[house]
    rank[house % 23 == 7] = np.nan
    basic, improved = np.where(np.isnan(rank), np.nan, rank >= 3), np.where(np.isnan(rank), np.nan, rank >= 2)
    elements = {
        "water_on_premises": of_home(211, 0.7),
        "water_available": of_home(503, 0.6, 11),
        "water_uncontaminated": of_home(757, 0.55, 4),
    }
    safe = every(basic, *elements.values())
    rung = np.where(rank == 3, np.where(safe == 1, 4, np.where(safe == 0, 3, np.nan)), rank)
    age = np.floor(70 * _spread(row, 613, 1009) ** 2)
    school = np.where((age > 4) & (age < 20), (_spread(row, 271, 1013) < 0.8).astype(float), 0.0)
    school[row % 31 == 4] = np.nan
    grade = np.where(school == 1, np.clip(age - 5 - (row * 7) % 3, 0, 12), np.nan)
    place = np.array([_spread(home, 91 + 2 * k, 991) for k in range(len(FIES))]).T
    theta = 5 * _spread(home, 617, 983) - 3
    said = (place < 1 / (1 + np.exp(np.array(SEVERITY) - theta[:, None]))).astype(float)
    said[home % 29 == 5, 2] = np.nan
    score = np.round(6 * _spread(row, 449, 1019) - 4, 2)
    columns: dict[str, Column] = {
        "region": Text((psu % 3).astype(np.int32), ("0", "1", "2")),
        "sex": Text(((row * 11) % 5 < 2).astype(np.int32), ("male", "female")),
        "age": age,
        "in_school": school,
        "school_grade": grade,
        "completed_grade": np.where(age > 5, np.clip(age - 6 - (row * 5) % 7, 0, 12), 0.0),
        "preschool": np.where(age < 7, (_spread(row, 331, 1021) < 0.4).astype(float), 0.0),
        "water": Text(np.where(np.isnan(rung), -1, rung).astype(np.int32), LADDER),
        "hygiene": Text((_spread(home, 149, 997)[house] * 3).astype(np.int32), HYGIENE),
        "basic_water": basic.astype(float),
        "improved_water": improved.astype(float),
        "safely_managed_water": safe,
        **elements,
        "improved_sanitation": of_home(83, 0.6, 13),
        "overcrowded": of_home(47, 0.3),
        "durable_housing": of_home(61, 0.7),
        "clean_fuel": of_home(29, 0.4),
        "radio": of_home(23, 0.5),
        "mobile_phone": np.where(age > 9, (_spread(row, 811, 1031) < 0.4).astype(float), np.nan),
        "facility_minutes": np.round(120 * _spread(home, 347, 997))[house],
        "height_for_age": np.where(age < 5, score, np.nan),
        "food_consumption_score": np.round(100 * _spread(home, 53, 997))[house],
        **{f"fies_{item}": said[house, k] for k, item in enumerate(FIES)},
    }
    return Survey(
        "served", "XXX", 2020, columns, np.cumsum(size) - size, (50 + (house * 37) % 101).astype(float),
        groups=("region", "sex"), strata=Text((psu // 10).astype(np.int32), ("0", "1", "2", "3")),
        psu=Text(psu.astype(np.int32), tuple(map(str, range(40)))), schooling=SCHOOLING,
    )  # fmt: skip


def written(survey: Survey, path: Path) -> Path:
    """The survey as R reads it, codes of words by number."""
    columns = {name: one.codes if isinstance(one, Text) else one for name, one in survey.columns.items()}
    assert survey.psu is not None
    assert survey.strata is not None
    columns |= {"w": survey.weight, "psu": survey.psu.codes, "stratum": survey.strata.codes}
    columns |= {"home": survey.household_of}
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerow(columns)
        for values in zip(*columns.values(), strict=True):
            csv.writer(out).writerow(["" if value != value else repr(float(value)) for value in values])
    return path
