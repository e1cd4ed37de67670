"""One service of a sector as it is described: whom it is for, how many of them it reaches, and what one costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np

from groundfloor.costing.services.people import Who, read_who
from groundfloor.costing.services.prices import Amount, Prices, amount, optional_amount
from groundfloor.costing.services.setting import View
from groundfloor.country.given import Given, given, optional
from groundfloor.country.rates import Floats
from groundfloor.errors import GroundfloorError
from groundfloor.rules.fields import Fields

WHOM = ("people", "coverage")
ABOUT = (*WHOM, "need", "label")
BUILT = ("capital", "lifetime", "maintenance", "delivery")
PER_HEAD = ("running", "overhead")


@dataclass(frozen=True)
class Capital:
    """What a unit costs to build, how long it lasts, its upkeep (a share of its cost a year) and what comes on top of building it."""

    cost: Amount
    lifetime: Given
    maintenance: Given | None
    delivery: Given | None
    contribution: Given | None

    def price(self, view: View) -> Floats:
        """LCU [year] for a unit, with what comes on top of building it."""
        return view.money(self.cost) * (1 + view.value(self.delivery))


@dataclass(frozen=True)
class Service:
    """A service at so much a year for each it covers, and so much for each new unit of capital."""

    name: str
    label: Mapping[str, str]
    who: Who
    need: Given | None
    coverage: Given
    running: Amount | None
    overhead: Given | None
    capital: Capital | None

    def unit_cost(self, view: View) -> Floats:
        """Recurrent LCU [year] for one who is covered, without the upkeep of capital."""
        return view.money(self.running) * (1 + view.value(self.overhead))

    def recurrent(self, view: View, covered: Floats) -> Floats:
        """Recurrent LCU [..., year] for those covered, without the upkeep of capital."""
        return covered * self.unit_cost(view)

    def units(self, view: View) -> Floats:
        """Units of capital [year] that one who is covered needs."""
        return np.ones(len(view.years))

    def needed(self, view: View, covered: Floats) -> Floats:
        """Units of capital [..., year] that those covered need."""
        return covered * self.units(view)

    def inputs(self, view: View, covered: Floats) -> Mapping[str, Floats]:
        """Physical inputs [year] by name that those covered need."""
        return {}


def numbers_in(part: Any) -> Iterator[Given]:
    """Every number of a description or of a part of it."""
    if isinstance(part, Given):
        if part.place.file:
            yield part
    elif isinstance(part, Mapping | list | tuple):
        for one in part.values() if isinstance(part, Mapping) else part:
            yield from numbers_in(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from numbers_in(getattr(part, field.name))


def about(found: Fields, path: Sequence[Any], covered_in: Sequence[str] = ("share",)) -> dict[str, Any]:
    """Name, label, people, need, and coverage in one of the units `covered_in`."""
    return {
        "name": str(path[-1]),
        "label": found.words(*path, "label"),
        "who": read_who(found, *path, "people"),
        "need": optional(found, ("share",), *path, "need"),
        "coverage": given(found, covered_in, *path, "coverage"),
    }


def plain(found: Fields, prices: Prices, path: Sequence[Any], keys: Sequence[str], required: Sequence[str]) -> Service:
    """A service with `running` and `capital` for each it covers; of the `keys` of its sector, some of which are required."""
    found.known((*ABOUT, *keys), (*WHOM, *required), *path)
    known = about(found, path)
    unit = known["who"].unit
    running = optional_amount(found, prices, (f"{unit}/year",), *path, "running")
    capital = read_capital(found, prices, unit, path) if found.get(*path, "capital") is not None else None
    if running is None and capital is None:
        raise GroundfloorError(f"{path[-1]} costs nothing", found.place(*path), expected="running, capital or both")
    if capital is None:
        for key in (*BUILT, "contribution"):
            if found.get(*path, key) is not None:
                raise GroundfloorError(f"{key} stands without capital", found.place(*path, key))
    return Service(
        **known, running=running, overhead=optional(found, ("share", "ratio"), *path, "overhead"), capital=capital
    )


def read_capital(found: Fields, prices: Prices, unit: str, path: Sequence[Any], key: str = "capital") -> Capital:
    """What a unit costs, with lifetime, maintenance and delivery beside it."""
    if found.get(*path, "lifetime") is None:
        raise GroundfloorError(f"{key} has no lifetime", found.place(*path, key), hint="Add lifetime: ... in years.")
    return Capital(
        cost=amount(found, prices, (unit,), *path, key),
        lifetime=_a_year_at_least(given(found, ("years",), *path, "lifetime")),
        maintenance=optional(found, ("share",), *path, "maintenance"),
        delivery=optional(found, ("share",), *path, "delivery"),
        contribution=optional(found, ("share",), *path, "contribution"),
    )


def _a_year_at_least(number: Given) -> Given:
    least = min(float(knots.values.min()) for knots in number.knots.values())
    if least < 1:
        raise GroundfloorError(
            f"{number.name} is {least:g}", number.place, expected="1 year at least: what lasts less is a running cost"
        )
    return number
