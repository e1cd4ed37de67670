"""Which columns identify households and persons in a file, and how files meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from groundfloor.survey.frame import Ints, Text
from groundfloor.survey.inspect.guess import likely
from groundfloor.survey.inspect.hints import folded, says, words
from groundfloor.survey.inspect.look import Column, Seen
from groundfloor.survey.table import crossed

# joins the words of a key of several columns; stands in no identifier
MARK = "\x1f"
CANDIDATES = 12
MOST_MEMBERS = 99
FEW_ROWS = 20_000
FEWEST, MOST = 1.05, 25.0
# fewer keys than this share meet by chance
FEWEST_MET = 0.05


@dataclass(frozen=True)
class Keys:
    """What a file has a row of (person, household, several rows of a household, place, row), and the columns that say whose it is.

    `visits` numbers the visits where a person or household has a row for each.
    """

    rows: str
    home: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    visits: str | None = None


@dataclass(frozen=True)
class Meeting:
    """How a file meets the persons: by which of its columns, how many keys meet and how many of either side do not."""

    columns: tuple[str, ...]
    met: int
    persons_without: int
    unused: int

    @property
    def share(self) -> float:
        """How many of the persons' keys meet."""
        return self.met / (self.met + self.persons_without)


def keys_of(seen: Seen) -> Keys:
    """The likely keys of a file: by the names of columns where these identify rows, else by the values alone."""
    able = [column for column in seen.columns.values() if _identifies(column)]
    home = [column.name for column in likely("household_id", able)]
    person = [column.name for column in likely("person_id", able)]
    cluster = [column.name for column in likely("psu", able)]
    homes = [(one,) for one in home] + [(two, one) for one in home for two in cluster if one != two]
    visits = [column.name for column in able if says(folded(column.name), words()["visit"])]
    named = [(one,) for one in person]
    of_people = describes_people(seen)
    few = [
        (column.name,) for column in able if column.distinct <= MOST_MEMBERS and column.name not in (*person, *visits)
    ]
    # a number of a few values may be that of a person, and in a file of items that of an item
    persons = named + few if of_people else named
    for one in homes:
        for two in persons:
            if two[0] not in one and _grouped(seen, one) and _unique(seen, (*one, *two)):
                return Keys("person", one, two)
    for one in homes:
        if _unique(seen, one):
            return Keys("household", one)
    for visit in visits:
        for one in homes:
            if visit not in one and _unique(seen, (*one, visit)):
                return Keys("household", one, visits=visit)
            for two in named:
                if len({*one, *two, visit}) == len(one) + 2 and _unique(seen, (*one, *two, visit)):
                    return Keys("person", one, two, visit)
    if not homes:
        for first, second in _pairs(able):
            if (
                _unique(seen, (first, second))
                and _grouped(seen, (first,))
                and seen.columns[second].distinct <= MOST_MEMBERS
            ):
                return Keys("person", (first,), (second,))
        single = next((column.name for column in able if column.distinct == seen.rows), None)
        return Keys("row", (single,) if single else ())
    # a person's number that is unique by itself
    for one in homes:
        for two in named:
            if two[0] not in one and _unique(seen, two):
                return Keys("person", one, two)
    return Keys("rows of a household", next((one for one in homes if _grouped(seen, one)), homes[0]))


