"""Columns of a survey that asks about every essential service, for the pages that show them."""

from __future__ import annotations

import numpy as np

from groundfloor.survey.frame import Column, Text
from groundfloor.survey.schooling import Level, Schooling
from groundfloor.survey.variables import FIES, HYGIENE, LADDER

SCHOOLING = Schooling(
    {"primary": Level(6, 6, 0), "lower_secondary": Level(12, 3, 6), "upper_secondary": Level(15, 3, 9)}
)
AGES = 24
YES = """radio television internet mobile_phone improved_water improved_sanitation overcrowded durable_housing secure_tenure basic_hygiene
near_transport waste_collected water_on_premises water_available water_uncontaminated safely_managed_water safely_managed_sanitation"""
SCORES = {"child_food_groups": 8, "woman_food_groups": 10, "food_consumption_score": 112, "dietary_diversity": 12}


def served(persons: int) -> dict[str, Column]:
    """One value a person; of each age there are both sexes, and some of each at school."""
    draw, row = np.random.default_rng(1), np.arange(persons)
    age = np.where(row < persons - 10, row % AGES, 70).astype(float)
    severe = np.linspace(-1.2, 1.9, len(FIES))
    said = 1 / (1 + np.exp(severe - draw.normal(size=(persons, 1)))) > draw.random((persons, len(FIES)))
    out: dict[str, Column] = {name: (draw.random(persons) < 0.5).astype(float) for name in YES.split()}
    out |= {f"fies_{item}": said[:, k].astype(float) for k, item in enumerate(FIES)}
    out |= {name: draw.normal(-1, 2, persons) for name in ("height_for_age", "weight_for_height", "weight_for_age")}
    out |= {name: draw.integers(0, most + 1, persons).astype(float) for name, most in SCORES.items()}
    out |= {
        name: Text((row % len(levels)).astype(np.int32), levels)
        for name, levels in {"water": LADDER, "sanitation": LADDER, "hygiene": HYGIENE}.items()
    }
    return out | {
        "age": age,
        "sex": Text(((row // AGES + row) % 2).astype(np.int32), ("female", "male")),
        "in_school": (row % 3 > 0).astype(float),
        "school_grade": np.clip(age - 5, 0, 12),
        "completed_grade": np.where(row % 5 < 3, 12.0, 0.0),
        "preschool": (row % 4 < 2).astype(float),
    }
