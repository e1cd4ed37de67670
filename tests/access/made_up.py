"""The made-up country of the example: a river with one bridge, a road, hills, four districts and seven facilities.

python tests/access/made_up.py writes it anew into the package.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.access.grid import Grid
from groundfloor.access.layers import as_geotiff

EXAMPLE = Path(__file__).parents[2] / "src" / "groundfloor" / "access" / "example"
GRID = Grid(30, 40, 1.0, 10.3, 0.01, 0.01)
WEST, SOUTH = GRID.west, GRID.north - GRID.rows * GRID.height
FOREST, FIELDS, TOWN = 10, 40, 50
SEA = np.nan

ACCESS = """\
# A made-up country, to try things on. Nothing in it is real.
access: {en: "Health care in Riverland (made up)", fr: "Les soins au Pays-de-la-Rivière (inventé)"}
country: {en: Riverland, fr: Pays-de-la-Rivière}
year: 2025
population: {path: people.tif, unit: persons/cell, source: "Made up"}
areas: {path: districts.geojson, name: district, source: "Made up"}
ground: {path: ground.tif, classes: {10: forest, 40: cropland, 50: built}, source: "Made up"}
roads: {path: roads.geojson, class: highway, source: "Made up"}
barriers:
  river: {path: river.geojson, source: "Made up"}
relief: {path: relief.tif, source: "Made up"}
speeds:
  base: {preset: blsq}
  low: {preset: blsq, times: 0.67, assumption: true, source: "A third slower"}
  high: {preset: blsq, times: 1.5, assumption: true, source: "Half as fast again"}
facilities: {path: facilities.csv, name: name, longitude: longitude, latitude: latitude, source: "Made up"}
services:
  health:
    label: {en: "Any health facility", fr: "Tout établissement de santé"}
    within: [30, 60, 120]
    capacity: {column: kind, values: {hospital: 20000, post: 3000}, assumption: true, source: "Made up"}
  hospital:
    label: {en: Hospital, fr: Hôpital}
    where: {kind: [hospital]}
    within: [60, 120]
sites:
  next_posts:
    label: {en: "Three new health posts", fr: "Trois nouveaux postes de santé"}
    service: health
    objective: cover
    number: 3
    within: 30
    candidates: everywhere
    map: true
    cost:
      building: {value: 150000, unit: LCU, assumption: true, source: "Made up"}
      staff: {value: 40000, unit: LCU/year, assumption: true, source: "Made up"}
"""
FACILITIES = """\
name,kind,longitude,latitude
Bridge Hospital,hospital,1.145,10.145
West Post,post,1.055,10.245
East Post,post,1.355,10.045
Ferry Post,post,1.205,10.255
Bridge Clinic,post,1.145,10.145
Roaming Clinic,post,,
Border Post,post,1.505,10.145
"""


def people() -> Any:
    """Persons by cell: a town at the bridge, villages, nobody in the sea of the south-west."""
    rows, columns = np.mgrid[:30, :40]
    found = np.round(1500 * np.exp(-((rows - 15) ** 2 + (columns - 14) ** 2) / 12) + (rows * 7 + columns * 13) % 11, 0)
    found[25:, :6] = SEA
    return found


def ground() -> Any:
    """Codes of land cover."""
    found = np.full(GRID.shape, float(FIELDS))
    found[:10, 25:] = FOREST
    found[13:18, 12:17] = TOWN
    return found


def relief() -> Any:
    """Metres above the sea: a hill in the north-east."""
    rows, columns = np.mgrid[:30, :40]
    return np.round(600 * np.exp(-((rows - 5) ** 2 + (columns - 32) ** 2) / 40), 0)


def _collection(*features: tuple[str, Any, dict[str, Any]]) -> str:
    found = [
        {"type": "Feature", "properties": said, "geometry": {"type": kind, "coordinates": coordinates}}
        for kind, coordinates, said in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": found}, indent=1) + "\n"


def _box(west: float, south: float, east: float, north: float) -> list[list[list[float]]]:
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def districts() -> str:
    """Four of equal size, named by where they lie."""
    middle, across = 1.2, 10.15
    return _collection(
        ("Polygon", _box(WEST, across, middle, 10.3), {"district": "North West"}),
        ("Polygon", _box(middle, across, 1.4, 10.3), {"district": "North East"}),
        ("Polygon", _box(WEST, SOUTH, middle, across), {"district": "South West"}),
        ("Polygon", _box(middle, SOUTH, 1.4, across), {"district": "South East"}),
    )


def write(folder: Path) -> Path:
    """Write the country to a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in (("people", people()), ("ground", ground()), ("relief", relief())):
        (folder / f"{name}.tif").write_bytes(as_geotiff(values, GRID))
    river = _collection(("LineString", [[1.205, 9.99], [1.205, 10.31]], {"name": "River"}))
    roads = _collection(
        ("LineString", [[1.02, 10.145], [1.38, 10.145]], {"highway": "primary"}),
        ("LineString", [[1.055, 10.145], [1.055, 10.25]], {"highway": "track"}),
        ("LineString", [[1.3, 10.145], [1.3, 10.28]], {"highway": "ice_road"}),
    )
    texts = {
        "access.yaml": ACCESS,
        "facilities.csv": FACILITIES,
        "districts.geojson": districts(),
        "river.geojson": river,
        "roads.geojson": roads,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


if __name__ == "__main__":
    print(write(EXAMPLE))
