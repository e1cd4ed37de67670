"""Yes/no and ladder variables drawn for persons or households so that their published shares are met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundfloor.documents import Row
from groundfloor.survey.frame import Column, Floats, Text
from groundfloor.survey.margins import Attribute
from groundfloor.survey.synthetic.draws import Mask, chances, systematic
from groundfloor.survey.synthetic.records import numbers
from groundfloor.survey.synthetic.tables import Key, Table
from groundfloor.survey.variables import VARIABLES


@dataclass(frozen=True)
class Records:
    """What is drawn for: persons or households, one a row, the weight their shares count by, and what to spread draws along."""

    columns: Mapping[str, Column]
    weight: Floats
    spread: Floats


NEVER = 1e-6


def draw_attribute(attribute: Attribute, records: Records, rng: np.random.Generator) -> Column:
    """The variable for each record: 1, 0 or, where the margin does not speak of it and says so, missing."""
    levels = VARIABLES[attribute.variable].levels
    if not levels:
        return _yes_no(attribute.targets, attribute, records, np.ones(len(records.weight), dtype=bool), rng)
    codes = np.full(len(records.weight), -1, dtype=np.int32)
    left = np.ones(len(codes), dtype=bool)
    for code in range(len(levels)):
        tables = tuple(_share_of_level(table, levels, code) for table in attribute.targets)
        got = _yes_no(tables, attribute, records, left, rng)
        codes[left & (got == 1.0)] = code
        left &= codes < 0
    return Text(codes, levels)


def _share_of_level(table: Table, levels: tuple[str, ...], code: int) -> Table:
    """The share at a level among those not below it, by the table's other dimensions."""
    place = table.dimensions.index("level")
    groups: dict[tuple[Key, ...], list[float]] = {}
    first: dict[tuple[Key, ...], Row] = {}
    for cell, value, row in zip(table.cells, table.values.tolist(), table.rows, strict=True):
        rest = cell[:place] + cell[place + 1 :]
        by_level = groups.setdefault(rest, [0.0] * len(levels))
        first.setdefault(rest, row)
        by_level[levels.index(str(cell[place]))] += value
    left = [sum(by_level[code:]) for by_level in groups.values()]
    share = [by[code] / rest if rest > 1e-9 else 0.0 for by, rest in zip(groups.values(), left, strict=True)]
    dimensions = table.dimensions[:place] + table.dimensions[place + 1 :]
    return Table(table.file, dimensions, tuple(groups), np.minimum(share, 1.0), tuple(first.values()))


def _yes_no(
    tables: tuple[Table, ...], attribute: Attribute, records: Records, among: Mask, rng: np.random.Generator
) -> Floats:
    eligible = among
    if attribute.among is not None:
        eligible = among & (numbers(records.columns, attribute.among) == 1.0)
    cells = [table.index(records.columns) for table in tables]
    spoken_of = np.any([cell >= 0 for cell in cells], axis=0)
    start = np.full(len(among), 0.5)
    guide = np.zeros(len(among), dtype=np.int64)
    if attribute.pattern is not None:
        guide = attribute.pattern.index(records.columns)
        start = np.where(guide >= 0, attribute.pattern.values[guide], 0.0)
    inside = np.flatnonzero(eligible & spoken_of & (start > 0))
    margins = [(cell[inside], table.values) for cell, table in zip(cells, tables, strict=True)]
    p = chances(start[inside], records.weight[inside], margins)
    # evenly along the cells to be met, then along the weights, so that weighted shares are met too
    keys = (rng.random(len(inside)), records.spread[inside], guide[inside], *(cell for cell, _ in reversed(margins)))
    chosen = systematic(np.where(p < NEVER, 0.0, p), np.lexsort(keys), rng)
    found = np.where(spoken_of, 0.0, attribute.outside)
    found[inside[chosen]] = 1.0
    return found
