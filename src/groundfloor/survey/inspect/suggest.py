"""The survey.yaml that data files suggest: every guess says why it was made, and what could not be guessed is a TODO."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from groundfloor.survey.catalogue import beside
from groundfloor.survey.files import HOUSEHOLDS, PERSONS
from groundfloor.survey.inspect.entry import DESIGN, MAIN, entry, reasons, scalar
from groundfloor.survey.inspect.found import Found
from groundfloor.survey.inspect.guess import Guess
from groundfloor.survey.inspect.hints import folded, says
from groundfloor.survey.inspect.hints import words as terms
from groundfloor.survey.inspect.keys import numbers_rows, visits_of
from groundfloor.survey.inspect.look import Column, Seen
from groundfloor.survey.inspect.sayings import Words
from groundfloor.survey.inspect.show import counted, holds
from groundfloor.survey.variables import VARIABLES

GROUPS = ("region", "urban", "sex")
# what an analysis cannot do without, or does badly: the message `without` says how
WITHOUT = ("weight", "psu", "strata", "consumption", "age")
YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
# who belongs to a household is said by so many codes at most
FEW_CODES = 6


def suggestion(found: Found, folder: Path, words: Words, *, country: str | None = None, year: int | None = None) -> str:
    """The text of survey.yaml for data files, with what is said of it in `words`; paths are relative to `folder`, where it will lie.

    `country` and `year` are guessed from the names of the files where they are not given. Whatever is guessed says why; it
    runs as it is where the essential variables were found, and else once what is marked as to be completed is.
    """
    # a label of several lines would leave its comment
    lines = (" ".join(line.splitlines()) for line in _lines(found, folder, words, country, year))
    return "\n".join(lines) + "\n"


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
    yield from _members(found, words)
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
    yield from _welfare(found, runs, words)
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


def _file(found: Found, name: str, seen: Seen, folder: Path, words: Words) -> Iterator[str]:
    parts = [f"path: {scalar(_relative(seen.path, folder))}"]
    keys, met = found.keys[name], found.meetings.get(name)
    if met is not None:
        person = keys.person if keys.rows == "person" else ()
        # a person joins by the number that the file of persons has too
        joined = f"{'by' if keys.rows == 'place' else 'household_id'}: {_listed(met.columns)}"
        parts.append(f"key: {{{joined}{f', person_id: {_listed(person)}' if person else ''}}}")
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
        yield f"{line}  # {counted(keys, met, words)}"


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
            amounts = [
                column
                for column in seen.columns.values()
                if column.kind == "number"
                and column.name not in met.columns
                and not numbers_rows(seen, met.columns, column)
            ]
            # amounts of money are larger than codes and numbers of persons
            example = max(amounts, key=lambda column: (column.range or (0, 0, 0))[1]).name if amounts else words.column
            visit, more, note = visits_of(seen, met.columns), "", ""
            if visit is not None:
                more = f"scale: {1 / visit.distinct:.4g}, "
                note = f"  # {words('text.visits', count=words.count(visit.distinct), visit=visit.name)}"
            entry = f"{{from: {scalar(example)}, file: {name}, collect: sum, {more}unit: LCU/household/week}}{note}"
            given = "consumption" in found.guesses
            yield f"  # {words.todo} {words('text.items_beside' if given else 'text.items', name=name)}"
            yield f"  #   {'amount' if given else 'consumption'}: {entry}"


def _welfare(found: Found, runs: Sequence[str], words: Words) -> Iterator[str]:
    amount = next((name for name in ("consumption", "income") if name in runs), None)
    if amount is None:
        yield f"# {words.todo} welfare: {{from: consumption, per: capita}}, {words('text.welfare')}"
        yield "# lines:"
        yield f"#   national: {_line(found, words)}"
        return
    yield f"welfare: {{from: {amount}, per: capita}}  # {words('mark.check', doubt=words('doubt.welfare'))}"
    yield "lines:"
    yield f"  # {words.todo} national: {_line(found, words)}"
    yield "  half_median: {share: 0.5, of: median, label: {en: Half the median, fr: Moitié de la médiane}}"


def _saying(found: Found, what: str) -> Iterator[tuple[Seen, Column]]:
    """The columns of persons and households whose name or label says one of the words."""
    for name, seen in found.files.items():
        if name != found.base and (found.meetings[name] is None or found.keys[name].rows == "rows of a household"):
            continue
        for column in seen.columns.values():
            if any(says(folded(text), terms()[what]) for text in (column.name, column.label)):
                yield seen, column


def _members(found: Found, words: Words) -> Iterator[str]:
    for seen, column in _saying(found, "member"):
        if seen is found.files[found.base] and found.base == PERSONS and 2 <= column.distinct <= FEW_CODES:
            condition = words("text.members", codes=holds(column, words))
            yield f"# {words.todo} members: {{from: {scalar(column.name)}, true: [...]}}, {condition}"


def _line(found: Found, words: Words) -> str:
    for _seen, column in _saying(found, "line"):
        if column.range is None or column.kind == "code":
            continue
        name, (low, middle, high) = scalar(column.name), column.range
        if low == high:
            same = words("text.line", column=column.name)
            unit = words("mark.check", doubt=words("doubt.line_unit"))
            return f"{{value: {low:.10g}, unit: LCU/person/year, source: {name}}}  # {same}. {unit}"
        differs = words("text.lines", column=column.name, low=words.number(low), high=words.number(high))
        return (
            f"{{value: {middle:.10g}, unit: LCU/person/year}}, {words('text.deflated')} "
            f"deflate: {{from: {name}, base: {middle:.10g}}}  # {differs}"
        )
    return "{value: 20, unit: LCU/person/day, source: ...}"


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
            places = _often(found) if name == "strata" else []
            written = f"{name}: {_listed(places) if places else words.column}"
            drawn = f", {words('text.drawn')}" if places else ""
            yield f"# {words.todo} design: {{{written}}}{drawn}: {_unrecognised(name, words)}"


def _often(found: Found) -> list[str]:
    """What samples are often drawn by: regions by urban and rural."""
    places = [found.guesses[place].column.name for place in ("region", "urban") if place in found.guesses]
    return places if len(places) == 2 else []


def _unrecognised(name: str, words: Words) -> str:
    """That no column was recognised, and what follows."""
    if name not in WITHOUT:
        return words("text.not_recognised")
    return words("text.not_recognised_so", consequence=words(f"without.{name}"))


def _listed(columns: Sequence[str]) -> str:
    return scalar(columns[0]) if len(columns) == 1 else f"[{', '.join(map(scalar, columns))}]"


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return path.as_posix()
