"""The low and the high variant of a floor: what its programmes, and the floor itself, say instead, in the words of a scenario."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

from groundfloor.documents import Document
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.fields import Fields
from groundfloor.rules.order import needs
from groundfloor.rules.patch import applied
from groundfloor.rules.programme import Floor

VARIANTS = ("low", "high")
OF_A_PROGRAMME = ("eligible", "amount", "limit", "take_up", "phase_in", "administration", "start_up", "parameters")
OF_A_FLOOR = ("programmes", "parameters")


def variant(floor: Floor, which: str) -> Floor:
    """A floor as its `low` or `high` variant has it; itself where nothing of it has one.

    A programme's own variant is laid on first, then the floor's. Raises GroundfloorError as a scenario does.

    >>> from groundfloor.rules.load import floor_of
    >>> text = "programme: p\\nlabel: {en: P}\\nguarantee: old_age\\nfunction: old_age\\nstatus: existing\\nunit: person\\n"
    >>> text += "eligible: age >= 60\\namount: income\\nvariants: {low: {eligible: age >= 70}, high: {take_up: 1}}\\ntake_up: 0.8\\n"
    >>> low, high = (variant(floor_of([text]), which).programmes["p"] for which in VARIANTS)
    >>> low.texts["eligible"], low.take_up, high.texts["eligible"], high.take_up
    ('age >= 70', 0.8, 'age >= 60', 1.0)
    """
    if not changed(floor, which):
        return floor
    whole: Fields = floor.source["fields"]
    programmes: Mapping[str, Fields] = floor.source["programmes"]
    bare = {name: _without(found) for name, found in programmes.items()}
    plain = replace(floor, source={**floor.source, "fields": _without(whole), "programmes": bare})
    out = applied(plain, _own(whole, programmes, which), floor.name)
    if whole.table("variants", which):
        out = applied(out, _of_floor(whole, which, programmes), floor.name)
    return out


def changed(floor: Floor, which: str) -> set[str]:
    """The programmes that a variant changes itself."""
    programmes: Mapping[str, Fields] = floor.source.get("programmes", {})
    whole: Fields | None = floor.source.get("fields")
    found = {name for name, one in programmes.items() if one.table("variants", which)}
    if whole is not None:
        found |= set(whole.table("variants", which, "programmes")) & programmes.keys()
        for full in whole.table("variants", which, "parameters"):
            owner = str(full).partition(".")[0]
            found |= set(programmes) if owner == "floor" else {owner} & programmes.keys()
    return found


def touched(floor: Floor, names: set[str]) -> set[str]:
    """The programmes whose figures may differ where `names` are changed: those, those that read them, and those that replace what they do."""
    found = set(names)
    while True:
        ended = {one for name in found for one in floor.programmes[name].replaces}
        more = {
            name
            for name, one in floor.programmes.items()
            if name not in found
            and ({*needs(one.eligible, one.amount), *one.replaces} & (found | ended) or name in ended)
        }
        if not more:
            return found
        found |= more


def check_variants(floor: Floor) -> None:
    """Refuse variants that are none, and those under which the floor breaks a rule."""
    whole: Fields = floor.source["fields"]
    _known(whole, OF_A_FLOOR)
    for found in floor.source["programmes"].values():
        _known(found, OF_A_PROGRAMME)
    for which in VARIANTS:
        variant(floor, which)


def _known(found: Fields, keys: tuple[str, ...]) -> None:
    if found.get("variants") is None:
        return
    found.known(VARIANTS, (), "variants")
    if not found.table("variants"):
        raise GroundfloorError("variants is empty", found.place("variants"), expected="low, high or both")
    for which in found.table("variants"):
        found.known(keys, (), "variants", which)
        if not found.table("variants", which):
            raise GroundfloorError(
                f"The {which} variant changes nothing",
                found.place("variants", which),
                expected=f"one of {', '.join(keys)}",
            )


def _without(found: Fields) -> Fields:
    data = {key: value for key, value in found.data.items() if key not in ("variants", "scenarios")}
    return Fields(data, found.origins)


def _own(whole: Fields, programmes: Mapping[str, Fields], which: str) -> Fields:
    """What the programmes say of a variant, as one patch in which everything knows where it stands."""
    data: dict[str, dict[str, Any]] = {"programmes": {}, "parameters": {}}
    origins: dict[tuple[Hashable, ...], tuple[Document, tuple[Hashable, ...]]] = {(): whole.origin(())}
    for name, found in programmes.items():
        entries = {key: one for key, one in found.table("variants", which).items() if key != "parameters"}
        if entries:
            data["programmes"][name] = entries
            origins["programmes", name] = found.origin(("variants", which))
        for short in found.table("variants", which, "parameters"):
            at = ("variants", which, "parameters", short)
            if short not in found.table("parameters"):
                raise GroundfloorError(
                    f"The {which} variant changes the parameter {short!r}, which is not there",
                    found.key(*at),
                    hint=nearest(str(short), [str(one) for one in found.table("parameters")]),
                )
            data["parameters"][f"{name}.{short}"] = found.get(*at)
            origins["parameters", f"{name}.{short}"] = found.origin(at)
    return Fields(data, origins)


def _of_floor(whole: Fields, which: str, programmes: Mapping[str, Fields]) -> Fields:
    """What the floor says of a variant of programmes that it, or its scenario, has."""
    written = whole.table("variants", which)
    kept = {key: dict(written.get(key) or {}) for key in OF_A_FLOOR}
    kept["programmes"] = {name: one for name, one in kept["programmes"].items() if name in programmes}
    kept["parameters"] = {
        full: one for full, one in kept["parameters"].items() if str(full).partition(".")[0] in (*programmes, "floor")
    }
    return Fields(kept, {(): whole.origin(("variants", which))})
