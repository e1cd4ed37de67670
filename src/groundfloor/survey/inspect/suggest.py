"""The survey.yaml that data files suggest: every guess says why it was made, and what could not be guessed is a TODO."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from groundfloor.survey.catalogue import beside
from groundfloor.survey.entries import IDENTIFIERS
from groundfloor.survey.files import HOUSEHOLDS, PERSONS
from groundfloor.survey.inspect.entry import DESIGN, MAIN, entry, reasons, scalar
from groundfloor.survey.inspect.guess import Guess, guesses
from groundfloor.survey.inspect.keys import Keys, Meeting, keys_by, keys_of, meeting, visit_of
from groundfloor.survey.inspect.look import Seen
from groundfloor.survey.inspect.sayings import Words
from groundfloor.survey.variables import VARIABLES

GROUPS = ("region", "urban", "sex")
# what an analysis cannot do without, or does badly: the message `without` says how
WITHOUT = ("weight", "psu", "strata", "consumption", "age")
YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")


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
    order = {"person": 0, "household": 1, "rows of a household": 2, "row": 3}
    ranked = sorted(seen, key=lambda one: (order[keys[id(one)].rows], -one.rows))
    # the first of equals is the file with most persons: a roster has all of them
    base = HOUSEHOLDS if keys[id(ranked[0])].rows == "household" else PERSONS
    files = {base: ranked[0]}
    for one in ranked[1:]:
        name = _named(one.path)
        while name in files or name == PERSONS:
            name += "_2"
        files[name] = one
    named = {name: keys[id(one)] for name, one in files.items()}
    meetings = {
        name: meeting(files[base], named[base].home, one) if named[base].home else None
        for name, one in files.items()
        if name != base
    }
    for name, met in meetings.items():
        if met is not None and not named[name].home:
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


def suggestion(found: Found, folder: Path, words: Words, *, country: str | None = None, year: int | None = None) -> str:
    """The text of survey.yaml for data files, with what is said of it in `words`; paths are relative to `folder`, where it will lie.

    `country` and `year` are guessed from the names of the files where they are not given. Whatever is guessed says why; it
    runs as it is where the essential variables were found, and else once what is marked as to be completed is.
    """
    return "\n".join(_lines(found, folder, words, country, year)) + "\n"


def _lines(found: Found, folder: Path, words: Words, country: str | None, year: int | None) -> Iterator[str]:
    names = ", ".join(one.path.name for one in found.files.values())
    yield f"# {words('text.suggested', files=names)}"
    yield f"# {words('text.read')}"
    yield "#   groundfloor survey check survey.yaml"
    name = scalar(found.files[found.base].path.name.partition(".")[0])
    yield f"survey: {name}  # {words('mark.complete', what=words('text.name'))}"
    yield _country(found, country, words)
    yield _year(found, year, words)
    if found.base == HOUSEHOLDS:
        yield f"level: household  # {words('text.households')}"
    yield "files:"
    for name, seen in found.files.items():
        yield from _file(found, name, seen, folder, words)
    yield "variables:"
    yield from _identifiers(found, words)
    order = ["weight", *VARIABLES]
    given = sorted((name for name in found.guesses if name not in DESIGN), key=order.index)
    runs = []
    for name in given:
        lines, sound = entry(found.guesses[name], _where(found, found.guesses[name]), words)
        runs += [name] * sound
        yield from lines
    for name in MAIN:
        if name not in found.guesses and name not in DESIGN:
            yield f"  # {words.todo} {name}: {_unrecognised(name, words)}"
    yield from _items(found, words)
    yield from _welfare(runs, words)
    yield from _design(found, words)
    groups = [name for name in GROUPS if name in runs]
    if groups:
        yield f"groups: [{', '.join(groups)}]"


def _country(found: Found, country: str | None, words: Words) -> str:
    if country is not None:
        return f"country: {country}"
    from babel.core import get_global

    codes = {code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha()}
    for seen in found.files.values():
        for word in re.findall(r"[A-Za-z]{3}(?![A-Za-z])", seen.path.name):
            if word.upper() in codes:
                return f"country: {word.upper()}  # {words('guess.file_name', file=seen.path.name)}"
    return f"country: {words.todo}  # {words('text.country')}"


def _year(found: Found, year: int | None, words: Words) -> str:
    if year is not None:
        return f"year: {year}"
    for seen in found.files.values():
        match = YEAR.search(seen.path.name)
        if match:
            return f"year: {match[1]}  # {words('guess.file_name', file=seen.path.name)}"
    return f"year: {words.todo}  # {words('text.year')}"


def households(met: Meeting, words: Words) -> dict[str, str]:
    """How many households meet, and how many of either side do not."""
    return {
        "met": words.count(met.met),
        "without": words.count(met.persons_without),
        "unused": words.count(met.unused),
    }


def _file(found: Found, name: str, seen: Seen, folder: Path, words: Words) -> Iterator[str]:
    parts = [f"path: {scalar(_relative(seen.path, folder))}"]
    keys, met = found.keys[name], found.meetings.get(name)
    if met is not None:
        person = keys.person if keys.rows == "person" else ()
        # a person joins by the number that the file of persons has too
        home = f"household_id: {_listed(met.columns)}"
        parts.append(f"key: {{{home}{f', person_id: {_listed(person)}' if person else ''}}}")
    if keys.visits:
        parts.append(f"visits: {scalar(keys.visits)}")
    if seen.options.encoding:
        parts.append(f"encoding: {seen.options.encoding}")
    if seen.options.catalogue is not None and seen.options.catalogue != beside(seen.path):
        parts.append(f"catalogue: {scalar(_relative(seen.options.catalogue, folder))}")
    if seen.options.decimal == ",":
        parts.append("decimal: ','")
    line = f"  {name}: {{{', '.join(parts)}}}"
    if name == found.base:
        yield f"{line}  # {words.counted('seen.rows', seen.rows)}"
    elif met is None:
        yield f"  # {words.todo} {line.strip()}: {words('meeting.not_found', base=found.base)}"
    elif keys.rows == "rows of a household":
        yield f"  # {words.todo} {line.strip()}: {words('meeting.items')}"
    else:
        yield f"{line}  # {words('meeting.counted', **households(met, words))}"


def _identifiers(found: Found, words: Words) -> Iterator[str]:
    keys = found.keys[found.base]
    unknown = f"{words.todo}  # {words('text.identifier')}"
    if keys.home:
        by = words("guess.home" if keys.rows != "row" else "guess.home_by_values")
        yield f"  household_id: {_listed(keys.home)}  # {by}"
    else:
        yield f"  household_id: {unknown}"
    if found.base == PERSONS:
        guessed = f"{_listed(keys.person)}  # {words('guess.person')}" if keys.person else unknown
        yield f"  person_id: {guessed}"
    elif "household_size" not in found.guesses:
        yield f"  household_size: {words.todo}  # {words('text.size')}"


def _where(found: Found, guess: Guess) -> str | None:
    """The word `file` of an entry, where the column alone would not say which file is meant."""
    having = [name for name, seen in found.files.items() if guess.column.name in seen.columns]
    return guess.file if guess.file != found.base and len(having) > 1 else None


def _items(found: Found, words: Words) -> Iterator[str]:
    for name, seen in found.files.items():
        met = found.meetings.get(name)
        if found.keys[name].rows == "rows of a household" and met is not None:
            amounts = [column.name for column in seen.columns.values() if column.kind == "number"]
            example = next((column for column in amounts if column not in met.columns), words.column)
            yield f"  # {words.todo} {words('text.items', name=name)}"
            visit, more, note = visit_of(seen), "", ""
            if visit is not None:
                more = f"scale: {1 / visit.distinct:.4g}, "
                note = f"  # {words('text.visits', count=words.count(visit.distinct), visit=visit.name)}"
            yield (
                f"  #   consumption: {{from: {scalar(example)}, file: {name}, collect: sum, {more}unit: LCU/household/week}}{note}"
            )


def _welfare(runs: Sequence[str], words: Words) -> Iterator[str]:
    amount = next((name for name in ("consumption", "income") if name in runs), None)
    if amount is None:
        yield f"# {words.todo} welfare: {{from: consumption, per: capita}}, {words('text.welfare')}"
        return
    yield f"welfare: {{from: {amount}, per: capita}}  # {words('mark.check', doubt=words('doubt.welfare'))}"
    yield "lines:"
    yield f"  # {words.todo} national: {{value: 20, unit: LCU/person/day, source: ...}}"
    yield "  half_median: {share: 0.5, of: median, label: {en: Half the median, fr: Moitié de la médiane}}"


def _design(found: Found, words: Words) -> Iterator[str]:
    given = [found.guesses[name] for name in DESIGN if name in found.guesses]
    if given:
        yield "design:"
    for guess in given:
        file = _where(found, guess)
        column = scalar(guess.column.name)
        written = f"{{from: {column}, file: {file}}}" if file else column
        yield f"  {guess.variable}: {written}  # {reasons(guess, (), words)}"
    for name in DESIGN:
        if name not in found.guesses:
            yield f"# {words.todo} design: {{{name}: {words.column}}}: {_unrecognised(name, words)}"


def _unrecognised(name: str, words: Words) -> str:
    """That no column was recognised, and what follows."""
    if name not in WITHOUT:
        return words("text.not_recognised")
    return words("text.not_recognised_so", consequence=words(f"without.{name}"))


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
