"""Lines, areas and points with their columns: from GeoPackage and GeoJSON, read without any package beyond Python's own, and from shapefiles."""

from __future__ import annotations

import bisect
import json
import sqlite3
import struct
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.access.grid import Floats
from groundfloor.errors import GroundfloorError, Place, nearest

DEGREES = "EPSG:4326"
POINT, LINE, AREA = "point", "line", "area"
LINES = (LINE,)
LEAST = {POINT: 1, LINE: 2, AREA: 4}  # points that make one; the last of a ring is its first
KINDS = {1: POINT, 2: LINE, 3: AREA, 4: POINT, 5: LINE, 6: AREA}
NAMES = {
    "Point": 1, "LineString": 2, "Polygon": 3, "MultiPoint": 4, "MultiLineString": 5, "MultiPolygon": 6,
}  # fmt: skip
ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


@dataclass(frozen=True)
class Shape:
    """Points, lines or the rings of areas as arrays of x and y; `starts` are the numbers of the outer rings, each followed by its holes."""

    kind: str
    parts: tuple[Floats, ...]
    starts: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Features:
    """Shapes with what is said of each, in the reference system `crs`."""

    shapes: tuple[Shape, ...]
    columns: tuple[Mapping[str, Any], ...]
    crs: str
    path: Path

    def texts(self, column: str, place: Place | None = None) -> list[str]:
        """A column as text, empty where it says nothing; one there is not raises GroundfloorError."""
        known = list(dict.fromkeys(name for row in self.columns for name in row))
        if not self.shapes:
            raise GroundfloorError(f"{self.path.name} has no features", place or Place(str(self.path)))
        if column not in known:
            raise GroundfloorError(
                f"{self.path.name} has no column {column!r}",
                place or Place(str(self.path)),
                expected=f"one of {', '.join(known)}",
                hint=nearest(column, known),
            )
        return ["" if row.get(column) is None else str(row[column]).strip() for row in self.columns]


def read_features(path: Path, layer: str | None = None) -> Features:
    """The features of a GeoPackage, a GeoJSON file or a shapefile, without those that have no geometry.

    A GeoPackage of several layers needs the name of one. What cannot be read raises GroundfloorError.
    """
    place = Place(str(path))
    if not path.is_file():
        raise GroundfloorError("The file is missing", place, hint=f"There is no {path.name} in {path.parent}.")
    ending = path.suffix.lower()
    if ending == ".gpkg":
        return _sound(_geopackage(path, layer))
    if ending in (".geojson", ".json"):
        return _sound(_geojson(path))
    if ending in (".shp", ".zip"):
        from groundfloor.access.shapefiles import read_shapefile  # it needs the extra, which the others do not

        return _sound(read_shapefile(path))
    raise GroundfloorError(
        f"{path.name} is no file of this kind", place, expected="a name ending in .gpkg, .geojson, .shp or .zip"
    )


def _sound(found: Features) -> Features:
    """The features without lines of one point and rings that enclose nothing, nor those of which nothing is left. A coordinate that is no number raises GroundfloorError."""
    shapes, columns = [], []
    for number, (shape, said) in enumerate(zip(found.shapes, found.columns, strict=True), start=1):
        if not all(np.isfinite(part).all() for part in shape.parts):
            raise GroundfloorError(
                f"A coordinate of feature {number} is no number",
                Place(str(found.path)),
                hint="Repair it in a program for maps (QGIS: Fix geometries), or leave it out.",
            )
        kept = [i for i, part in enumerate(shape.parts) if len(part) >= LEAST[shape.kind]]
        if len(kept) < len(shape.parts):
            starts = {bisect.bisect_right(shape.starts, i) - 1: k for k, i in reversed(list(enumerate(kept)))}
            shape = Shape(shape.kind, tuple(shape.parts[i] for i in kept), tuple(sorted(starts.values())))
        if kept:
            shapes.append(shape)
            columns.append(said)
    return replace(found, shapes=tuple(shapes), columns=tuple(columns))


