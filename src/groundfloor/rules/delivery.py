"""How a programme is delivered, from its fields: who comes forward, how it grows, what running it and setting it up costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.documents import year
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.fields import Fields, shown
from groundfloor.rules.growth import ByCohort, ByPlace, born_from
from groundfloor.rules.periods import MONEY
from groundfloor.rules.programme import DatedParameter, Overheads, StartUp
from groundfloor.survey.variables import Harmonised

RUNNING = ("share", "per_beneficiary", "fixed")
GROWTH = ("by", "born_from", "ages")
MOST = 150
SETTING_UP = ("prices", "values", "source")
EXAMPLE = "such as {prices: 2025, values: {2026: 5000000}, source: Budget 2026}"


def share(found: Fields, key: str, default: float) -> float:
    """A share from 0 to 1; an empty one is refused."""
    _refuse_empty(found, key)
    return found.number(key, default=default, low=0.0, high=1.0)


def _refuse_empty(found: Fields, key: str) -> None:
    if key in found.data and found.get(key) is None:
        # the default would be a figure that nobody wrote
        raise GroundfloorError(f"{key} is empty", found.key(key), hint="Write a number, or take the line away.")


def steps(found: Fields, *path: Any) -> dict[int, float]:
    """The shares reached by year, in ascending order; none where there is no entry."""
    out: dict[int, float] = {}
    for key in found.table(*path):
        at = found.key(*path, key)
        if not isinstance(key, int):
            raise GroundfloorError(f"{shown(key)} is not a year", at, expected="such as {2026: 0.3, 2028: 1.0}")
        step = year(key, at, str(path[0]))
        if out and step <= max(out):
            raise GroundfloorError(f"The year {step} stands after {max(out)}", at, expected="years in ascending order")
        out[step] = found.number(*path, key, low=0.0, high=1.0)
    return out


def take_up(found: Fields) -> tuple[float, dict[int, float]]:
    """Take-up as one share, or by year: then its last, and the path."""
    if not isinstance(found.get("take_up"), Mapping):
        return share(found, "take_up", 1.0), {}
    path = steps(found, "take_up")
    if not path:
        raise GroundfloorError(
            "take_up is empty", found.place("take_up"), expected="a share, or such as {2026: 0.5, 2030: 0.9}"
        )
    return path[max(path)], path


def phase_in(
    found: Fields, unit: str, variables: Mapping[str, Harmonised]
) -> tuple[dict[int, float], ByPlace | ByCohort | None]:
    """How a programme grows: shares by year, or place by place or cohort by cohort."""
    table = found.table("phase_in")
    kind = next((key for key in GROWTH if key in table), None)
    if kind is None:
        return steps(found, "phase_in"), None
    if kind == "by":
        return {}, _by_place(found, variables)
    found.known((kind,), (kind,), "phase_in")
    if unit == "household":
        raise GroundfloorError(
            "A household's benefit does not grow by the age of persons",
            found.key("phase_in", kind),
            expected="a phase-in by year, or by place",
        )
    if kind == "born_from":
        return {}, born_from(year(found.get("phase_in", kind), found.place("phase_in", kind), kind))
    return {}, ByCohort(_ages(found, "phase_in", kind))


def _by_place(found: Fields, variables: Mapping[str, Harmonised]) -> ByPlace:
    words = [name for name, one in variables.items() if one.kind == "text"]
    name = found.get("phase_in", "by")
    if name not in words:
        raise GroundfloorError(
            f"by is {shown(name)}",
            found.place("phase_in", "by"),
            expected="a survey variable of words, such as region",
            hint=nearest(name, words) if isinstance(name, str) else None,
        )
    places, levels = {}, variables[name].levels
    for key in found.table("phase_in"):
        if key in ("by", "other"):
            continue
        if levels and key not in levels:
            raise GroundfloorError(
                f"There is no {name} {shown(key)}",
                found.key("phase_in", key),
                expected=f"one of {', '.join(levels)}, or other",
                hint=nearest(str(key), levels),
            )
        places[str(key)] = _some(found, "phase_in", key)
    if not places:
        raise GroundfloorError(
            "phase_in names no place",
            found.place("phase_in"),
            expected="such as {by: region, North: {2026: 0.5}, other: {2028: 1}}",
        )
    return ByPlace(name, places, _some(found, "phase_in", "other") if "other" in found.table("phase_in") else None)


def _some(found: Fields, *path: Any) -> dict[int, float]:
    """Steps, of which there must be one: a place without any would be one where nobody said what happens."""
    got = steps(found, *path)
    if not got:
        raise GroundfloorError(
            f"{shown(path[-1])} has no year", found.place(*path), expected="such as {2026: 0.3, 2028: 1.0}"
        )
    return got


def _ages(found: Fields, *path: str) -> dict[int, tuple[int, int]]:
    out: dict[int, tuple[int, int]] = {}
    for key in found.table(*path):
        at, value = found.key(*path, key), found.get(*path, key)
        if not isinstance(key, int):
            raise GroundfloorError(f"{shown(key)} is not a year", at, expected="such as {2026: [0, 1], 2028: [0, 4]}")
        step = year(key, at, "ages")
        if out and step <= max(out):
            raise GroundfloorError(f"The year {step} stands after {max(out)}", at, expected="years in ascending order")
        whole = isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)
        if not whole or not 0 <= value[0] <= value[1] <= MOST:
            raise GroundfloorError(
                f"The ages of {step} are {shown(value)}",
                found.place(*path, key),
                expected=f"the youngest and the oldest, whole years up to {MOST}, such as [0, 4]",
            )
        out[step] = (value[0], value[1])
    if not out:
        raise GroundfloorError("ages is empty", found.place(*path), expected="such as {2026: [0, 1], 2028: [0, 4]}")
    return out


def administration(found: Fields, parameters: Mapping[str, DatedParameter]) -> tuple[float, Overheads]:
    """What running a programme costs: a share of benefits, and the parameters of what comes beside it, by their short names."""
    if not isinstance(found.get("administration"), Mapping):
        return share(found, "administration", 0.0), Overheads()
    found.known(RUNNING, (), "administration")
    if not found.table("administration"):
        raise GroundfloorError(
            "administration is empty",
            found.place("administration"),
            expected=f"one of {', '.join(RUNNING)}, or a share",
        )
    of_benefits = found.number("administration", "share", default=0.0, low=0.0, high=1.0)
    each, fixed = (_money(found, parameters, "administration", key) for key in ("per_beneficiary", "fixed"))
    return of_benefits, Overheads(each, fixed)


def _money(found: Fields, parameters: Mapping[str, DatedParameter], *path: str) -> str | None:
    """The full name of a parameter in money per period, None where there is no entry."""
    name = found.get(*path)
    if name is None:
        return None
    if not isinstance(name, str) or name not in parameters:
        raise GroundfloorError(
            f"{path[-1]} is {shown(name)}",
            found.place(*path),
            expected="the name of a parameter of the programme in LCU/year",
            hint=(nearest(name, parameters) if isinstance(name, str) else None)
            or "Write the money under `parameters`, with its unit, its day and its source.",
        )
    one = parameters[name]
    if one.unit not in MONEY:
        raise GroundfloorError(
            f"{name} is in {'no unit' if one.unit == '1' else one.unit}",
            found.place(*path),
            expected=f"a parameter in {', '.join(MONEY[:-1])} or {MONEY[-1]}",
        )
    low = next((value for value in one.values if value.value < 0), None)
    if low is not None:
        raise GroundfloorError(
            f"{name} is {low.value:g} from {low.start} on", found.place(*path), expected="a cost of at least 0"
        )
    return one.name


def start_up(found: Fields) -> StartUp | None:
    """The money spent to set a programme up, None where nothing is said of it."""
    if found.get("start_up") is None:
        return None
    if not isinstance(found.get("start_up"), Mapping):
        raise GroundfloorError(f"start_up is {shown(found.get('start_up'))}", found.place("start_up"), expected=EXAMPLE)
    found.known(SETTING_UP, ("prices", "values"), "start_up")
    prices = year(found.get("start_up", "prices"), found.place("start_up", "prices"), "prices")
    values = {}
    for key in found.table("start_up", "values"):
        at = found.key("start_up", "values", key)
        if not isinstance(key, int):
            raise GroundfloorError(f"{shown(key)} is not a year", at, expected="such as {2026: 5000000}")
        values[year(key, at, "values")] = found.number("start_up", "values", key, low=0.0)
    if not values:
        raise GroundfloorError("values is empty", found.place("start_up", "values"), expected="such as {2026: 5000000}")
    return StartUp(prices, values, found.text("start_up", "source"))
