"""The tables of sites, the map of who would be reached from where, and the sites as GeoJSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.access.grid import Floats, Grid
from groundfloor.access.layers import moved
from groundfloor.access.questions import ALL, MEAN
from groundfloor.access.siting.answer import Answer
from groundfloor.access.vectors import DEGREES

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "access_sites": (
        "question", "service", "step", "name", "facility", "longitude", "latitude", "area", "people_added", "people_within",
        "share", "minutes_mean", "added", "added_together", "most_together", "cost_once", "cost_yearly", "cost_once_together",
        "cost_yearly_together",
    ),
    "access_sites_bound": (
        "question", "service", "objective", "within_minutes", "longest_minutes", "population", "people_before", "minutes_before",
        "candidates", "demands", "sites", "unit", "value", "bound", "gap", "proven", "method",
    ),
    "access_reachable": ("question", "west", "south", "east", "north", "people_reachable"),
}  # fmt: skip
PEOPLE, MINUTES, SITES = "people", "minutes", "sites"
BLOCKS = 40  # along the longer side of the map
Row = Mapping[str, Any]


def tables(
    grid: Grid, people: Floats, areas: Sequence[str], area: Any, found: Mapping[str, Answer]
) -> dict[str, list[Row]]:
    """The rows of every table by its name."""
    return {
        "access_sites": [row for one in found.values() for row in _sites(grid, people, areas, area, one)],
        "access_sites_bound": [_bound(people, one) for one in found.values()],
        "access_reachable": [row for one in found.values() for row in _reachable(grid, one)],
    }


def places(grid: Grid, answer: Answer) -> tuple[Floats, Floats]:
    """Longitude and latitude of the centres of the cells of the steps."""
    cells = np.array([step.cell for step in answer.steps], np.int64)
    return moved(*grid.centres(*np.divmod(cells, grid.columns)), grid.crs, DEGREES)


def _sites(grid: Grid, people: Floats, areas: Sequence[str], area: Any, answer: Answer) -> Iterator[Row]:
    question, before = answer.question, answer.within
    once, yearly = question.cost(yearly=False), question.cost(yearly=True)
    for k, (step, x, y) in enumerate(zip(answer.steps, *places(grid, answer), strict=True)):
        number = int(area.ravel()[step.cell])
        yield {
            "question": question.name,
            "service": question.service,
            "step": k + 1,
            "name": step.name,
            "facility": step.facility + 1 if step.facility >= 0 else None,
            "longitude": float(x),
            "latitude": float(y),
            "area": areas[number] if number >= 0 else "",
            "people_added": step.within - before,
            "people_within": step.within,
            "share": step.within / float(people.sum()),
            "minutes_mean": step.minutes,
            "added": step.added,
            "added_together": step.brought,
            "most_together": step.at_most,
            "cost_once": once,
            "cost_yearly": yearly,
            "cost_once_together": None if once is None else once * (k + 1),
            "cost_yearly_together": None if yearly is None else yearly * (k + 1),
        }
        before = step.within


def _bound(people: Floats, answer: Answer) -> Row:
    question, choice = answer.question, answer.choice
    fewest = question.objective == ALL
    return {
        "question": question.name,
        "service": question.service,
        "objective": question.objective,
        "within_minutes": question.within,
        "longest_minutes": question.longest,
        "population": float(people.sum()),
        "people_before": answer.within,
        "minutes_before": answer.minutes,
        "candidates": answer.candidates,
        "demands": answer.demands,
        "sites": len(answer.steps),
        "unit": SITES if fewest else MINUTES if question.objective == MEAN else PEOPLE,
        "value": float(len(answer.steps)) if fewest else choice.value,
        "bound": choice.bound,
        "gap": choice.gap,
        "proven": choice.proven,
        "method": choice.method,
    }


def _reachable(grid: Grid, answer: Answer) -> Iterator[Row]:
    """The most people whom a cell of each block of cells would reach; blocks from where nobody would be left out."""
    if answer.reachable is None:
        return
    side = max(1, math.ceil(max(grid.shape) / BLOCKS))
    for row in range(0, grid.rows, side):
        for column in range(0, grid.columns, side):
            here = answer.reachable[row : row + side, column : column + side]
            most = float(np.nan_to_num(here).max())
            if most > 0:
                ends = min(row + side, grid.rows), min(column + side, grid.columns)
                x = grid.west + np.array([column, ends[1]]) * grid.width
                y = grid.north - np.array([ends[0], row]) * grid.height
                (west, east), (south, north) = (part.tolist() for part in moved(x, y, grid.crs, DEGREES))
                yield {
                    "question": answer.question.name,
                    "west": west,
                    "south": south,
                    "east": east,
                    "north": north,
                    "people_reachable": most,
                }


def geojson(rows: Sequence[Row]) -> str:
    """Sites as points with all that the table says of them; an absent value is null.

    >>> geojson([{"step": 1, "longitude": 2.0, "latitude": 3.0, "share": float("nan")}]).splitlines()[0][:40]
    '{"type":"FeatureCollection","features":['
    """
    features = []
    for row in rows:
        said = {
            name: None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in row.items()
        }
        point = {"type": "Point", "coordinates": [said.pop("longitude"), said.pop("latitude")]}
        features.append({"type": "Feature", "geometry": point, "properties": said})
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
