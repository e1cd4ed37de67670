"""The description of a survey, survey.yaml, read and checked before any data is opened."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from groundfloor.documents import number, read_yaml, year
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.entries import DESIGN, IDENTIFIERS, MEMBER, WEIGHT, Entry, entry_of, other_of
from groundfloor.survey.formats import Options
from groundfloor.survey.geography import Geography, geography_of
from groundfloor.survey.money import Money, money
from groundfloor.survey.scales import SCALES
from groundfloor.survey.transfers import Described, transfers_of
from groundfloor.survey.variables import VARIABLES
from groundfloor.survey.weighting.described import Calibrate, Given, Made, calibrate_of, replicates_of
from groundfloor.written import Written

REQUIRED = ("survey", "country", "year", "files", "variables")
OPTIONAL = (
    "prices",
    "members",
    "welfare",
    "transfers",
    "design",
    "calibrate",
    "replicates",
    "lines",
    "groups",
    "map",
    "other",
    "synthetic",
    "source",
    "note",
)
FILE = ("path", "key", "format", "encoding", "delimiter", "decimal", "sheet", "labels", "missing", "note")
LINE = ("value", "unit", "share", "of", "label", "source", "note")
PERSONS = "persons"
PER = ("capita", "person", *(f"adult_equivalent({scale})" for scale in SCALES))


@dataclass(frozen=True)
class DataFile:
    """A file of the survey: where it lies, how it is written, and by which of its columns it joins the persons."""

    name: str
    path: Path
    options: Options
    key: Mapping[str, tuple[str, ...]]
    place: Place


@dataclass(frozen=True)
class Line:
    """A poverty line: a value in a unit, or a share of median or mean welfare."""

    name: str
    place: Place
    value: float
    unit: Money | None = None
    of: str = "median"
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Description:
    """Everything survey.yaml says.

    `prices` is the year in whose prices amounts and lines stand unless an entry says another, `members` tells which rows are
    members of the household, `design` has the entries of strata and psu, `per` is how welfare is shared,
    `synthetic` whether nobody was interviewed, `calibrate` and `replicates` what is to be done to weights.
    """

    file: str
    name: str
    country: str
    year: int
    prices: int
    files: Mapping[str, DataFile]
    variables: Mapping[str, Entry]
    weight: Entry | None
    members: Entry | None
    welfare: str | None
    per: str
    design: Mapping[str, Entry]
    lines: tuple[Line, ...]
    groups: Mapping[str, Place]
    transfers: tuple[Described, ...]
    map: Geography | None
    places: Mapping[str, Place]
    synthetic: bool
    calibrate: Calibrate | None = None
    replicates: Given | Made | None = None


def entries_of(described: Description) -> list[Entry]:
    """Every entry of the description, whatever it is of."""
    received = [entry for one in described.transfers for entry in one.entries]
    single = [entry for entry in (described.weight, described.members) if entry is not None]
    return [*described.variables.values(), *described.design.values(), *received, *single]


def describe(path: Path) -> Description:
    """Read survey.yaml; an unknown key, a missing one or a value of the wrong form is refused with its line."""
    document = read_yaml(path)
    top = Written(document)
    parts = top.parts((*REQUIRED, *OPTIONAL))
    for key in REQUIRED:
        if not top.part(key).known:
            raise GroundfloorError(f"The key {key!r} is missing", Place(document.file), hint=f"Add {key}: ...")
    parts = {key: part for key, part in parts.items() if part.known}
    variables, weight = _variables(parts)
    welfare, per = _welfare(parts.get("welfare"), variables)
    country = parts["country"].word()
    if not re.fullmatch("[A-Z]{3}", country):
        raise GroundfloorError(
            f"The country is {country!r}", parts["country"].place, expected="an ISO 3166 code such as UGA"
        )
    when = year(parts["year"].word(), parts["year"].place)
    return Description(
        file=document.file,
        name=parts["survey"].word(),
        country=country,
        year=when,
        prices=year(parts["prices"].word(), parts["prices"].place) if "prices" in parts else when,
        files=_files(parts["files"], path.parent),
        variables=variables,
        weight=weight,
        members=entry_of("members", MEMBER, parts["members"]) if "members" in parts else None,
        welfare=welfare,
        per=per,
        design=_design(parts.get("design")),
        lines=_lines(parts.get("lines")),
        groups=dict.fromkeys(parts["groups"].words(), parts["groups"].place) if "groups" in parts else {},
        transfers=transfers_of(parts["transfers"], _label) if "transfers" in parts else (),
        map=geography_of(parts["map"], lambda part: _path(part, path.parent)) if "map" in parts else None,
        places={key: part.place for key, part in parts.items()},
        synthetic="synthetic" in parts and parts["synthetic"].yes(),
        calibrate=calibrate_of(parts["calibrate"], lambda part: _path(part, path.parent))
        if "calibrate" in parts
        else None,
        replicates=replicates_of(parts["replicates"]) if "replicates" in parts else None,
    )


def _variables(parts: Mapping[str, Written]) -> tuple[dict[str, Entry], Entry | None]:
    written = parts["variables"].parts(example="age: AGE_COLUMN")
    known = [*VARIABLES, "weight"]
    for name, part in written.items():
        if name not in known:
            raise GroundfloorError(
                f"Unknown variable {name!r}",
                part.place,
                expected="a harmonised variable",
                hint=nearest(name, known) or "Write a variable of your own under other.",
            )
    for name in IDENTIFIERS:
        if name not in written:
            raise GroundfloorError(
                f"The variable {name!r} is missing", parts["variables"].place, hint=f"Add {name}: COLUMN."
            )
    weight = written.pop("weight", None)
    entries = {name: entry_of(name, VARIABLES[name], part) for name, part in written.items()}
    for name, part in (parts["other"].parts() if "other" in parts else {}).items():
        entries[name] = other_of(name, part)
    return entries, None if weight is None else entry_of("weight", WEIGHT, weight)


def _files(part: Written, folder: Path) -> dict[str, DataFile]:
    files = {name: _file(name, one, folder) for name, one in part.parts(example="persons: {path: persons.csv}").items()}
    if PERSONS not in files:
        raise GroundfloorError("No file of persons is named", part.place, expected="persons: {path: persons.csv}")
    return files


def _file(name: str, part: Written, folder: Path) -> DataFile:
    parts = part.parts(FILE) if part.is_table else {"path": part}
    if "path" not in parts:
        raise GroundfloorError(f"The file {name!r} has no path", part.place, expected="{path: persons.csv}")
    key: dict[str, tuple[str, ...]] = {}
    if "key" in parts:
        by = parts["key"]
        key = (
            {one: it.words() for one, it in by.parts(IDENTIFIERS).items()}
            if by.is_table
            else {"household_id": by.words()}
        )
        if "household_id" not in key:
            raise GroundfloorError("The key has no household_id", by.place, expected="{household_id: COLUMN}")
    word = {one: parts[one].word() for one in ("format", "encoding", "delimiter", "sheet") if one in parts}
    options = Options(
        format=word.get("format"),
        encoding=word.get("encoding"),
        delimiter=_delimiter(parts["delimiter"]) if "delimiter" in parts else None,
        decimal=parts["decimal"].choice((".", ",")) if "decimal" in parts else ".",
        sheet=word.get("sheet"),
        labels=parts["labels"].yes() if "labels" in parts else False,
        missing=frozenset(parts["missing"].words()) if "missing" in parts else frozenset(),
    )
    return DataFile(name, _path(parts["path"], folder), options, key, part.place)


def _delimiter(part: Written) -> str:
    word = {"tab": "\t", "\\t": "\t", "space": " "}.get(part.word(), part.word())
    if len(word) != 1:
        raise GroundfloorError(f"The delimiter is {word!r}", part.place, expected="one character, or tab")
    return word


def _path(part: Written, folder: Path) -> Path:
    def value(match: re.Match[str]) -> str:
        found = os.environ.get(match[1])
        if not found:
            raise GroundfloorError(
                f"The environment variable {match[1]} is not set",
                part.place,
                hint=f"Set {match[1]} to the folder that holds the data.",
            )
        return found

    return folder / re.sub(r"\$\{(\w+)\}", value, part.word())


def _welfare(part: Written | None, variables: Mapping[str, Entry]) -> tuple[str | None, str]:
    if part is None:
        return None, PER[0]
    parts = part.parts(("from", "per"), "{from: consumption, per: capita}")
    if "from" not in parts:
        raise GroundfloorError("welfare names no variable", part.place, expected="{from: consumption, per: capita}")
    name = parts["from"].word()
    amounts = [one for one, entry in variables.items() if entry.is_money]
    if name not in amounts:
        raise GroundfloorError(
            f"welfare comes from {name!r}, which is no amount among the variables",
            parts["from"].place,
            expected=f"one of {', '.join(amounts)}"
            if amounts
            else "an amount, such as consumption, among the variables",
            hint=nearest(name, amounts),
        )
    return name, parts["per"].choice(PER) if "per" in parts else PER[0]


def _design(part: Written | None) -> dict[str, Entry]:
    parts = {} if part is None else part.parts(("strata", "psu"), "{strata: STRATUM, psu: CLUSTER}")
    return {name: entry_of(name, DESIGN, one) for name, one in parts.items() if one.known}


def _lines(part: Written | None) -> tuple[Line, ...]:
    return () if part is None else tuple(_line(name, one) for name, one in part.parts().items())


def _line(name: str, part: Written) -> Line:
    example = "{value: 20, unit: LCU/person/day} or {share: 0.5, of: median}"
    parts = part.parts(LINE, example)
    given = {"value", "unit", "share", "of"} & set(parts)
    if given not in ({"value", "unit"}, {"share", "of"}):
        raise GroundfloorError(f"The line {name!r} is incomplete", part.place, expected=example)
    amount = parts["value" if "value" in parts else "share"]
    value = number(amount.word(), amount.place)
    if value <= 0:
        raise GroundfloorError(f"The line {name!r} is {value:g}", amount.place, expected="a number above 0")
    label = _label(parts["label"]) if "label" in parts else {}
    if "share" in parts:
        return Line(name, part.place, value, of=parts["of"].choice(("median", "mean")), label=label)
    return Line(name, part.place, value, unit=money(parts["unit"].word(), parts["unit"].place), label=label)


def _label(part: Written) -> dict[str, str]:
    """A text by language; one without languages stands for all of them."""
    if not part.is_table:
        return {"en": part.word()}
    label = {language: said.word() for language, said in part.parts().items()}
    if "en" not in label:
        raise GroundfloorError(
            "The label has no English text", part.place, hint="Add 'en: ...'; other languages may follow."
        )
    return label
