"""Lines, areas and points with their columns from a shapefile, or from a .zip that holds one."""

from __future__ import annotations

import codecs
import itertools
import struct
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.access.grid import Bools, Floats
from groundfloor.access.layers import rasterio
from groundfloor.access.vectors import AREA, LINE, POINT, Features, Shape
from groundfloor.errors import GroundfloorError, Place

PARTS = (".shp", ".dbf", ".prj", ".cpg")
KINDS = {1: POINT, 3: LINE, 5: AREA, 8: POINT}  # 10 more with heights, 20 more with measures
MESHES = 30  # a kind above that, which is not read
HEAD, DELETED, END = 100, b"*", 13
WESTERN = "cp1252"


def read_shapefile(path: Path) -> Features:
    """The features of a shapefile without those that have no shape or are deleted. What cannot be read raises GroundfloorError."""
    place = Place(str(path))
    parts = _zipped(path) if path.suffix.lower() == ".zip" else _beside(path)
    for name in PARTS[:3]:
        if name not in parts:
            raise GroundfloorError(
                f"The shapefile has no part {name}",
                place,
                hint="A shapefile is at least three files of one name, .shp, .dbf and .prj. Copy all of them.",
            )
    try:
        rows = list(_rows(parts[".dbf"], parts.get(".cpg", b"")))
    except (struct.error, IndexError, ValueError):
        raise GroundfloorError("The table (.dbf) of the shapefile cannot be read", place) from None
    shapes, columns = [], []
    for number, shape in enumerate(_shapes(parts[".shp"], place)):
        if number >= len(rows):
            raise GroundfloorError(f"The shapefile has more shapes than its table has rows ({len(rows)})", place)
        row = rows[number]
        if shape is not None and row is not None:
            shapes.append(shape)
            columns.append(row)
    return Features(tuple(shapes), tuple(columns), _system(parts[".prj"], place), path)


def parts_of(path: Path) -> list[Path]:
    """The files of which a shapefile is made; of another file that file."""
    if path.suffix.lower() != PARTS[0]:
        return [path]
    return [one for one in sorted(path.parent.glob(f"{path.stem}.*")) if one.suffix.lower() in PARTS]


def _beside(path: Path) -> dict[str, bytes]:
    return {one.suffix.lower(): one.read_bytes() for one in parts_of(path) if one.stem == path.stem}


def _zipped(path: Path) -> dict[str, bytes]:
    place = Place(str(path))
    try:
        with zipfile.ZipFile(path) as file:
            names = [name for name in file.namelist() if not name.startswith("__MACOSX")]
            found = [Path(name) for name in names if name.lower().endswith(PARTS[0])]
            if len(found) != 1:
                raise GroundfloorError(f"The .zip holds {len(found)} shapefiles", place, expected="one")
            same = [name for name in names if Path(name).with_suffix("") == found[0].with_suffix("")]
            return {Path(name).suffix.lower(): file.read(name) for name in same if Path(name).suffix.lower() in PARTS}
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as wrong:
        raise GroundfloorError(f"The .zip cannot be read: {wrong}", place) from None


def _system(wkt: bytes, place: Place) -> str:
    """The reference system as EPSG numbers it, else as the file says it."""
    package = rasterio()
    try:
        crs = package.crs.CRS.from_wkt(wkt.decode("utf-8", "replace").strip(), morph_from_esri_dialect=True)
    except package.errors.CRSError:
        raise GroundfloorError("The reference system (.prj) of the shapefile is not known", place) from None
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.to_wkt())


def _shapes(content: bytes, place: Place) -> Iterator[Shape | None]:
    """Each shape, None where a record has none."""
    if content[:4] != struct.pack(">i", 9994):
        raise GroundfloorError("The shapefile cannot be read", place, expected="a file of shapes (.shp)")
    at, number = HEAD, 0
    while at + 8 <= len(content):
        number += 1
        (words,) = struct.unpack_from(">i", content, at + 4)
        try:
            if at + 8 + 2 * words > len(content):
                raise ValueError
            shape = _shape(content[at + 8 : at + 8 + 2 * words])
        except (struct.error, KeyError, IndexError, ValueError):
            raise GroundfloorError(
                f"The geometry of feature {number} cannot be read", place, hint="The file may be cut off: copy it anew."
            ) from None
        yield shape
        at += 8 + 2 * words


