"""True-or-false variables of synthetic persons and households: the published share of every cell, cell by cell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from groundfloor.survey.composition import Households
from groundfloor.survey.frame import Column, Floats
from groundfloor.survey.margins import Cell, Margins

Bools = NDArray[np.bool_]


def members(cell: Cell, people: Households) -> Bools:
    """The persons of a cell."""
    inside = (people.age >= cell.age_from) & (people.age <= cell.age_to)
    if cell.region is not None:
        inside &= people.region == people.regions.index(cell.region)
    if cell.urban is not None:
        inside &= people.urban == cell.urban
    if cell.sex is not None:
        inside &= people.female == (cell.sex == "f")
    return inside


def draw_attributes(margins: Margins, people: Households, rank: Floats, rng: np.random.Generator) -> dict[str, Column]:
    """Each variable of the margins as 1 or 0; a person in none of its cells does not have it.

    Within a cell those with the highest score have it, until its share is reached. The score is chance and the rank in
    consumption, mixed by the variable's `ranks` entry c: c z(rank) + sqrt(1 - c squared) z(chance), z being standard normal.
    """
    standing = _normal(rank)
    out: dict[str, Column] = {}
    for name in dict.fromkeys(cell.variable for cell in margins.cells):
        strength = margins.ranks.get(name, 0.0)
        cells = [cell for cell in margins.cells if cell.variable == name]
        chance = rng.normal(size=len(people.age))
        value = np.zeros(len(people.age))
        if cells[0].level == "household":
            chance = np.repeat(chance[people.starts], people.sizes)
        score = strength * standing + np.sqrt(1 - strength**2) * chance
        for cell in cells:
            inside = members(cell, people)
            if cell.level == "household":
                first = np.zeros(len(value), dtype=bool)
                first[people.starts] = True
                inside &= first
            value[_highest(inside, score, people.weight, cell.share)] = 1.0
        out[name] = np.repeat(value[people.starts], people.sizes) if cells[0].level == "household" else value
    return out


def _highest(inside: Bools, score: Floats, weight: Floats, share: float) -> NDArray[np.int64]:
    """The rows of `inside` with the highest score that together hold `share` of its weight, to the nearest row."""
    rows = np.flatnonzero(inside)
    rows = rows[np.argsort(-score[rows], kind="stable")]
    held = np.cumsum(weight[rows])
    return rows[: int(np.searchsorted(held - weight[rows] / 2, share * held[-1]))] if len(rows) else rows


def _normal(rank: Floats) -> Floats:
    """The standard normal quantile (Acklam's approximation is not needed: ranks come from sorted normals' own order)."""
    order = np.argsort(rank, kind="stable")
    grid = np.linspace(-4, 4, 4001)
    density = np.exp(-(grid**2) / 2)
    cumulative = np.cumsum(density) / density.sum()
    out = np.empty_like(rank)
    out[order] = np.interp(rank[order], cumulative, grid)
    return out
