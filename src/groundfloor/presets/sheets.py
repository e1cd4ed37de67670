"""Benefit sheets, as in the ILO's Rapid Assessment Protocol: one benefit a sheet, with a low and a high variant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundfloor.documents import Document, number, read_yaml
from groundfloor.errors import GroundfloorError, nearest
from groundfloor.presets.entry import HIGH, LOW, Entry, Note, benefit
from groundfloor.presets.inputs import OLDEST, Floats, Inputs
from groundfloor.presets.known import MONTHS, held
from groundfloor.presets.parameter import PUBLISHED, RECONSTRUCTED, Parameter, Settled

VARIANTS = (LOW, HIGH)
OF = ("population", "births", "labour_force", "unemployed")
TIED = ("poverty_line", "gdp_per_capita", "amount")
INDEXED = ("inflation", "gdp_per_capita", "wages", "nothing")
RATES = {"inflation": "inflation", "wages": "wage_growth"}
WORDS = {"of": OF, "tied_to": TIED, "indexed_to": INDEXED}
FIELDS = {
    "first": Parameter(0, "years", RECONSTRUCTED, high=OLDEST),
    "last": Parameter(OLDEST, "years", RECONSTRUCTED, high=OLDEST),
    "eligible": Parameter(1, "share", RECONSTRUCTED, high=1),
    "coverage": Parameter(1, "share", RECONSTRUCTED, high=1),
    "start": Parameter(0, "year_or_0", RECONSTRUCTED, high=2200),
    "phase_in": Parameter(1, "years", RECONSTRUCTED, low=1, high=100),
    "level": Parameter(None, "of_tied", RECONSTRUCTED),
    "months": Parameter(12, "months", RECONSTRUCTED, high=12),
    "administration": Parameter(0, "of_benefits", RECONSTRUCTED),
}
"""The numbers of a variant; one that a file leaves out has the value here, `level` cannot be left out."""
READ = {("health", LOW, "eligible")}
"""Numbers of the sheets that ship which are a publication's."""


@dataclass(frozen=True)
class Sheet:
    """What a benefit is in words: of whom, tied to what, raised with what, and which benefits it does not stand beside."""

    name: str
    of: str
    tied_to: str
    indexed_to: str
    not_with: Sequence[str] = ()


def read_sheets(path: Path, *, ours: bool = False) -> tuple[dict[str, Sheet], dict[str, Parameter]]:
    """The sheets of a file and their numbers as parameters named BENEFIT_VARIANT_NUMBER; a wrong entry is refused with its line."""
    document = read_yaml(path)
    if not isinstance(document.data, Mapping):
        raise GroundfloorError("The file is no table of benefits", document.place(), expected="one entry a benefit")
    sheets, parameters = {}, {}
    for name, data in document.data.items():
        sheets[str(name)] = _sheet(document, str(name), data)
        for variant in VARIANTS:
            for field, value in _variant(document, str(name), data, variant).items():
                mark = PUBLISHED if ours and (name, variant, field) in READ else RECONSTRUCTED
                known = FIELDS[field]
                parameters[f"{name}_{variant}_{field}"] = Parameter(value, known.unit, mark, known.low, known.high)
    for name, sheet in sheets.items():
        for other in sheet.not_with:
            if other not in sheets or other == name:
                raise GroundfloorError(
                    f"{name} names {other!r} in not_with",
                    document.place(name, "not_with"),
                    expected="other benefits of the file",
                    hint=nearest(other, sheets),
                )
    return sheets, parameters


def _sheet(document: Document, name: str, data: Any) -> Sheet:
    if not isinstance(data, Mapping):
        raise GroundfloorError(f"{name!r} is not a table", document.place(name), expected="of, tied_to, low, high")
    known = (*WORDS, "not_with", *VARIANTS)
    for key in data:
        if key not in known:
            raise GroundfloorError(
                f"Unknown key {key!r}",
                document.key(name, key),
                expected=", ".join(known),
                hint=nearest(str(key), known),
            )
    for word, choices in WORDS.items():
        if data.get(word) not in choices:
            raise GroundfloorError(
                f"{word} of {name} is {data.get(word)!r}",
                document.place(name, word),
                expected=f"one of {', '.join(choices)}",
                hint=nearest(str(data.get(word)), choices),
            )
    return Sheet(name, data["of"], data["tied_to"], data["indexed_to"], tuple(map(str, data.get("not_with") or ())))


