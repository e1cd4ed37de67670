"""What access.yaml describes: layers, speeds, facilities and what counts as reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from groundfloor.access.questions import Question
from groundfloor.access.shapefiles import parts_of
from groundfloor.access.sources import Points, Source
from groundfloor.access.speeds import Speeds
from groundfloor.errors import Place

PER_CELL, PER_KM2 = "persons/cell", "persons/km2"


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
class Supply:
    """What a facility has (beds, staff): the number in a column, or `values` by what stands there; and the weight of what is how far away.

    `steps` are ascending minutes with the weight up to each; where there are none it falls as a normal curve that ends at `gaussian` minutes.
    """

    column: str
    values: Mapping[str, float]
    steps: tuple[tuple[float, float], ...]
    gaussian: float
    label: Mapping[str, str]
    source: str
    place: Place = field(repr=False)

    @property
    def furthest(self) -> float:
        """The minutes beyond which nothing counts."""
        return self.steps[-1][0] if self.steps else self.gaussian


@dataclass(frozen=True)
class Service:
    """A service: its name by language, the values of columns that a facility must have to give it, and minutes within which it is reached.

    `capacity` is None where it is not said how many people a facility can serve, `supply` where not what it has; `refers_to` is the
    service of the next level, empty where there is none.
    """

    name: str
    label: Mapping[str, str]
    where: Mapping[str, tuple[str, ...]]
    within: tuple[float, ...]
    capacity: Capacity | None
    place: Place = field(repr=False)
    supply: Supply | None = None
    refers_to: str = ""

    @property
    def middle(self) -> float:
        """The number of minutes that sentences and pictures speak of."""
        return self.within[len(self.within) // 2]


@dataclass(frozen=True)
class PeopleGroup:
    """A part of the people, as a raster."""

    label: Mapping[str, str]
    source: Source
    unit: str


@dataclass(frozen=True)
class Poverty:
    """Welfare by cell (`wealth`), or the share of people who are poor (`share_poor`): of a raster, of points, or of each area.

    `by_area` says that it is a column of the areas' own file; `points` is None but for points.
    """

    measure: str
    source: Source
    by_area: bool
    points: Points | None
    near: float


@dataclass(frozen=True)
class Condition:
    """A variable of a survey that is true or false, or its contrary."""

    variable: str
    negated: bool


@dataclass(frozen=True)
class Wanted:
    """What makes access to a service effective: minutes, and what of a survey means that it is affordable and good enough."""

    service: str
    within: float
    affordable: Condition
    quality: Condition
    place: Place = field(repr=False)


@dataclass(frozen=True)
class Effective:
    """Effective access: the survey.yaml (None where the command names it), its variables with the place and the area, and what is wanted of each service.

    `moved` is by how many metres places may have been moved in towns and in the country, None where they were not.
    """

    survey: Path | None
    longitude: str
    latitude: str
    areas: str
    wanted: tuple[Wanted, ...]
    moved: tuple[float, float] | None
    place: Place = field(repr=False)


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
    groups: Mapping[str, PeopleGroup] = field(default_factory=dict)
    poverty: Poverty | None = None
    effective: Effective | None = None
    sites: Mapping[str, Question] = field(default_factory=dict)

    @property
    def files(self) -> list[Path]:
        """The files behind it, in the order of their paths."""
        parts = [one.source for one in self.groups.values()]
        poverty = None if self.poverty is None else self.poverty.source
        rest = (self.areas, self.ground.raster, self.roads, self.relief, *self.barriers.values(), *parts, poverty)
        found = (self.population, self.facilities.source, *(one for one in rest if one is not None))
        places = (one.points.source for one in self.sites.values() if one.points is not None)
        return sorted({file for one in (*found, *places) for file in parts_of(one.path)})
