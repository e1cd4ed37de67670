"""A survey of households alone: as many persons as each household says it has, of whom nothing more is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.columns import numbers
from groundfloor.survey.data import Data, Join
from groundfloor.survey.entries import Entry
from groundfloor.survey.frame import Column, Finding, Floats, Ints, Text
from groundfloor.survey.harmonise import variable
from groundfloor.survey.identify import identifiers
from groundfloor.survey.sentences import Value

LARGEST = 200


def expanded(data: Data, variables: Mapping[str, Entry], found: list[Finding]) -> tuple[Data, Ints]:
    """The data with a row for each member of a household, and the number of each member in it, from 0 for the head.

    The size of each household has to be known, whole and at least 1: weights count it.
    """
    entry = variables["household_size"]
    identifiers(variables, data, ("household_id",))
    size = numbers(variable(entry, data, found))
    wrong = np.flatnonzero(~((size >= 1) & (size <= LARGEST) & (size == np.floor(size))))
    if len(wrong):
        raise GroundfloorError(
            f"The household_size is {'missing' if np.isnan(size[wrong[0]]) else format(size[wrong[0]], 'g')} ({len(wrong):,} such rows)",
            data.place(int(wrong[0]), entry.columns[0]),
            expected=f"the number of members, 1 to {LARGEST}",
            hint="Each household counts with its members. Say what stands for no answer, or leave the row out of the file.",
        )
    members = size.astype(np.int64)
    of_row = np.repeat(np.arange(data.rows), members)
    place = np.arange(len(of_row)) - np.repeat(np.cumsum(members) - members, members)
    joins = {
        name: replace(join, rows=join.rows[of_row], person=None if join.person is None else join.person[of_row])
        for name, join in data.joins.items()
    }
    if data.base not in joins:
        joins[data.base] = Join(of_row)
    values: dict[str, Value] = {"count": len(of_row), "households": len(members), "file": Path(data.persons.file).name}
    found.append(Finding("note", "level", "", len(of_row), "members.of_households", values))
    return replace(data, joins=joins), place


def of_head(column: Column, entry: Entry, place: Ints) -> Column:
    """What a household's row says of a person, which is said of the head and of no other member."""
    if entry.meaning.level == "household":
        return column
    if isinstance(column, Text):
        return Text(np.where(place == 0, column.codes, np.int32(-1)).astype(np.int32), column.levels)
    out: Floats = np.where(place == 0, column, np.nan)
    return out


def numbered(place: Ints) -> Text:
    """The identifiers of the members: 1 for the head, 2 and so on."""
    return Text(place.astype(np.int32), tuple(str(one + 1) for one in range(int(place.max(initial=0)) + 1)))


def heads(place: Ints) -> Text:
    """The relationship of those of whom it is known: the head."""
    return Text(np.where(place == 0, 0, -1).astype(np.int32), ("head",))
