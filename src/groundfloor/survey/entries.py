"""How one variable of survey.yaml is to be had from columns: the words of an entry, each checked where it stands."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from groundfloor.documents import year
from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.survey.collect import VERBS
from groundfloor.survey.deflate import Deflator, deflator_of
from groundfloor.survey.money import Money, money
from groundfloor.survey.table import plain
from groundfloor.survey.variables import VARIABLES, Harmonised
from groundfloor.written import Written

FROM = ("from", "file", "characters", "missing", "empty", "collect", "where", "absent", "note")
BY_KIND = {
    "text": ("codes", "rest"),
    "number": ("codes", "rest", "scale", "unit", "prices", "deflate"),
    "boolean": ("true", "false", "at_least", "at_most", "match"),
}
AGE = ("birth_year", "impute")
IMPUTE = ("median_by_relationship", "median")
DEFINED = ("kind", "meaning", "level", "levels", "unit")
IDENTIFIERS = ("household_id", "person_id")
WEIGHT = Harmonised("number", "people the household stands for", "person", level="household")
MEMBER = Harmonised("boolean", "is a member of the household")
DESIGN = Harmonised("text", "sampling design", level="household")
TAKEN = ("weight", "members", "household", "head")


@dataclass(frozen=True)
class Where:
    """The words of a column by which a row counts, or those by which it does not."""

    words: frozenset[str]
    counts: bool


@dataclass(frozen=True)
class Entry:
    """A variable and how it is had: from which columns, which cells are missing, and what the others say.

    `codes` translate cells and `rest` those it does not list; `true`, `false`, `at_least`, `at_most` make a boolean of a
    cell and `match` one of several columns; `empty` is what an empty cell says. An amount has its `unit`, or `units` by the
    word found in the column `unit_from`, and the year of its `prices` where that is another than the survey's. `collect` is
    how one value comes from several columns or rows, `where` which rows count for it, `absent` what it is of whoever has no row. `characters`
    are the first and last of each cell that count.
    """

    name: str
    meaning: Harmonised
    place: Place
    columns: tuple[str, ...]
    file: str | None = None
    missing: frozenset[str] = frozenset()
    codes: Mapping[str, str | None] | None = None
    rest: str | None = None
    empty: str | None = None
    true: frozenset[str] | None = None
    false: frozenset[str] | None = None
    at_least: float | None = None
    at_most: float | None = None
    match: Literal["any", "all"] = "any"
    scale: float = 1.0
    unit: Money | None = None
    unit_from: str | None = None
    units: Mapping[str, Money] | None = None
    prices: int | None = None
    collect: str | None = None
    where: Mapping[str, Where] = field(default_factory=dict)
    absent: str | None = None
    deflate: Deflator | None = None
    birth_year: str | None = None
    characters: tuple[int, int] | None = None
    impute: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """Every column the entry names, patterns among them."""
        more = (self.unit_from, self.birth_year, *self.where, *(self.deflate.columns if self.deflate else ()))
        return (*self.columns, *(name for name in more if name))

    @property
    def is_money(self) -> bool:
        """Whether the variable is an amount of money."""
        return self.meaning.unit.startswith("LCU")


def entry_of(name: str, meaning: Harmonised, written: Written, more: tuple[str, ...] = ()) -> Entry:
    """The entry of a variable, written as a column, a list of columns, or a table with `from` and the words of its kind."""
    if not written.is_table:
        return _checked(Entry(name, meaning, written.place, written.words()), written)
    known = (*FROM, *BY_KIND[meaning.kind], *(AGE if name == "age" else ()), *more)
    foreign = {key: kind for kind, keys in BY_KIND.items() for key in keys if key not in known}
    for key, part in written.parts().items():
        if key in foreign:
            raise GroundfloorError(
                f"{key!r} is of a {foreign[key]} and {name} is a {meaning.kind}",
                part.place,
                expected=f"one of {', '.join(known)}",
            )
    parts = written.parts(known)
    if "from" not in parts:
        raise GroundfloorError(f"The variable {name!r} names no column", written.place, expected="from: COLUMN")
    unit, unit_from, units = _unit(meaning, parts.get("unit"))
    match = parts["match"].choice(("any", "all")) if "match" in parts else "any"
    entry = Entry(
        name,
        meaning,
        parts["from"].place,
        parts["from"].words(),
        file=parts["file"].word() if "file" in parts else None,
        missing=_listed(parts.get("missing")) or frozenset(),
        codes=_codes(meaning, name, parts["codes"]) if "codes" in parts else None,
        rest=_said(meaning, name, parts["rest"]) if "rest" in parts else None,
        empty=_said(meaning, name, parts["empty"]) if "empty" in parts else None,
        true=_listed(parts.get("true")),
        false=_listed(parts.get("false")),
        at_least=parts["at_least"].number() if "at_least" in parts else None,
        at_most=parts["at_most"].number() if "at_most" in parts else None,
        match=cast(Literal["any", "all"], match),
        scale=parts["scale"].number() if "scale" in parts else 1.0,
        unit=unit,
        unit_from=unit_from,
        units=units,
        prices=_prices(meaning, parts.get("prices")),
        collect=parts["collect"].choice(VERBS[meaning.kind]) if "collect" in parts else None,
        where={column: _where(one) for column, one in parts["where"].parts(example="{item: [101, 102]}").items()}
        if "where" in parts
        else {},
        absent=_said(meaning, name, parts["absent"]) if "absent" in parts else None,
        deflate=deflator_of(parts["deflate"]) if "deflate" in parts else None,
        characters=_characters(parts["characters"]) if "characters" in parts else None,
        birth_year=parts["birth_year"].word() if "birth_year" in parts else None,
        impute=parts["impute"].choice(IMPUTE) if "impute" in parts else None,
    )
    return _checked(entry, written)


def _checked(entry: Entry, written: Written) -> Entry:
    name, kind = entry.name, entry.meaning.kind
    if not entry.columns:
        raise GroundfloorError(f"The variable {name!r} names no column", written.place, expected="from: COLUMN")
    several = len(entry.columns) > 1 or any(is_pattern(column) for column in entry.columns)
    if kind == "number" and several and entry.collect is None:
        raise GroundfloorError(
            f"The number {name!r} comes from several columns",
            written.place,
            expected="one column, or how they make one number",
            hint="Write collect: sum, and empty: 0 where an empty cell is nothing.",
        )
    if entry.where and entry.collect is None:
        raise GroundfloorError(
            f"where of {name!r} has no collect beside it", written.place, expected=f"collect: {VERBS[kind][0]}"
        )
    if entry.deflate is not None and not entry.is_money:
        raise GroundfloorError("deflate is of an amount of money", entry.place, hint="Take deflate away.")
    if entry.rest is not None and entry.codes is None:
        raise GroundfloorError(f"rest of {name!r} has no codes beside it", written.place, expected="codes: {1: ...}")
    if {entry.at_least, entry.at_most} != {None} and {entry.true, entry.false} != {None}:
        raise GroundfloorError(f"{name!r} is given by codes and by limits", written.place, expected="one of both")
    if entry.is_money and entry.unit is None and entry.units is None:
        raise GroundfloorError(
            f"The amount {name!r} has no unit",
            written.place,
            expected=f"{{from: {entry.columns[0]}, unit: LCU/household/week}}",
        )
    return entry


def is_pattern(column: str) -> bool:
    """Whether a column's name stands for several: `exp_*`."""
    return "*" in column