def _variant(document: Document, name: str, data: Mapping[str, Any], variant: str) -> dict[str, float]:
    given = data.get(variant)
    if not isinstance(given, Mapping):
        raise GroundfloorError(f"{name} has no {variant} variant", document.place(name), hint=f"Add '{variant}: ...'.")
    for key in given:
        if key not in FIELDS:
            raise GroundfloorError(
                f"Unknown key {key!r}",
                document.key(name, variant, key),
                expected=", ".join(FIELDS),
                hint=nearest(str(key), FIELDS),
            )
    found = {}
    for field, known in FIELDS.items():
        value = given.get(field, known.value)
        place = document.place(name, variant, field)
        if value is None:
            raise GroundfloorError(f"{name} has no {field}", place, hint=f"Add '{field}: ...'.")
        found[field] = known.checked(f"{field} of {name}", number(value, place), place)
    return found


def entry_of(at: Inputs, given: Settled, sheets: Mapping[str, Sheet], name: str, variant: str) -> Entry:
    """A benefit in one of its variants: people of the ages × eligible × coverage, less those who have what excludes it."""
    sheet = sheets[name]
    numbers = _numbers(given, name, variant)
    people, notes = _people(at, given, sheet, numbers)
    target = people * numbers["eligible"]
    reached = target * _phased(at, numbers)[:, None]
    if sheet.of != "births":
        for other in sheet.not_with:
            if sheets[other].of == "births":
                continue
            has = _share(at, _numbers(given, other, variant))
            notes = (*notes, ("netted", {"programme": other}))
            reached = reached * (1 - has)
    months = numbers["months"] / MONTHS
    whole, got = target.sum(axis=1), reached.sum(axis=1)
    part = np.divide(got, whole, out=np.zeros_like(got), where=whole > 0)
    amount = _amount(at, given, sheet, numbers) * months
    return benefit(
        name,
        whole,
        amount,
        reached=part,
        administration=numbers["administration"],
        block=variant,
        notes=notes,
    )


def _numbers(given: Settled, name: str, variant: str) -> dict[str, float]:
    return {field: given.number(f"{name}_{variant}_{field}") for field in FIELDS}


def _ages(numbers: Mapping[str, float]) -> Floats:
    age = np.arange(OLDEST + 1)
    return ((age >= numbers["first"]) & (age <= numbers["last"])).astype(float)


def _people(at: Inputs, given: Settled, sheet: Sheet, numbers: Mapping[str, float]) -> tuple[Floats, tuple[Note, ...]]:
    """Those of whom the sheet is [year, age]; births stand in one column."""
    if sheet.of == "births":
        return at.born()[:, None], ()
    people = at.population * _ages(numbers)
    if sheet.of == "population":
        return people, ()
    participation, notes = held(at, given, "participation_rate")
    people = people * participation[:, None]
    if sheet.of == "labour_force":
        return people, notes
    rate, more = held(at, given, "unemployment_rate")
    return people * rate[:, None], (*notes, *more)


def _share(at: Inputs, numbers: Mapping[str, float]) -> Floats:
    """The share of people of an age who have a benefit [year, age]; whom both mean are taken to be independent of each other."""
    return numbers["eligible"] * _phased(at, numbers)[:, None] * _ages(numbers)


def _phased(at: Inputs, numbers: Mapping[str, float]) -> Floats:
    """The share reached [year]: `coverage` in equal steps over `phase_in` years from `start`."""
    start = numbers["start"] or at.years[0]
    steps = (np.asarray(at.years, dtype=float) - start + 1) / numbers["phase_in"]
    return numbers["coverage"] * np.clip(steps, 0.0, 1.0)


def _amount(at: Inputs, given: Settled, sheet: Sheet, numbers: Mapping[str, float]) -> Floats:
    """LCU for twelve months [year]: the level of the first year, raised with what it is indexed to."""
    head, first, base = at.gdp_per_capita, int(at.years[0]), 1.0
    if sheet.tied_to == "poverty_line":
        base = float(at.line(given.text("line"))[0])
    elif sheet.tied_to == "gdp_per_capita":
        base = float(head[0])
    index = np.ones(len(at.years))
    if sheet.indexed_to == "gdp_per_capita":
        index = head / head[0]
    elif sheet.indexed_to in RATES:
        index = at.prices(first, RATES[sheet.indexed_to])
    return numbers["level"] * base * index
