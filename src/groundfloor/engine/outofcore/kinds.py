"""The columns of a table of persons: what they are called, of which kind they are, and whether a floor can be applied to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from groundfloor.errors import GroundfloorError, Place, nearest
from groundfloor.rules.programme import Floor
from groundfloor.rules.used import of_programme

Kind = Literal["whole", "number", "boolean", "text", "other"]
KINDS = {"whole": "whole numbers", "number": "numbers", "boolean": "true or false", "text": "words"}
# what each kind of variable may be read from: a condition from 1 and 0 too
READ_FROM: dict[str, tuple[Kind, ...]] = {
    "number": ("whole", "number"),
    "boolean": ("boolean", "whole", "number"),
    "text": ("text",),
}
# as the databases call their types, without what stands in brackets
TYPES: dict[Kind, tuple[str, ...]] = {
    "whole": (
        "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger", "ubigint", "uhugeint",
    ),
    "number": ("float", "double", "decimal", "real", "double precision", "numeric"),
    "boolean": ("boolean",),
    "text": ("varchar", "text", "enum", "uuid", "character varying", "character", "citext"),
}  # fmt: skip
HOUSEHOLD, PERSON, ROW, HOME = "household_id", "person_id", "_row", "_household"
KEYS = {"person": "_key", "household": "_household_key"}
WEIGHT, WELFARE, SHARING, RELATIONSHIP = "weight", "welfare", "sharing", "relationship"
ROLES = (HOUSEHOLD, PERSON, ROW, HOME, *KEYS.values(), WEIGHT, WELFARE, SHARING)


def kind_of(type_: str) -> Kind:
    """The kind of a column from the database's name of its type.

    >>> [kind_of(one) for one in ("DECIMAL(10,2)", "UTINYINT", "character varying", "DATE", "ENUM('a', 'b')", "INTEGER[]")]
    ['number', 'whole', 'text', 'other', 'text', 'other']
    """
    plain = type_.lower()
    plain = "other" if plain.endswith("]") else plain.partition("(")[0].strip()
    return next((kind for kind, names in TYPES.items() if plain in names), "other")


@dataclass(frozen=True)
class Columns:
    """The columns of a source by name with their kinds and the names of their types; `where` is what errors call it.

    `ordered` says that its rows have an order of their own, as those of files do and those of tables in databases do not.
    """

    where: str
    kinds: Mapping[str, Kind]
    types: Mapping[str, str]
    ordered: bool

    @property
    def household(self) -> str:
        """The column that tells households apart."""
        return HOUSEHOLD if HOUSEHOLD in self.kinds else HOME

    @property
    def person(self) -> str | None:
        """The column that tells persons of a household apart; None where only the row does."""
        return next((name for name in (PERSON, ROW) if name in self.kinds), None)

    @property
    def order(self) -> str | None:
        """The column by which the members of a household are in order; None where it is that of the rows."""
        return ROW if ROW in self.kinds else None if self.ordered else PERSON

    def given(self, *names: str) -> list[str]:
        """Those of some columns that there are."""
        return [name for name in names if name in self.kinds]

    def missing(self, name: str, what: str, hint: str | None = None) -> GroundfloorError:
        """What to say of a column that is not there."""
        return GroundfloorError(
            f"There is no column {name!r}, {what}",
            Place(self.where),
            expected=f"columns named as in docs/census.md; there are {', '.join(list(self.kinds)[:20])}",
            hint=nearest(name, [one for one in self.kinds if one not in ROLES or name in ROLES]) or hint,
        )


def check_columns(floor: Floor, columns: Columns) -> None:
    """Refuse a table that lacks a column which a floor needs, or has it in a kind that cannot be read as it is meant."""
    if columns.household not in columns.kinds:
        raise columns.missing(HOUSEHOLD, "by which households are told apart")
    if columns.order == PERSON and PERSON not in columns.kinds:
        raise columns.missing(PERSON, "by which the members of a household are told apart and put in order")
    for name in columns.given(columns.household, PERSON, ROW):
        if columns.kinds[name] not in ("whole", "number", "text"):
            raise _wrong(columns, name, "whole numbers or words")
    for name in columns.given(WEIGHT, WELFARE, SHARING, *KEYS.values()):
        if columns.kinds[name] not in READ_FROM["number"]:
            raise _wrong(columns, name, KINDS["number"])
    for name in columns.given(RELATIONSHIP):
        if columns.kinds[name] != "text":
            raise _wrong(columns, name, "words, of which 'head' is the head of the household")
    for programme in floor.programmes.values():
        for name, kind in of_programme(programme).items():
            if name not in columns.kinds:
                raise columns.missing(
                    name, f"which the programme {programme.name!r} reads", "Add it to the table, or change the rule."
                )
            if columns.kinds[name] not in READ_FROM[kind]:
                expected = f"{KINDS[kind]}, as the programme {programme.name!r} takes it"
                raise _wrong(columns, name, expected + (", or 1 and 0" if kind == "boolean" else ""))
        asked = programme.asked
        if programme.drawn and asked == "person" and not columns.given(KEYS[asked], PERSON):
            raise columns.missing(
                PERSON,
                f"from which it is drawn who takes {programme.name!r} up",
                f"Add it, or the numbers to draw from as {KEYS[asked]}.",
            )


def _wrong(columns: Columns, name: str, expected: str) -> GroundfloorError:
    return GroundfloorError(
        f"The column {name!r} is of type {columns.types[name]}",
        Place(columns.where),
        expected=expected,
        hint="Change its type where the table is made: it is not guessed what a value of another kind means.",
    )
