"""Write survey.csv: an invented survey of 300 households, the same whenever it is written.

python examples/fiscal/make.py
"""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import NormalDist

HEADER = (
    "household", "person", "cluster", "region", "urban", "weight", "age", "sex", "relation", "formal", "wage", "pension",
    "old_age_grant", "family_grant", "in_school", "school_level", "visits", "consumption", "fuel", "exempt_food",
)  # fmt: skip
REGIONS = ("Coast", "Hills", "North")


def share(number: int, salt: int) -> float:
    """A number between 0 and 1 that is the same for the same number and salt."""
    return (pow(number * 7919 + salt * 104729 + 13, 5, 9973) + 0.5) / 9973


def household(number: int) -> list[list[object]]:
    """The rows of one household."""
    cluster = number // 10
    region, urban = REGIONS[cluster % 3], int(cluster % 5 < 2)
    level = NormalDist(5.4 + 0.35 * urban - 0.2 * (region == "North"), 0.75).inv_cdf(share(number, 1))
    size = 1 + int(6 * share(number, 2) ** 1.3)
    head = 22 + int(56 * share(number, 3))
    ages = [
        head,
        *([max(19, head - 4)] if size > 1 else []),
        *(int(share(number, 10 + i) * min(22, head - 18)) for i in range(size - 2)),
    ]
    income = round(2.718281828**level, 0) * size**0.6
    earners = [i for i, age in enumerate(ages) if 18 <= age < 65][:2]
    formal = share(number, 4) < 0.15 + 0.5 * urban + 0.2 * (level > 5.8)
    retired = [i for i, age in enumerate(ages) if age >= 65]
    contributory = bool(retired) and share(number, 5) < 0.3 + 0.3 * urban
    rows = []
    cash = 0.0
    for i, age in enumerate(ages):
        wage = round(income * (0.65 if i == earners[0] else 0.35)) if i in earners else 0
        works_formally = int(formal and wage > 0)
        pension = round(0.5 * income) if contributory and i == retired[0] else 0
        grant = 60 if age >= 65 and pension == 0 and share(number, 6) < 0.7 else 0
        pupil = 6 <= age < 18 and share(number, 30 + i) < (0.95 if age < 12 else 0.7)
        stage = ("primary" if age < 12 else "secondary") if pupil else "none"
        visits = int(4 * share(number, 50 + i) ** 2)
        net = wage * (0.85 if works_formally else 1.0) + pension + grant
        cash += net
        sex = "f" if (number + i) % 2 else "m"
        relation = ("head", "spouse")[i] if i < 2 else "child"
        rows.append([number + 1, i + 1, cluster + 1, region, urban, 700 + (number * 37) % 301, age, sex, relation,
                     works_formally, wage, pension, grant, 0, int(pupil), stage, visits])  # fmt: skip
    children = sum(age < 18 for age in ages)
    family = 40 * min(children, 3) if children and level < 5.3 and share(number, 7) < 0.75 else 0
    rows[0][13] = family
    spent = max(40.0, round(0.9 * (cash + family)))
    fuel = round(spent * (0.03 + 0.04 * share(number, 8) * (level > 5.4)))
    food = round(spent * max(0.15, 0.75 - 0.08 * (level - 3)))
    return [[*row, spent, fuel, food] for row in rows]


if __name__ == "__main__":
    with (Path(__file__).parent / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(row for number in range(300) for row in household(number))
