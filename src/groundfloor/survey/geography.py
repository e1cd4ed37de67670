"""Where the groups of a survey lie: the block `map` of survey.yaml, and the areas of a GeoJSON file."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.paths import located
from groundfloor.written import Written

KEYS = ("path", "name", "group", "join", "source", "note")
EXAMPLE = "{path: regions.geojson, name: NAME_1, group: region}"
FINEST = 1 / 500  # of the map's larger side: bends smaller than this are not drawn

Ring = tuple[tuple[float, float], ...]
Shapes = Mapping[str, tuple[Ring, ...]]


@dataclass(frozen=True)
class Geography:
    """A file of areas, the property that names each, the variable whose groups they are, and which areas make one group."""

    path: Path
    name: str
    group: str
    join: Mapping[str, tuple[str, ...]]
    place: Place


def geography_of(written: Written) -> Geography:
    """Read the block."""
    parts = written.parts(KEYS, EXAMPLE)
    for key in ("path", "name", "group"):
        if key not in parts:
            raise GroundfloorError(f"The map has no {key}", written.place, expected=EXAMPLE)
    join = {group: areas.words() for group, areas in parts["join"].parts().items()} if "join" in parts else {}
    return Geography(located(parts["path"]), parts["name"].word(), parts["group"].word(), join, written.place)


def shapes(geography: Geography) -> Shapes:
    """The rings of each group's areas, longitude and latitude in degrees, by group as the tables name it: 'region=North'.

    Areas that `join` names are drawn as one group. Bends too small to be seen are left out (Douglas and Peucker 1973). A file
    that is no GeoJSON of polygons in degrees, a property no area has and an area that is not there raise GroundfloorError.
    """
    found: dict[str, tuple[Ring, ...]] = {}
    for feature in _features(geography):
        named = (feature.get("properties") or {}).get(geography.name)
        if named is not None:
            found[str(named)] = found.get(str(named), ()) + tuple(_rings(feature, geography))
    if not found:
        known = {key for feature in _features(geography) for key in feature.get("properties") or {}}
        raise GroundfloorError(
            f"No area of {geography.path.name} has the property {geography.name!r}",
            geography.place,
            expected=f"one of {', '.join(sorted(known))}" if known else "areas with names",
            hint=nearest(geography.name, known),
        )
    joined = {area: group for group, areas in geography.join.items() for area in areas}
    for area in joined.keys() - found.keys():
        raise GroundfloorError(
            f"join names the area {area!r}, which {geography.path.name} does not have",
            geography.place,
            expected=f"one of {', '.join(sorted(found))}",
            hint=nearest(area, found),
        )
    out: dict[str, tuple[Ring, ...]] = {}
    for area, rings in found.items():
        group = f"{geography.group}={joined.get(area, area)}"
        out[group] = out.get(group, ()) + rings
    return _simplified(out)


def _features(geography: Geography) -> list[dict[str, Any]]:
    place = Place(str(geography.path))
    try:
        document = json.loads(geography.path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise GroundfloorError("The file of the map is not there", place, hint="Mend map: path.") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as wrong:
        raise GroundfloorError(f"The map cannot be read: {wrong}", place, expected="GeoJSON in UTF-8") from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise GroundfloorError("The map is no collection of areas", place, expected="a GeoJSON FeatureCollection")
    return features


def _rings(feature: Mapping[str, Any], geography: Geography) -> Iterator[Ring]:
    shape = feature.get("geometry") or {}
    kind, coordinates = shape.get("type"), shape.get("coordinates") or []
    place = Place(str(geography.path))
    if kind not in ("Polygon", "MultiPolygon"):
        raise GroundfloorError(f"An area of the map is a {kind}", place, expected="Polygon or MultiPolygon")
    try:
        polygons = [coordinates] if kind == "Polygon" else coordinates
        rings = [tuple((float(point[0]), float(point[1])) for point in ring) for one in polygons for ring in one]
    except (TypeError, ValueError, IndexError):
        raise GroundfloorError(
            "An area of the map has broken coordinates", place, expected="pairs of numbers"
        ) from None
    for ring in rings:
        if any(not (abs(x) <= 360 and abs(y) <= 90) for x, y in ring):
            raise GroundfloorError(
                "The map is not in longitude and latitude",
                place,
                expected="degrees",
                hint="Save it in the system WGS 84 (EPSG:4326).",
            )
        if len(ring) > 2:
            yield ring


def _simplified(found: Mapping[str, tuple[Ring, ...]]) -> Shapes:
    points = [point for rings in found.values() for ring in rings for point in ring]
    sides = [max(p[i] for p in points) - min(p[i] for p in points) for i in (0, 1)]
    return {group: tuple(simplify(ring, max(sides) * FINEST) for ring in rings) for group, rings in found.items()}


def simplify(ring: Sequence[tuple[float, float]], tolerance: float) -> Ring:
    """The points of a line from which none lies farther than `tolerance`; the ends and at least four points stay.

    >>> simplify([(0, 0), (1, 0.01), (2, 0), (2, 2), (0, 2), (0, 0)], 0.1)
    ((0, 0), (2, 0), (2, 2), (0, 2), (0, 0))
    """
    kept, waiting = {0, len(ring) - 1}, [(0, len(ring) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, at = 0.0, -1
        for i in range(first + 1, last):
            distance = _distance(ring[i], ring[first], ring[last])
            if distance > far:
                far, at = distance, i
        if at > 0 and far > tolerance:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return tuple(ring[i] for i in sorted(kept)) if len(kept) > 3 else tuple(ring)


def _distance(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """From a point to the straight line through a and b, or to a where they are one."""
    across, up = b[0] - a[0], b[1] - a[1]
    long = math.hypot(across, up)
    if long == 0:
        return math.hypot(point[0] - a[0], point[1] - a[1])
    return abs(across * (a[1] - point[1]) - up * (a[0] - point[0])) / long
