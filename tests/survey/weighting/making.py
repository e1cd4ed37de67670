"""A survey and totals near its own, for calibration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from groundfloor.survey.frame import Survey, Text
from groundfloor.survey.table import taken

WAYS = (("raking", None), ("raking", (0.2, 6)), ("linear", None), ("linear", (0.2, 6)), ("logit", (0.2, 6)))
METHODS = pytest.mark.parametrize(("method", "bounds"), WAYS)


def made(households: int = 300, seed: int = 0) -> Survey:
    """Households of one to five in two regions, with sex, age, work and an amount."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 6, households)
    n = int(sizes.sum())
    return Survey(
        "made",
        "XXX",
        2020,
        {
            "household_id": Text(
                np.repeat(np.arange(households), sizes).astype(np.int32), tuple(f"h{i}" for i in range(households))
            ),
            "region": Text(np.repeat(rng.integers(0, 2, households), sizes).astype(np.int32), ("North", "South")),
            "sex": Text(rng.integers(0, 2, n).astype(np.int32), ("male", "female")),
            "age": np.floor(rng.random(n) * 90),
            "employed": (rng.random(n) < 0.4).astype(float),
            "_key": np.zeros(n),
        },
        np.append(0, np.cumsum(sizes)[:-1]),
        np.repeat(rng.uniform(50, 150, households), sizes),
    )


def total(survey: Survey, which: np.ndarray) -> float:
    return float(survey.weight[which].sum())


def margins(survey: Survey, shift: float = 0.15) -> list[dict[str, object]]:
    """Totals near those of the survey: three margins of persons that agree, households, and those who work."""
    region, sex, age = survey.columns["region"], survey.columns["sex"], survey.columns["age"]
    rows: list[dict[str, object]] = []
    people = survey.weight.sum()
    north = total(survey, region.codes == 0) * (1 + shift)
    rows += [{"region": "North", "total": north}, {"region": "South", "total": people - north}]
    women = total(survey, sex.codes == 1) * (1 - shift / 3)
    rows += [{"sex": "female", "total": women}, {"sex": "male", "total": people - women}]
    young = total(survey, age < 15) * (1 + shift / 2)
    old = total(survey, age >= 65)
    rows += [
        {"age": "0-14", "total": young},
        {"age": "15-64", "total": people - young - old},
        {"age": "65+", "total": old},
    ]
    rows.append({"of": "households", "total": survey.weight[survey.starts].sum() * (1 - shift / 5)})
    rows.append({"of": "employed", "total": (survey.weight * survey.columns["employed"]).sum() * (1 + shift / 4)})
    return rows


def shuffled(survey: Survey, order: np.ndarray) -> Survey:
    """The same households in another order."""
    rows = np.concatenate(
        [np.arange(start, start + size) for start, size in zip(survey.starts[order], survey.sizes[order], strict=True)]
    )
    columns = {name: taken(one, rows) if isinstance(one, Text) else one[rows] for name, one in survey.columns.items()}
    sizes = survey.sizes[order]
    return replace(survey, columns=columns, weight=survey.weight[rows], starts=np.append(0, np.cumsum(sizes)[:-1]))
