"""From access.yaml to travel times and who is reached: layers on the grid of the population, one search a service and variant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from groundfloor.access.blanks import emptied, of_cover, of_heights
from groundfloor.access.description import Description, Service
from groundfloor.access.effective.measured import Found, Reachable, effective_access, survey_of
from groundfloor.access.equity.findings import worse_served
from groundfloor.access.equity.people import Part, parts_of
from groundfloor.access.equity.welfare import Welfare, welfare_of
from groundfloor.access.facilities import Facilities, odd, placed, read_facilities, swapped
from groundfloor.access.findings import of_areas, of_people, of_speeds, of_unit
from groundfloor.access.floating.scores import Scored, floating
from groundfloor.access.friction import NO_GROUND, Friction, Layers, friction
from groundfloor.access.grid import Bools, Floats, Grid, Ints
from groundfloor.access.layers import brought, cells_of, read_raster
from groundfloor.access.people import areas_of, fitted, known_people, people_of
from groundfloor.access.places import places
from groundfloor.access.reading import read_access
from groundfloor.access.referral.levels import Referral, Terrain, far_away, referral
from groundfloor.access.served import Served, served
from groundfloor.access.siting.answer import Answer, Ground, answers
from groundfloor.access.siting.field import Field
from groundfloor.access.travel import Relief, Travel, travel
from groundfloor.access.vectors import Features, read_features
from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value


@dataclass(frozen=True)
class Reached:
    """What was found: people by cell, the number of each cell's area among `areas` (-1: none) and of its place among
    `PLACES` (None where the grid does not tell), the `classes` of ground and of `roads`, and travel by service and variant. `served` is by service, for those with capacities; `sites`
    are the answers to the questions on sites, by name.

    `chosen` are the numbers of the facilities of each service that are on the grid, in the order in which `Travel.nearest` counts them.
    `groups` are parts of the people; `referrals` and `supplies` are by service; `effective` has a row a service and group, from the files `surveyed`.
    """

    description: Description
    grid: Grid
    people: Floats
    area: Ints
    areas: tuple[str, ...]
    places: Ints | None
    boundaries: Features | None
    roads: tuple[str, ...]
    facilities: Facilities
    chosen: dict[str, Ints]
    travels: dict[tuple[str, str], Travel]
    served: dict[str, Served]
    findings: tuple[Finding, ...]
    sites: dict[str, Answer] = field(default_factory=dict)
    groups: dict[str, Part] = field(default_factory=dict)
    welfare: Welfare = field(default_factory=Welfare)
    referrals: dict[str, Referral] = field(default_factory=dict)
    supplies: dict[str, Scored] = field(default_factory=dict)
    effective: tuple[Found, ...] = ()
    surveyed: tuple[Path, ...] = ()
    classes: tuple[str, ...] = ()


def reach(
    path: str | Path, say: Callable[[str], None] = lambda _: None, *, survey: str | Path | None = None
) -> Reached:
    """Travel times to every service that an access.yaml describes, under each variant of its speeds. It needs the extra `geo`.

    `survey` is the survey.yaml for what the description calls effective, in place of the one it names.

    >>> found = reach("example")
    >>> round(float(found.travels["hospital", "base"].seconds[15, 13]))
    56
    """
    description = read_access(path)
    sample, surveyed = survey_of(description.effective, survey)
    people, grid, lacking = people_of(description)
    boundaries = None if description.areas is None else read_features(description.areas.path, description.areas.layer)
    areas, area = areas_of(description, boundaries, grid)
    inside = np.isfinite(people) | (area >= 0)
    people = np.where(np.isfinite(people), people, 0.0)
    known = known_people(description, boundaries, areas)
    counted = np.bincount(area[area >= 0], people[area >= 0], minlength=len(areas)).astype(float)
    groups, apart = parts_of(description, grid, people, area, areas, counted, known)
    lacking += of_unit(description, people, grid, area, known)
    if description.fit:
        people = fitted(people, area, areas, counted, known, description)
    welfare, unknown = welfare_of(description, boundaries, grid, people, area, areas)
    layers, said = _layers(description, grid, inside)
    lacking += said
    frictions = {variant: friction(layers, speeds) for variant, speeds in description.speeds.items()}
    passable = np.logical_and.reduce([np.isfinite(one.pace) for one in frictions.values()])
    facilities = placed(read_facilities(description.facilities), grid, passable, description.snap)
    height, said = _height(description, grid)
    lacking += said
    base = frictions["base"]
    hills = base.on(height, description.direction)
    chosen, travels, places_of, supplies = {}, {}, {}, {}
    for name, service in description.services.items():
        chosen[name] = _giving(facilities, service, grid)
        rows, columns = facilities.rows[chosen[name]], facilities.at[chosen[name]]
        for variant, one in frictions.items():
            say(f"Travel times: {name}, {variant}")
            relief = one.on(height, description.direction)
            travels[name, variant] = travel(
                one.pace, grid, rows, columns,
                neighbours=description.neighbours, corners=description.corners, relief=relief,
            )  # fmt: skip
        if service.capacity is not None:
            say(f"Catchments: {name}")
            given = description, service, service.capacity, facilities, chosen[name]
            places_of[name], said = served(*given, people, grid, base, hills)
            lacking += said
        if service.supply is not None:
            say(f"Supply: {name}")
            having = description, service, service.supply, facilities, chosen[name]
            supplies[name], said = floating(*having, people, grid, base, hills)
            lacking += said
    terrain = Terrain(base.pace, grid, description.neighbours, description.corners, hills)
    referrals, distant = _referrals(description, facilities, chosen, travels, terrain, say)
    sites, strange = _sites(description, grid, people, facilities, chosen, travels, places_of, base, hills, say)
    effective: tuple[Found, ...] = ()
    if description.effective is not None and sample is not None:
        nearest = {name: travels[name, "base"] for name in description.services}
        here = Reachable(grid, people, area, areas, np.isfinite(terrain.pace), nearest)
        effective, said = effective_access(description.effective, sample, here)
        lacking += said
    findings = (
        *odd(facilities, grid),
        *lacking,
        *distant,
        *strange,
        *of_speeds(description),
        *of_areas(areas, area, counted, known, fit=description.fit),
        *of_people(people, area, areas, base, travels),
        *apart,
        *unknown,
        *worse_served(description.services, travels, people, groups, welfare, area),
    )
    return Reached(
        description,
        grid,
        people,
        area,
        areas,
        places(people, grid),
        boundaries,
        tuple(layers.roads),
        facilities,
        chosen,
        travels,
        places_of,
        findings,
        sites,
        groups,
        welfare,
        referrals,
        supplies,
        effective,
        tuple(surveyed),
        layers.classes,
    )


def _sites(
    description: Description,
    grid: Grid,
    people: Floats,
    facilities: Facilities,
    chosen: dict[str, Ints],
    travels: dict[tuple[str, str], Travel],
    served: dict[str, Served],
    base: Friction,
    hills: Relief | None,
    say: Callable[[str], None],
) -> tuple[dict[str, Answer], list[Finding]]:
    """The answers to the questions on sites, at base speeds."""
    if not description.sites:
        return {}, []
    ground = Ground(
        Field(grid, base, hills, description.neighbours, description.corners),
        people,
        facilities,
        chosen,
        {name: travels[name, "base"] for name in chosen},
        {name: one.left for name, one in served.items()},
    )
    return answers(description, ground, say)


def _referrals(
    description: Description, facilities: Facilities, chosen: dict[str, Ints], travels: dict[tuple[str, str], Travel],
    terrain: Terrain, say: Callable[[str], None],
) -> tuple[dict[str, Referral], list[Finding]]:  # fmt: skip
    """From each service that refers to another, and the facilities that are far from it."""
    found, findings = {}, []
    for name, service in description.services.items():
        if service.refers_to:
            following = description.services[service.refers_to]
            say(f"Referral: {name}")
            found[name] = referral(
                facilities,
                chosen[name],
                travels[name, "base"],
                chosen[following.name],
                travels[following.name, "base"],
                terrain,
            )
            findings += far_away(facilities, found[name], service, following)
    return found, findings


def _layers(description: Description, grid: Grid, inside: Bools) -> tuple[Layers, list[Finding]]:
    ground = description.ground
    blank: list[Finding] = []
    if ground.raster is None:
        classes: tuple[str, ...] = (ground.everywhere,)
        numbers = np.zeros(grid.shape, np.int64)
    else:
        raster = read_raster(ground.raster.path)
        values, blank = emptied(raster.values, of_cover(raster.values, ground.classes), ground.raster.path)
        classes, numbers = _covered(description, brought(replace(raster, values=values), grid), inside)
    barrier = np.zeros(grid.shape, dtype=bool)
    for source in description.barriers.values():
        barrier |= cells_of(read_features(source.path, source.layer), grid)
    roads, findings = _roads(description, grid)
    return Layers(inside, numbers, classes, barrier, roads), blank + findings


def _height(description: Description, grid: Grid) -> tuple[Floats | None, list[Finding]]:
    """Metres above the sea of each cell; a relief that lies elsewhere raises GroundfloorError."""
    if description.relief is None:
        return None, []
    raster = read_raster(description.relief.path)
    values, findings = emptied(raster.values, of_heights(raster.values), description.relief.path)
    height = brought(replace(raster, values=values), grid, "bilinear")
    if not np.isfinite(height).any():
        raise GroundfloorError("The relief lies beyond the grid of the population", description.relief.place)
    return height, findings


def _covered(description: Description, values: Floats, inside: Bools) -> tuple[tuple[str, ...], Ints]:
    """The class of each cell; a code in the country that has no class raises GroundfloorError."""
    known = description.ground.classes
    here = values[inside & np.isfinite(values)]
    if not len(here):
        raise GroundfloorError("The land cover lies beyond the country", description.ground.place)
    strange = sorted(set(np.unique(here).tolist()) - known.keys())
    if strange:
        raise GroundfloorError(
            f"The land cover has codes without a class: {', '.join(f'{one:g}' for one in strange)}",
            description.ground.place,
            hint="Give each a class under ground: classes.",
        )
    for code in sorted(set(np.unique(here).tolist())):
        for variant, speeds in description.speeds.items():
            if speeds.applying(known[code]) is None:
                raise GroundfloorError(
                    f"The speeds {variant} have none for ground {known[code]!r}, the code {code:g} of the land cover",
                    description.ground.place,
                    expected=f"one of {', '.join(speeds.ground)}",
                    hint=f"Add it under speeds: {variant}: ground, with its source.",
                )
    known = {code: name for code, name in known.items() if code in here or code in description.ground.own}
    classes = tuple(dict.fromkeys(known.values()))
    numbers = np.full(values.shape, NO_GROUND, np.int64)
    for code, name in known.items():
        numbers[values == code] = classes.index(name)
    return classes, numbers


def _roads(description: Description, grid: Grid) -> tuple[dict[str, Bools], list[Finding]]:
    """The cells of each class of road, and the classes that have no speed."""
    if description.roads is None:
        return {}, []
    features = read_features(description.roads.path, description.roads.layer)
    given = features.texts(description.roads.column, description.roads.place)
    called = [description.road_classes.get(one, one) for one in given]
    found, findings = {}, []
    for name in sorted(set(called)):
        numbers = [i for i, one in enumerate(called) if one == name]
        lacking = [variant for variant, speeds in description.speeds.items() if name not in speeds.roads]
        if lacking:
            said: dict[str, Value] = {"count": len(numbers), "name": name, "variants": ", ".join(lacking)}
            findings.append(Finding("warning", "access", "roads", len(numbers), "access.no_speed", said))
        if len(lacking) < len(description.speeds):
            found[name] = cells_of(features, grid, numbers)
    return found, findings


def _giving(facilities: Facilities, service: Service, grid: Grid) -> Ints:
    numbers = facilities.giving(service)
    numbers = numbers[facilities.rows[numbers] >= 0]
    if not len(numbers):
        raise GroundfloorError(
            f"No facility of {service.name!r} is on the grid",
            service.place or Place(str(facilities.path)),
            hint="Longitude and latitude are swapped: with the one for the other they would lie on it."
            if swapped(facilities, grid)
            else "Look at the coordinates of the facilities and at the extent of the population.",
        )
    return numbers
