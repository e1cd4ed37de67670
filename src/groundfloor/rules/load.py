"""Floors and schemes from their files: programmes found, names resolved across them, cycles refused, scenarios checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import yaml

from groundfloor.documents import Document, parse_yaml, read_yaml
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules import dated
from groundfloor.rules.fields import Fields, fields
from groundfloor.rules.order import ordered, refuse_mutual_replacement
from groundfloor.rules.own_variables import own_variables
from groundfloor.rules.programme import Floor, Programme
from groundfloor.rules.programme_file import Surroundings, programme, programme_name
from groundfloor.rules.provisions import Provisions, provisions, refuse_twice
from groundfloor.survey.variables import VARIABLES

FLOOR_KEYS = (
    "floor",
    "label",
    "description",
    "programmes",
    "services",
    "contributory",
    "parameters",
    "variables",
    "scenarios",
    "variants",
    "source",
)
PROGRAMME_FOLDERS = ("programmes", "schemes")


def load_floor(path: str | Path) -> Floor:
    """Read floors/NAME.yaml and the programmes it names from the pack's programmes/ and schemes/ folders.

    Every programme, parameter and scenario is checked; a mistake raises GroundfloorError with file, line and column.
    The files are defined in docs/rules.md.

    >>> from groundfloor.country.pack import find_pack
    >>> floor = load_floor(find_pack("gha") / "floors" / "ghana_floor.yaml")
    >>> floor.parameters["child_grant.grant"].unit
    'LCU/month'
    """
    file = Path(path)
    found = fields(read_yaml(file))
    found.known(FLOOR_KEYS, ("floor", "label", "programmes"))
    pack = file.parent.parent
    named = enumerate(found.names("programmes"))
    return build(found, {name: programme_fields(pack, name, found, "programmes", i) for i, name in named}, pack)


def load_schemes(folder: str | Path) -> tuple[Programme, ...]:
    """The schemes in force: every YAML file of a folder, in order of the file names; none when there is no folder.

    A mistake raises GroundfloorError with file, line and column.

    >>> from groundfloor.country.pack import find_pack
    >>> [scheme.name for scheme in load_schemes(find_pack("gha") / "schemes")][:2]
    ['capitation_grant', 'leap']
    """
    files = sorted(Path(folder).glob("*.yaml"))
    found = {file.stem: _named_as_its_file(file) for file in files}
    head = fields(parse_yaml("floor: in_force\nlabel: {en: Schemes in force}\n", "schemes"))
    return tuple(build(head, found, Path(folder).parent).programmes.values())


def floor_of(
    programmes: Sequence[str | Path | Mapping[str, Any]],
    *,
    name: str = "floor",
    label: Mapping[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    variables: Mapping[str, Any] | None = None,
    scenarios: Mapping[str, Any] | None = None,
    services: Sequence[Any] | None = None,
) -> Floor:
    """A floor in memory from programmes as YAML text, files or mappings; the rest as in a floor's file.

    A mistake raises GroundfloorError; a place in the file 'programme 2' is one in the second programme.

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
    for number, one in enumerate(programmes, 1):
        if isinstance(one, Path):
            document = read_yaml(one)
        else:
            document = (
                parse_yaml(one, f"programme {number}") if isinstance(one, str) else written(one, f"programme {number}")
            )
        entry = fields(document)
        key = programme_name(entry)
        if key in found:
            raise GroundfloorError(f"The programme {key!r} is given twice", entry.place("programme"))
        found[key] = entry
    head: dict[str, Any] = {"floor": name, "label": dict(label or {"en": name}), "parameters": parameters}
    head |= {"variables": variables, "scenarios": scenarios, "services": services}
    return build(fields(written({key: value for key, value in head.items() if value}, "floor")), found, None)


def written(data: Mapping[str, Any], name: str) -> Document:
    """Data in memory as a document named `name`."""
    try:
        # one line a text, so that the places in an expression count its characters
        text = yaml.safe_dump(_plain(data), sort_keys=False, allow_unicode=True, width=2**31)
    except yaml.YAMLError as error:
        reason = " ".join(str(part) for part in error.args)
        raise GroundfloorError(
            f"{name} holds a value that no file could hold: {reason}",
            expected="dict, list, str, int, float, bool or date",
        ) from None
    return parse_yaml(text, name)


