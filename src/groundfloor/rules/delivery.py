"""How a programme is delivered, from its fields: who comes forward, how it grows, what running it and setting it up costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.documents import year
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.fields import Fields, shown
from groundfloor.rules.periods import MONEY
from groundfloor.rules.programme import DatedParameter, Overheads, StartUp

RUNNING = ("share", "per_beneficiary", "fixed")
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
