"""One harmonised variable from the columns of a file: codes, missing values, conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from groundfloor.documents import Document
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.survey.frame import Column, Finding, Floats, Text
from groundfloor.survey.tabular import Cells, Table
from groundfloor.survey.variables import Harmonised

KEYS = (
    "from",
    "file",
    "codes",
    "missing",
    "unit",
    "true",
    "false",
    "at_least",
    "at_most",
    "scale",
    "kind",
    "meaning",
    "levels",
)
YES = ("1", "1.0", "true", "yes", "y", "oui", "t")
NO = ("0", "0.0", "false", "no", "n", "non", "f")


def entry_of(written: Any) -> Mapping[str, Any]:
    """What is written for a variable, as a table: a bare column name is {from: column}."""
    return written if isinstance(written, Mapping) else {"from": str(written)}


def variable(
    name: str, meaning: Harmonised, table: Table, document: Document, path: tuple[str, ...], found: list[Finding]
) -> Column:
    """The values of one variable, a value a row of `table`; what was set to missing is added to `found`."""
    entry = entry_of(_at(document, path))
    for key in entry:
        if key not in KEYS:
            raise GroundfloorError(f"Unknown key {key!r}", document.place(*path, key), hint=nearest(str(key), KEYS))
    if "from" not in entry:
        raise GroundfloorError(f"The variable {name!r} names no column", document.place(*path), expected="from: COLUMN")
    sources = entry["from"] if isinstance(entry["from"], list) else [entry["from"]]
    place = document.place(*path, "from") if isinstance(_at(document, path), Mapping) else document.place(*path)
    columns = [(str(source), table.column(str(source), place)) for source in sources]
    if meaning.kind == "boolean":
        return _any([_boolean(name, cells, column, entry, table, found) for column, cells in columns])
    if len(columns) > 1:
        raise GroundfloorError(
            f"{name} comes from several columns", place, expected="one column, except for true or false"
        )
    column, cells = columns[0]
    if meaning.kind == "number":
        return _number(cells, column, entry, table) * float(entry.get("scale", 1.0))
    return _words(name, meaning, cells, entry, document, path, found)


def _at(document: Document, path: Sequence[str]) -> Any:
    value = document.data
    for step in path:
        value = value[step]
    return value


def _missing(entry: Mapping[str, Any]) -> set[str]:
    written = entry.get("missing", [])
    return {_code(value) for value in (written if isinstance(written, list) else [written])}


def _code(value: Any) -> str:
    """A code as files spell it: 1.0 and 1 are one code."""
    text = str(value).strip()
    return text.removesuffix(".0") if text.removesuffix(".0").lstrip("-").isdigit() else text


def _number(cells: Cells, column: str, entry: Mapping[str, Any], table: Table) -> Floats:
    values = _numbers(cells, column, table)
    for code in _missing(entry):
        values[values == float(code)] = np.nan
    return values


def _numbers(cells: Cells, column: str, table: Table) -> Floats:
    out = np.full(len(cells), np.nan)
    filled = np.array([cell is not None for cell in cells], dtype=bool)
    try:
        out[filled] = cells[filled].astype(np.float64)
        wrong = np.flatnonzero(~np.isfinite(out) & filled)
    except ValueError:
        wrong = np.array([i for i in np.flatnonzero(filled) if not _is_number(cells[i])])
    if len(wrong):
        cell = str(cells[wrong[0]])
        hint = "Write its code under missing, or map it under codes."
        if "," in cell:
            hint = "It looks like a decimal comma: add decimal: ',' to the file in survey.yaml."
        more = f" (and {len(wrong) - 1:,} more)" if len(wrong) > 1 else ""
        raise GroundfloorError(
            f"{cell!r} is not a number{more}",
            table.place(int(wrong[0]), column),
            expected="a number such as 12.5",
            hint=hint,
        )
    return out


def _is_number(cell: str) -> bool:
    try:
        return bool(np.isfinite(float(cell)))
    except ValueError:
        return False


def _boolean(
    name: str, cells: Cells, column: str, entry: Mapping[str, Any], table: Table, found: list[Finding]
) -> Floats:
    if "at_least" in entry or "at_most" in entry:
        values = _number(cells, column, entry, table)
        within = (values >= float(entry.get("at_least", -np.inf))) & (values <= float(entry.get("at_most", np.inf)))
        return np.where(np.isnan(values), np.nan, within.astype(float))
    missing = _missing(entry)
    listed = "true" in entry
    yes = {_code(v) for v in _list(entry["true"])} if listed else set(YES)
    no = {_code(v) for v in _list(entry["false"])} if "false" in entry else (None if listed else set(NO))
    meanings: dict[Any, float] = {None: np.nan}
    unknown: dict[str, int] = {}
    for cell in dict.fromkeys(cells.tolist()):
        if cell is None:
            continue
        code = _code(cell) if listed or "false" in entry else cell.lower()
        if _code(cell) in missing:
            meanings[cell] = np.nan
        elif code in yes:
            meanings[cell] = 1.0
        elif no is None or code in no:
            meanings[cell] = 0.0
        else:
            meanings[cell] = np.nan
            unknown[cell] = 0
    _report_unknown(name, cells, unknown, found, "neither true nor false")
    return np.array([meanings[cell] for cell in cells.tolist()])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _any(columns: Sequence[Floats]) -> Floats:
    """True where any is, false where all are, otherwise missing."""
    if len(columns) == 1:
        return columns[0]
    stack = np.vstack(columns)
    true, unknown = (stack == 1.0).any(axis=0), np.isnan(stack).any(axis=0)
    return np.where(true, 1.0, np.where(unknown, np.nan, 0.0))


def _words(
    name: str,
    meaning: Harmonised,
    cells: Cells,
    entry: Mapping[str, Any],
    document: Document,
    path: tuple[str, ...],
    found: list[Finding],
) -> Text:
    codes = entry.get("codes")
    missing = _missing(entry)
    if codes is not None and not isinstance(codes, Mapping):
        raise GroundfloorError(
            "codes is no table", document.place(*path, "codes"), expected="such as {1: male, 2: female}"
        )
    named = {_code(code): str(word) for code, word in (codes or {}).items()}
    for code, word in (codes or {}).items():
        if meaning.levels and word not in meaning.levels:
            raise GroundfloorError(
                f"{name} has no word {word!r}",
                document.place(*path, "codes", code),
                expected=f"one of {', '.join(meaning.levels)}",
                hint=nearest(str(word), meaning.levels),
            )
    meanings: dict[Any, str | None] = {None: None}
    unknown: dict[str, int] = {}
    for cell in dict.fromkeys(cells.tolist()):
        if cell is None:
            continue
        code = _code(cell)
        if code in missing:
            meanings[cell] = None
        elif named:
            meanings[cell] = named.get(code)
            if code not in named:
                unknown[cell] = 0
        elif meaning.levels and cell.lower() not in meaning.levels:
            meanings[cell] = None
            unknown[cell] = 0
        else:
            meanings[cell] = cell.lower() if meaning.levels else cell
    _report_unknown(name, cells, unknown, found, "not among its codes")
    levels = meaning.levels or tuple(sorted({word for word in meanings.values() if word is not None}))
    place = {word: i for i, word in enumerate(levels)}
    index = {cell: -1 if word is None else place[word] for cell, word in meanings.items()}
    return Text(np.array([index[cell] for cell in cells.tolist()], dtype=np.int32), levels)


def _report_unknown(name: str, cells: Cells, unknown: dict[str, int], found: list[Finding], what: str) -> None:
    if not unknown:
        return
    for cell in cells.tolist():
        if cell in unknown:
            unknown[cell] += 1
    rows = sum(unknown.values())
    shown = ", ".join(f"{cell!r} ({count:,})" for cell, count in list(unknown.items())[:5])
    found.append(
        Finding(
            "warning",
            "codes",
            name,
            rows,
            f"{name}: {rows:,} rows hold values that are {what}: {shown}. They count as missing.",
        )
    )
