"""What the entry `sites` of access.yaml asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from groundfloor.access.sources import Points
from groundfloor.errors import Place

COVER, MEAN, ALL, CAPACITY = OBJECTIVES = ("cover", "mean_time", "all", "capacity")
EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class Cost:
    """What one site costs for one thing, once or each year."""

    name: str
    value: float
    yearly: bool
    source: str
    assumption: bool = False


@dataclass(frozen=True)
class Question:
    """Where `number` new sites of a service should stand; `number` is None where as few as can be are asked for, to bring a `share` of people `within` minutes.

    Candidates are `points` of a file, or facilities with the values of `where` to be upgraded; without either all cells. `capacity` is how many
    people a site can serve, on the days on which it is there. People farther than `longest` minutes count that much in a mean.
    """

    name: str
    label: Mapping[str, str]
    service: str
    objective: str
    number: int | None
    within: float
    longest: float
    share: float
    points: Points | None
    where: Mapping[str, tuple[str, ...]]
    capacity: float | None
    costs: tuple[Cost, ...]
    map: bool
    place: Place = field(repr=False)

    @property
    def everywhere(self) -> bool:
        """Whether every cell is a candidate."""
        return self.points is None and not self.where

    def cost(self, *, yearly: bool) -> float | None:
        """What a site costs once, or each year; None where that is not said."""
        found = [one.value for one in self.costs if one.yearly == yearly]
        return sum(found) if found else None