def _characters(part: Written) -> tuple[int, int]:
    words = part.words()
    if len(words) != 2 or not all(word.isdecimal() for word in words) or not 1 <= int(words[0]) <= int(words[1]):
        raise GroundfloorError(
            f"characters is {', '.join(words)}", part.place, expected="the first and the last, counted from 1: [1, 3]"
        )
    return int(words[0]), int(words[1])


def _where(part: Written) -> Where:
    if part.is_table:
        parts = part.parts(("except",), "{except: [901, 902]}")
        return Where(frozenset(plain(word) for one in parts.values() for word in one.words()), counts=False)
    return Where(frozenset(plain(word) for word in part.words()), counts=True)


def _listed(part: Written | None) -> frozenset[str] | None:
    return None if part is None else frozenset(plain(word) for word in part.words())


def _codes(meaning: Harmonised, name: str, part: Written) -> dict[str, str | None]:
    return {
        plain(code): _said(meaning, name, said) for code, said in part.parts(example="{1: male, 2: female}").items()
    }


def _said(meaning: Harmonised, name: str, part: Written) -> str | None:
    """A value of the variable as text; `~` is missing."""
    word = part.word_or_none()
    if word is None:
        return None
    if meaning.kind == "number":
        part.number()
    elif meaning.kind == "boolean":
        part.yes()
    elif meaning.levels and word not in meaning.levels:
        raise GroundfloorError(
            f"{name} has no word {word!r}",
            part.place,
            expected=f"one of {', '.join(meaning.levels)}",
            hint=nearest(word, meaning.levels),
        )
    return word


