"""Where facilities are: read with their columns, put on the grid, and what is odd about them."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from groundfloor.access.description import Capacity, Service, Supply
from groundfloor.access.grid import Bools, Floats, Grid, Ints
from groundfloor.access.layers import moved
from groundfloor.access.sources import Points
from groundfloor.access.vectors import DEGREES, POINT, read_features
from groundfloor.documents import number, read_text
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.frame import Finding

PLACED, MOVED, OUTSIDE, BLOCKED, NOWHERE = "placed", "moved", "outside", "on_barrier", "no_coordinates"
SHOWN = 5
CELLS = 2
POLE = 90.0


@dataclass(frozen=True)
class Facilities:
    """Facilities in the order of their file: name, longitude and latitude in degrees (NaN where not known), and columns as text.

    On the grid: `status`, row and column (-1 where not on it) and by how many metres each was moved off a barrier.
    """

    names: tuple[str, ...]
    longitude: Floats
    latitude: Floats
    columns: dict[str, tuple[str, ...]]
    path: Path
    status: tuple[str, ...] = ()
    rows: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    at: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    off: Floats = field(default_factory=lambda: np.zeros(0))

    def giving(self, service: Service) -> Ints:
        """The numbers of those that give a service; a column there is none of and values that none has raise GroundfloorError."""
        chosen = np.ones(len(self.names), dtype=bool)
        for column, values in service.where.items():
            if column not in self.columns:
                raise GroundfloorError(
                    f"{self.path.name} has no column {column!r}",
                    service.place,
                    expected=f"one of {', '.join(self.columns)}",
                    hint=nearest(column, self.columns),
                )
            here = self.columns[column]
            for value in values:
                if value not in here:
                    raise GroundfloorError(
                        f"No facility has {value!r} in {column!r}",
                        service.place,
                        expected=f"one of {', '.join(sorted(set(here))[:20])}",
                        hint=nearest(value, here),
                    )
            chosen &= np.isin(np.array(here, dtype=object), values)
        return np.flatnonzero(chosen)

    def room(self, numbers: Ints, capacity: Capacity | Supply) -> Floats:
        """How many people each of these can serve, or what it has, NaN where that is not said; what is no number raises GroundfloorError."""
        if capacity.column not in self.columns:
            raise GroundfloorError(
                f"{self.path.name} has no column {capacity.column!r}",
                capacity.place,
                expected=f"one of {', '.join(self.columns)}",
                hint=nearest(capacity.column, self.columns),
            )
        out = np.full(len(numbers), math.nan)
        for k, i in enumerate(numbers.tolist()):
            text = self.columns[capacity.column][i]
            if capacity.values:
                out[k] = capacity.values.get(text, math.nan)
            elif text:
                place = Place(str(self.path), row=i + 1, field=capacity.column)
                out[k] = number(text, place)
                if out[k] < 0:
                    raise GroundfloorError(f"A facility has {text} in {capacity.column!r}", place, expected="0 or more")
        return out


def read_facilities(points: Points) -> Facilities:
    """Read the file. A column there is none of, a coordinate that is no number or no degree raise GroundfloorError; one left empty does not."""
    path = points.source.path
    if path.suffix.lower() != ".csv":
        features = read_features(path, points.source.layer)
        if any(shape.kind != POINT for shape in features.shapes):
            raise GroundfloorError("The facilities are not all points", Place(str(path)))
        where = np.array([shape.parts[0][0] for shape in features.shapes], dtype=float).reshape(-1, 2)
        x, y = moved(where[:, 0], where[:, 1], features.crs, DEGREES)
        names = dict.fromkeys(name for row in features.columns for name in row)
        columns = {name: tuple(features.texts(name)) for name in names}
        return Facilities(tuple(features.texts(points.name, points.source.place)), *_known(x, y), columns, path)
    text = read_text(path).splitlines(keepends=True)
    between = ";" if ";" in text[0] and "," not in text[0] else ","
    lines = list(csv.reader(text, delimiter=between))
    head, body = [name.strip() for name in lines[0]], [line for line in lines[1:] if any(line)]
    for name in (points.name, points.longitude, points.latitude):
        if name not in head:
            raise GroundfloorError(
                f"{path.name} has no column {name!r}",
                points.source.place,
                expected=f"one of {', '.join(head)}",
                hint=nearest(name, head),
            )
    for i, line in enumerate(body):
        if len(line) != len(head):
            raise GroundfloorError(
                f"The row has {len(line)} cells, the header {len(head)}",
                Place(str(path), row=i + 1),
                hint="Put a text that holds a comma between double quotes.",
            )
    columns = {name: tuple(line[i].strip() for line in body) for i, name in enumerate(head)}
    x, y = (
        _degrees(columns[name], limit, path, name, commas=between == ";")
        for name, limit in ((points.longitude, 180), (points.latitude, 90))
    )
    return Facilities(columns[points.name], *_known(x, y), columns, path)


def _known(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Coordinates without those of 0 and 0, a place in the sea which stands for none."""
    none = (x == 0) & (y == 0)
    return np.where(none, np.nan, x), np.where(none, np.nan, y)


