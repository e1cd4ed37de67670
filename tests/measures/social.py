"""A survey with eleven programmes of every area and most kinds, made by integer arithmetic so that every machine makes the same."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from tests.measures.conftest import text

from groundfloor.survey.frame import Survey, Text, Transfer
from groundfloor.survey.transfers import KINDS

LINE, EXTREME = 520.0, 300.0


def protected(households: int = 240, kinds: tuple[str, ...] = tuple(KINDS)) -> Survey:
    """Households of 1 to 6 in 40 primary units and 5 strata, with one programme of each kind that a modulus tells who receives."""
    h = np.arange(households)
    sizes = 1 + (h * 5) % 6
    house = np.repeat(h, sizes)
    within = np.arange(len(house)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    psu = house * 40 // households
    age = np.where(within == 0, 20 + (house * 13) % 60, (house * 7 + within * 17) % 75).astype(float)
    female = (house + within) % 2
    programmes: dict[str, Transfer] = {}
    transferred = np.zeros(len(house))
    for k, kind in enumerate(kinds):
        every, most = 2 + k % 5, 60 + 10 * k
        unit = "person" if k % 2 == 0 else "household"
        chosen = (house * 11 + house // 7 + k) % (every + 2) == 0
        # of a person's programme two members may be recipients
        direct = (within == 0) | ((within == 2) & (unit == "person"))
        receives = (chosen & direct).astype(float)
        amount = np.where(receives == 1.0, most + (house * 31 + k) % 47, 0.0)
        programmes[f"p{k:02d}"] = Transfer(kind, unit, receives, amount)
        transferred += np.repeat(np.add.reduceat(amount, np.cumsum(sizes) - sizes), sizes) / np.repeat(sizes, sizes)
    own = 60.0 + (house * house * 31 + house * 389) % 997 + psu
    return Survey(
        name="protected",
        country="XXX",
        year=2020,
        columns={
            "region": text(psu % 4),
            "urban": (psu % 3 == 0).astype(float),
            "sex": Text(female.astype(np.int32), ("male", "female")),
            "age": age,
        },
        starts=np.cumsum(sizes) - sizes,
        weight=50.0 + (house * 37) % 101,
        welfare=own + transferred,
        lines={"z": LINE, "international": EXTREME},
        groups=("region",),
        strata=text(psu // 8),
        psu=text(psu),
        transfers=programmes,
        extreme="international",
        dollar=2.5,
    )


def written(survey: Survey, file: Path) -> Path:
    """The survey as a file of persons for R: b_ is what the household receives per head, r_ who receives, d_ whose household does."""
    house = survey.household_of
    size = np.repeat(survey.sizes, survey.sizes)
    columns: dict[str, np.ndarray] = {
        "house": house,
        "psu": survey.psu.codes,
        "stratum": survey.strata.codes,
        "w": survey.weight,
        "y": survey.welfare,
        "region": survey.columns["region"].codes,
        "urban": survey.columns["urban"],
        "female": survey.columns["sex"].is_("female"),
        "age": survey.columns["age"],
    }
    for name, one in survey.transfers.items():
        columns[f"b_{name}"] = np.repeat(np.add.reduceat(one.amount, survey.starts), survey.sizes) / size
        columns[f"r_{name}"] = one.receives
        columns[f"d_{name}"] = np.repeat(np.maximum.reduceat(one.receives, survey.starts), survey.sizes)
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(zip(*(map(repr, column.tolist()) for column in columns.values()), strict=True))
    return file
