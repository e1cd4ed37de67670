"""A survey from its description: files read and joined, variables harmonised, households put together, checks run."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.documents import Document, read_yaml, year
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.survey.checks import check, refuse
from groundfloor.survey.frame import Column, Finding, Floats, Ints, Survey, Text
from groundfloor.survey.harmonise import entry_of, variable
from groundfloor.survey.tabular import OPTIONS, Cells, Table, read_table
from groundfloor.survey.variables import VARIABLES, Harmonised
from groundfloor.survey.welfare import lines_of, welfare_of

KEYS = (
    "survey",
    "country",
    "year",
    "files",
    "variables",
    "other",
    "welfare",
    "design",
    "lines",
    "groups",
    "source",
    "note",
)
REQUIRED = ("survey", "country", "year", "files", "variables")
IDENTIFIERS = ("household_id", "person_id", "weight")
DESIGN = ("strata", "psu")


def read_survey(path: str | Path) -> Survey:
    """Read, harmonise and check the survey that a survey.yaml describes.

    The result holds persons sorted by household, variables by their harmonised names, money in LCU a year, and under
    `findings` what the check found. What would make every figure wrong (no ids, duplicate ids, a negative weight, text in a
    number) raises GroundfloorError with file, row and column; no row is ever dropped.
    """
    document = read_yaml(Path(path))
    _keys(document)
    folder = Path(path).parent
    tables = {str(name): _table(document, folder, str(name)) for name in document.data["files"]}
    persons = _joined(document, tables)
    found: list[Finding] = []
    columns: dict[str, Column] = {}
    for name in document.data["variables"]:
        if name in ("household_id", "person_id", "weight"):
            continue
        columns[str(name)] = variable(str(name), VARIABLES[name], persons, document, ("variables", str(name)), found)
    for name in document.data.get("other") or ():
        columns[str(name)] = variable(
            str(name), _other(document, str(name)), persons, document, ("other", str(name)), found
        )
    ids = {name: _identifiers(document, persons, name) for name in ("household_id", "person_id")}
    weight = _weight(document, persons)
    refuse(persons, ids, weight, document)
    order, starts = _households(ids["household_id"])
    columns = {name: _ordered(column, order) for name, column in columns.items()}
    columns |= _keys_of(ids, order)
    sizes = np.diff(np.append(starts, len(order)))
    columns.setdefault("household_size", np.repeat(sizes.astype(float), sizes))
    survey = Survey(
        name=str(document.data["survey"]),
        country=str(document.data["country"]),
        year=year(document.data["year"], document.place("year")),
        columns=columns,
        starts=starts,
        weight=weight[order],
        groups=_groups(document, columns),
        **_design(document, persons, order),
    )
    survey = welfare_of(survey, document)
    survey = replace(survey, lines=lines_of(survey, document))
    # checked before unknown weights become 0, so that they are reported as unknown
    return replace(survey, findings=(*found, *check(survey)), weight=np.nan_to_num(survey.weight))


def data_files(path: str | Path) -> list[Path]:
    """The data files a survey.yaml names, for the run's record."""
    document = read_yaml(Path(path))
    return [_path(document, Path(path).parent, str(name)) for name in document.data.get("files") or ()]


def _keys(document: Document) -> None:
    for key in document.data:
        if key not in KEYS:
            raise GroundfloorError(f"Unknown key {key!r}", document.place(key), hint=nearest(str(key), KEYS))
    for key in REQUIRED:
        if not document.data.get(key):
            raise GroundfloorError(f"The key {key!r} is missing", document.place(), hint=f"Add {key}: ...")
    known = [*VARIABLES, "weight"]
    for name in document.data["variables"]:
        if name not in known:
            raise GroundfloorError(
                f"Unknown variable {name!r}",
                document.place("variables", name),
                expected="a harmonised variable; others stand under other:",
                hint=nearest(str(name), known),
            )
    for name in IDENTIFIERS[:2]:
        if name not in document.data["variables"]:
            raise GroundfloorError(
                f"The variable {name!r} is missing", document.place("variables"), hint=f"Add {name}: COLUMN."
            )


def _path(document: Document, folder: Path, name: str) -> Path:
    entry = document.data["files"][name]
    written = entry.get("path") if isinstance(entry, Mapping) else entry
    if not isinstance(written, str):
        raise GroundfloorError(
            f"The file {name!r} has no path", document.place("files", name), expected="{path: persons.csv}"
        )

    def value(match: re.Match[str]) -> str:
        if match[1] not in os.environ:
            raise GroundfloorError(
                f"The environment variable {match[1]} is not set",
                document.place("files", name),
                hint="Set it to the folder that holds the data.",
            )
        return os.environ[match[1]]

    return folder / re.sub(r"\$\{(\w+)\}", value, written)


def _table(document: Document, folder: Path, name: str) -> Table:
    entry = document.data["files"][name]
    options = entry if isinstance(entry, Mapping) else {}
    known = (*OPTIONS, "key")
    for key in options:
        if key not in known:
            raise GroundfloorError(
                f"Unknown key {key!r}", document.place("files", name, key), hint=nearest(str(key), known)
            )
    return read_table(_path(document, folder, name), options)


