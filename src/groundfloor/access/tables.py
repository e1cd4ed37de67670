"""The tables of access: who is reached by area, how long it takes, what each facility serves, and what the figures rest on."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundfloor.access.coverage import GRACE, MINUTE, minutes_of, over, within
from groundfloor.access.effective import tables as of_effective
from groundfloor.access.equity import tables as of_equity
from groundfloor.access.equity.welfare import FIFTHS, UNKNOWN
from groundfloor.access.floating import tables as of_floating
from groundfloor.access.grid import Floats, Ints
from groundfloor.access.layers import moved
from groundfloor.access.places import PLACES
from groundfloor.access.referral import tables as of_referral
from groundfloor.access.run import Reached
from groundfloor.access.siting import tables as of_sites
from groundfloor.access.vectors import DEGREES

ALL, NONE = "all", "area=none"
BASE = "base"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "access": (
        "service", "variant", "group", "within_minutes", "population", "reaching", "reached", "share", "share_of_reaching",
    ),
    "access_time": ("service", "variant", "group", "population", "minutes_median", "minutes_p90"),
    "access_facilities": (
        "service", "facility", "name", "longitude", "latitude", "status", "moved_m", "people_nearest", "people_within",
    ),
    "access_served": (
        "service", "group", "population", "in_reach", "served", "share_served", "without_place", "served_reversed", "served_most",
    ),
    "access_catchments": (
        "service", "facility", "name", "turn", "capacity", "in_reach", "left_in_reach", "served", "spare", "without_place", "minutes_served",
    ),
    "access_speeds": ("variant", "kind", "class", "km_per_hour", "afoot", "cycling", "assumption", "source"),
    "access_sources": ("layer", "file", "source"),
    **of_sites.COLUMNS,
    **of_equity.COLUMNS,
    **of_referral.COLUMNS,
    **of_floating.COLUMNS,
    **of_effective.COLUMNS,
}  # fmt: skip
Row = Mapping[str, Any]


def tables(found: Reached) -> dict[str, list[Row]]:
    """The rows of every table by its name; columns: docs/access.md. It needs the extra `geo`.

    >>> from groundfloor.access import reach
    >>> rows = tables(reach("example"))["access"]
    >>> [(row["within_minutes"], round(row["share"], 2)) for row in rows if row["service"] == "hospital"][:2]
    [(60.0, 0.78), (120.0, 0.93)]
    """
    every = parts(found)
    return {
        "access": list(_access(found)),
        "access_time": list(_time(found)),
        "access_facilities": list(_facilities(found)),
        "access_served": list(_served(found)),
        "access_catchments": list(_catchments(found)),
        "access_speeds": list(_speeds(found)),
        "access_sources": list(_sources(found)),
        **of_sites.tables(found.grid, found.people, found.areas, found.area, found.sites),
        **of_equity.rows(found),
        **of_referral.rows(found, every),
        **of_floating.rows(found, every),
        **of_effective.rows(found),
    }


@dataclass(frozen=True)
class Parts:
    """The people of the grid in parts: the name of each group, and the number of each cell's, of which those outside have the last.

    `people` are those of the part by cell where it is not all of a cell's.
    """

    names: tuple[str, ...]
    number: Ints
    people: Floats | None = None


def parts(found: Reached) -> list[Parts]:
    """Everybody; each area, and those in none where there are some; city, town and country where the grid tells; fifths by welfare; parts of the people."""
    out = [Parts((ALL,), np.zeros(found.grid.shape, np.int64))]
    if found.areas:
        names = tuple(f"area={name}" for name in found.areas)
        outside = (NONE,) if (found.people[found.area < 0] > 0).any() else ()
        out.append(Parts((*names, *outside), np.where(found.area < 0, len(names), found.area)))
    if found.places is not None:
        out.append(Parts(tuple(f"place={name}" for name in PLACES), found.places))
    if found.welfare.fifth is not None:
        fifth = found.welfare.fifth
        lacking = (UNKNOWN,) if (found.people[fifth < 0] > 0).any() else ()
        names = tuple(f"welfare={name}" for name in (*FIFTHS, *lacking))
        out.append(Parts(names, np.where(fifth < 0, len(FIFTHS), fifth)))
    for name, one in found.groups.items():
        out.append(Parts((f"people={name}",), np.zeros(found.grid.shape, np.int64), one.people))
    return out


def crossed(found: Reached) -> list[Parts]:
    """Parts of the people by area, as far as there are areas."""
    if not found.areas:
        return []
    number = np.where(found.area < 0, len(found.areas), found.area)
    return [
        Parts(tuple(f"people={name},area={area}" for area in found.areas), number, one.people)
        for name, one in found.groups.items()
    ]


def _access(found: Reached) -> Iterator[Row]:
    divided = [*parts(found), *crossed(found)]
    for (service, variant), one in found.travels.items():
        minutes = found.description.services[service].within
        for part in divided:
            people = found.people if part.people is None else part.people
            rows = within(one.seconds, people, part.number, len(part.names), minutes)
            for group, row in zip(part.names, rows, strict=False):
                for limit, reached in zip(minutes, row[2:], strict=True):
                    yield {
                        "service": service,
                        "variant": variant,
                        "group": group,
                        "within_minutes": limit,
                        "population": float(row[0]),
                        "reaching": float(row[1]),
                        "reached": float(reached),
                        "share": over(reached, row[0]),
                        "share_of_reaching": over(reached, row[1]),
                    }


def _time(found: Reached) -> Iterator[Row]:
    divided = parts(found)
    for (service, variant), one in found.travels.items():
        ordered = np.argsort(one.seconds.ravel(), kind="stable")
        for part in divided:
            lived = found.people if part.people is None else part.people
            order = ordered[lived.ravel()[ordered] > 0]
            seconds, people = one.seconds.ravel()[order], lived.ravel()[order]
            number = part.number.ravel()[order]
            for k, group in enumerate(part.names):
                here = number == k
                yield {
                    "service": service,
                    "variant": variant,
                    "group": group,
                    "population": float(people[here].sum()),
                    "minutes_median": minutes_of(seconds[here], people[here], 0.5),
                    "minutes_p90": minutes_of(seconds[here], people[here], 0.9),
                }


def _facilities(found: Reached) -> Iterator[Row]:
    """Each facility of a service with the people it is nearest to, and those of them within the longest time asked for."""
    places = found.facilities
    for name, service in found.description.services.items():
        one, chosen = found.travels[name, BASE], found.chosen[name]
        served = one.nearest >= 0
        soon = served & (one.seconds <= service.within[-1] * MINUTE + GRACE)
        people, near = (
            np.bincount(one.nearest[cells], found.people[cells], minlength=len(chosen)) for cells in (served, soon)
        )
        rank = {int(number): i for i, number in enumerate(chosen)}
        for number in places.giving(service).tolist():
            at = rank.get(number)
            yield {
                "service": name,
                "facility": number + 1,
                "name": places.names[number],
                "longitude": float(places.longitude[number]),
                "latitude": float(places.latitude[number]),
                "status": places.status[number],
                "moved_m": float(places.off[number]),
                "people_nearest": math.nan if at is None else float(people[at]),
                "people_within": math.nan if at is None else float(near[at]),
            }


def _served(found: Reached) -> Iterator[Row]:
    """People with a place by group: in the order in which facilities take people, and in the opposite one."""
    divided = [part for part in parts(found) if part.people is None]
    for service, one in found.served.items():
        for part in divided:
            whole, near, left, other = (
                np.bincount(part.number.ravel(), people.ravel(), minlength=len(part.names))
                for people in (found.people, one.within, one.left, one.left_reversed)
            )
            for k, group in enumerate(part.names):
                having = float(whole[k] - left[k])
                yield {
                    "service": service,
                    "group": group,
                    "population": float(whole[k]),
                    "in_reach": float(near[k]),
                    "served": having,
                    "share_served": over(having, whole[k]),
                    "without_place": float(near[k]) - having,
                    "served_reversed": float(whole[k] - other[k]),
                    "served_most": one.most if group == ALL else None,
                }


def _catchments(found: Reached) -> Iterator[Row]:
    """Each facility with a capacity, in the order of the file."""
    for service, one in found.served.items():
        turn = {number: i + 1 for i, number in enumerate(one.turn)}
        for k, number in enumerate(one.numbers.tolist()):
            catchment = one.catchments[k]
            yield {
                "service": service,
                "facility": number + 1,
                "name": found.facilities.names[number],
                "turn": turn[k],
                "capacity": float(one.capacity[k]),
                "in_reach": one.in_reach[k],
                "left_in_reach": catchment.left,
                "served": catchment.served,
                "spare": float(one.capacity[k]) - catchment.served,
                "without_place": one.without[k],
                "minutes_served": catchment.minute if catchment.minute >= 0 else None,
            }


def _speeds(found: Reached) -> Iterator[Row]:
    """The speed of each class that lies on the grid."""
    for variant, speeds in found.description.speeds.items():
        shared = {"assumption": speeds.assumption, "source": speeds.source}
        for name in found.classes:
            applying = str(speeds.applying(name))
            yield {
                "variant": variant,
                "kind": "ground",
                "class": name,
                "km_per_hour": speeds.ground[applying],
                "afoot": applying not in speeds.cycling,
                "cycling": applying in speeds.cycling,
                **shared,
            }
        for name in found.roads:
            value = speeds.roads.get(name)
            how = {"afoot": name in speeds.walking, "cycling": name in speeds.cycling}
            yield {"variant": variant, "kind": "road", "class": name, "km_per_hour": value, **how, **shared}


def _sources(found: Reached) -> Iterator[Row]:
    one = found.description
    named = {
        "population": one.population,
        "areas": one.areas,
        "ground": one.ground.raster,
        "roads": one.roads,
        "relief": one.relief,
        "facilities": one.facilities.source,
        **{f"barriers.{name}": source for name, source in one.barriers.items()},
        **{f"groups.{name}": group.source for name, group in one.groups.items()},
        "poverty": None if one.poverty is None else one.poverty.source,
    }
    for layer, source in named.items():
        if source is not None:
            yield {"layer": layer, "file": source.path.name, "source": source.source}
    for name, question in one.sites.items():
        if question.points is not None:
            source = question.points.source
            yield {"layer": f"sites.{name}", "file": source.path.name, "source": source.source}
        for cost in question.costs:
            yield {"layer": f"cost.{name}.{cost.name}", "file": "", "source": cost.source}


def shapes(found: Reached) -> dict[str, list[list[tuple[float, float]]]]:
    """The rings of each area in degrees, by group."""
    if found.boundaries is None or found.description.areas is None:
        return {}
    out: dict[str, list[list[tuple[float, float]]]] = {}
    names = found.boundaries.texts(found.description.areas.column)
    for name, shape in zip(names, found.boundaries.shapes, strict=True):
        for ring in shape.parts:
            x, y = moved(ring[:, 0], ring[:, 1], found.boundaries.crs, DEGREES)
            out.setdefault(f"area={name}", []).append(list(zip(x.tolist(), y.tolist(), strict=True)))
    return out
