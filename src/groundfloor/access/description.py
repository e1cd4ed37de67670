"""What access.yaml describes: layers, speeds, facilities and what counts as reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from groundfloor.access.shapefiles import parts_of
from groundfloor.access.speeds import Speeds
from groundfloor.errors import Place

PER_CELL, PER_KM2 = "persons/cell", "persons/km2"


@dataclass(frozen=True)
class Source:
    """A file with the layer and column to take from it, and where it is from."""

    path: Path
    source: str
    place: Place = field(repr=False)
    layer: str | None = None
    column: str = ""


@dataclass(frozen=True)
class Ground:
    """Land cover: one class everywhere, or a raster with the class of each of its codes. `own` are the codes whose class is written out."""

    everywhere: str = ""
    raster: Source | None = None
    classes: Mapping[int, str] = field(default_factory=dict)
    own: frozenset[int] = frozenset()
    place: Place = field(default=Place(""), repr=False)


@dataclass(frozen=True)
class Capacity:
    """How many people a facility can serve: the number in a column, or `values` by what stands there; and in which `order` facilities take them."""

    column: str
    values: Mapping[str, float]
    order: str
    source: str
    assumption: bool
    place: Place = field(repr=False)


@dataclass(frozen=True)
class Service:
    """A service: its name by language, the values of columns that a facility must have to give it, and minutes within which it is reached.

    `capacity` is None where it is not said how many people a facility can serve.
    """

    name: str
    label: Mapping[str, str]
    where: Mapping[str, tuple[str, ...]]
    within: tuple[float, ...]
    capacity: Capacity | None
    place: Place = field(repr=False)


@dataclass(frozen=True)
class Points:
    """The file of facilities with its columns."""

    source: Source
    longitude: str = ""
    latitude: str = ""
    name: str = ""


@dataclass(frozen=True)
class Description:
    """All of access.yaml."""

    path: Path
    label: Mapping[str, str]
    country: Mapping[str, str]
    year: int
    population: Source
    unit: str
    areas: Source | None
    known_people: str
    fit: bool
    ground: Ground
    roads: Source | None
    road_classes: Mapping[str, str]
    barriers: Mapping[str, Source]
    relief: Source | None
    speeds: Mapping[str, Speeds]
    facilities: Points
    services: Mapping[str, Service]
    neighbours: int
    corners: str
    direction: str
    snap: float | None

    @property
    def files(self) -> list[Path]:
        """The files behind it, in the order of their paths."""
        rest = (self.areas, self.ground.raster, self.roads, self.relief, *self.barriers.values())
        found = (self.population, self.facilities.source, *(one for one in rest if one is not None))
        return sorted({part for one in found for part in parts_of(one.path)})
