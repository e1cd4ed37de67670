"""The demonstration of AccessMod 5 (Spearfish, May 2015) beside ours: python benchmarks/accessmod.py FOLDER

FOLDER is the unpacked www/demo/demo.zip of github.com/unige-geohealth/accessmod (commit 8ab1a4b, GPL), which is no part of this project. Its times were made by the module
r.walk.accessmod of that spring; `theirs` does what that did: it takes the mean of the speeds of two cells, not of their paces.
"""

from __future__ import annotations

import heapq
import math
import sys
import tempfile
from pathlib import Path
from typing import Any

import numba
import numpy as np

from groundfloor.access import Relief, reach, tables, travel
from groundfloor.access.layers import read_raster

LONGEST = 7200.0
MODEL = {  # class of the merged land cover: km/h, and how one moves (1 on foot, 2 by bicycle, 3 by motor)
    1: (2, 1), 2: (15, 2), 3: (2, 1), 4: (3, 1), 5: (4, 1), 6: (4, 1),
    1001: (80, 3), 1002: (80, 3), 1003: (60, 3), 1004: (12, 2), 1005: (10, 2),
}  # fmt: skip
YAML = """
access: {{en: Health facilities}}
country: {{en: Spearfish}}
year: 2015
population: {{path: "{base}/population__demo/population__demo.GeoTIFF", unit: persons/cell, source: demo}}
areas: {{path: "{base}/zone_admin__city/zone_admin__city/zone_admin__city.shp", name: zone, source: demo}}
ground:
  path: "{base}/land_cover__demo/land_cover__demo.GeoTIFF"
  classes: {{1: grass, 2: urban, 3: sand, 4: dense, 5: sparse, 6: shrub}}
  source: demo
roads: {{path: "{base}/road__demo/road__demo/road__demo.shp", class: class, source: demo}}
barriers:
  rivers: {{path: "{base}/barrier__demo_river/barrier__demo_river/barrier__demo_river.shp", source: demo}}
  restricted: {{path: "{base}/barrier_restricted_area/barrier__demo/barrier__demo.shp", source: demo}}
relief: {{path: "{base}/DEM/dem__dem.GeoTIFF", source: demo}}
speeds:
  base:
    ground: {{grass: 2, urban: 15, sand: 2, dense: 3, sparse: 4, shrub: 4}}
    roads: {{1001: 80, 1002: 80, 1003: 60, 1004: 12, 1005: 10}}
    cycling: [urban, "1004", "1005"]
    source: demo
facilities: {{path: "{base}/health_facilities__demo/health_facilities__demo/health_facilities__demo.shp", name: name, source: demo}}
services:
  health: {{label: {{en: Health}}, within: [30, 60, 120], capacity: {{column: capacity, source: demo}}}}
travel: {{corners: open, snap: 0}}
"""


@numba.njit
def their_cycling(level: float, slope: float) -> float:
    """The speed of a cyclist in km/h as the module of 2015 has it: the first root of a cubic, whatever its sign."""
    weight, rolling, turning, area = 9.81 * 92, 0.008, 0.2, 0.4
    speed, tilt = level / 3.6, math.atan(slope)
    air = 1.225 * (373 / 293.15) * 2.71828 ** (-1.225 * 9.81 * (350 / 101325))
    power = 1.09 * speed * (area * (air / 2) * speed**2 + weight * rolling + speed + turning)
    push = weight * (rolling * math.cos(tilt) + math.sin(tilt))
    a, b, c = turning * math.cos(tilt) / (area * air), 2 * push / (area * air), -2 * power / (1.09 * area * air)
    q, r = (a * a - 3 * b) / 9, (2 * a * a * a - 9 * a * b + 27 * c) / 54
    if r * r < q * q * q:
        return 3.6 * abs(-2 * math.sqrt(q) * math.cos(math.acos(r / math.sqrt(q**3)) / 3) - a / 3)
    root = -math.copysign((abs(r) + math.sqrt(r * r - q**3)) ** (1 / 3), r)
    return 3.6 * abs(root + q / root - a / 3)


