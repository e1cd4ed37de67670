"""How slowly each cell is crossed: land cover, then barriers, then roads, each over what lies below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.access.grid import Bools, Floats, Ints
from groundfloor.access.speeds import Speeds
from groundfloor.access.travel import Relief

KMH = 3.6
NO_GROUND = -1


@dataclass(frozen=True)
class Layers:
    """What lies in each cell: the number of its ground among `classes` (-1: none, nobody passes), whether a barrier, and roads by class.

    `inside` says which cells belong to the country; the others are not entered.
    """

    inside: Bools
    ground: Ints
    classes: tuple[str, ...]
    barrier: Bools
    roads: Mapping[str, Bools]


@dataclass(frozen=True)
class Friction:
    """`pace` in s/m, infinite where nobody passes, where one walks, and where one cycles (None: nowhere)."""

    pace: Floats
    afoot: Bools
    cycling: Bools | None = None

    def on(self, height: Floats | None, direction: str) -> Relief | None:
        """The relief that slows those who walk and cycle here; without heights there is none."""
        return None if height is None else Relief(height, self.afoot, direction, cycling=self.cycling)


def friction(layers: Layers, speeds: Speeds) -> Friction:
    """The pace of each cell. A road takes the place of the ground and opens a way through a barrier; of several roads the fastest counts.

    A road without a speed, or with the speed 0, changes nothing.
    """
    applying = [str(speeds.applying(name)) for name in layers.classes]
    table = np.array([*(speeds.ground[name] for name in applying), 0.0])
    speed = np.where(layers.barrier, 0.0, table[layers.ground])
    cycling = np.array([*(name in speeds.cycling for name in applying), False])[layers.ground]
    afoot = ~cycling
    known = {name: speeds.roads.get(name, 0.0) for name in layers.roads}
    for name in sorted(known, key=known.__getitem__):
        if known[name] > 0:
            speed[layers.roads[name]] = known[name]
            afoot[layers.roads[name]] = name in speeds.walking
            cycling[layers.roads[name]] = name in speeds.cycling
    speed[~layers.inside] = 0.0
    with np.errstate(divide="ignore"):
        return Friction(KMH / speed, afoot, cycling if cycling.any() else None)