def _joined(document: Document, tables: Mapping[str, Table]) -> Table:
    """The persons' file with the columns of the others beside its own: joined by household, or by household and person."""
    if "persons" not in tables:
        raise GroundfloorError("No file of persons is named", document.place("files"), expected="persons: {path: ...}")
    persons = tables["persons"]
    columns = dict(persons.columns)
    keys = {name: entry_of(document.data["variables"][name])["from"] for name in ("household_id", "person_id")}
    for name, table in tables.items():
        if name == "persons":
            continue
        entry = document.data["files"][name]
        written = entry.get("key") if isinstance(entry, Mapping) else None
        by = [written] if isinstance(written, str) else written or [keys["household_id"]]
        mine = [str(keys[one]) for one in ("household_id", "person_id")][: len(by)]
        place = document.place("files", name)
        theirs = list(zip(*(table.column(str(key), place).tolist() for key in by), strict=True))
        row = {key: i for i, key in enumerate(theirs)}
        if len(row) < len(theirs):
            raise GroundfloorError(
                f"{Path(table.file).name} has rows with the same {' and '.join(map(str, by))}",
                place,
                expected="one row each",
            )
        ours = zip(*(persons.column(key, place).tolist() for key in mine), strict=True)
        index = np.array([row.get(key, -1) for key in ours], dtype=np.int64)
        for column, cells in table.columns.items():
            if column not in columns:
                taken = cells[index]
                taken[index < 0] = None
                columns[column] = taken
    return Table(persons.file, columns, persons.rows, persons.first_line)


def _other(document: Document, name: str) -> Harmonised:
    entry = entry_of(document.data["other"][name])
    kind = entry.get("kind", "number")
    if kind not in ("number", "boolean", "text"):
        raise GroundfloorError(
            f"The kind of {name!r} is {kind!r}", document.place("other", name), expected="number, boolean or text"
        )
    return Harmonised(
        kind, str(entry.get("meaning", name)), str(entry.get("unit", "1")), tuple(map(str, entry.get("levels", ())))
    )


def _source(document: Document, persons: Table, name: str) -> tuple[str, Cells]:
    entry = entry_of(document.data["variables"][name])
    return str(entry["from"]), persons.column(str(entry["from"]), document.place("variables", name))


def _identifiers(document: Document, persons: Table, name: str) -> Cells:
    return _source(document, persons, name)[1]


def _weight(document: Document, persons: Table) -> Floats:
    if "weight" not in document.data["variables"]:
        return np.ones(persons.rows)
    number = variable("weight", Harmonised("number", "weight"), persons, document, ("variables", "weight"), [])
    return number if not isinstance(number, Text) else np.ones(persons.rows)


def _households(ids: Cells) -> tuple[Ints, Ints]:
    """The order that puts members together, households and members as they first appear, and each household's first row."""
    first = {home: i for i, home in reversed(list(enumerate(ids.tolist())))}
    rank = np.array([first[home] for home in ids.tolist()], dtype=np.int64)
    order = np.argsort(rank, kind="stable")
    ranked = rank[order]
    return order, np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1]))


def _ordered(column: Column, order: Ints) -> Column:
    return Text(column.codes[order], column.levels) if isinstance(column, Text) else column[order]


def _keys_of(ids: Mapping[str, Cells], order: Ints) -> dict[str, Column]:
    """The numbers from which take-up is drawn, as `rules.keys` defines them."""
    homes, people = ids["household_id"][order].tolist(), ids["person_id"][order].tolist()
    return {
        "_household_key": np.array([zlib.crc32(home.encode()) for home in homes], dtype=np.float64),
        "_key": np.array(
            [zlib.crc32(f"{h}/{p}".encode()) for h, p in zip(homes, people, strict=True)], dtype=np.float64
        ),
    }


def _groups(document: Document, columns: Mapping[str, Column]) -> tuple[str, ...]:
    groups = tuple(str(name) for name in document.data.get("groups") or ())
    for name in groups:
        if name not in columns:
            raise GroundfloorError(
                f"groups names {name!r}, which the survey does not have",
                document.place("groups"),
                hint=nearest(name, columns),
            )
    return groups


def _design(document: Document, persons: Table, order: Ints) -> dict[str, Any]:
    design = document.data.get("design") or {}
    out = {}
    for key in design:
        if key not in DESIGN:
            raise GroundfloorError(
                f"Unknown key {key!r}", document.place("design", key), hint=nearest(str(key), DESIGN)
            )
        cells = persons.column(str(design[key]), document.place("design", key))[order].tolist()
        levels = tuple(dict.fromkeys(cell for cell in cells if cell is not None))
        index = {cell: i for i, cell in enumerate(levels)} | {None: -1}
        out[key] = Text(np.array([index[cell] for cell in cells], dtype=np.int32), levels)
    return out
