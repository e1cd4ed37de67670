"""Parts of the people on the grid of the population, with nobody lost but those beyond it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.access.description import PER_KM2, Description, PeopleGroup
from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.layers import Raster, moved, read_raster, same
from groundfloor.access.people import fitted
from groundfloor.errors import GroundfloorError
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value

FEWEST, PARTS, MOST = 2, 5, 40  # points along a side of a cell from another reference system
SLACK, LEAST = 1e-6, 0.01  # by how much of a cell, and of a person, a part may exceed the whole by rounding


@dataclass(frozen=True)
class Part:
    """People of a part by cell, how many its file has, how many of these are on the grid before any are fitted, and cells with more of them than people."""

    people: Floats
    in_file: float
    on_grid: float
    larger: int


def parts_of(
    description: Description,
    grid: Grid,
    people: Floats,
    area: Ints,
    areas: tuple[str, ...],
    counted: Floats,
    known: Floats,
) -> tuple[dict[str, Part], list[Finding]]:
    """Each part of the people on the grid, and what is odd about it.

    `people` are everybody by cell before any are fitted; `counted` and `known` are those of each area on the grid and in the file of the areas.
    """
    out: dict[str, Part] = {}
    findings: list[Finding] = []
    for name, group in description.groups.items():
        raster = _read(group)
        here = shared_out(raster, grid)
        larger = int((here > people * (1 + SLACK) + LEAST).sum())
        on_grid, in_file = float(here.sum()), float(np.nansum(raster.values))
        final = fitted(here, area, areas, counted, known, description) if description.fit else here
        out[name] = Part(final, in_file, on_grid, larger)
        findings += _odd(name, out[name], float(people.sum()))
    return out, findings


def _read(group: PeopleGroup) -> Raster:
    """Persons by cell of the file's own grid."""
    raster = read_raster(group.source.path)
    if (raster.values < 0).any():
        raise GroundfloorError(
            f"{int((raster.values < 0).sum()):,} cells have fewer than 0 people",
            group.source.place,
            hint="Mark cells without a value as nodata in the raster.",
        )
    if group.unit != PER_KM2:
        return raster
    return Raster(raster.values * raster.grid.areas()[:, None], raster.grid)


def shared_out(raster: Raster, grid: Grid) -> Floats:
    """The people of a raster's cells shared out over the cells of the grid that each overlaps, by area.

    From another reference system a cell is shared out by points spread evenly over it, each to the cell in which it falls.
    """
    values = np.where(np.isfinite(raster.values), raster.values, 0.0)
    if same(raster.grid, grid):
        return values
    if raster.grid.crs != grid.crs:
        return _scattered(values, raster.grid, grid)
    down = _overlap(raster.grid.edges_down(), grid.edges_down())
    across = _overlap(raster.grid.edges_across(), grid.edges_across())
    return np.asarray(down @ (across @ values.T).T)


def _scattered(values: Floats, source: Grid, grid: Grid) -> Floats:
    """People of cells as points evenly spread over each, counted where they fall; at least so many that they lie a fifth of a cell of the grid apart."""
    row, column = np.nonzero(values)
    people = values[row, column]
    coarse = math.sqrt(float(source.areas().max() / grid.areas().min()))
    side = min(max(FEWEST, math.ceil(PARTS * coarse)), MOST)
    out = np.zeros(grid.shape)
    for i in range(side):
        for j in range(side):
            x = np.asarray(source.west + (column + (j + 0.5) / side) * source.width, dtype=np.float64)
            y = np.asarray(source.north - (row + (i + 0.5) / side) * source.height, dtype=np.float64)
            x, y = moved(x, y, source.crs, grid.crs)
            down, right = (grid.north - y) / grid.height, (x - grid.west) / grid.width
            here = (down >= 0) & (down < grid.rows) & (right >= 0) & (right < grid.columns)
            cells = down[here].astype(np.int64) * grid.columns + right[here].astype(np.int64)
            out += np.bincount(cells, people[here] / side**2, minlength=out.size).reshape(grid.shape)
    return out


def _overlap(source: Floats, target: Floats) -> Any:
    """The part of each source interval (a column) that lies in each target interval (a row); edges ascend."""
    from scipy.sparse import csr_array

    cuts = np.union1d(source, target)
    middle, length = (cuts[1:] + cuts[:-1]) / 2, np.diff(cuts)
    at, to = (np.searchsorted(edges, middle, side="right") - 1 for edges in (source, target))
    kept = (at >= 0) & (at < len(source) - 1) & (to >= 0) & (to < len(target) - 1)
    part = length[kept] / np.diff(source)[at[kept]]
    return csr_array((part, (to[kept], at[kept])), shape=(len(target) - 1, len(source) - 1))


def _odd(name: str, part: Part, everybody: float) -> Iterator[Finding]:
    if part.larger:
        said: dict[str, Value] = {"count": part.larger, "programme": f"people={name}"}
        yield Finding("warning", "access", "groups", part.larger, "access.part_larger", said)
    lost = part.in_file - part.on_grid
    if round(lost):
        said = {"count": round(lost), "share": lost / part.in_file, "programme": f"people={name}"}
        yield Finding("note", "access", "groups", round(lost), "access.part_beyond", said)
    if part.on_grid > everybody * (1 + SLACK):
        said = {"count": round(part.on_grid), "all": round(everybody), "programme": f"people={name}"}
        yield Finding("warning", "access", "groups", round(part.on_grid), "access.part_more", said)


def labels(groups: Mapping[str, PeopleGroup]) -> dict[str, Mapping[str, str]]:
    """What each group of the tables is called, by language."""
    return {f"people={name}": group.label for name, group in groups.items()}
