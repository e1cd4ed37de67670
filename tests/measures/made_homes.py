"""A survey of households with what services cost them, made here: for R as a file, for us as a survey."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
from scipy.special import ndtri

from groundfloor.survey.frame import Survey, Text

COLUMNS = [
    "home",
    "psu",
    "stratum",
    "weight",
    "group",
    "age",
    "sex",
    "consumption",
    "oop",
    "food",
    "rent",
    "utilities",
    "attends",
    "school",
    "ill",
    "consulted",
]


def made() -> list[dict[str, str]]:
    """940 persons or so of 264 households in 44 units of four strata; some spending and some consumption is unknown."""
    rows = []
    for h in range(264):
        psu, rank = h // 6, ((h * 7919 + 13) % 997 + 0.5) / 997
        stratum = int(np.searchsorted([12, 25, 34], psu, side="right"))
        size = 1 + (h * 5) % 6
        consumption = size * math.exp(6.9 + 0.6 * float(ndtri(rank)) + 0.02 * (psu % 7))
        paying, much = (h * 31) % 10, ((h * 101 + 7) % 499 + 0.5) / 499
        oop = 0.0 if paying < 4 else -consumption * 0.09 * math.log(much)
        for person in range(size):
            age = (h * 17 + person * 23 + (40 if person == 0 else 0)) % 80
            attends = int(6 <= age <= 17 and (h + person) % 4 > 0)
            rows.append(
                {
                    "home": f"{h}",
                    "psu": f"{psu}",
                    "stratum": f"{stratum}",
                    "weight": repr(float(50 + (h * 37) % 101 + (h % 13) / 17)),
                    "group": "abc"[(psu * 5) % 3],
                    "age": f"{age}",
                    "sex": "fm"[(h + person) % 2],
                    "consumption": "" if h % 53 == 9 else repr(consumption),
                    "oop": "" if h % 41 == 3 else repr(oop),
                    "food": repr(consumption * (0.35 + 0.3 * ((h * 13) % 23) / 23)),
                    "rent": repr(consumption * 0.3 * ((h * 19) % 17) / 17 if h % 3 == 0 else 0.0),
                    "utilities": repr(consumption * (0.02 + 0.15 * ((h * 11) % 29) / 29)),
                    "attends": f"{attends}",
                    "school": repr(float(20 + (h * 7 + person * 3) % 400)) if attends else "",
                    "ill": f"{int((h * 3 + person * 7) % 5 == 0)}",
                    "consulted": f"{int((h + person * 2) % 3 > 0)}",
                }
            )
    return rows


def written(rows: list[dict[str, str]], path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def words(column: list[str]) -> Text:
    levels = sorted(set(column))
    return Text(np.array([levels.index(word) for word in column], dtype=np.int32), tuple(levels))


def survey_of(rows: list[dict[str, str]]) -> Survey:
    """The survey as `read_survey` would have it: consumption a person, spending of the household on each member's row."""
    text = {name: [row[name] for row in rows] for name in COLUMNS}
    number = {name: np.array([float(word) if word else math.nan for word in text[name]]) for name in COLUMNS[3:4] + COLUMNS[5:6] + COLUMNS[7:]}  # fmt: skip
    home = np.array(text["home"])
    starts = np.flatnonzero(np.append(True, home[1:] != home[:-1]))
    sizes = np.diff(np.append(starts, len(home)))
    each = number["consumption"] / np.repeat(sizes, sizes)
    columns = {
        "g": words(text["group"]),
        "age": number["age"],
        "sex": Text(words(text["sex"]).codes, ("female", "male")),
        "consumption": each,
        "health_spending": number["oop"],
        "food_consumption": number["food"],
        "rent_cost": number["rent"],
        "utilities_cost": number["utilities"],
        "in_school": number["attends"],
        "school_cost": number["school"],
        "ill": number["ill"],
        "consulted": number["consulted"],
    }
    return Survey(
        name="made here",
        country="XXX",
        year=2020,
        columns=columns,
        starts=starts,
        weight=number["weight"],
        welfare=each,
        lines={"z": 900.0},
        groups=("g",),
        strata=words(text["stratum"]),
        psu=words(text["psu"]),
        dollar=0.5,
        vintage=2017,
    )
