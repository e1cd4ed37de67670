"""Which of several files is that of persons, and how the others meet it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from groundfloor.survey.entries import IDENTIFIERS
from groundfloor.survey.files import HOUSEHOLDS, PERSONS
from groundfloor.survey.inspect.guess import Guess, guesses, likely
from groundfloor.survey.inspect.keys import (
    Keys,
    Meeting,
    describes_people,
    keys_by,
    keys_of,
    meeting,
    meeting_at,
    same_homes,
)
from groundfloor.survey.inspect.look import Seen


@dataclass(frozen=True)
class Found:
    """What was found in the files: each by its name in survey.yaml, its keys, and how it meets the file `base`."""

    files: Mapping[str, Seen]
    keys: Mapping[str, Keys]
    meetings: Mapping[str, Meeting | None]
    base: str
    guesses: Mapping[str, Guess]


def find(seen: Sequence[Seen]) -> Found:
    """Which of the files is that of persons, how the others meet it, and which columns are which variables."""
    alone = {id(one): keys_of(one) for one in seen}
    keys = alone
    if not any(keys[id(one)].rows == "person" and describes_people(one) for one in seen) and any(
        keys[id(one)].rows == "household" and likely("household_size", one.columns.values()) for one in seen
    ):
        # a module of some questions to persons is no roster: the households say how many they are
        keys = {one: _of_household(each) for one, each in alone.items()}
    order = {"person": 0, "household": 1, "rows of a household": 2, "row": 3}
    # the first is the file with most persons: a roster has all of them; of files of households the one that has their size
    ranked = sorted(
        seen,
        key=lambda one: (
            order[keys[id(one)].rows],
            -one.rows,
            not likely("household_size", one.columns.values()),
        ),
    )
    base = HOUSEHOLDS if keys[id(ranked[0])].rows == "household" else PERSONS
    files = {base: ranked[0]}
    for one in ranked[1:]:
        name = _named(one.path)
        while name in files or name == PERSONS:
            name += "_2"
        files[name] = one
    named = {name: keys[id(one)] for name, one in files.items()}
    home, meetings = _met(files, named, base)
    named[base] = replace(named[base], home=home)
    for name, met in meetings.items():
        place = _place(files[base], home, files[name], alone[id(files[name])])
        if place is not None and (met is None or place.share > met.share):
            meetings[name], named[name] = place, Keys("place", place.columns)
        elif met is not None and named[name].rows != "person" and named[name].home != met.columns:
            named[name] = keys_by(files[name], met.columns)
    alike = [name for name, one in named.items() if one.rows == "household"]
    if base == PERSONS and len(alike) == 1 and HOUSEHOLDS not in files:
        # the one file of households is called so
        files = {HOUSEHOLDS if name == alike[0] else name: one for name, one in files.items()}
        named = {HOUSEHOLDS if name == alike[0] else name: one for name, one in named.items()}
        meetings = {HOUSEHOLDS if name == alike[0] else name: one for name, one in meetings.items()}
    able = {name: one.columns.values() for name, one in files.items() if name == base or meetings[name] is not None}
    identifying = {(base, column) for column in (*named[base].home, *named[base].person)}
    free = {
        name: [column for column in columns if (name, column.name) not in identifying or len(named[base].home) > 1]
        for name, columns in able.items()
        if name == base or named[name].rows != "rows of a household"
    }
    return Found(files, named, meetings, base, guesses(free, IDENTIFIERS))


def _of_household(keys: Keys) -> Keys:
    return Keys("rows of a household", keys.home) if keys.rows == "person" else keys


def _met(
    files: Mapping[str, Seen], keys: Mapping[str, Keys], base: str
) -> tuple[tuple[str, ...], dict[str, Meeting | None]]:
    """By which columns of `base` the other files meet it, and how: another file's own key where more of them meet by it.

    Some files of a survey have one number of the household, others that of the cluster and one within it.
    """
    homes = [keys[base].home] if keys[base].home else []
    homes += [
        one.home
        for name, one in keys.items()
        if homes and name != base and one.home and same_homes(files[base], homes[0], one.home)
    ]
    best: tuple[tuple[str, ...], dict[str, Meeting | None]] = (
        keys[base].home,
        {name: None for name in files if name != base},
    )
    for home in dict.fromkeys(homes):
        found = {name: meeting(files[base], home, one) for name, one in files.items() if name != base}
        if sum(met is not None for met in found.values()) > sum(met is not None for met in best[1].values()):
            best = home, found
    return best


def _place(persons: Seen, home: Sequence[str], other: Seen, keys: Keys) -> Meeting | None:
    """How a file about places, or about anything else that several households share, meets the persons; None where it is no such file."""
    columns = (*keys.home, *keys.person)
    if keys.rows not in ("row", "person") or not columns or set(home) <= set(columns):
        return None
    if not set(columns) <= set(persons.columns) or any(
        likely(name, [other.columns[column] for column in columns]) for name in IDENTIFIERS
    ):
        return None
    return meeting_at(persons, home, columns, other)


def _named(path: Path) -> str:
    name = re.sub(r"\W+", "_", path.name.partition(".")[0].casefold(), flags=re.ASCII).strip("_")
    return name or "file"
