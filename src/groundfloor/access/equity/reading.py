"""`groups` and `poverty` of access.yaml."""

from __future__ import annotations

from pathlib import Path

from groundfloor.access.description import PER_CELL, PER_KM2, PeopleGroup, Poverty
from groundfloor.access.given import OF_FILE, source_of
from groundfloor.access.sources import Points, Source
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields

WEALTH, SHARE_POOR = "wealth", "share_poor"
NEAR = 2000.0  # metres: a little more than the half diagonal of the tiles that wealth indices are published for
FARTHEST = 100_000.0
RASTERS = (".tif", ".tiff")
COLUMNS = ("longitude", "latitude")


def groups_of(found: Fields) -> dict[str, PeopleGroup]:
    """Parts of the people by their name, each a raster with a label."""
    out = {}
    for name in map(str, found.table("groups")):
        at = ("groups", name)
        if not name.isidentifier():
            raise GroundfloorError(
                f"{name!r} is no name", found.key(*at), expected="letters, digits and _, such as women_15_49"
            )
        found.known((*OF_FILE, "unit", "label"), ("path", "source", "unit", "label"), *at)
        unit = found.word((PER_CELL, PER_KM2), *at, "unit")
        out[name] = PeopleGroup(found.words(*at, "label", required=True), source_of(found, *at), unit)
    return out


def poverty_of(found: Fields) -> Poverty | None:
    """Welfare or the share of poor: a raster, points, or a column of the areas; None where it is left out."""
    at = "poverty"
    if found.get(at) is None:
        return None
    found.known((*OF_FILE, "measure", "column", "near", *COLUMNS), ("measure", "source"), at)
    measure = found.word((WEALTH, SHARE_POOR), at, "measure")
    near = found.number(at, "near", default=NEAR, low=0.0, high=FARTHEST)
    column = found.text(at, "column")
    if found.get(at, "path") is None:
        return Poverty(measure, _of_areas(found, measure, column), True, None, near)
    source = source_of(found, at, column="column")
    raster, table = (source.path.suffix.lower() in endings for endings in (RASTERS, (".csv",)))
    named = [found.text(at, name) for name in COLUMNS]
    if raster != (not column) or table != all(named) or any(named) != all(named):
        raise GroundfloorError(
            "The columns of the poverty file are not those of its kind",
            found.place(at),
            expected="a raster: none; a .csv file of points: column, longitude and latitude; another file of points: column",
        )
    points = None if raster else Points(source, named[0], named[1], column)
    return Poverty(measure, source, False, points, near)


def _of_areas(found: Fields, measure: str, column: str) -> Source:
    place = found.place("poverty")
    if measure != SHARE_POOR or not column or found.get("areas") is None:
        raise GroundfloorError(
            "The poverty has no file",
            place,
            expected="path: a raster or points; or measure: share_poor and column: a column of the areas",
        )
    path = Path(place.file).parent / found.text("areas", "path")
    return Source(path, found.text("poverty", "source"), place, found.text("areas", "layer") or None, column)