def _geopackage(path: Path, layer: str | None) -> Features:
    place = Place(str(path))
    try:
        # changes that a program which has the file open has not yet written into it lie in a file beside it
        alone = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{alone}", uri=True)) as base:
            layers = {
                name: (column, system)
                for name, column, system in base.execute(
                    "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns"
                )
            }
            if (layer is None and len(layers) != 1) or (layer is not None and layer not in layers):
                raise GroundfloorError(
                    f"There is no layer {layer!r}" if layer else f"The file has {len(layers)} layers",
                    place,
                    expected=f"layer: one of {', '.join(layers)}",
                    hint=nearest(layer or "", layers),
                )
            name = layer or next(iter(layers))
            column, system = layers[name]
            row = base.execute(
                "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?", (system,)
            ).fetchone()
            if row is None or str(row[0]).upper() != "EPSG":
                raise GroundfloorError("The layer is in no reference system of EPSG", place)
            quoted = name.replace('"', '""')
            cursor = base.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 (the name of a layer that the file itself lists)
            names = [one[0] for one in cursor.description]
            at = names.index(column)
            found = [(line[at], dict(zip(names, line, strict=True))) for line in cursor if line[at] is not None]
    except (sqlite3.Error, ValueError) as wrong:
        raise GroundfloorError(f"The GeoPackage cannot be read: {wrong}", place) from None
    shapes: list[Shape] = []
    columns: list[Mapping[str, Any]] = []
    for blob, said in found:
        said.pop(column)
        try:
            shape = _shape(blob)
        except (struct.error, KeyError, IndexError, ValueError):
            raise GroundfloorError(f"The geometry of feature {len(shapes) + 1} cannot be read", place) from None
        if shape is not None:
            shapes.append(shape)
            columns.append(said)
    return Features(tuple(shapes), tuple(columns), f"EPSG:{row[1]}", path)


def _shape(blob: bytes) -> Shape | None:
    """A geometry of a GeoPackage: a header, then well-known binary; None where it is empty."""
    if blob[:2] != b"GP":
        raise ValueError
    flags = blob[3]
    if flags & 0b10000:
        return None
    parts: list[Floats] = []
    starts: list[int] = []
    kind, _ = _binary(blob, 8 + ENVELOPES[flags >> 1 & 0b111], parts, starts)
    return Shape(KINDS[kind], tuple(parts), tuple(starts)) if parts else None


def _binary(blob: bytes, at: int, parts: list[Floats], starts: list[int]) -> tuple[int, int]:
    """Read one geometry; returns its kind and where the next begins."""
    order = "<" if blob[at] else ">"
    (code,) = struct.unpack_from(f"{order}I", blob, at + 1)
    raised, kind = divmod(code, 1000)  # with heights, with measures, with both
    width = (2, 3, 3, 4)[raised]
    at += 5
    if kind > 3:
        (count,) = struct.unpack_from(f"{order}I", blob, at)
        at += 4
        for _ in range(count):
            _, at = _binary(blob, at, parts, starts)
        return kind, at
    starts.append(len(parts))
    rings = 1
    if kind == 3:
        (rings,) = struct.unpack_from(f"{order}I", blob, at)
        at += 4
    for _ in range(rings):
        count = 1
        if kind != 1:
            (count,) = struct.unpack_from(f"{order}I", blob, at)
            at += 4
        values = np.frombuffer(blob, f"{order}f8", count * width, at).reshape(count, width)
        parts.append(values[:, :2].astype(float))
        at += 8 * count * width
    return kind, at


def _geojson(path: Path) -> Features:
    place = Place(str(path))
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        found = [one for one in document["features"] if one.get("geometry")]
        shapes = [_of_json(one["geometry"]) for one in found]
    except (
        OSError,
        UnicodeDecodeError,
        json.JSONDecodeError,
        RecursionError,
        LookupError,
        TypeError,
        ValueError,
    ) as wrong:
        raise GroundfloorError(
            f"The file cannot be read: {type(wrong).__name__}: {wrong}",
            place,
            expected="a GeoJSON FeatureCollection in UTF-8",
        ) from None
    for shape in shapes:
        if any((np.abs(part) > (360, 90)).any() for part in shape.parts):
            raise GroundfloorError("The file is not in longitude and latitude", place, expected="degrees (EPSG:4326)")
    return Features(tuple(shapes), tuple(dict(one.get("properties") or {}) for one in found), DEGREES, path)


def _of_json(geometry: Mapping[str, Any]) -> Shape:
    code, coordinates = NAMES[geometry["type"]], geometry["coordinates"]
    parts: list[Floats] = []
    starts = []
    for single in coordinates if code > 3 else [coordinates]:
        starts.append(len(parts))
        rings = {POINT: [[single]], LINE: [single], AREA: single}[KINDS[code]]
        parts += [np.array([point[:2] for point in ring], dtype=float) for ring in rings]
    return Shape(KINDS[code], tuple(parts), tuple(starts))
