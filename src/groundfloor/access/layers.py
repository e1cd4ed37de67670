"""What lies on the grid: rasters brought to it, lines and areas drawn on it."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.access.grid import Bools, Floats, Grid, Ints
from groundfloor.access.vectors import LINES, Features, Shape
from groundfloor.errors import GroundfloorError, Place

METRE = 1e-9
SAME = 1e-6  # of a cell: grids closer than this are one
RESAMPLING = ("nearest", "bilinear")


def rasterio() -> Any:
    """The package that reads and writes GeoTIFF, an extra; without it GroundfloorError is raised."""
    try:
        import rasterio as found
    except ImportError:
        raise GroundfloorError(
            "Maps need the package rasterio, which is not installed",
            hint="Install it with: pip install 'groundfloor[geo]'",
        ) from None
    return found


@dataclass(frozen=True)
class Raster:
    """Values on a grid, NaN where there are none."""

    values: Floats
    grid: Grid


def read_raster(path: Path) -> Raster:
    """The first band of a GeoTIFF, one with the south up turned over. A file that cannot be read, lies askew or says not where it lies raises GroundfloorError."""
    package, place = rasterio(), Place(str(path))
    if not path.is_file():
        raise GroundfloorError("The file is missing", place, hint=f"There is no {path.name} in {path.parent}.")
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            package.open(path) as file,
        ):  # one that lies nowhere is refused below
            values = file.read(1, masked=True).astype(float).filled(np.nan)
            crs, at = file.crs, file.transform
    except package.errors.RasterioError as wrong:
        raise GroundfloorError(f"The raster cannot be read: {wrong}", place, expected="a GeoTIFF") from None
    if crs is None:
        raise GroundfloorError("The raster does not say in which reference system it lies", place)
    if at.e > 0:
        values, at = values[::-1], package.Affine(at.a, at.b, at.c, at.d, -at.e, at.f + len(values) * at.e)
    if at.b or at.d or at.a <= 0 or at.e >= 0:
        raise GroundfloorError(
            "The raster does not have the north up", place, hint="Warp it to a grid with the north up."
        )
    if not crs.is_geographic and abs(crs.linear_units_factor[1] - 1) > METRE:
        raise GroundfloorError(f"The raster is measured in {crs.linear_units}", place, expected="metres or degrees")
    code = crs.to_epsg()
    rows, columns = values.shape
    name = f"EPSG:{code}" if code else crs.to_wkt()
    return Raster(values, Grid(rows, columns, at.c, at.f, at.a, -at.e, bool(crs.is_geographic), name))


def brought(raster: Raster, grid: Grid, how: str = "nearest") -> Floats:
    """The values of a raster on another grid: of the nearest cell, or between the nearest four (`bilinear`); NaN beyond its edge."""
    if same(raster.grid, grid):
        return raster.values
    rasterio()
    from rasterio.warp import Resampling, reproject

    out = np.full(grid.shape, np.nan)
    reproject(
        raster.values, out, src_transform=transform(raster.grid), src_crs=raster.grid.crs, src_nodata=np.nan,
        dst_transform=transform(grid), dst_crs=grid.crs, dst_nodata=np.nan, resampling=Resampling[how],
    )  # fmt: skip
    return out


def same(one: Grid, other: Grid) -> bool:
    """Whether two grids are one."""
    sides = (one.west - other.west, one.north - other.north, one.width - other.width, one.height - other.height)
    return max(map(abs, sides)) < SAME * other.width and one.shape == other.shape and one.crs == other.crs


def transform(grid: Grid) -> Any:
    """Where the grid lies, as GDAL has it."""
    rasterio()
    from rasterio.transform import Affine

    return Affine(grid.width, 0.0, grid.west, 0.0, -grid.height, grid.north)


def as_geotiff(values: Floats, grid: Grid) -> bytes:
    """A GeoTIFF of one band in 32-bit numbers, NaN where there are none."""
    package = rasterio()
    from rasterio.io import MemoryFile

    form = {"driver": "GTiff", "dtype": "float32", "count": 1, "nodata": float("nan"), "compress": "deflate"}
    with MemoryFile() as memory:
        with memory.open(
            height=grid.rows, width=grid.columns, crs=package.crs.CRS.from_user_input(grid.crs),
            transform=transform(grid), **form,
        ) as file:  # fmt: skip
            file.write(np.where(np.isfinite(values), values, np.nan).astype("float32"), 1)
        return bytes(memory.read())


def moved(x: Floats, y: Floats, source: str, target: str) -> tuple[Floats, Floats]:
    """Coordinates in another reference system; those that are not known stay NaN."""
    if source == target:
        return x, y
    rasterio()
    from rasterio.warp import transform as warp

    known = np.isfinite(x) & np.isfinite(y)
    out = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    if known.any():
        out[0][known], out[1][known] = warp(source, target, x[known].tolist(), y[known].tolist())
    return out


def _drawn(shape: Shape, source: str, target: str, *, outline: bool) -> dict[str, Any]:
    parts = []
    for ring in shape.parts:
        x, y = moved(ring[:, 0], ring[:, 1], source, target)
        parts.append(np.column_stack([x, y]).tolist())
    if shape.kind in LINES or outline:
        return {"type": "MultiLineString", "coordinates": parts}
    starts = [*shape.starts, len(parts)]
    polygons = [parts[a:b] for a, b in itertools.pairwise(starts)]
    return {"type": "MultiPolygon", "coordinates": polygons}


def cells_of(features: Features, grid: Grid, chosen: Iterable[int] | None = None) -> Bools:
    """The cells that lines touch, and those that areas or their outlines touch."""
    rasterio()
    from rasterio.features import rasterize

    picked = [features.shapes[i] for i in (range(len(features.shapes)) if chosen is None else chosen)]
    drawn = [_drawn(shape, features.crs, grid.crs, outline=True) for shape in picked]
    found = np.zeros(grid.shape, np.uint8)
    settings: dict[str, Any] = {"out_shape": grid.shape, "transform": transform(grid), "dtype": "uint8"}
    if drawn:
        found |= rasterize(((one, 1) for one in drawn), all_touched=True, **settings)
    whole = [_drawn(shape, features.crs, grid.crs, outline=False) for shape in picked if shape.kind not in LINES]
    if whole:
        found |= rasterize(((one, 1) for one in whole), **settings)
    return found.astype(bool)


def numbered(features: Features, grid: Grid, numbers: Sequence[int]) -> Ints:
    """The number of the area in which the centre of each cell lies, -1 in none; of areas that overlap the last counts."""
    rasterio()
    from rasterio.features import rasterize

    drawn = [
        (_drawn(shape, features.crs, grid.crs, outline=False), number)
        for shape, number in zip(features.shapes, numbers, strict=True)
    ]
    if not drawn:
        return np.full(grid.shape, -1, np.int64)
    found = rasterize(drawn, out_shape=grid.shape, transform=transform(grid), fill=-1, dtype="int32")
    return np.asarray(found, dtype=np.int64)
