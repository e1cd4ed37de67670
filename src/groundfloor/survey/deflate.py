"""Amounts made comparable across places and months: divided by a price index of the place or of the month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundfloor.documents import read_rows
from groundfloor.errors import GroundfloorError, Place
from groundfloor.survey.frame import Floats, Text
from groundfloor.survey.paths import located
from groundfloor.survey.table import crossed, plain_text
from groundfloor.written import Written

EXAMPLE = "INDEX_COLUMN, several such as [OF_PLACE, OF_MONTH], {from: INDEX_COLUMN, base: 100} or {by: [REGION, MONTH], path: deflators.csv}"
INDEX = "index"


@dataclass(frozen=True)
class Deflator:
    """A price index: in the columns `index`, several of which multiply, or in the file `path` by the words of the columns `by`.

    `base` is what each index is where an amount stays as it is: 1, or 100.
    """

    place: Place
    index: tuple[str, ...]
    by: tuple[str, ...]
    path: Path | None
    base: float

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the survey it needs."""
        return self.index or self.by


def deflator_of(part: Written) -> Deflator:
    """The index as survey.yaml gives it: columns, or a small CSV file with the columns `by` names and `index`."""
    if not part.is_table:
        return Deflator(part.place, _columns(part), (), None, 1.0)
    parts = part.parts(("from", "by", "path", "base"), EXAMPLE)
    if {"from"} != parts.keys() - {"base"} != {"by", "path"}:
        raise GroundfloorError("deflate is incomplete", part.place, expected=EXAMPLE)
    base = parts["base"].number() if "base" in parts else 1.0
    if base <= 0:
        raise GroundfloorError(
            f"The base is {base:g}", parts["base"].place, expected="what the index is there: 1 or 100"
        )
    return Deflator(
        part.place,
        _columns(parts["from"]) if "from" in parts else (),
        parts["by"].words() if "by" in parts else (),
        located(parts["path"]) if "path" in parts else None,
        base,
    )


def _columns(part: Written) -> tuple[str, ...]:
    words = part.words()
    if not words:
        raise GroundfloorError("deflate names no column", part.place, expected=EXAMPLE)
    return words


def indices(deflator: Deflator, words: Sequence[Text]) -> Floats:
    """The index of each row from the deflator's file, by the words of its columns; NaN where the file lists none."""
    path = deflator.path or Path()
    found: dict[str, float] = {}
    for row in read_rows(path, (*deflator.by, INDEX), ("source", "note")):
        key = "/".join(row.text(column) for column in deflator.by)
        value = row.number(INDEX)
        if value <= 0:
            raise GroundfloorError(f"The index is {value:g}", row.place(INDEX), expected="a number above 0")
        if key in found:
            raise GroundfloorError(f"{key!r} stands twice", row.place(), expected="one row each")
        found[key] = value
    text = crossed([plain_text(one) for one in words])
    return np.array([*(found.get(word, np.nan) for word in text.levels), np.nan])[text.codes]
