"""Survey variables that a floor declares beside the harmonised ones."""

from __future__ import annotations

from typing import cast

from groundfloor.errors import GroundfloorError
from groundfloor.rules import units
from groundfloor.rules.dated import RESERVED
from groundfloor.rules.fields import Fields
from groundfloor.rules.names import declared
from groundfloor.rules.tree import Kind
from groundfloor.survey.variables import VARIABLES, Harmonised

KINDS = ("number", "boolean", "text")
KEYS = ("kind", "unit", "levels", "meaning")


def own_variables(found: Fields) -> dict[str, Harmonised]:
    """The variables of a floor's file by name, each with its kind, a number's unit and a text's closed list of words."""
    return {str(name): _variable(found, name) for name in found.table("variables")}


def _variable(found: Fields, name: object) -> Harmonised:
    at = ("variables", name)
    text = declared(name, "variable", found.key(*at), RESERVED)
    if text in VARIABLES:
        raise GroundfloorError(
            f"The variable {text!r} is there already ({VARIABLES[text].meaning})",
            found.key(*at),
            hint="Take it away, or give yours another name.",
        )
    found.known(KEYS, ("kind",), *at)
    kind = cast(Kind, found.word(KINDS, *at, "kind"))
    for key, needed in (("unit", "number"), ("levels", "text")):
        if found.get(*at, key) is not None and kind != needed:
            raise GroundfloorError(f"A {kind} has no {key}", found.key(*at, key), hint="Take it away.")
    unit = units.canonical(found.text(*at, "unit") or "1", found.place(*at, "unit"))
    return Harmonised(kind, found.text(*at, "meaning") or text, unit, _levels(found, *at, "levels"))


def _levels(found: Fields, *path: object) -> tuple[str, ...]:
    levels = found.get(*path)
    if levels is None:
        return ()
    if not isinstance(levels, list) or not all(
        isinstance(level, str | int) and not isinstance(level, bool) for level in levels
    ):
        # a bare yes or no is a truth value in YAML
        raise GroundfloorError("levels is no list of words", found.place(*path), expected="such as ['yes', 'no']")
    return tuple(str(level) for level in levels)
