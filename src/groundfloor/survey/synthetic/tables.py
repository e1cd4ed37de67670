"""One margin: a tidy CSV of cells over a few dimensions, each with its number of persons or its share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from groundfloor.documents import Row, read_rows
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.frame import Column, Floats, Ints, Text
from groundfloor.survey.variables import RELATIONSHIP, SEX

OLDEST = 100
EVERYBODY = 10**9
TOLERANCE = 1e-3

Span = tuple[int, int]
Key = str | float | Span


@dataclass(frozen=True)
class Table:
    """One tidy CSV: the cells as tuples over `dimensions`, a value each, and the rows they stand on."""

    file: str
    dimensions: tuple[str, ...]
    cells: tuple[tuple[Key, ...], ...]
    values: Floats
    rows: tuple[Row, ...] = field(repr=False, compare=False)

    def index(self, columns: Mapping[str, Column]) -> Ints:
        """The cell of each record of `columns`, -1 for those in none."""
        length = max(len(c.codes) if isinstance(c, Text) else len(c) for c in columns.values())
        found = np.full(length, -1, dtype=np.int64)
        for i, cell in enumerate(self.cells):
            inside = np.ones(length, dtype=bool)
            for name, key in zip(self.dimensions, cell, strict=True):
                column = columns[name]
                if isinstance(column, Text):
                    inside &= column.is_(str(key)) == 1.0
                elif isinstance(key, tuple):
                    inside &= (column >= key[0]) & (column <= key[1])
                else:
                    inside &= column == key
            found[inside] = i
        return found

    def name(self, cell: int) -> str:
        """A cell in words: 'region=Ashanti, age=0-4', or 'all'."""
        row = self.rows[cell].cells
        return ", ".join(f"{name}={row[name]}" for name in self.dimensions) or "all"

    def of(self, dimension: str) -> tuple[Key, ...]:
        """The different values of one dimension, in the order of the file."""
        place = self.dimensions.index(dimension)
        return tuple(dict.fromkeys(cell[place] for cell in self.cells))


def _region(row: Row, name: str) -> Key:
    return row.text(name)


def _flag(row: Row, name: str) -> Key:
    text = row.text(name)
    if text not in ("0", "1"):
        raise GroundfloorError(f"The {name} {text!r} is neither 1 nor 0", row.place(name), expected="1 (yes) or 0 (no)")
    return float(text)


def word(levels: Sequence[str]) -> Callable[[Row, str], Key]:
    """A reader of cells that must hold one of `levels`."""

    def read(row: Row, name: str) -> Key:
        text = row.text(name)
        if text not in levels:
            raise GroundfloorError(
                f"Unknown {name} {text!r}",
                row.place(name),
                expected=f"one of {', '.join(levels)}",
                hint=nearest(text, levels),
            )
        return text

    return read


def _span(row: Row, name: str) -> Key:
    text = row.text(name)
    match = re.fullmatch(r"(\d+)(?:-(\d+)|(\+))?", text)
    if not match or (match[2] and int(match[2]) < int(match[1])):
        raise GroundfloorError(f"{text!r} is no {name}", row.place(name), expected="5, 0-4 or 80+")
    low = int(match[1])
    return low, EVERYBODY if match[3] else int(match[2] or low)


def _fifth(row: Row, name: str) -> Key:
    text = row.text(name)
    if text not in ("1", "2", "3", "4", "5"):
        raise GroundfloorError(f"{text!r} is no fifth of the population", row.place(name), expected="1 (poorest) to 5")
    return float(text)


DIMENSIONS: dict[str, Callable[[Row, str], Key]] = {
    "region": _region,
    "urban": _flag,
    "sex": word(SEX),
    "age": _span,
    "household_size": _span,
    "relationship": word(RELATIONSHIP),
    "quintile": _fifth,
    "infant": _flag,
    "level": lambda row, name: row.text(name),
}


def read_table(
    path: Path, value: str, required: Sequence[str] = (), allowed: Sequence[str] = tuple(DIMENSIONS)
) -> Table:
    """Read one margin: columns `required`, any of `allowed`, and `value` (persons, or a share of one)."""
    rows = tuple(read_rows(path, (*required, value), [name for name in allowed if name not in required]))
    dimensions = tuple(name for name in rows[0].cells if name != value)
    seen: dict[tuple[Key, ...], int] = {}
    values = []
    for row in rows:
        cell = tuple(DIMENSIONS[name](row, name) for name in dimensions)
        if cell in seen:
            raise GroundfloorError(
                "The cell stands twice", row.place(), hint=f"It stands on line {seen[cell]} already; keep one of them."
            )
        seen[cell] = row.line
        values.append(_checked(row, value))
    table = Table(str(path), dimensions, tuple(seen), np.array(values), rows)
    _refuse_overlaps(table)
    return table


def _checked(row: Row, name: str) -> float:
    value = row.number(name)
    if value < 0:
        raise GroundfloorError(f"The {name} {value:g} is negative", row.place(name), expected="0 or more")
    if name == "share" and value > 1:
        raise GroundfloorError(
            f"The share {value:g} is above one",
            row.place(name),
            expected="a share of one",
            hint=f"{value:g} % is written {value / 100:g}." if value <= 100 else None,
        )
    return value


def _refuse_overlaps(table: Table) -> None:
    """No two cells may hold the same person: spans (ages, sizes) of cells that are otherwise alike must be apart."""
    spans: dict[tuple[Key, ...], list[tuple[Span, Row]]] = {}
    for cell, row in zip(table.cells, table.rows, strict=True):
        rest = tuple(key for key in cell if not isinstance(key, tuple))
        for key in cell:
            if isinstance(key, tuple):
                spans.setdefault(rest, []).append((key, row))
    if sum(name in ("age", "household_size") for name in table.dimensions) > 1:
        raise GroundfloorError("A margin cannot be by age and by household size", Place(table.file), hint="Write two.")
    for found in spans.values():
        ordered = sorted(found, key=lambda one: one[0])
        for (before, _), (span, row) in pairwise(ordered):
            if span[0] <= before[1]:
                raise GroundfloorError(
                    f"The cell {'-'.join(map(str, span))} overlaps the cell {'-'.join(map(str, before))}",
                    row.place(),
                    hint="Each person must be in one cell only.",
                )


def sum_to_one(table: Table, name: str) -> None:
    """Refuse shares over the values of one dimension that do not add up to one in each group of the others."""
    place = table.dimensions.index(name)
    total: dict[tuple[Key, ...], float] = {}
    last: dict[tuple[Key, ...], Row] = {}
    for cell, value, row in zip(table.cells, table.values.tolist(), table.rows, strict=True):
        rest = cell[:place] + cell[place + 1 :]
        total[rest] = total.get(rest, 0.0) + value
        last[rest] = row
    for rest, share in total.items():
        if abs(share - 1) > TOLERANCE:
            raise GroundfloorError(
                f"The shares by {name} add up to {share:.4f}", last[rest].place("share"), expected="1 in each group"
            )
