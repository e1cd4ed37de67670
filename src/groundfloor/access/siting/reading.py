"""The entry `sites` of access.yaml, read and checked key by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from groundfloor.access.questions import ALL, CAPACITY, EVERYWHERE, OBJECTIVES, Cost, Question
from groundfloor.access.sources import Points
from groundfloor.access.speeds import flag
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.fields import Fields

KEYS = (
    "label", "service", "objective", "number", "share", "within", "longest", "candidates", "capacity", "mobile", "cost", "map",
)  # fmt: skip
ONCE, YEARLY = "LCU", "LCU/year"
MOST = 1000
LONGEST = 24 * 60.0
TIMES, LEAST = 4, 240.0  # where `longest` is not said


def read_sites(
    found: Fields, services: tuple[str, ...], points: Callable[..., Points], values: Callable[..., tuple[str, ...]]
) -> dict[str, Question]:
    """The questions by name; `points` reads a file of candidates, `values` those that columns of facilities must have."""
    return {str(name): _question(found, str(name), services, points, values) for name in found.table("sites")}


def _question(
    found: Fields,
    name: str,
    services: tuple[str, ...],
    points: Callable[..., Points],
    values: Callable[..., tuple[str, ...]],
) -> Question:
    at = ("sites", name)
    if not name.isidentifier():
        raise GroundfloorError(
            f"{name!r} is no name", found.key(*at), expected="letters, digits and _, such as next_clinics"
        )
    found.known(KEYS, ("service", "objective", "within", "candidates"), *at)
    service = found.word(services, *at, "service")
    objective = found.word(OBJECTIVES, *at, "objective")
    within = found.number(*at, "within", low=1.0, high=LONGEST)
    longest = found.number(*at, "longest", default=min(max(TIMES * within, LEAST), LONGEST), low=within, high=LONGEST)
    number = _only(found, *at, "number", needed=objective != ALL, because=f"objective is {objective}")
    share = 1.0
    if found.get(*at, "share") is not None:
        _only(found, *at, "share", needed=objective == ALL, because=f"objective is {objective}")
        share = found.number(*at, "share", low=0.0, high=1.0)
    given, where = _candidates(found, *at, "candidates", points=points, values=values)
    return Question(
        name=name,
        label=found.words(*at, "label"),
        service=service,
        objective=objective,
        number=_whole(found, *at, "number", high=MOST) if number else None,
        within=within,
        longest=longest,
        share=share,
        points=given,
        where=where,
        capacity=_capacity(found, objective, *at),
        costs=tuple(_cost(found, str(one), *at, "cost", str(one)) for one in found.table(*at, "cost")),
        map=flag(found, *at, "map"),
        place=found.place(*at),
    )


def _only(found: Fields, *at: str, needed: bool, because: str) -> bool:
    """Whether an entry is there, which it must be where it is needed and must not be elsewhere."""
    there = found.get(*at) is not None
    if there and not needed:
        raise GroundfloorError(f"{at[-1]} has no meaning here: {because}", found.key(*at), hint="Leave it away.")
    if needed and not there:
        raise GroundfloorError(
            f"The key {at[-1]!r} is missing: {because}", found.place(*at[:-1]), hint=f"Add {at[-1]}: ..."
        )
    return there


def _whole(found: Fields, *at: str, high: int) -> int:
    value = found.number(*at, low=1, high=high)
    if value != int(value):
        raise GroundfloorError(f"{at[-1]} is {value:g}", found.place(*at), expected="a whole number")
    return int(value)


def _candidates(
    found: Fields, *at: str, points: Callable[..., Points], values: Callable[..., tuple[str, ...]]
) -> tuple[Points | None, Mapping[str, tuple[str, ...]]]:
    value = found.get(*at)
    if value == EVERYWHERE:
        return None, {}
    if not isinstance(value, Mapping) or ("where" in value) == ("path" in value):
        raise GroundfloorError(
            "candidates is neither everywhere, nor a file, nor facilities",
            found.place(*at),
            expected="everywhere, or {path: villages.csv, name: ..., source: ...}, or {where: {type: [Health Post]}}",
            hint=nearest(value, (EVERYWHERE,)) if isinstance(value, str) else None,
        )
    if "path" in value:
        return points(found, *at), {}
    found.known(("where",), ("where",), *at)
    where = {str(column): values(found, column, *at) for column in found.table(*at, "where")}
    if not where:
        raise GroundfloorError("where is empty", found.place(*at), expected="such as {type: [Health Post]}")
    return None, where


def _capacity(found: Fields, objective: str, *at: str) -> float | None:
    """People a site can serve: on some days of the week the part that these are of all on which facilities are open."""
    because = f"objective is {objective}"
    if not _only(found, *at, "capacity", needed=objective == CAPACITY, because=because):
        _only(found, *at, "mobile", needed=False, because=because)
        return None
    value = found.number(*at, "capacity", low=1.0)
    if found.get(*at, "mobile") is None:
        return value
    found.known(("days", "of"), ("days", "of"), *at, "mobile")
    of = found.number(*at, "mobile", "of", low=1.0, high=7.0)
    return value * found.number(*at, "mobile", "days", low=0.1, high=of) / of


def _cost(found: Fields, name: str, *at: str) -> Cost:
    found.known(("value", "unit", "source", "assumption"), ("value", "unit", "source"), *at)
    value = found.number(*at, "value", low=0.0)
    unit = found.word((ONCE, YEARLY), *at, "unit")
    source: Any = found.text(*at, "source").strip()
    if not source:
        raise GroundfloorError("source is empty", found.place(*at, "source"), hint="Say where the figure is from.")
    return Cost(name, value, unit == YEARLY, source, flag(found, *at, "assumption"))
