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
FINE = Grid(60, 80, 1.0, 10.3, 0.005, 0.005)
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
    refers_to: hospital
  hospital:
    label: {en: Hospital, fr: Hôpital}
    where: {kind: [hospital]}
    within: [60, 120]
    supply:
      column: kind
      values: {hospital: 120}
      label: {en: Beds, fr: Lits}
      decay: {30: 1, 60: 0.68, 120: 0.22}
      source: "Made up"
groups:
  women_15_49: {path: women.tif, unit: persons/cell, label: {en: "Women of 15 to 49", fr: "Femmes de 15 à 49 ans"}, source: "Made up"}
  under_5: {path: children.tif, unit: persons/cell, label: {en: "Children under 5", fr: "Enfants de moins de 5 ans"}, source: "Made up"}
poverty: {measure: wealth, path: wealth.csv, column: index, longitude: longitude, latitude: latitude, source: "Made up"}
effective:
  survey: survey.yaml
  moved: {urban: 2000, rural: 5000}
  services:
    health: {affordable: {not: foregone_care}, quality: basic_water, within: 60}
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
SURVEY = """\
survey: Survey of Riverland (made up)
country: RIV
year: 2025
files: {persons: survey.csv}
variables:
  household_id: home
  person_id: person
  region: district
  urban: town
  foregone_care: foregone
  basic_water: water
  weight: weight
other:
  longitude: {kind: number, level: household, from: east}
  latitude: {kind: number, level: household, from: north}
design: {strata: district, psu: cluster}
groups: [region, urban]
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


def women() -> Any:
    """Women of 15 to 49 on a grid twice as fine: a quarter of the people in the town, a fifth elsewhere."""
    share = np.where(ground() == TOWN, 0.25, 0.2)
    return np.kron(np.nan_to_num(people() * share) / 4, np.ones((2, 2)))


def children() -> Any:
    """Children under 5: fewer in the town."""
    return people() * np.where(ground() == TOWN, 0.1, 0.18)


def wealth() -> str:
    """An index on points 0.02 degrees apart: highest in the town and along the road, lowest in the hills; none in the far east."""
    rows = ["longitude,latitude,index"]
    for north in np.arange(10.01, 10.3, 0.02):
        for east in np.arange(1.01, 1.38, 0.02):
            town = np.exp(-((east - 1.145) ** 2 + (north - 10.145) ** 2) / 0.003)
            hills = np.exp(-((east - 1.325) ** 2 + (north - 10.245) ** 2) / 0.004)
            rows.append(f"{east:.2f},{north:.2f},{2 * town - hills - 3 * abs(north - 10.145):.3f}")
    return "\n".join(rows) + "\n"


def survey() -> str:
    """Three persons in each of four households in each of twelve clusters; one household says nothing of care, one not where it is."""
    rows = ["home,person,district,cluster,town,east,north,weight,foregone,water"]
    places = [
        ("North West", 1.055, 10.245), ("North West", 1.145, 10.165), ("North West", 1.105, 10.275),
        ("North East", 1.325, 10.245), ("North East", 1.255, 10.165), ("North East", 1.385, 10.285),
        ("South West", 1.145, 10.135), ("South West", 1.155, 10.145), ("South West", 1.065, 10.085),
        ("South East", 1.355, 10.045), ("South East", 1.255, 10.125), ("South East", 1.225, 10.015),
    ]  # fmt: skip
    for cluster, (district, east, north) in enumerate(places):
        town = int(abs(east - 1.145) + abs(north - 10.145) < 0.03)
        for home in range(4):
            where = ("", "") if (cluster, home) == (5, 3) else (east, north)
            foregone = "" if (cluster, home) == (2, 1) else int((cluster + home) % (5 if town else 3) == 0)
            water = int(town or (2 * cluster + home) % 3 > 0)
            for person in range(3):
                said = district, cluster, town, *where, 90 + 5 * cluster, foregone, water
                rows.append(",".join(map(str, (f"{cluster}-{home}", person + 1, *said))))
    return "\n".join(rows) + "\n"


def write(folder: Path) -> Path:
    """Write the country to a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in (("people", people()), ("ground", ground()), ("relief", relief())):
        (folder / f"{name}.tif").write_bytes(as_geotiff(values, GRID))
    (folder / "women.tif").write_bytes(as_geotiff(women(), FINE))
    (folder / "children.tif").write_bytes(as_geotiff(children(), GRID))
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
        "wealth.csv": wealth(),
        "survey.yaml": SURVEY,
        "survey.csv": survey(),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


if __name__ == "__main__":
    print(write(EXAMPLE))
