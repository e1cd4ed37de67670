"""Scenarios: patches on a floor, checked by the same code as the floor itself."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from groundfloor.documents import Document
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.fields import Fields
from groundfloor.rules.load import build, programme_fields, written
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.provisions import CHANGES, changed

KEYS = ("label", "description", "add", "remove", "services", "contributory", "parameters", "programmes")
CHANGEABLE = (
    "eligible",
    "amount",
    "limit",
    "take_up",
    "phase_in",
    "administration",
    "start_up",
    "variants",
    "form",
    "worth",
    "waives",
    "condition",
    "label",
    "replaces",
)


def scenario(floor: Floor, name: str) -> Floor:
    """The floor of a scenario; the floor's own name gives the floor itself.

    Raises GroundfloorError for an unknown scenario and for a patch that names what is not there or breaks a rule.

    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor
    >>> floor = load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml")
    >>> scenario(floor, "child_grant_to_18").programmes["child_grant"].texts["eligible"]
    'age < 18'
    """
    if name == floor.name:
        return floor
    if name not in floor.scenarios:
        raise GroundfloorError(
            f"The floor {floor.name!r} has no scenario {name!r}",
            expected=f"one of {', '.join([floor.name, *floor.scenarios])}",
            hint=nearest(name, [floor.name, *floor.scenarios]),
        )
    found: Fields = floor.source["fields"]
    document, path = found.origin(("scenarios", name))
    return applied(floor, Fields(found.table("scenarios", name), {(): (document, path)}), name)


def patched(floor: Floor, patch: Mapping[str, Any], name: str = "patch") -> Floor:
    """`floor` under a patch given in memory, of the form a scenario has in the floor's file.

    A place in the file 'patch' is one in the patch as YAML. Raises GroundfloorError as `scenario` does.

    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor
    >>> floor = load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml")
    >>> patched(floor, {"programmes": {"child_grant": {"take_up": 0.5}}}).programmes["child_grant"].take_up
    0.5
    """
    document = written({name: dict(patch)}, "patch")
    return applied(floor, Fields(document.data[name], {(): (document, (name,))}), name)


def laid_on(floor: Floor, patch: Fields, name: str, variables: Mapping[str, Any] | None = None) -> Floor:
    """`floor` under a patch that another file holds, whose rules may read `variables` beside those of the floor.

    `variables` are declared as a floor's own are. Raises GroundfloorError as `scenario` does, at places of that file.
    """
    found: Fields = floor.source["fields"]
    document = written({"variables": dict(variables or {})}, "variables")
    own = document.data["variables"]
    data = {
        **found.data,
        "variables": {**found.table("variables"), **own},
        "scenarios": {name: patch.data},
    }
    origins = {**found.origins, ("scenarios", name): patch.origin(())}
    origins |= {("variables", one): (document, ("variables", one)) for one in own}
    source = {**floor.source, "fields": Fields(data, origins)}
    return scenario(replace(floor, scenarios={name: patch.data}, source=source), name)


def rewritten(floor: Floor, name: str) -> set[str]:
    """The keys of a programme that the scenario of a floor writes anew; none in the floor itself.

    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor
    >>> floor = load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml")
    >>> rewritten(scenario(floor, "child_grant_to_18"), "child_grant"), rewritten(floor, "child_grant")
    ({'eligible'}, set())
    """
    found: Fields | None = floor.source.get("programmes", {}).get(name)
    return set() if found is None else {str(path[0]) for path in found.origins if path}


@dataclass
class _Draft:
    """A floor's fields while a patch is being laid on them."""

    floor: Fields
    programmes: dict[str, Fields]

    def owner(self, name: str) -> Fields | None:
        return self.floor if name == "floor" else self.programmes.get(name)

    def put(self, name: str, found: Fields) -> None:
        if name == "floor":
            self.floor = found
        else:
            self.programmes[name] = found

    @property
    def parameters(self) -> list[str]:
        owners = {"floor": self.floor, **self.programmes}
        return [f"{name}.{short}" for name, one in owners.items() for short in one.table("parameters")]


