"""The survey.yaml that data files suggest: every guess says why it was made, and what could not be guessed is a TODO."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from groundfloor.survey.entries import IDENTIFIERS
from groundfloor.survey.files import HOUSEHOLDS, PERSONS
from groundfloor.survey.inspect.entry import DESIGN, MAIN, entry, scalar
from groundfloor.survey.inspect.guess import Guess, guesses, likely
from groundfloor.survey.inspect.hints import folded, says, words
from groundfloor.survey.inspect.keys import (
    Keys,
    Meeting,
    describes_people,
    keys_by,
    keys_of,
    meeting,
    numbers_rows,
    same_homes,
    visits_of,
)
from groundfloor.survey.inspect.look import Column, Seen
from groundfloor.survey.inspect.show import holds
from groundfloor.survey.variables import VARIABLES

GROUPS = ("region", "urban", "sex")
YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
TODO = "TODO"
# who belongs to a household is said by so many codes at most
FEW_CODES = 6


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
    keys = {id(one): keys_of(one) for one in seen}
    if not any(keys[id(one)].rows == "person" and describes_people(one) for one in seen) and any(
        keys[id(one)].rows == "household" and likely("household_size", one.columns.values()) for one in seen
    ):
        # a module of some questions to persons is no roster: the households say how many they are
        keys = {one: _of_household(each) for one, each in keys.items()}
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
        if met is not None and named[name].rows != "person" and named[name].home != met.columns:
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


def suggestion(found: Found, folder: Path, *, country: str | None = None, year: int | None = None) -> str:
    """The text of survey.yaml for data files; paths are relative to `folder`, where it will lie.

    `country` and `year` are guessed from the names of the files where they are not given. Whatever is guessed says why; it
    runs as it is where the essential variables were found, and else after each TODO is filled in.
    """
    return "\n".join(_lines(found, folder, country, year)) + "\n"


def _lines(found: Found, folder: Path, country: str | None, year: int | None) -> Iterator[str]:
    names = ", ".join(one.path.name for one in found.files.values())
    yield f"# Suggested by `groundfloor survey inspect` from {names}."
    yield "# Read it line by line: each guess says why it was made, CHECK what to look at, TODO what to fill in. Then run"
    yield "#   groundfloor survey check survey.yaml"
    yield f"survey: {scalar(found.files[found.base].path.name.partition('.')[0])}  # {TODO}: its name, as the report shows it"
    yield _country(found, country)
    yield _year(found, year)
    if found.base == HOUSEHOLDS:
        yield "level: household  # there is no file with a row a person: members are put in by household_size"
    yield "files:"
    for name, seen in found.files.items():
        yield from _file(found, name, seen, folder)
    yield from _members(found)
    yield "variables:"
    yield from _identifiers(found)
    order = ["weight", *VARIABLES]
    given = sorted((name for name in found.guesses if name not in DESIGN), key=order.index)
    runs = []
    for name in given:
        lines, sound = entry(found.guesses[name], _where(found, found.guesses[name]))
        runs += [name] * sound
        yield from lines
    for name in MAIN:
        if name not in found.guesses and name not in DESIGN:
            yield f"  # {TODO} {name}: no column was recognised" + _consequence(name)
    yield from _items(found)
    yield from _welfare(found, runs)
    yield from _design(found)
    groups = [name for name in GROUPS if name in runs]
    if groups:
        yield f"groups: [{', '.join(groups)}]"


def _country(found: Found, country: str | None) -> str:
    if country is not None:
        return f"country: {country}"
    from babel.core import get_global

    codes = {code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha()}
    for seen in found.files.values():
        for word in re.findall(r"[A-Za-z]{3}(?![A-Za-z])", seen.path.name):
            if word.upper() in codes:
                return f'country: {word.upper()}  # guessed from the name of the file "{seen.path.name}"'
    return f"country: {TODO}  # three letters, ISO 3166, such as GHA"


def _year(found: Found, year: int | None) -> str:
    if year is not None:
        return f"year: {year}"
    for seen in found.files.values():
        match = YEAR.search(seen.path.name)
        if match:
            return f'year: {match[1]}  # guessed from the name of the file "{seen.path.name}"'
    return f"year: {TODO}  # of the interviews"


def _file(found: Found, name: str, seen: Seen, folder: Path) -> Iterator[str]:
    words = [f"path: {scalar(_relative(seen.path, folder))}"]
    keys, met = found.keys[name], found.meetings.get(name)
    if met is not None:
        person = keys.person if keys.rows == "person" else ()
        # a person joins by the number that the file of persons has too
        home = f"household_id: {_listed(met.columns)}"
        words.append(f"key: {{{home}{f', person_id: {_listed(person)}' if person else ''}}}")
    if keys.visits:
        words.append(f"visits: {scalar(keys.visits)}")
    if seen.options.encoding:
        words.append(f"encoding: {seen.options.encoding}")
    if seen.options.decimal == ",":
        words.append("decimal: ','")
    line = f"  {name}: {{{', '.join(words)}}}"
    if name == found.base:
        yield f"{line}  # {seen.rows:,} rows"
    elif met is None:
        yield f"  # {TODO} {line.strip()}: {_apart(found, keys)}"
    elif keys.rows == "rows of a household":
        yield f"  # {TODO} {line.strip()}: it has several rows a household; take the mark away once a variable collects from it"
    else:
        unmet = f"{met.met:,} households meet, {met.persons_without:,} are without a row in it, {met.unused:,} of it are without persons"
        yield f"{line}  # {unmet}"


def _apart(found: Found, keys: Keys) -> str:
    """Why a file does not join."""
    if keys.rows == "row" and keys.home and set(keys.home) <= set(found.files[found.base].columns):
        return f"it has a row for each {' and '.join(keys.home)}, and files join by household or person"
    return f"no column was found by which it meets the file of {found.base}"


def _identifiers(found: Found) -> Iterator[str]:
    keys = found.keys[found.base]
    unknown = f"{TODO}  # the column or columns that identify it"
    if keys.home:
        by = (
            "its name and because its values identify rows"
            if keys.rows != "row"
            else "its values, which differ in each row"
        )
        yield f"  household_id: {_listed(keys.home)}  # guessed from {by}"
    else:
        yield f"  household_id: {unknown}"
    if found.base == PERSONS:
        guessed = "  # guessed: with household_id it identifies each row"
        yield f"  person_id: {_listed(keys.person)}{guessed}" if keys.person else f"  person_id: {unknown}"
    elif "household_size" not in found.guesses:
        yield f"  household_size: {TODO}  # the number of members, without which the survey cannot count people"


def _where(found: Found, guess: Guess) -> str | None:
    """The word `file` of an entry, where the column alone would not say which file is meant."""
    having = [name for name, seen in found.files.items() if guess.column.name in seen.columns]
    return guess.file if guess.file != found.base and len(having) > 1 else None


def _items(found: Found) -> Iterator[str]:
    for name, seen in found.files.items():
        met = found.meetings.get(name)
        if found.keys[name].rows == "rows of a household" and met is not None:
            amounts = [
                column
                for column in seen.columns.values()
                if column.kind == "number"
                and column.name not in met.columns
                and not numbers_rows(seen, met.columns, column)
            ]
            # amounts of money are larger than codes and numbers of persons
            example = max(amounts, key=lambda column: (column.range or (0, 0, 0))[1]).name if amounts else "COLUMN"
            visit, more, note = visits_of(seen, met.columns), "", ""
            if visit is not None:
                more = f"scale: {1 / visit.distinct:.4g}, "
                note = f"  # the sum of {visit.distinct} of {visit.name}, divided by as many"
            entry = f"{{from: {scalar(example)}, file: {name}, collect: sum, {more}unit: LCU/household/week}}{note}"
            made = f"  # {TODO} {name} has several rows a household: say what is made of them"
            if "consumption" in found.guesses:
                yield f"{made} under transfers or other, such as"
                yield f"  #   amount: {entry}"
            else:
                yield f"{made}, such as"
                yield f"  #   consumption: {entry}"


def _welfare(found: Found, runs: Sequence[str]) -> Iterator[str]:
    amount = next((name for name in ("consumption", "income") if name in runs), None)
    if amount is None:
        yield f"# {TODO} welfare: {{from: consumption, per: capita}}, and lines, once consumption or income is there"
        yield "# lines:"
        yield f"#   national: {_line(found)}"
        return
    yield f"welfare: {{from: {amount}, per: capita}}  # CHECK: per: adult_equivalent(...) where the national line is"
    yield "lines:"
    yield f"  # {TODO} national: {_line(found)}"
    yield "  half_median: {share: 0.5, of: median, label: {en: Half the median, fr: Moitié de la médiane}}"


def _saying(found: Found, what: str) -> Iterator[tuple[Seen, Column]]:
    """The columns of persons and households whose name or label says one of the words."""
    for name, seen in found.files.items():
        if name != found.base and (found.meetings[name] is None or found.keys[name].rows == "rows of a household"):
            continue
        for column in seen.columns.values():
            if any(says(folded(text), words()[what]) for text in (column.name, column.label)):
                yield seen, column


def _members(found: Found) -> Iterator[str]:
    for seen, column in _saying(found, "member"):
        if seen is found.files[found.base] and found.base == PERSONS and 2 <= column.distinct <= FEW_CODES:
            yield f"# {TODO} members: {{from: {scalar(column.name)}, true: [...]}}, if {holds(column)} says who belongs to the household"


def _line(found: Found) -> str:
    for _seen, column in _saying(found, "line"):
        if column.range is None or column.kind == "code":
            continue
        name, (low, middle, high) = scalar(column.name), column.range
        if low == high:
            return f"{{value: {low:.10g}, unit: LCU/person/year, source: {name}}}  # the same in each row of {column.name}; CHECK its unit"
        return (
            f"{{value: {middle:.10g}, unit: LCU/person/year}}, and in consumption deflate: {{from: {name}, base: {middle:.10g}}}"
            f"  # {column.name} differs, {low:g} to {high:g}: docs/survey.md, Lines that differ"
        )
    return "{value: 20, unit: LCU/person/day, source: ...}"


def _design(found: Found) -> Iterator[str]:
    given = [found.guesses[name] for name in DESIGN if name in found.guesses]
    if given:
        yield "design:"
    for guess in given:
        file = _where(found, guess)
        column = scalar(guess.column.name)
        written = f"{{from: {column}, file: {file}}}" if file else column
        yield f"  {guess.variable}: {written}  # guessed from {guess.why}"
    for name in DESIGN:
        if name not in found.guesses:
            yield f"# {TODO} design: {{{name}: {_often(found, name)}}}: no column was recognised{_consequence(name)}"


def _often(found: Found, name: str) -> str:
    """What samples are often drawn by: strata are regions by urban and rural."""
    places = [found.guesses[place].column.name for place in ("region", "urban") if place in found.guesses]
    return (
        f"[{', '.join(map(scalar, places))}], if the sample was drawn so"
        if name == "strata" and len(places) == 2
        else "COLUMN"
    )


def _consequence(name: str) -> str:
    said = {
        "weight": "; without it each person counts as one",
        "psu": "; without it standard errors are too small",
        "strata": "; without it standard errors are a little too large",
        "consumption": "; without it or income there is no poverty and no inequality",
        "age": "; a rule on age cannot decide",
    }
    return said.get(name, "")


def _listed(columns: Sequence[str]) -> str:
    return scalar(columns[0]) if len(columns) == 1 else f"[{', '.join(map(scalar, columns))}]"


def _named(path: Path) -> str:
    name = re.sub(r"\W+", "_", path.name.partition(".")[0].casefold(), flags=re.ASCII).strip("_")
    return name or "file"


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return path.as_posix()
