"""Floors and schemes from their files: programmes found, names resolved across them, cycles refused, scenarios checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import yaml

from groundfloor.documents import Document, parse_yaml, read_yaml
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.rules import loading
from groundfloor.rules.fields import Fields, fields
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.tree import Node, Result
from groundfloor.rules.walk import walk
from groundfloor.survey.variables import VARIABLES, Harmonised

FLOOR_KEYS = ("floor", "label", "description", "programmes", "parameters", "variables", "scenarios", "source")
PROGRAMME_FOLDERS = ("programmes", "schemes")


def load_floor(path: str | Path) -> Floor:
    """Read floors/NAME.yaml and the programmes it names from the pack's programmes/ and schemes/ folders.

    Every programme, parameter and scenario is checked; a mistake raises GroundfloorError with file, line and column.
    """
    file = Path(path)
    found = fields(read_yaml(file))
    found.known(FLOOR_KEYS, ("floor", "label", "programmes"))
    pack = file.parent.parent
    programmes = {name: fields(read_yaml(_programme_file(pack, name, found))) for name in found.names("programmes")}
    for name, one in programmes.items():
        if one.get("programme") != name:
            raise GroundfloorError(
                f"The file of {name!r} names its programme {one.get('programme')!r}",
                one.place("programme"),
                expected=name,
            )
    return build(found, programmes, pack)


def load_schemes(folder: str | Path) -> tuple[Programme, ...]:
    """The schemes in force: every YAML file of a folder, in order of the file names; none when there is no folder."""
    found = {file.stem: fields(read_yaml(file)) for file in sorted(Path(folder).glob("*.yaml"))}
    if not found:
        return ()
    floor = build(fields(parse_yaml("floor: in_force\nlabel: {en: Schemes in force}\n", "schemes")), found, None)
    return tuple(floor.programmes.values())


def floor_of(
    programmes: Sequence[str | Path | Mapping[str, Any]],
    *,
    name: str = "floor",
    label: Mapping[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    variables: Mapping[str, Any] | None = None,
    scenarios: Mapping[str, Any] | None = None,
) -> Floor:
    """A floor in memory from programmes as YAML text, files or mappings.

    >>> floor = floor_of(['''
    ... programme: child_grant
    ... label: {en: Child grant}
    ... guarantee: children
    ... function: family_child
    ... status: proposed
    ... unit: person
    ... parameters: {grant: {unit: LCU/month, values: {2026-01-01: 75}}}
    ... eligible: age < 5
    ... amount: grant
    ... '''])
    >>> list(floor.programmes)
    ['child_grant']
    """
    found: dict[str, Fields] = {}
    for i, one in enumerate(programmes):
        if isinstance(one, Path):
            document = read_yaml(one)
        else:
            text = one if isinstance(one, str) else yaml.safe_dump(dict(one), sort_keys=False, allow_unicode=True)
            document = parse_yaml(text, f"programme {i + 1}")
        entry = fields(document)
        key = str(entry.get("programme"))
        if key in found:
            raise GroundfloorError(f"The programme {key!r} is given twice", entry.place("programme"))
        found[key] = entry
    head = {"floor": name, "label": dict(label or {"en": name}), "parameters": parameters, "variables": variables}
    head |= {"scenarios": scenarios}
    text = yaml.safe_dump({key: value for key, value in head.items() if value}, sort_keys=False, allow_unicode=True)
    return build(fields(parse_yaml(text, "floor")), found, None)


def build(found: Fields, programmes: Mapping[str, Fields], pack: Path | None, *, with_scenarios: bool = True) -> Floor:
    """Check a floor's programmes together and put them in the order in which each needs only those before it."""
    name = found.text("floor")
    own = loading.parameters(found, "floor", "parameters")
    variables = {**VARIABLES, **_variables(found)}
    names = tuple(programmes)
    checked = {
        key: loading.programme(one, floor_parameters=own, variables=variables, others=names)
        for key, one in programmes.items()
    }
    ordered = _ordered({one.name: one for one in checked.values()})
    parameters = {one.name: one for one in own.values()}
    for programme in ordered.values():
        parameters |= {one.name: one for one in programme.parameters.values()}
    floor = Floor(
        name=name,
        label=found.words("label", required=True),
        programmes=ordered,
        parameters=parameters,
        scenarios=cast(Mapping[str, Mapping[str, Any]], found.table("scenarios")),
        source={"fields": found, "programmes": dict(programmes), "pack": pack},
    )
    if with_scenarios:
        from groundfloor.rules.patch import scenario

        for scenario_name in floor.scenarios:
            scenario(floor, scenario_name)
    return floor


def _programme_file(pack: Path, name: str, found: Fields) -> Path:
    for folder in PROGRAMME_FOLDERS:
        file = pack / folder / f"{name}.yaml"
        if file.is_file():
            return file
    known = [file.stem for folder in PROGRAMME_FOLDERS for file in (pack / folder).glob("*.yaml")]
    raise GroundfloorError(
        f"There is no programme {name!r}",
        found.place("programmes"),
        expected=f"a file programmes/{name}.yaml",
        hint=nearest(name, known),
    )


def programme_fields(pack: Path | None, name: str, found: Fields) -> Fields:
    """The fields of a programme that a scenario adds."""
    if pack is None:
        raise GroundfloorError(f"There is no programme {name!r} to add", found.place("scenarios"))
    return fields(read_yaml(_programme_file(pack, name, found)))


def _variables(found: Fields) -> dict[str, Harmonised]:
    out = {}
    for name in found.table("variables"):
        entry = found.table("variables", name)
        kind = entry.get("kind")
        if kind not in ("number", "boolean", "text"):
            raise GroundfloorError(
                f"The variable {name!r} is of kind {kind!r}",
                found.place("variables", name),
                expected="number, boolean or text",
            )
        levels = tuple(str(level) for level in entry.get("levels") or ())
        out[str(name)] = Harmonised(kind, str(entry.get("meaning", name)), str(entry.get("unit", "1")), levels)
    return out


def needs(node: Node) -> set[str]:
    """The programmes whose results an expression reads."""
    return {one.programme for one in walk(node) if isinstance(one, Result)}


def _ordered(programmes: Mapping[str, Programme]) -> dict[str, Programme]:
    """Programmes after those they need; a cycle is refused and named."""
    required = {name: needs(one.eligible) | needs(one.amount) for name, one in programmes.items()}
    out: dict[str, Programme] = {}
    trail: list[str] = []

    def visit(name: str) -> None:
        if name in out:
            return
        if name in trail:
            cycle = " -> ".join([*trail[trail.index(name) :], name])
            raise GroundfloorError(
                f"The programmes need each other in a circle: {cycle}",
                programmes[name].place,
                hint="Take one of them out of the other's rule.",
            )
        trail.append(name)
        for other in sorted(required[name]):
            visit(other)
        trail.pop()
        out[name] = programmes[name]

    for name in programmes:
        visit(name)
    return out


__all__ = ["Document", "build", "floor_of", "load_floor", "load_schemes", "needs"]
