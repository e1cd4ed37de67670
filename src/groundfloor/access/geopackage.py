"""What was found as a GeoPackage, which a program for maps opens: areas with their shares, facilities, and the cells to which each is nearest."""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.access.grid import Floats
from groundfloor.access.layers import moved, rasterio, transform
from groundfloor.access.run import Reached
from groundfloor.access.tables import BASE, Row, tables
from groundfloor.access.vectors import DEGREES

SYSTEM = 4326
APPLICATION, VERSION = 0x47504B47, 10300  # "GPKG", 1.3
MADE = "1970-01-01T00:00:00.000Z"  # the same input gives the same file
MOST_CELLS = 5_000_000  # on a grid of more the outlines of catchments would be larger than the rest together
HEADER = b"GP\x00\x01" + struct.pack("<i", SYSTEM)
KINDS = {"POINT": 1, "MULTIPOLYGON": 6}
TYPES = {str: "TEXT", int: "INTEGER", float: "REAL"}
WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
"""
Rings = list[Floats]  # an outer ring and its holes
Values = dict[str, Any]


@dataclass(frozen=True)
class Layer:
    """A table of shapes of one kind: for each its points or polygons in degrees, and its values."""

    name: str
    kind: str
    rows: Sequence[tuple[list[Rings], Values]]


def as_geopackage(found: Reached) -> bytes:
    """The layers `areas`, `facilities` and `catchments` in degrees, at base speeds; of a grid of more than five million cells without catchments. It needs the extra `geo`."""
    said = tables(found)
    layers = [
        Layer("areas", "MULTIPOLYGON", list(_areas(found, said["access"]))),
        Layer("facilities", "POINT", list(_points(said["access_facilities"]))),
    ]
    if found.people.size <= MOST_CELLS:
        layers.append(Layer("catchments", "MULTIPOLYGON", list(_catchments(found, said["access_facilities"]))))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "access.gpkg"
        with closing(sqlite3.connect(path)) as base:
            base.execute(f"PRAGMA application_id = {APPLICATION}")
            base.execute(f"PRAGMA user_version = {VERSION}")
            base.executescript(TABLES)
            systems = [
                ("Undefined cartesian", -1, "NONE", -1, "undefined", ""),
                ("Undefined geographic", 0, "NONE", 0, "undefined", ""),
                ("WGS 84", SYSTEM, "EPSG", SYSTEM, WKT, "longitude and latitude"),
            ]
            base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", systems)
            for layer in layers:
                if layer.rows:
                    _write(base, layer)
            base.commit()
        return path.read_bytes()


def _write(base: sqlite3.Connection, layer: Layer) -> None:
    points = np.concatenate([ring for shape, _ in layer.rows for rings in shape for ring in rings])
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    base.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, ?)",
        (layer.name, layer.name, MADE, west, south, east, north, SYSTEM),
    )
    base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (layer.name, layer.kind, SYSTEM))
    values = layer.rows[0][1]
    columns = ", ".join(f'"{_quoted(name)}" {TYPES[type(value)]}' for name, value in values.items())
    base.execute(
        f'CREATE TABLE "{layer.name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {layer.kind}, {columns})'
    )
    places = ", ".join("?" * (2 + len(values)))
    base.executemany(
        f'INSERT INTO "{layer.name}" VALUES ({places})',  # noqa: S608 (our own name)
        [(i + 1, _blob(layer.kind, shape), *map(_known, said.values())) for i, (shape, said) in enumerate(layer.rows)],
    )


def _quoted(name: str) -> str:
    return name.replace('"', '""')


def _known(value: Any) -> Any:
    return None if value != value else value


def _blob(kind: str, shape: list[Rings]) -> bytes:
    """A header and well-known binary."""
    head = struct.pack("<BI", 1, KINDS[kind])
    if kind == "POINT":
        return HEADER + head + struct.pack("<2d", *shape[0][0][0].tolist())
    parts = [HEADER, head, struct.pack("<I", len(shape))]
    for rings in shape:
        parts.append(struct.pack("<BII", 1, 3, len(rings)))
        for ring in rings:
            parts += [struct.pack("<I", len(ring)), np.ascontiguousarray(ring, "<f8").tobytes()]
    return b"".join(parts)


def _areas(found: Reached, table: Sequence[Row]) -> Iterator[tuple[list[Rings], Values]]:
    """Each area with its people, and of each service and number of minutes the share within reach and the people beyond."""
    if found.boundaries is None or found.description.areas is None:
        return
    shares: dict[str, Values] = {}
    for row in table:
        if row["variant"] == BASE:
            said = shares.setdefault(row["group"], {"population": row["population"]})
            what = f"{row['service']}_{row['within_minutes']:g}"
            said[f"{what}_share"], said[f"{what}_beyond"] = row["share"], row["population"] - row["reached"]
    polygons: dict[str, list[Rings]] = {name: [] for name in found.areas}
    names = found.boundaries.texts(found.description.areas.column)
    for name, shape in zip(names, found.boundaries.shapes, strict=True):
        rings = [_degrees(ring, found.boundaries.crs) for ring in shape.parts]
        ends = [*shape.starts[1:], len(rings)]
        polygons[name] += [rings[a:b] for a, b in zip(shape.starts, ends, strict=True)]
    for name, drawn in polygons.items():
        yield drawn, {"name": name, **shares[f"area={name}"]}


def _points(table: Sequence[Row]) -> Iterator[tuple[list[Rings], Values]]:
    """Each facility of each service that has coordinates, as the table has it."""
    for row in table:
        at = np.array([[row["longitude"], row["latitude"]]], dtype=float)
        if np.isfinite(at).all():
            values = {name: row[name] for name in ("service", "facility", "name", "status")}
            yield (
                [[at]],
                {**values, **{name: float(row[name]) for name in ("moved_m", "people_nearest", "people_within")}},
            )


def _catchments(found: Reached, table: Sequence[Row]) -> Iterator[tuple[list[Rings], Values]]:
    """The cells to which each facility of a service is the nearest."""
    rasterio()
    from rasterio.features import shapes

    people = {(row["service"], row["facility"]): float(row["people_nearest"]) for row in table}
    for service, chosen in found.chosen.items():
        nearest = found.travels[service, BASE].nearest.astype(np.int32)
        drawn: dict[int, list[Rings]] = {}
        for polygon, number in shapes(nearest, mask=nearest >= 0, transform=transform(found.grid)):
            rings = [_degrees(np.array(ring), found.grid.crs) for ring in polygon["coordinates"]]
            drawn.setdefault(int(number), []).append(rings)
        for number in sorted(drawn):
            facility = int(chosen[number])
            said = {"service": service, "facility": facility + 1, "name": found.facilities.names[facility]}
            yield drawn[number], {**said, "people_nearest": people[service, facility + 1]}


def _degrees(ring: Floats, crs: str) -> Floats:
    return np.column_stack(moved(ring[:, 0], ring[:, 1], crs, DEGREES))