def _plain(value: Any) -> Any:
    """Values as YAML knows them: any mapping a table, a tuple a list, a NumPy number a number."""
    if isinstance(value, Mapping):
        return {_plain(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.item() if isinstance(value, np.generic) else value


def build(
    found: Fields,
    programmes: Mapping[str, Fields],
    pack: Path | None,
    *,
    services: Provisions | None = None,
    with_scenarios: bool = True,
    known: Mapping[str, Programme] = MappingProxyType({}),
) -> Floor:
    """Check a floor's programmes together and put them in the order in which each needs only those before it.

    `services` are those of a scenario, which take the place of the floor's own; `known` are programmes that were checked before among the same names,
    parameters and variables.
    """
    name = found.text("floor")
    found.text("source")
    variables = {**VARIABLES, **own_variables(found)}
    _refuse_twins(variables, lambda one: found.key("variables", one))
    _refuse_twins(programmes, lambda one: programmes[one].place("programme"))
    shared = dated.parameters(found, "floor", variables)
    around = Surroundings(shared, variables, tuple(programmes), _replaceable(pack, programmes))
    checked = ordered({key: known.get(key) or programme(one, around) for key, one in programmes.items()})
    refuse_mutual_replacement(checked, programmes)
    named = provisions(found, "services") if services is None else services
    refuse_twice(named, checked)
    everything = {one.name: one for one in shared.values()}
    for one in checked.values():
        everything |= {parameter.name: parameter for parameter in one.parameters.values()}
    floor = Floor(
        name=name,
        label=found.words("label", required=True),
        programmes=checked,
        parameters=everything,
        scenarios={name: found.table("scenarios", name) for name in found.table("scenarios")},
        description=found.words("description"),
        source={"fields": found, "programmes": dict(programmes), "pack": pack},
        services=named,
        contributory=tuple(sorted(found.names("contributory"))),
    )
    _check_variants(floor, found, programmes)
    if with_scenarios:
        _check_scenarios(floor, found)
    return floor


def _refuse_twins(names: Iterable[str], place: Callable[[str], Place]) -> None:
    """Names that differ in capitals only: a reader takes one for the other, and so does a database."""
    seen: dict[str, str] = {}
    for name in names:
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            raise GroundfloorError(
                f"The names {twin!r} and {name!r} differ in capitals only",
                place(name),
                hint="Give one of them another.",
            )


def _check_variants(floor: Floor, found: Fields, programmes: Mapping[str, Fields]) -> None:
    if any(one.get("variants") is not None for one in (found, *programmes.values())):
        # a variant is itself a floor that is built here
        from groundfloor.rules.variants import check_variants

        check_variants(floor)


def _check_scenarios(floor: Floor, found: Fields) -> None:
    # a scenario is itself a floor that is built here
    from groundfloor.rules.patch import scenario

    for name in floor.scenarios:
        at = found.key("scenarios", name)
        if not isinstance(name, str) or name in (floor.name, "today"):
            raise GroundfloorError(
                f"A scenario cannot be named {name!r}", at, hint="The floor's own name and 'today' are taken."
            )
        scenario(floor, name)


def _file(pack: Path, name: str) -> Path | None:
    files = (pack / folder / f"{name}.yaml" for folder in PROGRAMME_FOLDERS)
    return next((file for file in files if name.isidentifier() and file.is_file()), None)


def _names_in(pack: Path) -> list[str]:
    return [file.stem for folder in PROGRAMME_FOLDERS for file in sorted((pack / folder).glob("*.yaml"))]


def _replaceable(pack: Path | None, programmes: Collection[str]) -> Collection[str] | None:
    return None if pack is None else {*programmes, *_names_in(pack)}


def _named_as_its_file(file: Path) -> Fields:
    found = fields(read_yaml(file))
    if programme_name(found) != file.stem:
        raise GroundfloorError(
            f"The file {file.name} holds the programme {found.get('programme')!r}",
            found.place("programme"),
            expected=f"programme: {file.stem}, or another name of the file",
        )
    return found


def programme_fields(pack: Path | None, name: str, found: Fields, *path: str | int) -> Fields:
    """The fields of a programme of the pack, which is named at `path` of `found`."""
    file = None if pack is None else _file(pack, name)
    if file is None:
        raise GroundfloorError(
            f"There is no programme {name!r}",
            found.place(*path),
            expected=f"a file programmes/{name}.yaml" if pack else "a floor read from a pack's folder",
            hint=nearest(name, _names_in(pack)) if pack else None,
        )
    return _named_as_its_file(file)
