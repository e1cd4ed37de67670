"""`effective` of access.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from groundfloor.access.description import Condition, Effective, Service, Wanted
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.fields import Fields

AT = "effective"
LONGITUDE, LATITUDE = "longitude", "latitude"
PLACES = ("urban", "rural")
FARTHEST = 50_000.0
LONGEST = 24 * 60.0


def effective_of(found: Fields, services: Mapping[str, Service]) -> Effective | None:
    """What of a survey makes access effective, by service; None where it is left out."""
    if found.get(AT) is None:
        return None
    found.known(("survey", LONGITUDE, LATITUDE, "areas", "moved", "services"), ("services",), AT)
    path = None
    if found.get(AT, "survey") is not None:
        path = Path(found.place(AT, "survey").file).parent / found.text(AT, "survey")
        if not path.is_file():
            raise GroundfloorError(
                f"There is no file {found.text(AT, 'survey')}",
                found.place(AT, "survey"),
                hint="The path begins where access.yaml lies.",
            )
    return Effective(
        survey=path,
        longitude=found.text(AT, LONGITUDE) or LONGITUDE,
        latitude=found.text(AT, LATITUDE) or LATITUDE,
        areas=found.text(AT, "areas"),
        moved=_moved(found),
        wanted=tuple(_wanted(found, str(name), services) for name in found.table(AT, "services")),
        place=found.place(AT),
    )


def _moved(found: Fields) -> tuple[float, float] | None:
    """Metres in towns and in the country: one number for both, or one each."""
    at = (AT, "moved")
    if found.get(*at) is None:
        return None
    if not isinstance(found.get(*at), Mapping):
        metres = found.number(*at, low=0.0, high=FARTHEST)
        return metres, metres
    found.known(PLACES, PLACES, *at)
    town, country = (found.number(*at, name, low=0.0, high=FARTHEST) for name in PLACES)
    return town, country


def _wanted(found: Fields, name: str, services: Mapping[str, Service]) -> Wanted:
    at = (AT, "services", name)
    if name not in services:
        raise GroundfloorError(
            f"{name!r} is no service",
            found.key(*at),
            expected=f"one of {', '.join(services)}",
            hint=nearest(name, services),
        )
    found.known(("affordable", "quality", "within"), ("affordable", "quality"), *at)
    within = found.number(*at, "within", default=services[name].middle, low=1.0, high=LONGEST)
    affordable, quality = (_condition(found, *at, key) for key in ("affordable", "quality"))
    return Wanted(name, within, affordable, quality, found.place(*at))


def _condition(found: Fields, *at: str) -> Condition:
    if not isinstance(found.get(*at), Mapping):
        return Condition(found.text(*at), False)
    found.known(("not",), ("not",), *at)
    return Condition(found.text(*at, "not"), True)
