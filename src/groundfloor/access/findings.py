"""What is odd about people, speeds and areas."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from groundfloor.access.description import Description
from groundfloor.access.facilities import some
from groundfloor.access.friction import Friction
from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.travel import Travel
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value

COARSE = 30  # cells: areas of fewer are too small for the grid
FEW, MANY = 0.001, 0.1
APART = 4 / 3
OFF = 3.0  # times as many people as counted elsewhere: the unit may be another
CROWDED, HALF = 100_000.0, 0.5  # persons a km2 in which no large part of a country lives
TOWN, FINE = 300.0, 0.25  # persons a km2 that every town has, on cells of fewer km2 than these


def of_people(
    people: Floats, area: Ints, areas: tuple[str, ...], base: Friction, travels: dict[tuple[str, str], Travel]
) -> Iterator[Finding]:
    """Who lives where no figure finds them, and areas too small for the grid."""
    total = float(people.sum())
    said = {
        "off_areas": float(people[area < 0].sum()) if areas else 0.0,
        "people_on_barrier": float(people[~np.isfinite(base.pace)].sum()),
    }
    for says, count in said.items():
        if round(count):
            severity = "note" if count < MANY * total else "warning"
            yield Finding(severity, "access", "population", round(count), f"access.{says}", _counted(count, total))
    free = np.isfinite(base.pace)
    for (name, variant), one in travels.items():
        cut = float(people[free & ~np.isfinite(one.seconds)].sum())
        if variant == "base" and round(cut):
            severity = "note" if cut < FEW * total else "warning"
            said_of: dict[str, Value] = {**_counted(cut, total), "programme": name}
            yield Finding(severity, "access", "population", round(cut), "access.cut_off", said_of)


def of_unit(description: Description, people: Floats, grid: Grid, area: Ints, known: Floats) -> Iterator[Finding]:
    """Whether the raster may hold a density rather than people, or people rather than a density."""
    if len(known) and known.sum() > 0:
        ratio = float(people[area >= 0].sum()) / float(known.sum())
        if not 1 / OFF <= ratio <= OFF:
            said: dict[str, Value] = {
                "ratio": ratio,
                "unit": description.unit,
                "name": description.population.path.name,
            }
            yield Finding("warning", "access", "population", round(float(people.sum())), "access.unit", said)
        return
    square = grid.areas()[:, None]
    density = people / square
    crowded = float(people[density > CROWDED].sum())
    total = float(people.sum())
    if crowded > HALF * total or (float(square.max()) < FINE and float(density.max()) < TOWN):
        said = {"most": float(density.max()), "unit": description.unit, "name": description.population.path.name}
        yield Finding("warning", "access", "population", round(total), "access.implausible", said)


def of_speeds(description: Description) -> Iterator[Finding]:
    """Classes whose low speed is above the base, or whose high speed is below it."""
    speeds = description.speeds
    for variant, sign in (("low", 1), ("high", -1)):
        wrong = [
            name
            for part in ("ground", "roads")
            for name, value in getattr(speeds.get(variant), part, {}).items()
            if sign * value > sign * getattr(speeds["base"], part).get(name, value)
        ]
        if wrong:
            said: dict[str, Value] = {"count": len(wrong), "names": some(wrong)}
            yield Finding("warning", "access", "speeds", len(wrong), f"access.{variant}_speeds", said)


def of_areas(areas: tuple[str, ...], area: Ints, counted: Floats, known: Floats, *, fit: bool) -> Iterator[Finding]:
    """Areas too small for the grid, and what is between the people on the grid and those that the file of the areas counts."""
    cells = np.bincount(area[area >= 0], minlength=len(areas))
    small = [name for name, count in zip(areas, cells, strict=True) if count < COARSE]
    if small:
        values: dict[str, Value] = {"count": len(small), "names": some(small), "cells": COARSE}
        yield Finding("note", "access", "areas", len(small), "access.coarse", values)
    if not len(known):
        return
    if fit:
        ratio = known[counted > 0] / counted[counted > 0]
        values = {"count": len(areas), "low": float(ratio.min()), "high": float(ratio.max())}
        yield Finding("note", "access", "areas", len(areas), "access.fitted", values)
        return
    pairs = zip(areas, counted, known, strict=True)
    apart = [name for name, here, there in pairs if max(here, there) > APART * min(here, there)]
    if apart:
        values = {"count": len(apart), "all": len(areas), "names": some(apart)}
        yield Finding("warning", "access", "areas", len(apart), "access.apart", values)


def _counted(count: float, total: float) -> dict[str, int | float]:
    return {"count": round(count), "share": count / total}