@numba.njit
def their_speed(moving: int, level: float, slope: float) -> float:
    if moving == 1:
        return math.exp(-3.5 * abs(slope + 0.05) + 0.175) * level
    return their_cycling(level, slope) if moving == 2 else level


@numba.njit
def theirs(moving: Any, level: Any, height: Any, rows: Any, columns: Any, wide: float, high: float) -> Any:
    """Seconds to the nearest facility over the mean speed of two cells."""
    found = np.full(moving.shape, np.inf)
    waiting = [(0.0, int(r), int(c)) for r, c in zip(rows, columns)]  # noqa: B905 (Numba knows no strict)
    for _, r, c in waiting:
        found[r, c] = 0.0
    heapq.heapify(waiting)
    while len(waiting):
        time, r, c = heapq.heappop(waiting)
        if time > found[r, c]:
            continue
        for down in range(-1, 2):
            for right in range(-1, 2):
                i, j = r + down, c + right
                if (
                    not (0 <= i < moving.shape[0] and 0 <= j < moving.shape[1])
                    or moving[i, j] == 0
                    or (i == r and j == c)
                ):
                    continue
                far = math.hypot(down * high, right * wide)
                slope = (height[r, c] - height[i, j]) / far
                speed = their_speed(moving[r, c], level[r, c], slope) + their_speed(moving[i, j], level[i, j], slope)
                later = time + far * 7.2 / speed
                if later < found[i, j] and later <= LONGEST:
                    found[i, j] = later
                    heapq.heappush(waiting, (later, i, j))
    return found


def beside(name: str, ours: Any, reference: Any) -> None:
    both = np.isfinite(reference) & (ours <= LONGEST)
    off = np.abs(ours[both] - reference[both])
    alone = int((ours <= LONGEST).sum() - both.sum()), int(np.isfinite(reference).sum() - both.sum())
    near = (off <= 0.05 * np.maximum(reference[both], 1)).mean()
    print(f"{name:44} {np.median(off):9.2f} {off.max():9.1f} {100 * near:9.1f} {alone[0]:9,} {alone[1]:9,}")


def main(folder: Path) -> None:
    base, analysis = folder / "base", folder / "analysis"
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "access.yaml"
        path.write_text(YAML.format(base=base.resolve().as_posix()), encoding="utf-8")
        found = reach(path)
    reference, merged, height = (
        read_raster(one).values
        for one in (
            analysis / "cumulative_cost__demo" / "cumulative_cost__demo.GeoTIFF",
            analysis / "land_cover_merged__demo" / "land_cover_merged__demo.GeoTIFF",
            base / "DEM" / "dem__dem.GeoTIFF",
        )
    )
    level, moving = np.zeros(merged.shape), np.zeros(merged.shape, np.int64)
    for code, (speed, how) in MODEL.items():
        level[merged == code], moving[merged == code] = speed, how
    height = np.nan_to_num(height)
    with np.errstate(divide="ignore"):
        pace = 3.6 / level
    chosen = found.chosen["health"]
    at = found.facilities.rows[chosen], found.facilities.at[chosen]
    relief = Relief(height, moving == 1, cycling=moving == 2)
    print(f"{'seconds':44} {'median':>9} {'largest':>9} {'% near':>9} {'only ours':>9} {'only ref.':>9}")
    beside(
        "their rule of 2015, their merged land cover",
        theirs(moving, level, height, *at, found.grid.width, found.grid.height),
        reference,
    )
    ours = travel(pace, found.grid, *at, corners="open", relief=relief).seconds
    beside("ours, their merged land cover", ours, reference)
    beside("ours, from the layers", found.travels["health", "base"].seconds, reference)
    said = tables(found)
    for row in said["access_catchments"]:
        print(
            {name: row[name] for name in ("facility", "turn", "in_reach", "left_in_reach", "served", "minutes_served")}
        )
    for row in said["access_served"]:
        if row["group"].startswith("area="):
            print({name: row[name] for name in ("group", "population", "in_reach", "served")})
    print("people within 30, 60 and 120 minutes, ours and theirs:")
    for limit in (1800, 3600, 7200):
        print(
            [
                float(found.people[times <= limit].sum())
                for times in (found.travels["health", "base"].seconds, reference)
            ]
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
