"""Dated parameters from their fields: a unit, and numbers by the day from which they are in force."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from groundfloor.errors import GroundfloorError
from groundfloor.rules import units
from groundfloor.rules.fields import Fields
from groundfloor.rules.functions import CONVERSIONS, FUNCTIONS
from groundfloor.rules.names import declared
from groundfloor.rules.programme import DatedParameter, DatedValue
from groundfloor.survey.variables import Harmonised

INDICES = ("inflation", "wages", "gdp_per_capita")
KEYS = ("unit", "values", "indexed_to", "source", "label")
VALUE_KEYS = ("value", "source")
RESERVED = ("household", "floor", *FUNCTIONS, *CONVERSIONS)


def parameters(found: Fields, owner: str, variables: Mapping[str, Harmonised]) -> dict[str, DatedParameter]:
    """The dated parameters of a programme or floor, by short name; `owner` makes the full name, `variables` have theirs."""
    out = {}
    for name in found.table("parameters"):
        short = declared(name, "parameter", found.key("parameters", name), RESERVED, variables)
        out[short] = _parameter(found, f"{owner}.{short}", "parameters", name)
    return out


def _parameter(found: Fields, full: str, *path: Hashable) -> DatedParameter:
    """One dated parameter; that its days differ is seen to where the file is read, since each is written in one way."""
    found.known(KEYS, ("unit", "values"), *path)
    unit = units.canonical(found.text(*path, "unit"), found.place(*path, "unit"))
    indexed = None
    if found.get(*path, "indexed_to") is not None:
        indexed = found.word(INDICES, *path, "indexed_to")
        if "LCU" not in unit:
            raise GroundfloorError(
                f"{full} is in {unit} and indexed to {indexed}",
                found.place(*path, "indexed_to"),
                hint="Only money is indexed: take indexed_to away.",
            )
    values = _values(found, *path, "values")
    if not values:
        raise GroundfloorError(
            f"The parameter {full!r} has no value", found.place(*path, "values"), expected="such as {2026-01-01: 75}"
        )
    return DatedParameter(full, unit, values, indexed, found.text(*path, "source"), found.words(*path, "label"))


def _values(found: Fields, *path: Hashable) -> tuple[DatedValue, ...]:
    dated = []
    for day, value in found.table(*path).items():
        at, source = (*path, day), ""
        start = found.date(*at)
        if isinstance(value, Mapping):
            found.known(VALUE_KEYS, ("value",), *at)
            source, at = found.text(*at, "source"), (*at, "value")
        dated.append(DatedValue(start, found.number(*at), source))
    return tuple(sorted(dated, key=lambda one: one.start))
