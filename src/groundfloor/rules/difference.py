"""What sets one floor apart from another, as the patch of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import yaml

from groundfloor.errors import GroundfloorError, Place
from groundfloor.rules import provisions
from groundfloor.rules.dated import parameters
from groundfloor.rules.fields import Fields
from groundfloor.rules.load import programme_fields
from groundfloor.rules.patch import CHANGEABLE, scenario
from groundfloor.rules.programme import DatedParameter, DatedValue, Floor

# what a field that is not written stands for, where an empty one is refused
UNWRITTEN = {"take_up": 1.0, "administration": 0.0}


def patch_text(floor: Floor, name: str) -> str:
    """Scenario `name` of a floor as YAML, as it may stand under `scenarios` of the floor's file; it says what differs and no more.

    Reading it back gives the same floor: `patched(floor, yaml.safe_load(text)[name], name)`. Raises GroundfloorError for an
    unknown scenario.

    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor
    >>> print(patch_text(load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml"), "child_grant_to_18"))
    child_grant_to_18:
      label:
        en: Child grant to 18
        fr: Allocation pour enfant jusqu’à 18 ans
      description:
        en: The child grant is paid for every child under 18.
        fr: L’allocation est versée pour chaque enfant de moins de 18 ans.
      programmes:
        child_grant:
          eligible: age < 18
    <BLANKLINE>
    """
    found = difference(floor, scenario(floor, name))
    said = {key: one for key, one in floor.scenarios.get(name, {}).items() if key in ("label", "description")}
    return yaml.safe_dump({name: said | found}, sort_keys=False, allow_unicode=True, width=2**31)


def difference(before: Floor, after: Floor) -> dict[str, Any]:
    """The patch that makes `after` of `before`: `patched(before, difference(before, after), after.name)` is `after`.

    Raises GroundfloorError where they differ in what a scenario cannot change, such as the unit of a parameter.

    >>> from groundfloor.country.pack import find_pack
    >>> from groundfloor.rules import load_floor
    >>> floor = load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml")
    >>> difference(floor, scenario(floor, "child_grant_to_18"))["programmes"]
    {'child_grant': {'eligible': 'age < 18'}}
    """
    old, new = before.source["fields"], after.source["fields"]
    was: Mapping[str, Fields] = before.source["programmes"]
    now: Mapping[str, Fields] = after.source["programmes"]
    if old.get("variables") != new.get("variables"):
        raise _unchangeable("variables of the floor", new.key("variables"))
    added = [name for name in now if name not in was]
    # an added programme is changed from how its file has it
    files = {**was, **{name: programme_fields(after.source["pack"], name, new) for name in added}}
    changed = {name: _programme(name, files[name], one) for name, one in now.items()}
    values = _parameters("floor", old, new)
    for name, one in now.items():
        values |= _parameters(name, files[name], one)
    patch = {
        "label": dict(after.label) if before.label != after.label else {},
        "remove": [name for name in was if name not in now],
        "add": added,
        "contributory": _contributory(before, after),
        "services": provisions.difference(before.services, after.services),
        "programmes": {name: entries for name, entries in changed.items() if entries},
        "parameters": values,
    }
    return {key: entries for key, entries in patch.items() if entries}


def _contributory(before: Floor, after: Floor) -> dict[str, list[str]]:
    gone, new = (
        [name for name in one.contributory if name not in other.contributory]
        for one, other in ((before, after), (after, before))
    )
    return {key: names for key, names in (("remove", gone), ("add", new)) if names}


def _unchangeable(what: str, place: Place) -> GroundfloorError:
    return GroundfloorError(f"The floors differ in the {what}, which a scenario cannot change", place)


def _programme(name: str, old: Fields, new: Fields) -> dict[str, Any]:
    found = {}
    for key in dict.fromkeys([*old.data, *new.data]):
        if key == "parameters" or old.get(key) == new.get(key):
            continue
        if key not in CHANGEABLE:
            raise _unchangeable(f"{key} of {name}", new.key(key))
        found[key] = UNWRITTEN.get(key) if new.get(key) is None else new.get(key)
    return found


def _parameters(owner: str, old: Fields, new: Fields) -> dict[str, Any]:
    was, now = (parameters(one, owner, {}) for one in (old, new))
    found = {}
    for short in dict.fromkeys([*was, *now]):
        if was.get(short) == now.get(short):
            continue
        if short not in was or short not in now or replace(was[short], values=()) != replace(now[short], values=()):
            raise _unchangeable(f"parameter {owner}.{short} beyond its values", new.key("parameters", short))
        found[f"{owner}.{short}"] = _values(was[short], now[short], new.key("parameters", short))
    return found


def _values(old: DatedParameter, new: DatedParameter, place: Place) -> dict[Any, Any]:
    """The last of the new values that are enough: a patch keeps the old ones before its first day and no other."""
    for i in reversed(range(len(new.values))):
        kept = tuple(one for one in old.values if one.start < new.values[i].start)
        if kept == new.values[:i]:
            return {one.start: _written(one) for one in new.values[i:]}
    raise _unchangeable(f"first day of {new.name}", place)


def _written(one: DatedValue) -> Any:
    number = int(one.value) if one.value.is_integer() else one.value
    return {"value": number, "source": one.source} if one.source else number
