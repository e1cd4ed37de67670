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
KEYS = ("preset", "times", "ground", "roads", "walking", "source", "assumption")


@dataclass(frozen=True)
class Speeds:
    """km/h by class of ground and of road, 0 where nobody passes; on `walking` roads one walks. `source` says where they are from."""

    ground: Mapping[str, float]
    roads: Mapping[str, float]
    walking: frozenset[str]
    source: str
    assumption: bool = False


def presets() -> tuple[str, ...]:
    """The names of the published tables.

    >>> presets()
    ('accessmod', 'blsq', 'gost', 'weiss2020')
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
    return Speeds(_table(found, "ground"), _table(found, "roads"), _walking(found), found.text("source"))


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
    walking = speeds.walking | _walking(found, *at)
    return replace(
        speeds, ground=ground, roads=roads, walking=walking, source=source, assumption=flag(found, *at, "assumption")
    )


def flag(found: Fields, *at: str) -> bool:
    """Whether the entry is true; what is neither true nor false raises GroundfloorError."""
    value = found.get(*at)
    if value is not None and not isinstance(value, bool):
        raise GroundfloorError(f"{at[-1]} is neither true nor false", found.place(*at))
    return value is True


def _table(found: Fields, *at: str) -> dict[str, float]:
    return {str(one): found.number(*at, one, low=0.0, high=FASTEST) for one in found.table(*at)}


def _walking(found: Fields, *at: str) -> frozenset[str]:
    return frozenset(found.names(*at, "walking"))
