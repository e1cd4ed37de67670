"""access.yaml, read and checked key by key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from groundfloor.access.catchments import ORDERS
from groundfloor.access.description import PER_CELL, PER_KM2, Capacity, Description, Ground, Service
from groundfloor.access.effective.reading import effective_of
from groundfloor.access.equity.reading import groups_of, poverty_of
from groundfloor.access.floating.reading import supply_of
from groundfloor.access.given import OF_FILE, maybe, source_of, whole
from groundfloor.access.legends import legend, legends
from groundfloor.access.referral.reading import checked
from groundfloor.access.siting.reading import read_sites
from groundfloor.access.sources import Points
from groundfloor.access.speeds import Speeds, flag, read_speeds
from groundfloor.access.travel import CORNERS, DIRECTIONS, NEIGHBOURS
from groundfloor.documents import read_yaml
from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules.fields import Fields, fields

FILE = "access.yaml"
EXAMPLE = Path(__file__).parent / "example"
KEYS = (
    "access", "country", "year", "population", "areas", "ground", "roads", "barriers", "relief", "speeds", "facilities",
    "services", "sites", "travel", "groups", "poverty", "effective",
)  # fmt: skip
NEEDED = ("access", "country", "year", "population", "ground", "speeds", "facilities", "services")
VARIANTS = ("base", "low", "high")
LONGEST = 24 * 60.0


def read_access(path: str | Path) -> Description:
    """The description of a file or of the access.yaml of a folder; "example" is a made-up country that ships.

    Keys: docs/access.md. What is wrong in it raises GroundfloorError.

    >>> read_access("example").services["hospital"].within
    (60.0, 120.0)
    """
    file = Path(path)
    file = EXAMPLE if str(path) == EXAMPLE.name and not file.exists() else file
    file = file / FILE if file.is_dir() else file
    found = fields(read_yaml(file))
    found.known(KEYS, NEEDED)
    found.known((*OF_FILE, "unit"), ("path", "unit", "source"), "population")
    found.known(("neighbours", "corners", "direction", "snap"), (), "travel")
    speeds = _speeds(found)
    facilities = _points(found, "facilities")
    services = checked({str(name): _service(found, str(name)) for name in found.table("services")})
    year = found.year("year")
    assert year is not None  # noqa: S101 (it is among the needed keys)
    return Description(
        path=file,
        label=found.words("access", required=True),
        country=found.words("country", required=True),
        year=year,
        population=source_of(found, "population"),
        unit=found.word((PER_CELL, PER_KM2), "population", "unit"),
        areas=maybe(found, "name", "areas", more=("population", "fit")),
        known_people=found.text("areas", "population"),
        fit=_fit(found),
        ground=_ground(found, speeds),
        roads=maybe(found, "class", "roads", more=("classes",)),
        road_classes={str(one): found.text("roads", "classes", one) for one in found.table("roads", "classes")},
        barriers={str(name): whole(found, "barriers", str(name)) for name in found.table("barriers")},
        relief=maybe(found, "", "relief"),
        speeds=speeds,
        facilities=facilities,
        services=services,
        neighbours=_neighbours(found),
        corners=found.word(CORNERS, "travel", "corners") if found.get("travel", "corners") is not None else CORNERS[0],
        direction=_direction(found),
        snap=None if found.get("travel", "snap") is None else found.number("travel", "snap", low=0.0, high=100_000.0),
        sites=read_sites(found, tuple(services), _points, _values),
        groups=groups_of(found),
        poverty=poverty_of(found),
        effective=effective_of(found, services),
    )


def _fit(found: Fields) -> bool:
    value = flag(found, "areas", "fit")
    if value and not found.text("areas", "population"):
        raise GroundfloorError(
            "There is nothing to fit the people to",
            found.place("areas", "fit"),
            expected="population: a column of the areas",
        )
    return value


def _neighbours(found: Fields) -> int:
    value = found.get("travel", "neighbours")
    if value is not None and value not in NEIGHBOURS:
        raise GroundfloorError(f"neighbours is {value!r}", found.place("travel", "neighbours"), expected="8 or 16")
    return NEIGHBOURS[0] if value is None else int(value)


def _direction(found: Fields) -> str:
    given = found.get("travel", "direction") is not None
    return found.word(tuple(DIRECTIONS), "travel", "direction") if given else next(iter(DIRECTIONS))


def _speeds(found: Fields) -> dict[str, Speeds]:
    found.known(VARIANTS, VARIANTS[:1], "speeds")
    return {
        variant: read_speeds(found, "speeds", variant)
        for variant in VARIANTS
        if found.get("speeds", variant) is not None
    }


def _ground(found: Fields, speeds: dict[str, Speeds]) -> Ground:
    found.known(("everywhere", "codes", "classes", *OF_FILE), (), "ground")
    everywhere, raster = found.text("ground", "everywhere"), found.get("ground", "path")
    if bool(everywhere) == (raster is not None):
        raise GroundfloorError(
            "The ground is given twice or not at all",
            found.place("ground"),
            expected="everywhere: a class of the speeds, or path: a raster of land cover, with classes and source",
        )
    classes = {_code(found, key): found.text("ground", "classes", key) for key in found.table("ground", "classes")}
    for name, place in [(everywhere, found.place("ground"))] if everywhere else _places(found):
        for variant, one in speeds.items():
            if one.applying(name) is None:
                raise GroundfloorError(
                    f"The speeds {variant} have none for ground {name!r}",
                    place,
                    expected=f"one of {', '.join(one.ground)}",
                    hint=f"Add it under speeds: {variant}: ground, with its source.",
                )
    known = legend(found.word(legends(), "ground", "codes")) if found.get("ground", "codes") is not None else {}
    if raster is not None and not classes and not known:
        raise GroundfloorError(
            "The land cover has no classes",
            found.place("ground"),
            expected=f"classes: {{10: forest, 50: built}}, or codes: one of {', '.join(legends())}",
        )
    source = source_of(found, "ground") if raster is not None else None
    return Ground(everywhere, source, {**known, **classes}, frozenset(classes), found.place("ground"))


def _places(found: Fields) -> list[tuple[str, Place]]:
    at = ("ground", "classes")
    return [(found.text(*at, key), found.place(*at, key)) for key in found.table(*at)]


def _code(found: Fields, key: Any) -> int:
    if not isinstance(key, int) or isinstance(key, bool):
        raise GroundfloorError(
            f"{key!r} is no code of land cover", found.key("ground", "classes", key), expected="a whole number"
        )
    return key


def _points(found: Fields, *at: str) -> Points:
    found.known((*OF_FILE, "name", "longitude", "latitude"), ("path", "source", "name"), *at)
    source = source_of(found, *at)
    longitude, latitude = (found.text(*at, name) for name in ("longitude", "latitude"))
    columns = longitude, latitude
    table = source.path.suffix.lower() == ".csv"
    if table != all(columns) or any(columns) != all(columns):
        raise GroundfloorError(
            "The columns of the coordinates are not named"
            if table
            else "A file of points has no columns of coordinates",
            found.place(*at),
            expected="longitude and latitude, the columns of a .csv file" if table else "path, name and source alone",
        )
    return Points(source, longitude, latitude, found.text(*at, "name"))


def _service(found: Fields, name: str) -> Service:
    at = ("services", name)
    if not name.isidentifier():
        raise GroundfloorError(
            f"{name!r} is no name", found.key(*at), expected="letters, digits and _, such as hospital"
        )
    found.known(("label", "where", "within", "capacity", "supply", "refers_to"), ("label", "within"), *at)
    where = {str(column): _values(found, column, *at) for column in found.table(*at, "where")}
    minutes = found.get(*at, "within")
    if (
        not isinstance(minutes, list)
        or not minutes
        or not all(isinstance(one, int | float) and not isinstance(one, bool) and 0 < one <= LONGEST for one in minutes)
        or sorted(set(minutes)) != minutes
    ):
        raise GroundfloorError(
            "within is no list of minutes",
            found.place(*at, "within"),
            expected="minutes in ascending order, such as [30, 60, 120]",
        )
    label = found.words(*at, "label", required=True)
    return Service(
        name,
        label,
        where,
        tuple(map(float, minutes)),
        _capacity(found, *at, "capacity"),
        found.place(*at),
        supply_of(found, *at, "supply"),
        found.text(*at, "refers_to"),
    )


def _capacity(found: Fields, *at: str) -> Capacity | None:
    if found.get(*at) is None:
        return None
    found.known(("column", "values", "order", "source", "assumption"), ("column", "source"), *at)
    assumption = flag(found, *at, "assumption")
    values = {str(one): found.number(*at, "values", one, low=0.0) for one in found.table(*at, "values")}
    order = found.word(ORDERS, *at, "order") if found.get(*at, "order") is not None else ORDERS[0]
    column, source = found.text(*at, "column"), found.text(*at, "source")
    return Capacity(column, values, order, source, assumption, found.place(*at))


def _values(found: Fields, column: Any, *at: str) -> tuple[str, ...]:
    value = found.get(*at, "where", column)
    if not isinstance(value, list) or not value or any(isinstance(one, list | dict | type(None)) for one in value):
        raise GroundfloorError(
            f"{column} is no list of values", found.place(*at, "where", column), expected="such as [Hospital, Clinic]"
        )
    return tuple(str(one) for one in value)
