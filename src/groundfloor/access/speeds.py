"""How fast people move on each kind of ground and road: published tables, one file each in `speeds/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from groundfloor.documents import read_yaml
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.fields import Fields, fields

FOLDER = Path(__file__).parent / "speeds"
FASTEST = 200.0
MODES = ("walking", "cycling")
KEYS = ("preset", "times", "ground", "roads", "walking", "cycling", "source", "assumption")


@dataclass(frozen=True)
class Speeds:
    """km/h by class of ground and of road, 0 where nobody passes; one walks on the ground and on `walking` roads, cycles on `cycling` ground and roads,
    and rides on the other roads. `source` says where they are from.
    """

    ground: Mapping[str, float]
    roads: Mapping[str, float]
    walking: frozenset[str]
    source: str
    assumption: bool = False
    cycling: frozenset[str] = frozenset()

    def applying(self, name: str) -> str | None:
        """The class of ground whose speed a class has: its own, else that of which it is a kind, as its name begins; None where there is none.

        >>> preset("blsq").applying("forest_open_mixed"), preset("blsq").applying("savanna")
        ('forest', None)
        """
        while name not in self.ground:
            name, _, kind = name.rpartition("_")
            if not kind or not name:
                return None
        return name


def presets() -> tuple[str, ...]:
    """The names of the published tables.

    >>> presets()
    ('accessmod', 'blsq', 'geohealthaccess', 'gost', 'gost_cci', 'weiss2020')
    """
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@cache
def preset(name: str) -> Speeds:
    """A published table; a name there is none of raises GroundfloorError.

    >>> preset("blsq").roads["trunk"], preset("weiss2020").ground["savanna"]
    (60.0, 4.86)
    """
    if name not in presets():
        raise GroundfloorError(
            f"There are no speeds {name!r}", expected=f"one of {', '.join(presets())}", hint=nearest(name, presets())
        )
    found = fields(read_yaml(FOLDER / f"{name}.yaml"))
    ground, roads = _table(found, "ground"), _table(found, "roads")
    walking, cycling = (_moving(found, {*ground, *roads}, how) for how in MODES)
    return Speeds(ground, roads, walking, found.text("source"), cycling=cycling)


def read_speeds(found: Fields, *at: str) -> Speeds:
    """The speeds described at a place of access.yaml: a preset, all of it `times` a factor, then classes of one's own."""
    found.known(KEYS, (), *at)
    speeds = Speeds({}, {}, frozenset(), "")
    if found.get(*at, "preset") is not None:
        name = found.word(presets(), *at, "preset")
        speeds = preset(name)
    times = found.number(*at, "times", default=1.0, low=0.1, high=10.0)
    ground, roads = (
        {name: value * times for name, value in table.items()} | _table(found, *at, part)
        for part, table in (("ground", speeds.ground), ("roads", speeds.roads))
    )
    own = found.text(*at, "source").strip()
    changed = times != 1 or any(found.get(*at, part) for part in ("ground", "roads"))
    if changed and not own:
        raise GroundfloorError(
            "Speeds of one's own have no source",
            found.place(*at),
            hint="Say after source: who decided them, or measured them.",
        )
    if not ground:
        raise GroundfloorError(
            "The speeds are empty", found.place(*at), expected=f"preset: one of {', '.join(presets())}"
        )
    source = "; ".join(text for text in (speeds.source, own) if text)
    walking, cycling = (_moving(found, {*ground, *roads}, *at, how) for how in MODES)
    both = sorted(walking & cycling)
    if both:
        raise GroundfloorError(
            f"One walks and cycles on {both[0]!r}", found.place(*at, "cycling"), expected="one of the two"
        )
    return replace(
        speeds,
        ground=ground,
        roads=roads,
        walking=(speeds.walking | walking) - cycling,
        cycling=(speeds.cycling | cycling) - walking,
        source=source,
        assumption=flag(found, *at, "assumption"),
    )


def flag(found: Fields, *at: str) -> bool:
    """Whether the entry is true; what is neither true nor false raises GroundfloorError."""
    value = found.get(*at)
    if value is not None and not isinstance(value, bool):
        raise GroundfloorError(f"{at[-1]} is neither true nor false", found.place(*at))
    return value is True


def _table(found: Fields, *at: str) -> dict[str, float]:
    return {str(one): found.number(*at, one, low=0.0, high=FASTEST) for one in found.table(*at)}


def _moving(found: Fields, classes: set[str], *at: str) -> frozenset[str]:
    """The classes of ground and roads on which one moves so; one without a speed raises GroundfloorError."""
    names = found.names(*at)
    for name in names:
        if name not in classes:
            raise GroundfloorError(
                f"{name!r} has no speed",
                found.place(*at),
                expected=f"one of {', '.join(sorted(classes))}",
                hint=nearest(name, classes),
            )
    return frozenset(names)
