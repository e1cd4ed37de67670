"""Synthetic households for a country with no survey at hand: drawn so that they meet its published margins."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.attributes import draw_attributes
from groundfloor.survey.composition import Households, compose
from groundfloor.survey.consumption import draw_consumption
from groundfloor.survey.fit import fit_rows
from groundfloor.survey.frame import Column, Finding, Survey, Text
from groundfloor.survey.margins import Margins, read_margins
from groundfloor.survey.variables import RELATIONSHIP, SEX

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Drawn:
    """The households drawn and what was drawn for them."""

    people: Households
    columns: dict[str, Column]


def synthesise(
    folder: str | Path, *, households: int | None = None, seed: int = 0
) -> tuple[Survey, list[dict[str, Any]]]:
    """Draw households that meet the margins in `folder`; the same seed gives the same bytes.

    Returns the survey, labelled synthetic, and the fit: a row a margin and cell with target, achieved and difference. Method and
    limits: docs/methods/synthetic-households.md. Figures for a combination of variables that no margin holds together are
    assumptions, not observations.
    """
    margins = read_margins(folder)
    rng = np.random.Generator(np.random.PCG64(seed))
    people = compose(margins, households or margins.households, rng)
    welfare, rank = draw_consumption(margins, people, rng)
    columns = _columns(people)
    if welfare is not None:
        columns["consumption"] = welfare
    columns |= draw_attributes(margins, people, rank, rng)
    survey = Survey(
        name=margins.name,
        country=margins.country,
        year=margins.year,
        columns=columns,
        starts=people.starts,
        weight=people.weight,
        welfare=welfare,
        groups=tuple(name for name in ("region", "urban", "sex") if name in columns),
        strata=Text(people.stratum.astype(np.int32), tuple(map(str, range(len(margins.population))))),
        synthetic=True,
    )
    fit = fit_rows(margins, survey)
    return _labelled(survey, fit), fit


def _columns(people: Households) -> dict[str, Column]:
    count = len(people.age)
    number = np.arange(count) - np.repeat(people.starts, people.sizes) + 1
    homes = np.repeat(np.arange(len(people.starts)), people.sizes)
    columns: dict[str, Column] = {
        "household_id": Text(homes.astype(np.int32), tuple(f"S{i + 1:05d}" for i in range(len(people.starts)))),
        "person_id": number.astype(float),
        "age": people.age.astype(float),
        "sex": Text(np.where(people.female, SEX.index("female"), SEX.index("male")).astype(np.int32), SEX),
        "relationship": Text(people.relationship.astype(np.int32), RELATIONSHIP),
        "region": Text(people.region.astype(np.int32), people.regions),
        "household_size": np.repeat(people.sizes.astype(float), people.sizes),
        "_household_key": np.array([zlib.crc32(f"S{i + 1:05d}".encode()) for i in homes.tolist()], dtype=float),
        "_key": np.array(
            [zlib.crc32(f"S{i + 1:05d}/{n}".encode()) for i, n in zip(homes.tolist(), number.tolist(), strict=True)], dtype=float
        ),
    }
    if not np.isnan(people.urban).all():
        columns["urban"] = people.urban
    return columns


def _labelled(survey: Survey, fit: list[dict[str, Any]]) -> Survey:
    from dataclasses import replace

    worst = max((abs(row["difference"]) / max(abs(row["target"]), 0.05) for row in fit), default=0.0)
    message = (
        f"These {survey.households:,} households are synthetic: drawn from published margins, not observed. {len(fit):,} cells of margins "
        f"are compared; the largest difference is {worst:.1%} of its target. What no margin holds together is an assumption."
    )
    return replace(survey, findings=(Finding("warning", "synthetic", "", survey.persons, message),))
