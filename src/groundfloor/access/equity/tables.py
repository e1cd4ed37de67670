"""The tables of who is reached: parts of the people, inequality over welfare, and the poor."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from groundfloor.access.coverage import GRACE, MINUTE, over
from groundfloor.access.equity.poor import PoorReached, of_areas, of_cells
from groundfloor.access.equity.welfare import FIFTHS, concentration
from groundfloor.access.grid import Bools

if TYPE_CHECKING:
    from groundfloor.access.run import Reached

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "access_groups": ("group", "file", "people_in_file", "people_on_grid", "share_of_people", "cells_larger"),
    "access_inequality": (
        "service", "variant", "within_minutes", "share_poorest", "share_richest", "gap_of_shares", "ratio", "concentration", "erreygers",
    ),
    "access_poor": (
        "service", "variant", "group", "within_minutes", "population", "poor", "poor_reached", "poor_low", "poor_high",
        "share_poor", "share_poor_low", "share_poor_high", "share_others", "share_others_low", "share_others_high",
    ),
}  # fmt: skip
Row = Mapping[str, Any]


def rows(found: Reached) -> dict[str, list[Row]]:
    """The rows of each table; none where the description does not ask for it."""
    return {
        "access_groups": list(_groups(found)),
        "access_inequality": list(_inequality(found)),
        "access_poor": list(_poor(found)),
    }


def _groups(found: Reached) -> Iterator[Row]:
    everybody = float(found.people.sum())
    for name, part in found.groups.items():
        yield {
            "group": f"people={name}",
            "file": found.description.groups[name].source.path.name,
            "people_in_file": part.in_file,
            "people_on_grid": part.on_grid,
            "share_of_people": float(part.people.sum()) / everybody,
            "cells_larger": part.larger,
        }


def _each(found: Reached) -> Iterator[tuple[str, str, float, Bools]]:
    """Each service, variant and limit with the cells within reach."""
    for (service, variant), one in found.travels.items():
        for limit in found.description.services[service].within:
            yield service, variant, limit, one.seconds <= limit * MINUTE + GRACE


def _inequality(found: Reached) -> Iterator[Row]:
    index, fifth = found.welfare.index, found.welfare.fifth
    if index is None or fifth is None:
        return
    known = np.isfinite(index) & (found.people > 0)
    people, number, welfare = found.people[known], fifth[known], index[known]
    whole = np.bincount(number, people, minlength=len(FIFTHS))
    for service, variant, limit, near in _each(found):
        reached = near[known].astype(float)
        part = np.bincount(number, people * reached, minlength=len(FIFTHS))
        poorest, richest = over(part[0], whole[0]), over(part[-1], whole[-1])
        unequal = concentration(welfare, people, reached)
        yield {
            "service": service,
            "variant": variant,
            "within_minutes": limit,
            "share_poorest": poorest,
            "share_richest": richest,
            "gap_of_shares": richest - poorest,
            "ratio": over(poorest, richest),
            "concentration": unequal,
            "erreygers": 4 * over(part.sum(), whole.sum()) * unequal,
        }


def _poor(found: Reached) -> Iterator[Row]:
    """Everybody, and each area."""
    if found.welfare.poor is None and found.welfare.poor_areas is None:
        return
    names = tuple(f"area={name}" for name in found.areas)
    for service, variant, limit, near in _each(found):
        whole, reached, part = _by_area(found, near)
        for at, group in [(slice(None), "all"), *((slice(k, k + 1), name) for k, name in enumerate(names))]:
            people, close = float(np.nansum(whole[at])), float(np.nansum(reached[at]))
            poor, expected, low, high = (
                float(np.nansum(one[at])) for one in (part.poor, part.reached, part.low, part.high)
            )
            known = bool(np.isfinite(part.poor[at]).any())
            others = people - poor
            shares = [over(one, poor) if known else math.nan for one in (expected, low, high)]
            shares += [over(close - one, others) if known else math.nan for one in (expected, high, low)]
            yield {
                "service": service,
                "variant": variant,
                "group": group,
                "within_minutes": limit,
                "population": people if known else math.nan,
                **dict(
                    zip(
                        ("poor", "poor_reached", "poor_low", "poor_high"),
                        (poor, expected, low, high) if known else [math.nan] * 4,
                        strict=True,
                    )
                ),
                **dict(zip(COLUMNS["access_poor"][9:], shares, strict=True)),
            }


def _by_area(found: Reached, near: Bools) -> tuple[Any, Any, PoorReached]:
    """People whose share of poor is known, those of them within reach, and the poor, by area; one place more for those in none."""
    many = len(found.areas) + 1
    number = np.where(found.area < 0, many - 1, found.area).ravel()

    def by(values: Any) -> Any:
        return np.bincount(number, values.ravel(), minlength=many)

    if found.welfare.poor is not None:
        known = np.isfinite(found.welfare.poor)
        people = np.where(known, found.people, 0.0)
        share = np.where(known, found.welfare.poor, 0.0)
        cells = of_cells(people, np.where(near, people, 0.0), share)
        return (
            by(people),
            by(np.where(near, people, 0.0)),
            PoorReached(*(by(one) for one in (cells.poor, cells.reached, cells.low, cells.high))),
        )
    assert found.welfare.poor_areas is not None  # noqa: S101 (seen to above)
    share = np.append(found.welfare.poor_areas, math.nan)
    unknown = np.isnan(share)
    people, close = (np.where(unknown, math.nan, by(one)) for one in (found.people, np.where(near, found.people, 0.0)))
    return people, close, of_areas(people, close, share)
