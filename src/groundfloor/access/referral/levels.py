"""From each facility to the next level: the nearest by time and by distance, and people's whole way."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from groundfloor.access.coverage import MINUTE
from groundfloor.access.description import Service
from groundfloor.access.facilities import Facilities, some
from groundfloor.access.grid import Floats, Grid, Ints
from groundfloor.access.referral.paths import Ways, straight
from groundfloor.access.travel import Relief, Travel, travel
from groundfloor.survey.frame import Finding
from groundfloor.survey.sentences import Value


@dataclass(frozen=True)
class Terrain:
    """What ways lead over: the pace of cells, and the settings of `travel`."""

    pace: Floats
    grid: Grid
    neighbours: int
    corners: str
    relief: Relief | None

    def to(self, rows: Ints, columns: Ints) -> Travel:
        """Times to the nearest of these."""
        return travel(
            self.pace, self.grid, rows, columns, neighbours=self.neighbours, corners=self.corners, relief=self.relief
        )

    def ways(self, found: Travel) -> Ways:
        """The ways behind a map of times."""
        return Ways(found, self.pace, self.grid, neighbours=self.neighbours, corners=self.corners, relief=self.relief)


@dataclass(frozen=True)
class Referral:
    """The facilities of a service that do not give the next level, by their number; -1 and infinite where no way leads there.

    `to` is the next facility nearest in time, `near` that nearest in distance, with seconds and metres to each. `through` is by cell the
    seconds to the nearest facility of the service and on to the next level.
    """

    numbers: Ints
    to: Ints
    seconds: Floats
    metres: Floats
    near: Ints
    seconds_near: Floats
    metres_near: Floats
    through: Floats


def referral(
    facilities: Facilities, here: Ints, first: Travel, there: Ints, next_: Travel, terrain: Terrain
) -> Referral:
    """From the facilities `here` (with the times to them, `first`) to those of the next level `there` (with `next_`)."""
    onward = next_.seconds[facilities.rows[here], facilities.at[here]]
    onward[np.isin(here, there)] = 0.0
    through = np.where(first.nearest >= 0, first.seconds + onward[np.maximum(first.nearest, 0)], math.inf)
    numbers = here[~np.isin(here, there)]
    rows, columns = facilities.rows[numbers], facilities.at[numbers]
    seconds, which = next_.seconds[rows, columns], next_.nearest[rows, columns]
    ways = terrain.ways(next_)
    metres = np.array([ways.metres(r, c) for r, c in zip(rows.tolist(), columns.tolist(), strict=True)], dtype=float)
    near, seconds_near, metres_near = which.copy(), seconds.copy(), metres.copy()
    direct = straight(terrain.grid, rows, columns, facilities.rows[there], facilities.at[there])
    asked = (direct < metres[:, None]) & np.isfinite(metres)[:, None]
    asked[np.arange(len(numbers)), which] = False
    for k in np.flatnonzero(asked.any(axis=0)).tolist():
        one = terrain.to(facilities.rows[there[k : k + 1]], facilities.at[there[k : k + 1]])
        ways = terrain.ways(one)
        for i in np.flatnonzero(asked[:, k]).tolist():
            far = ways.metres(rows[i], columns[i])
            if far < metres_near[i] or (far == metres_near[i] and k < near[i]):
                near[i], metres_near[i], seconds_near[i] = k, far, one.seconds[rows[i], columns[i]]
    named = np.append(there, -1)
    return Referral(numbers, named[which], seconds, metres, named[near], seconds_near, metres_near, through)


def far_away(facilities: Facilities, found: Referral, service: Service, next_: Service) -> list[Finding]:
    """The facilities beyond the middle limit of the next level, the farthest first, and those with no way there."""
    out = []
    beyond = np.isfinite(found.seconds) & (found.seconds > next_.middle * MINUTE)
    order = np.flatnonzero(beyond)[np.argsort(-found.seconds[beyond], kind="stable")]
    for says, severity, chosen in (
        ("referral_far", "note", order),
        ("referral_none", "warning", np.flatnonzero(~np.isfinite(found.seconds))),
    ):
        if len(chosen):
            names = [facilities.names[i] for i in found.numbers[chosen].tolist()]
            said: dict[str, Value] = {
                "count": len(chosen), "all": len(found.numbers), "names": some(names), "programme": service.name,
                "minutes": round(next_.middle),
            }  # fmt: skip
            out.append(Finding(severity, "access", "facilities", len(chosen), f"access.{says}", said))
    return out