def _shape(record: bytes) -> Shape | None:
    (code,) = struct.unpack_from("<i", record)
    if code == 0:
        return None
    kind = KINDS[code % 10 if code < MESHES else code]
    if kind == POINT:
        many = code % 10 == 8
        count, start = (struct.unpack_from("<i", record, 36)[0], 40) if many else (1, 4)
        points = np.frombuffer(record, "<f8", 2 * count, start).reshape(count, 2).copy()
        return Shape(POINT, tuple(points[i : i + 1] for i in range(count)), tuple(range(count))) if count else None
    count, total = struct.unpack_from("<2i", record, 36)
    if not count:
        return None
    firsts = [*struct.unpack_from(f"<{count}i", record, 44), total]
    points = np.frombuffer(record, "<f8", 2 * total, 44 + 4 * count).reshape(total, 2).copy()
    parts = [points[a:b] for a, b in itertools.pairwise(firsts)]
    if kind == LINE:
        return Shape(LINE, tuple(parts), tuple(range(count)))
    return _area(parts)


def _area(rings: list[Floats]) -> Shape:
    """Rings put in order: those that run clockwise, each followed by the others that lie in it; where none does, all are outer ones."""
    outer = [ring for ring in rings if _turning(ring) < 0]
    holes = [ring for ring in rings if _turning(ring) >= 0] if outer else []
    groups = [[ring] for ring in outer or rings]
    for hole in holes:
        share = [_inside(hole, group[0]).mean() for group in groups]
        home = int(np.argmax(share))
        if share[home] > 0:
            groups[home].append(hole)
        else:
            groups.append([hole])
    starts: list[int] = []
    parts: list[Floats] = []
    for group in groups:
        starts.append(len(parts))
        parts += group
    return Shape(AREA, tuple(parts), tuple(starts))


def _turning(ring: Floats) -> float:
    """Twice the area that a ring encloses, negative where it runs clockwise."""
    x, y = (ring - ring[:1]).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def _inside(points: Floats, ring: Floats) -> Bools:
    """Which points lie in a ring: those from which a line to the east crosses it an odd number of times."""
    x, y = points[:, :1], points[:, 1:]
    (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
    with np.errstate(divide="ignore", invalid="ignore"):
        crossed = ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return np.asarray(crossed.sum(axis=1) % 2 == 1)


def _rows(content: bytes, page: bytes) -> Iterator[Mapping[str, Any] | None]:
    """Each row of the table, None where it is deleted."""
    count, head, width = struct.unpack_from("<IHH", content, 4)
    fields, at = [], 32
    while content[at] != END:
        fields.append((content[at : at + 11].split(b"\0")[0], chr(content[at + 11]), content[at + 16]))
        at += 32
    encoding = _encoding(page, content[head:])
    names = [raw.decode(encoding, "replace") for raw, _, _ in fields]
    if len(content) < head + count * width:
        raise ValueError
    for number in range(count):
        line = content[head + number * width : head + (number + 1) * width]
        values: dict[str, Any] = {}
        start = 1
        for name, (_, kind, length) in zip(names, fields, strict=True):
            values[name] = _value(line[start : start + length], kind, encoding)
            start += length
        yield None if line[:1] == DELETED else values


def _encoding(page: bytes, content: bytes) -> str:
    """That which the .cpg names; without one UTF-8 where the table can be read so, else that of western Windows."""
    name = page.decode("ascii", "ignore").strip().lower().replace("ansi ", "")
    for one in (name, f"cp{name}", {"65001": "utf-8"}.get(name, "")):
        try:
            return codecs.lookup(one).name
        except LookupError:
            continue
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return WESTERN
    return "utf-8"


def _value(raw: bytes, kind: str, encoding: str) -> Any:
    text = raw.decode(encoding, "replace").strip(" \0")
    if kind in "NF":
        if not text or set(text) == {"*"}:
            return None
        return float(text) if set(text.lower()) & set(".en") else int(text)
    return text or None