def _unit(meaning: Harmonised, part: Written | None) -> tuple[Money | None, str | None, dict[str, Money] | None]:
    if part is None:
        return None, None, None
    if part.is_table:
        parts = part.parts(("from", "codes"), "{from: pay_period, codes: {1: LCU/month, 2: LCU/day}}")
        for key in ("from", "codes"):
            if key not in parts:
                raise GroundfloorError(
                    f"The unit has no {key}", part.place, expected="{from: COLUMN, codes: {1: LCU/month}}"
                )
        found = parts["codes"].parts()
        units = {plain(code): _money(meaning, unit) for code, unit in found.items()}
        if len({unit.whose for unit in units.values()}) > 1:
            raise GroundfloorError("The units are not all of the same persons or households", part.place)
        return next(iter(units.values()), None), parts["from"].word(), units
    if not meaning.unit.startswith("LCU"):
        if part.word() != meaning.unit:
            raise GroundfloorError(
                f"The unit is {part.word()!r}", part.place, expected=meaning.unit, hint="Convert with scale: NUMBER."
            )
        return None, None, None
    return _money(meaning, part), None, None


def _prices(meaning: Harmonised, part: Written | None) -> int | None:
    if part is None:
        return None
    if not meaning.unit.startswith("LCU"):
        raise GroundfloorError(
            "prices are of an amount of money", part.place, hint="Take prices away, or give a unit in LCU."
        )
    return year(part.word(), part.place)


def _money(meaning: Harmonised, part: Written) -> Money:
    unit = money(part.word(), part.place)
    shared = meaning is VARIABLES["consumption"]
    fitting = {
        "person": (None, "person"),
        "household": ("household", "person", "adult_equivalent") if shared else (None, "household", "person"),
    }[meaning.level]
    if unit.whose not in fitting:
        named = [whose for whose in fitting if whose]
        raise GroundfloorError(
            f"{part.word()!r} does not say what the amount is: {meaning.meaning}"
            if unit.whose is None
            else f"An amount per {unit.whose} cannot be: {meaning.meaning}",
            part.place,
            expected=" or ".join(f"LCU/{whose}/year" for whose in named),
        )
    return unit


def other_of(name: str, written: Written) -> Entry:
    """The entry of a variable outside VARIABLES, which says its kind itself."""
    if name in VARIABLES or name in TAKEN:
        raise GroundfloorError(f"{name!r} is a harmonised variable", written.place, hint="Write it under variables.")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise GroundfloorError(
            f"{name!r} is no name for a variable",
            written.place,
            expected="small letters, digits and _, beginning with a letter",
        )
    kind = written.part("kind").choice(BY_KIND) if written.is_table and written.part("kind").known else None
    if kind is None:
        raise GroundfloorError(
            f"The variable {name!r} has no kind", written.place, expected="kind: number, boolean or text"
        )
    part = {key: written.part(key) for key in DEFINED if written.part(key).known}
    level = part["level"].choice(("person", "household")) if "level" in part else "person"
    unit = "1"
    if kind == "number" and "unit" in part:
        amount = part["unit"].is_table or part["unit"].word().startswith("LCU")
        unit = "LCU/year" if amount else part["unit"].word()
    meaning = Harmonised(
        cast(Literal["number", "boolean", "text"], kind),
        part["meaning"].word() if "meaning" in part else name,
        unit,
        part["levels"].words() if "levels" in part else (),
        cast(Literal["person", "household"], level),
    )
    return entry_of(name, meaning, written, tuple(key for key in DEFINED if key != "levels" or kind == "text"))
