"""Scenarios: patches on a floor, checked by the same code as the floor itself, and printable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules.fields import Fields
from groundfloor.rules.load import build, programme_fields
from groundfloor.rules.programme import Floor, Programme

PATCH_KEYS = ("label", "description", "add", "remove", "parameters", "programmes")
CHANGEABLE = ("eligible", "amount", "limit", "take_up", "phase_in", "administration", "label", "replaces")


def scenario(floor: Floor, name: str) -> Floor:
    """The floor of a scenario; the floor's own name gives the floor itself.

    Raises GroundfloorError for an unknown scenario and for a patch that names what is not there or breaks a rule.
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
    document, path = found.origins[()]
    return _apply(floor, found, document, (*path, "scenarios", name), name)


def patched(floor: Floor, patch: Mapping[str, Any], name: str = "patch") -> Floor:
    """`floor` under a patch given in memory, of the form a scenario has in the floor's file."""
    import yaml

    from groundfloor.documents import parse_yaml

    document = parse_yaml(yaml.safe_dump({name: dict(patch)}, sort_keys=False, allow_unicode=True), "patch")
    return _apply(floor, floor.source["fields"], document, (name,), name)


def _apply(floor: Floor, found: Fields, document: Any, at: tuple[Any, ...], name: str) -> Floor:
    here = Fields(_entry(document, at), {(): (document, at)})
    here.known(PATCH_KEYS)
    programmes: dict[str, Fields] = dict(floor.source["programmes"])
    for gone in here.names("remove"):
        if gone not in programmes:
            raise GroundfloorError(
                f"The scenario removes {gone!r}, which the floor does not have",
                here.place("remove"),
                hint=nearest(gone, programmes),
            )
        del programmes[gone]
    for added in here.names("add"):
        programmes[added] = programme_fields(floor.source["pack"], added, found)
    for changed in here.table("programmes"):
        if changed not in programmes:
            raise GroundfloorError(
                f"The scenario changes {changed!r}, which it does not have",
                here.place("programmes", changed),
                hint=nearest(str(changed), programmes),
            )
        changes = here.table("programmes", changed)
        for key in changes:
            if key not in CHANGEABLE:
                raise GroundfloorError(
                    f"A scenario cannot change {key!r}",
                    here.place("programmes", changed, key),
                    expected=f"one of {', '.join(CHANGEABLE)}",
                    hint=nearest(str(key), CHANGEABLE),
                )
        programmes[changed] = programmes[changed].merged(changes, document, (*at, "programmes", changed))
    own = found
    for full in here.table("parameters"):
        own, programmes = _parameter(here, str(full), own, programmes, document, (*at, "parameters", full))
    head = Fields({**own.data, "floor": name, "label": here.get("label") or own.data["label"]}, own.origins)
    return build(head, programmes, floor.source["pack"], with_scenarios=False)


def _parameter(
    here: Fields, full: str, own: Fields, programmes: dict[str, Fields], document: Any, at: tuple[Any, ...]
) -> tuple[Fields, dict[str, Fields]]:
    """Put a parameter's new dated values in place of those from the same day on; earlier ones stay."""
    owner, _, short = full.partition(".")
    target = own if owner == "floor" else programmes.get(owner)
    known = [f"{name}.{key}" for name, one in programmes.items() for key in one.table("parameters")]
    known += [f"floor.{key}" for key in own.table("parameters")]
    if target is None or short not in target.table("parameters"):
        raise GroundfloorError(
            f"The scenario changes the parameter {full!r}, which is not there",
            here.place("parameters", full),
            hint=nearest(full, known),
        )
    new = {here.date(day, "parameters", full): day for day in here.table("parameters", full)}
    if not new:
        raise GroundfloorError(
            f"The scenario gives {full!r} no value", here.place("parameters", full), expected="{2026-01-01: 75}"
        )
    first = min(new)
    old = target.table("parameters", short, "values")
    values = {day: value for day, value in old.items() if target.date(day) < first}
    origins = dict(target.origins)
    for day, written in new.items():
        values[day] = here.get("parameters", full, written)
        origins[("parameters", short, "values", day)] = (document, (*at, written))
    entry = {**target.table("parameters", short), "values": values}
    data = {**target.data, "parameters": {**target.table("parameters"), short: entry}}
    changed = Fields(data, origins)
    return (changed, programmes) if owner == "floor" else (own, {**programmes, owner: changed})


def _entry(document: Any, at: tuple[Any, ...]) -> Mapping[str, Any]:
    value = document.data
    for step in at:
        value = value[step]
    if not isinstance(value, Mapping):
        raise GroundfloorError(
            f"{at[-1]} is no table of changes", document.place(*at), expected="add, remove, parameters, programmes"
        )
    return value


WORDS = {
    "en": {
        "add": "adds",
        "remove": "removes",
        "to": "instead of",
        "none": "none",
        "nothing": "changes nothing",
        "from": "from",
    },
    "fr": {
        "add": "ajoute",
        "remove": "supprime",
        "to": "au lieu de",
        "none": "aucun",
        "nothing": "ne change rien",
        "from": "à partir du",
    },
}


def printable(floor: Floor, name: str, lang: str = "en") -> str:
    """What a scenario changes, one line a change: what it becomes and what it was."""
    other = scenario(floor, name)
    words = WORDS.get(lang, WORDS["en"])
    lines = [
        f"{_label(floor.programmes[one], lang)}: {words['remove']}"
        for one in floor.programmes
        if one not in other.programmes
    ]
    lines += [
        f"{_label(other.programmes[one], lang)}: {words['add']}"
        for one in other.programmes
        if one not in floor.programmes
    ]
    for key, after in other.programmes.items():
        before = floor.programmes.get(key)
        if before is None:
            continue
        pairs = [(part, after.texts[part], before.texts[part]) for part in ("eligible", "amount")]
        pairs += [
            (part, getattr(after, part), getattr(before, part))
            for part in ("limit", "take_up", "phase_in", "administration")
        ]
        lines += [
            f"{key}.{part}: {_said(new, words)} ({words['to']} {_said(old, words)})"
            for part, new, old in pairs
            if new != old
        ]
    for key, parameter in other.parameters.items():
        was = floor.parameters.get(key)
        if was is not None and was.values != parameter.values:
            for dated in parameter.values:
                old = was.at(dated.start)
                if old != dated.value:
                    start = f"{words['from']} {dated.start}"
                    lines.append(f"{key}: {dated.value:g} {parameter.unit} {start} ({words['to']} {_said(old, words)})")
    return "\n".join(lines) or words["nothing"]


def _said(value: Any, words: Mapping[str, str]) -> str:
    if value is None or value != value:
        return words["none"]
    if isinstance(value, Mapping):
        return ", ".join(f"{year}: {share:g}" for year, share in value.items()) or words["none"]
    return f"{value:g}" if isinstance(value, float) else str(value)


def _label(programme: Programme, lang: str) -> str:
    return programme.label.get(lang, programme.label["en"])