def applied(floor: Floor, patch: Fields, name: str) -> Floor:
    """`floor` under a patch whose entries know where they stand."""
    patch.known(KEYS)
    patch.words("label")
    patch.words("description")
    draft = _Draft(floor.source["fields"], dict(floor.source["programmes"]))
    for i, gone in enumerate(patch.names("remove")):
        if gone not in draft.programmes:
            raise _absent(f"removes {gone!r}, which the floor does not have", gone, patch, draft, "remove", i)
        del draft.programmes[gone]
    for i, added in enumerate(patch.names("add")):
        if added in draft.programmes:
            raise GroundfloorError(
                f"The scenario adds {added!r}, which the floor has", patch.place("add", i), hint="Take it away."
            )
        draft.programmes[added] = programme_fields(floor.source["pack"], added, patch, "add", i)
    for one in patch.table("programmes"):
        if one not in draft.programmes:
            raise _absent(f"changes {one!r}, which it does not have", one, patch, draft, "programmes", one)
        _programme(patch, one, draft)
    for full in patch.table("parameters"):
        _parameter(patch, full, draft)
    document, path = patch.origin(())
    head = {"floor": name} | ({"label": patch.data["label"]} if patch.get("label") else {})
    head |= {"contributory": _contributory(floor, patch)} if patch.get("contributory") else {}
    return build(
        draft.floor.merged(head, document, path),
        draft.programmes,
        floor.source["pack"],
        services=changed(floor.services, patch),
        with_scenarios=False,
        known=_untouched(floor, draft),
    )


def _untouched(floor: Floor, draft: _Draft) -> dict[str, Programme]:
    """The programmes that a patch leaves as they are; none where it changes what every rule may read."""
    before: Mapping[str, Fields] = floor.source["programmes"]
    if draft.floor is not floor.source["fields"] or draft.programmes.keys() != before.keys():
        return {}
    return {name: one for name, one in floor.programmes.items() if draft.programmes[name] is before[name]}


def _contributory(floor: Floor, patch: Fields) -> list[str]:
    """The contributory schemes of a floor without those removed and with those added."""
    patch.known(CHANGES, (), "contributory")
    kept = list(floor.contributory)
    for key in CHANGES:
        for i, name in enumerate(patch.names("contributory", key)):
            if (name in kept) == (key == "add"):
                has = "has" if key == "add" else "does not have"
                raise GroundfloorError(
                    f"The scenario {key}s {name!r}, which the floor {has}",
                    patch.place("contributory", key, i),
                    hint="Take it away." if key == "add" else nearest(name, kept),
                )
            kept = [*kept, name] if key == "add" else [one for one in kept if one != name]
    return kept


def _absent(what: str, name: object, patch: Fields, draft: _Draft, *path: Hashable) -> GroundfloorError:
    at = patch.key(*path) if path[0] == "programmes" else patch.place(*path)
    return GroundfloorError(f"The scenario {what}", at, hint=nearest(str(name), draft.programmes))


def _programme(patch: Fields, name: str, draft: _Draft) -> None:
    at = ("programmes", name)
    patch.known(CHANGEABLE, (), *at)
    document, path = patch.origin(at)
    draft.programmes[name] = draft.programmes[name].merged(patch.table(*at), document, path)


def _parameter(patch: Fields, full: object, draft: _Draft) -> None:
    """Put a parameter's new dated values in place of those from their first day on; earlier ones stay."""
    owner, _, short = str(full).partition(".")
    target = draft.owner(owner)
    if target is None or short not in target.table("parameters"):
        meant = next((f"Write {one}." for one in draft.parameters if one.endswith(f".{full}")), None)
        raise GroundfloorError(
            f"The scenario changes the parameter {full!r}, which is not there",
            patch.key("parameters", full),
            hint=meant or nearest(str(full), draft.parameters),
        )
    if {"unit", "values"} & set(patch.table("parameters", full)):
        raise GroundfloorError(
            f"A scenario gives {full!r} new values, not a new unit",
            patch.place("parameters", full),
            expected="such as {2027-01-01: 90}",
        )
    days = {day: patch.date("parameters", full, day) for day in patch.table("parameters", full)}
    if not days:
        raise GroundfloorError(
            f"The scenario gives {full!r} no value", patch.key("parameters", full), expected="such as {2026-01-01: 75}"
        )
    values = ("parameters", short, "values")
    kept = {
        day: value for day, value in target.table(*values).items() if target.date(*values, day) < min(days.values())
    }
    origins: dict[tuple[Hashable, ...], tuple[Document, tuple[Hashable, ...]]] = dict(target.origins)
    for day in days:
        origins[(*values, day)] = patch.origin(("parameters", full, day))
    new = {day: patch.get("parameters", full, day) for day in days}
    entry = {**target.table("parameters", short), "values": kept | new}
    table = {**target.table("parameters"), short: entry}
    draft.put(owner, Fields({**target.data, "parameters": table}, origins))
