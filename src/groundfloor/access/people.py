"""Where people are: by cell, by area, and as the areas' own file counts them."""

from __future__ import annotations

import numpy as np

from groundfloor.access.blanks import emptied, of_people
from groundfloor.access.description import PER_KM2, Description
from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.layers import numbered, read_raster
from groundfloor.access.vectors import AREA, Features
from groundfloor.documents import number
from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Finding


def people_of(description: Description) -> tuple[Floats, Grid, list[Finding]]:
    """People by cell, NaN where the raster has no value; and what was odd about it."""
    path = description.population.path
    raster = read_raster(path)
    values, findings = emptied(raster.values, of_people(raster.values), path)
    if (values < 0).any():
        raise GroundfloorError(
            f"{int((values < 0).sum()):,} cells have fewer than 0 people",
            description.population.place,
            hint="Mark cells without a value as nodata in the raster.",
        )
    if description.unit == PER_KM2:
        values = values * raster.grid.areas()[:, None]
    if not np.nansum(values) > 0:
        raise GroundfloorError("Nobody lives on the raster of the population", description.population.place)
    return values, raster.grid, findings


def areas_of(description: Description, features: Features | None, grid: Grid) -> tuple[tuple[str, ...], Ints]:
    """The names of the areas, each once, and the number of each cell's."""
    if features is None or description.areas is None:
        return (), np.full(grid.shape, -1, np.int64)
    place = description.areas.place
    if any(shape.kind != AREA for shape in features.shapes):
        raise GroundfloorError("The areas are not all polygons", place)
    names = features.texts(description.areas.column, place)
    if "" in names:
        raise GroundfloorError(f"Area {names.index('') + 1} has no name", place)
    known = tuple(dict.fromkeys(names))
    return known, numbered(features, grid, [known.index(name) for name in names])


def known_people(description: Description, features: Features | None, areas: tuple[str, ...]) -> Floats:
    """The people of each area as its file counts them; empty where it does not."""
    if features is None or description.areas is None or not description.known_people:
        return np.zeros(0)
    place = description.areas.place
    known = dict.fromkeys(areas, 0.0)
    names, given = features.texts(description.areas.column), features.texts(description.known_people, place)
    for name, text in zip(names, given, strict=True):
        known[name] += number(text, place)
    return np.array(list(known.values()))


def fitted(
    people: Floats, area: Ints, areas: tuple[str, ...], counted: Floats, known: Floats, description: Description
) -> Floats:
    """The people of each area in proportion, so that they add up to what its file counts; those in no area stay as they are.

    An area with people in its file and none on the grid raises GroundfloorError.
    """
    lost = [name for name, here, there in zip(areas, counted, known, strict=True) if there > 0 and not here > 0]
    if lost:
        raise GroundfloorError(
            f"{lost[0]} has people in {description.areas.path.name if description.areas else ''} and none on the grid",
            description.areas.place if description.areas else None,
            hint="Leave fit away, or take a population that has some there.",
        )
    factor = np.divide(known, counted, out=np.ones_like(known), where=counted > 0)
    return np.where(area >= 0, people * factor[np.maximum(area, 0)], people)