def same_homes(seen: Seen, ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether two keys put the rows of a file into the same households."""
    if not set(theirs) <= {column.name for column in seen.columns.values() if _identifies(column)}:
        return False
    return len({_distinct(seen, names) for names in (ours, theirs, (*ours, *theirs))}) == 1


def describes_people(seen: Seen) -> bool:
    """Whether a file says what a roster says of persons: their age, sex or relationship to the head."""
    return any(likely(name, seen.columns.values()) for name in ("age", "sex", "relationship"))


def keys_by(seen: Seen, home: tuple[str, ...]) -> Keys:
    """What a file has a row of, when its households are known by the columns `home`, which meet those of the persons."""
    if _unique(seen, home):
        return Keys("household", home)
    visit = visit_of(seen)
    if visit is not None and visit.name not in home and not visit.missing and _unique(seen, (*home, visit.name)):
        return Keys("household", home, visits=visit.name)
    return Keys("rows of a household", home)


def visit_of(seen: Seen) -> Column | None:
    """The column that numbers visits, by its name."""
    return next((one for one in seen.columns.values() if says(folded(one.name), words()["visit"])), None)


def visits_of(seen: Seen, home: tuple[str, ...]) -> Column | None:
    """The column that numbers the visits to a household; None where each household stands in one wave alone."""
    visit = visit_of(seen)
    repeated = visit is not None and _distinct(seen, (*home, visit.name)) > _distinct(seen, home)
    return visit if repeated else None


def numbers_rows(seen: Seen, home: tuple[str, ...], column: Column) -> bool:
    """Whether a column numbers the rows of each household, as that of an item or a member does."""
    return _identifies(column) and _unique(seen, (*home, column.name))


def _pairs(able: Sequence[Column]) -> Iterator[tuple[str, str]]:
    several = sorted(able[: 2 * CANDIDATES], key=lambda column: -column.distinct)[:CANDIDATES]
    for first, second in combinations(several, 2):
        yield first.name, second.name


def _identifies(column: Column) -> bool:
    """Whether a column can be part of a key: words or whole numbers in every row."""
    if column.missing or column.kind == "date" or column.distinct < 2:
        return False
    return column.range is None or all("." not in word and "," not in word for word, _count in column.frequent)


def _unique(seen: Seen, names: Sequence[str]) -> bool:
    # rows that repeat in the beginning need no look at all of them
    return _distinct(seen, names, FEW_ROWS) == min(seen.rows, FEW_ROWS) and _distinct(seen, names) == seen.rows


def _grouped(seen: Seen, names: Sequence[str]) -> bool:
    """Whether the rows fall into groups of the size of households."""
    return FEWEST <= seen.rows / _distinct(seen, names) <= MOST


def _distinct(seen: Seen, names: Sequence[str], rows: int | None = None) -> int:
    """How many keys the first rows, or all, have by several columns without gaps."""
    codes = np.zeros(min(seen.rows, rows or seen.rows), dtype=np.int64)
    for name in names:
        text = seen.columns[name].text
        codes = codes * len(text.levels) + text.codes[:rows]
    codes.sort()
    return int((np.diff(codes) > 0).sum()) + 1


def key(seen: Seen, names: Sequence[str]) -> Text:
    """The words of several columns as one."""
    return crossed([seen.columns[name].text for name in names], MARK)


def meeting(persons: Seen, ours: Sequence[str], other: Seen) -> Meeting | None:
    """How another file meets the persons by their columns `ours`: by columns of the same names, else by the values most in common."""
    choices = [tuple(ours)] if set(ours) <= set(other.columns) else []
    able = [column for column in other.columns.values() if column.kind != "date" and column.rows == column.of]
    if len(ours) == 1:
        choices += [(column.name,) for column in likely("household_id", able)] + [(column.name,) for column in able]
    return _closest(persons, ours, other, choices)


def meeting_at(persons: Seen, home: Sequence[str], columns: Sequence[str], other: Seen) -> Meeting | None:
    """How another file meets the persons by columns that both have, where households share what stands in them."""
    shared = _distinct(persons, columns) < _distinct(persons, home)
    return _closest(persons, columns, other, [tuple(columns)]) if shared else None


def _closest(persons: Seen, ours: Sequence[str], other: Seen, choices: Sequence[tuple[str, ...]]) -> Meeting | None:
    """The first choice of columns by which most keys of the persons meet; None where hardly any do."""
    mine = key(persons, ours)
    known_words = {mine.levels[code] for code in np.unique(mine.codes).tolist() if code >= 0}
    best: Meeting | None = None
    for columns in choices:
        theirs = key(other, columns)
        known: Ints = np.array([level in known_words for level in theirs.levels], dtype=np.int64)
        met = int(known.sum())
        found = Meeting(columns, met, len(known_words) - met, len(known) - met)
        if met and (best is None or found.share > best.share + 1e-9):
            best = found
    return best if best and best.share > FEWEST_MET else None
