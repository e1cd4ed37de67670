"""The essential services a floor names beside its programmes: sectors of the pack's services.yaml, whole or some of their services."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.fields import Fields
from groundfloor.rules.programme import Programme, Provision

KEYS = ("sector", "services", "beside")
CHANGES = ("remove", "add")
IN_KIND = "in_kind"
EXAMPLE = "such as [education, {sector: health, services: [essential_care]}]"


Provisions = Mapping[str, Provision]


def provisions(found: Fields, *path: Hashable) -> dict[str, Provision]:
    """The entries of the list at `path` by sector; none where there is no list. A sector or service named twice is refused."""
    entries = found.get(*path)
    if entries is None:
        return {}
    if not isinstance(entries, list):
        raise GroundfloorError(f"{path[-1]} is no list", found.place(*path), expected=EXAMPLE)
    named: dict[str, Provision] = {}
    for i in range(len(entries)):
        one = _provision(found, *path, i)
        if one.sector in named:
            raise GroundfloorError(f"The sector {one.sector!r} stands twice in {path[-1]}", one.place)
        named[one.sector] = one
    return named


def _provision(found: Fields, *path: Hashable) -> Provision:
    *above, i = path
    entry, place = found.get(*above)[i], found.place(*path)
    if isinstance(entry, str):
        return Provision(entry, place=place)
    if not isinstance(entry, Mapping):
        raise GroundfloorError("A sector of services has no name", place, expected=EXAMPLE)
    own = Fields(entry, {(): found.origin(path)})
    own.known(KEYS, ("sector",))
    services, beside = (tuple(sorted(own.names(key))) for key in KEYS[1:])
    if own.get("services") is not None and not services:
        raise GroundfloorError(
            "No service is named", own.place("services"), hint="Leave `services` out where all of them are meant."
        )
    return Provision(own.text("sector"), services, beside, place)


def changed(before: Provisions, patch: Fields) -> dict[str, Provision]:
    """The services of a floor under a scenario: what its `services` has under `remove` is taken away, then what it has under `add` is put there.

    A sector that is named alone goes whole; of one that the floor has whole no single service can be taken away.
    """
    patch.known(CHANGES, (), "services")
    after = dict(before)
    for sector, gone in provisions(patch, "services", "remove").items():
        old = after.pop(sector, None)
        if old is None or not set(gone.services) <= set(old.services):
            raise GroundfloorError(
                f"The scenario removes services of {sector!r} that the floor does not name",
                gone.place,
                expected=_said(before) if old is None else _said({sector: old}),
                hint=nearest(sector, before) if old is None else None,
            )
        left = tuple(name for name in old.services if name not in gone.services)
        if gone.services and left:
            after[sector] = replace(old, services=left)
    for sector, new in provisions(patch, "services", "add").items():
        old = after.get(sector)
        if old is not None and (not old.services or not new.services or set(old.services) & set(new.services)):
            raise GroundfloorError(
                f"The scenario adds services of {sector!r}, which the floor has", new.place, hint="Take them away."
            )
        if old is not None:
            both = {*old.services, *new.services}
            new = replace(new, services=tuple(sorted(both)), beside=tuple(sorted({*old.beside, *new.beside})))
        after[sector] = new
    return after


def difference(before: Provisions, after: Provisions) -> dict[str, list[Any]]:
    """The entry `services` of a patch that makes `after` of `before`; empty where they are the same."""
    differing = [one for one in before.values() if after.get(one.sector) != one]
    new = [one.written for one in after.values() if before.get(one.sector) != one]
    found: dict[str, list[Any]] = {"remove": [one.sector for one in differing], "add": new}
    return {key: entries for key, entries in found.items() if entries}


def refuse_twice(named: Provisions, programmes: Mapping[str, Programme]) -> None:
    """Services and a programme in kind of the same guarantee would count it twice, unless the floor says that the one is beside the other."""
    for one in named.values():
        same = [name for name, programme in programmes.items() if _overlaps(one.sector, programme)]
        for name in one.beside:
            if name not in same:
                raise GroundfloorError(
                    f"The services of {one.sector} are said to be beside {name!r}, which is no programme in kind of that guarantee in the floor",
                    one.place,
                    expected=f"one of {', '.join(same)}" if same else "nothing under `beside`",
                    hint=nearest(name, same),
                )
        twice = [name for name in same if name not in one.beside]
        if twice:
            raise GroundfloorError(
                f"The services of {one.sector} and {twice[0]} would count {programmes[twice[0]].guarantee} twice",
                one.place,
                expected="one of them in the floor",
                hint=f"Take one away; where they pay for different things, write beside: [{twice[0]}].",
            )


def _overlaps(sector: str, programme: Programme) -> bool:
    """Whether a programme gives in kind what a sector of services gives: its guarantee bears the name of the sector."""
    return programme.guarantee == sector and programme.meta.get("form") == IN_KIND


def _said(named: Provisions) -> str:
    return ", ".join(f"{one.sector} ({', '.join(one.services) or 'all'})" for one in named.values()) or "none"