def _degrees(texts: Sequence[str], limit: float, path: Path, name: str, *, commas: bool) -> Floats:
    """Degrees; in a table parted by semicolons a decimal comma is one, for no number of degrees has thousands."""
    out = np.full(len(texts), math.nan)
    for i, text in enumerate(texts):
        if text:
            place = Place(str(path), row=i + 1, field=name)
            out[i] = number(text.replace(",", ".") if commas else text, place)
            if abs(out[i]) > limit:
                raise GroundfloorError(f"{text} is no {name} in degrees", place, expected=f"-{limit} to {limit}")
    return out


def placed(found: Facilities, grid: Grid, passable: Bools, snap: float | None) -> Facilities:
    """Put facilities on the grid. One on a barrier is moved to the nearest cell that can be entered, no further than `snap` metres.

    Without `snap` it is two cells, of their longer side. Distance is between centres of cells; of cells equally near the first counts.
    """
    x, y = moved(found.longitude, found.latitude, DEGREES, grid.crs)
    rows, columns = grid.cells(x, y)
    status, off = [], np.zeros(len(rows))
    for i in range(len(rows)):
        if math.isnan(x[i]) or math.isnan(y[i]):
            status.append(NOWHERE)
        elif rows[i] < 0:
            status.append(OUTSIDE)
        elif passable[rows[i], columns[i]]:
            status.append(PLACED)
        else:
            goal = _nearest(grid, passable, int(rows[i]), int(columns[i]), snap)
            status.append(BLOCKED if goal is None else MOVED)
            rows[i], columns[i], off[i] = goal or (-1, -1, 0.0)
    return replace(found, status=tuple(status), rows=rows, at=columns, off=off)


def _nearest(grid: Grid, passable: Bools, row: int, column: int, snap: float | None) -> tuple[int, int, float] | None:
    high, wide = grid.distance(row, 1, 0), grid.distance(row, 0, 1)
    reach = CELLS * max(high, wide) if snap is None else snap
    best = None
    for r in range(max(0, row - int(reach / high)), min(grid.rows, row + int(reach / high) + 1)):
        for c in range(max(0, column - int(reach / wide) - 1), min(grid.columns, column + int(reach / wide) + 2)):
            if passable[r, c]:
                far = grid.distance(min(r, row), abs(r - row), abs(c - column))
                if far <= reach and (best is None or far < best[2]):
                    best = r, c, far
    return best


def odd(found: Facilities, grid: Grid) -> Iterator[Finding]:
    """What is odd about facilities, with the names of the first few."""
    for status, severity in ((NOWHERE, "warning"), (OUTSIDE, "warning"), (BLOCKED, "warning"), (MOVED, "note")):
        names = [name for name, one in zip(found.names, found.status, strict=True) if one == status]
        if names:
            yield Finding(
                severity,
                "access",
                "facilities",
                len(names),
                f"access.{status}",
                {"count": len(names), "names": some(names)},
            )
    count = swapped(found, grid)
    if count:
        yield Finding("warning", "access", "facilities", count, "access.swapped", {"count": count})
    here = [(r, c) for r, c in zip(found.rows.tolist(), found.at.tolist(), strict=True) if r >= 0]
    shared = len(here) - len(set(here))
    if shared:
        yield Finding("note", "access", "facilities", shared, "access.same_cell", {"count": shared})
    twice = _twice(found)
    if twice:
        yield Finding(
            "warning", "access", "facilities", len(twice), "access.twice", {"count": len(twice), "names": some(twice)}
        )


def swapped(found: Facilities, grid: Grid) -> int:
    """How many of those outside the grid would lie on it with longitude and latitude swapped."""
    lost = np.array([one == OUTSIDE for one in found.status], dtype=bool) & (np.abs(found.longitude) <= POLE)
    if not lost.any():
        return 0
    return int((grid.cells(*moved(found.latitude[lost], found.longitude[lost], DEGREES, grid.crs))[0] >= 0).sum())


def _twice(found: Facilities) -> list[str]:
    """The names that stand again at the same coordinates."""
    seen: set[tuple[str, float, float]] = set()
    out = []
    for one in zip(found.names, found.longitude.tolist(), found.latitude.tolist(), strict=True):
        if one in seen:
            out.append(one[0])
        seen.add(one)
    return out


def some(names: Sequence[str]) -> str:
    """The first few names, and whether there are more.

    >>> some(["A", "B"]), some(["A", "B", "C", "D", "E", "F"])
    ('A, B', 'A, B, C, D, E, …')
    """
    return ", ".join([*names[:SHOWN], *(["…"] if len(names) > SHOWN else [])])
