"""Who belongs to which household: identifiers and weights that must hold, the order of persons, the keys of draws."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

import numpy as np

from groundfloor.errors import GroundfloorError
from groundfloor.survey.data import Data
from groundfloor.survey.entries import IDENTIFIERS, Entry
from groundfloor.survey.frame import Column, Floats, Ints, Text
from groundfloor.survey.harmonise import identifier

ROUNDED = re.compile(r"\d(\.\d+)?[eE]\+\d+")


def identifiers(entries: Mapping[str, Entry], data: Data, names: tuple[str, ...] = IDENTIFIERS) -> dict[str, Text]:
    """household_id and person_id of each row; empty or repeated ones are refused, for no figure would then be right."""
    ids = {name: identifier(entries[name], data) for name in names}
    for name, text in ids.items():
        column = " and ".join(entries[name].columns)
        empty = np.flatnonzero(text.codes < 0)
        if len(empty):
            raise GroundfloorError(
                f"{len(empty):,} rows have no {name}",
                data.place(int(empty[0]), column),
                hint="Give each person its household and its number there.",
            )
        rounded = next((word for word in text.levels if "+" in word and ROUNDED.fullmatch(word)), None)
        if rounded is not None:
            raise GroundfloorError(
                f"The {name} {rounded!r} is a rounded number",
                data.place(int(np.argmax(text.codes == text.levels.index(rounded))), column),
                hint="A spreadsheet has cut the identifier: export the file again with this column as text.",
            )
    _refuse_twice(ids, entries, data)
    return ids


def _refuse_twice(ids: Mapping[str, Text], entries: Mapping[str, Entry], data: Data) -> None:
    key = np.zeros(data.rows, dtype=np.int64)
    for text in ids.values():
        key = key * len(text.levels) + text.codes
    first = np.unique(key, return_index=True)[1]
    if len(first) == len(key):
        return
    again = int(np.setdiff1d(np.arange(len(key)), first)[0])
    home, *person = (repr(text.levels[text.codes[again]]) for text in ids.values())
    twice = f"The person {person[0]} of household {home}" if person else f"The household {home}"
    raise GroundfloorError(
        f"{twice} stands twice ({len(key) - len(first):,} rows too many)",
        data.place(again, " and ".join(entries[list(ids)[-1]].columns)),
        expected="one row a person" if person else "one row a household",
        hint="Look for rows copied twice; of several visits, name the column that numbers them: visits: COLUMN beside "
        "the path. If household numbers begin anew in each cluster, write household_id: [CLUSTER, HOUSEHOLD].",
    )


def refuse_negative(weight: Floats, entry: Entry, data: Data) -> None:
    """Refuse a weight below 0."""
    negative = np.flatnonzero(weight < 0)
    if len(negative):
        raise GroundfloorError(
            f"The weight {weight[negative[0]]:g} is negative ({len(negative):,} such rows)",
            data.place(int(negative[0]), entry.columns[0]),
            expected="a weight of 0 or more",
            hint="Where it means a missing weight, write it under missing.",
        )


def households(ids: Text) -> tuple[Ints, Ints]:
    """The order that puts members of a household together, households as they first appear, and their first rows.

    >>> order, starts = households(Text(np.array([1, 0, 1], dtype=np.int32), ("b", "a")))
    >>> order.tolist(), starts.tolist()
    ([0, 2, 1], [0, 2])
    """
    found, first, home = np.unique(ids.codes, return_index=True, return_inverse=True)
    rank = np.empty(len(found), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(found))
    order = np.argsort(rank[home], kind="stable")
    return order, np.concatenate(([0], np.cumsum(np.bincount(rank[home]))[:-1])).astype(np.int64)


def keys(ids: Mapping[str, Text]) -> dict[str, Column]:
    """`_household_key` and `_key`, the numbers that take-up is drawn from, as `rules.keys` defines them."""
    home, person = (ids[name] for name in IDENTIFIERS)
    own = np.array([zlib.crc32(word.encode()) for word in home.levels], dtype=np.float64)
    begun = [zlib.crc32(f"{word}/".encode()) for word in home.levels]
    ends = [word.encode() for word in person.levels]
    pairs = zip(person.codes.tolist(), home.codes.tolist(), strict=True)
    return {
        "_household_key": own[home.codes],
        "_key": np.array([zlib.crc32(ends[one], begun[its]) for one, its in pairs], dtype=np.float64),
    }
