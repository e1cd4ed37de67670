"""The data files that survey.yaml names: where they lie, how they are written, how their rows meet the persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.entries import IDENTIFIERS
from groundfloor.survey.formats import Options
from groundfloor.survey.paths import located
from groundfloor.written import Written

FILE = (
    "path",
    "key",
    "visits",
    "format",
    "encoding",
    "delimiter",
    "decimal",
    "sheet",
    "labels",
    "catalogue",
    "missing",
    "note",
)
BY = "by"
PERSONS, HOUSEHOLDS = "persons", "households"


@dataclass(frozen=True)
class DataFile:
    """A file of the survey: where it lies, how it is written, and by which of its columns it joins the persons.

    `visits` is the column that numbers the visits, where it has a row a visit: the last one counts. `by` are the columns of a file
    about places, each with the column of the persons that it is equal to; its `key` is then empty.
    """

    name: str
    path: Path
    options: Options
    key: Mapping[str, tuple[str, ...]]
    place: Place
    visits: str | None = None
    by: Mapping[str, str] = field(default_factory=dict)


def files_of(part: Written, base: str) -> dict[str, DataFile]:
    """The files by name; `base` is the one with a row a person, or a household in a survey of households alone."""
    files = {name: _file(name, one) for name, one in part.parts(example="persons: {path: persons.csv}").items()}
    if base not in files:
        raise GroundfloorError(
            f"No file of {base} is named",
            part.place,
            expected=f"{base}: {{path: {base}.csv}}",
            hint="Where the survey has a row a household only, write level: household and call the file households."
            if base == PERSONS
            else None,
        )
    return files


def _file(name: str, part: Written) -> DataFile:
    parts = part.parts(FILE) if part.is_table else {"path": part}
    if "path" not in parts:
        raise GroundfloorError(f"The file {name!r} has no path", part.place, expected="{path: persons.csv}")
    key, by = _key(parts["key"]) if "key" in parts else ({}, {})
    word = {one: parts[one].word() for one in ("format", "encoding", "delimiter", "sheet", "visits") if one in parts}
    options = Options(
        format=word.get("format"),
        encoding=word.get("encoding"),
        delimiter=_delimiter(parts["delimiter"]) if "delimiter" in parts else None,
        decimal=parts["decimal"].choice((".", ",")) if "decimal" in parts else ".",
        sheet=word.get("sheet"),
        labels=parts["labels"].yes() if "labels" in parts else False,
        missing=frozenset(parts["missing"].words()) if "missing" in parts else frozenset(),
        catalogue=located(parts["catalogue"]) if "catalogue" in parts else None,
    )
    return DataFile(name, located(parts["path"]), options, key, part.place, word.get("visits"), by)


def _key(part: Written) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """The columns by identifier, or those of a place in this file and among the persons."""
    if not part.is_table:
        return {"household_id": part.words()}, {}
    parts = part.parts((*IDENTIFIERS, BY))
    if BY not in parts:
        key = {one: it.words() for one, it in parts.items()}
        if "household_id" not in key:
            raise GroundfloorError("The key has no household_id", part.place, expected="{household_id: COLUMN}")
        return key, {}
    if len(parts) > 1:
        raise GroundfloorError(
            "The key is that of a household and of a place", part.place, expected="household_id, or by, not both"
        )
    by = parts[BY]
    pairs = by.parts(example="{cluster: psu}") if by.is_table else {}
    return {}, {name: it.word() for name, it in pairs.items()} or {word: word for word in by.words()}


def _delimiter(part: Written) -> str:
    word = {"tab": "\t", "\\t": "\t", "space": " "}.get(part.word(), part.word())
    if len(word) != 1:
        raise GroundfloorError(f"The delimiter is {word!r}", part.place, expected="one character, or tab")
    return word
