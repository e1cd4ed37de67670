"""The table `persons` that a floor's query reads, from whatever columns there are, with each dialect's own ways pinned down."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from groundfloor.engine import formulas as f
from groundfloor.engine.formulas import Sql
from groundfloor.engine.outofcore.checksum import LONGEST, checksum
from groundfloor.engine.outofcore.kinds import (
    HOME,
    KEYS,
    PERSON,
    RELATIONSHIP,
    ROW,
    SHARING,
    WEIGHT,
    WELFARE,
    Columns,
)
from groundfloor.rules.programme import Floor
from groundfloor.rules.used import variables_used

MEMBER = "_person"
WHOLE = float(2**53)
"""Up to which a broken type tells whole numbers apart."""
CARRIED = {WEIGHT: "_weight", WELFARE: "_welfare", SHARING: "_sharing"}


class Reading:
    """Reads the persons of one source in one dialect."""

    def __init__(self, floor: Floor, columns: Columns, dialect: str, longest: int = LONGEST) -> None:
        self.columns, self.dialect, self.longest = columns, dialect, longest
        self.variables = variables_used(floor)
        self.drawn = sorted({programme.asked for programme in floor.programmes.values() if programme.drawn})

    @property
    def headed(self) -> bool:
        """Whether persons have a relationship to the head."""
        return RELATIONSHIP in self.columns.kinds

    @property
    def made(self) -> list[str]:
        """For whom keys of the draw are made from identifiers, because the source does not have them."""
        return [asked for asked in self.drawn if KEYS[asked] not in self.columns.kinds]

    def select(self, table: Sql, row: Sql | None = None) -> exp.Select:
        """A row a person; `row` is its place in the source, where that has an order of its own."""
        shown = {ROW: self._row(row), HOME: self.household}
        if PERSON in self.columns.kinds:
            shown[MEMBER] = self._identity(PERSON)
        for name, carried in CARRIED.items():
            if name in self.columns.kinds:
                shown[carried] = f.finite(self._number(name))
        for name, kind in self._read().items():
            shown[name] = {"number": self._number, "boolean": self._condition, "text": self._text}[kind](name)
        for asked in self.drawn:
            name = KEYS[asked]
            if name in self.columns.kinds:
                shown[name] = f.cast(f.column(name), f.BIGINT)
            elif asked == "person":
                shown[name] = checksum(self.named(asked), self.longest, self.dialect)
        named = [exp.alias_(sql, name, quoted=True, copy=False) for name, sql in shown.items()]
        return exp.select(*named, copy=False).from_(table, copy=False)

    def _read(self) -> dict[str, str]:
        return {**self.variables, **({RELATIONSHIP: "text"} if self.headed else {})}

    def used(self) -> list[str]:
        """The columns of the source that are read."""
        named = [self.columns.household, *self.columns.given(PERSON, ROW, *CARRIED, *KEYS.values())]
        return list(dict.fromkeys([*named, *self._read()]))

    @property
    def household(self) -> Sql:
        """What tells households apart."""
        return self._identity(self.columns.household)

    def named(self, asked: str) -> Sql:
        """The text whose checksum is the key of the draw."""
        home = self._word(self.columns.household)
        if asked == "household":
            return home
        return exp.DPipe(this=exp.DPipe(this=home, expression=f.word("/")), expression=self._word(PERSON))

    @property
    def household_key(self) -> Sql | None:
        """The key of a household's draw where it is made: from its identifier, once for all members."""
        if "household" not in self.made:
            return None
        return checksum(self._plain(f.column(HOME, "a"), self.columns.household), self.longest, self.dialect)

    def _row(self, row: Sql | None) -> Sql:
        if ROW in self.columns.kinds:
            return f.cast(f.column(ROW), f.BIGINT)
        if row is not None:
            return row
        order = [exp.Ordered(this=one) for one in (self.household, self._identity(PERSON))]
        return exp.Window(this=exp.RowNumber(), order=exp.Order(expressions=order))

    def _identity(self, name: str) -> Sql:
        return self._text(name) if self.columns.kinds[name] == "text" else f.column(name)

    def _word(self, name: str) -> Sql:
        return self._plain(self._identity(name), name)

    def _plain(self, value: Sql, name: str) -> Sql:
        """An identifier as a word; a whole number without a point, whatever its type."""
        kind = self.columns.kinds[name]
        if kind == "text":
            return value
        return f.cast(value if kind == "whole" else f.cast(value, f.BIGINT), exp.DType.TEXT)

    def _number(self, name: str) -> Sql:
        return f.cast(f.column(name), f.DOUBLE)

    def _condition(self, name: str) -> Sql:
        one = f.column(name)
        if self.columns.kinds[name] == "boolean" and self.dialect != "sqlite":
            return one
        yes, no = (exp.EQ(this=one, expression=f.number(value)) for value in (1.0, 0.0))
        return f.case((yes, f.boolean(True)), (no, f.boolean(False)))

    def _text(self, name: str) -> Sql:
        """A word that is compared letter by letter, whatever order of letters its column has."""
        word = f.cast(f.column(name), exp.DType.TEXT)
        plain = {"postgres": exp.to_identifier("C", quoted=True), "sqlite": exp.var("BINARY")}.get(self.dialect)
        return word if plain is None else exp.Collate(this=word, expression=plain)


def faults(reading: Reading) -> Iterator[tuple[str, Sql]]:
    """What would make every figure wrong or no key, as counts over the whole source, by the name under which it is told."""
    columns, column, zero = reading.columns, f.column, f.number(0.0)
    everybody = exp.Count(this=exp.Star())
    yield "persons", everybody
    for name in columns.given(columns.household, PERSON, ROW):
        named = column(name)
        if columns.kinds[name] == "text":
            named = exp.Nullif(this=f.cast(named, exp.DType.TEXT), expression=f.word(""))
        yield f"none:{name}", exp.Sub(this=everybody, expression=exp.Count(this=named))
        if columns.kinds[name] == "number":
            broken = f.both(exp.NEQ, column(name), exp.Floor(this=column(name)))
            large = f.both(exp.GT, exp.Abs(this=column(name)), f.number(WHOLE))
            yield f"broken:{name}", f.counted(f.both(exp.Or, broken, large))
    for name in columns.given(WEIGHT):
        known = f.finite(f.cast(column(name), f.DOUBLE))
        yield f"unknown:{name}", exp.Sub(this=everybody, expression=exp.Count(this=known))
        yield f"negative:{name}", f.counted(f.both(exp.LT, column(name), zero))
    for name in columns.given(SHARING):
        yield f"nothing:{name}", f.counted(f.both(exp.LTE, column(name), zero))
    for asked in reading.drawn:
        if asked in reading.made:
            if reading.dialect == "sqlite":
                continue
            word = reading.named(asked)
            length = exp.Anonymous(this="LENGTH", expressions=[word])
            bytes_ = exp.Anonymous(
                this="STRLEN" if reading.dialect == "duckdb" else "OCTET_LENGTH", expressions=[word.copy()]
            )
            yield f"longest:{asked}", exp.Max(this=length)
            yield f"letters:{asked}", f.counted(f.both(exp.NEQ, length.copy(), bytes_))
        else:
            name = KEYS[asked]
            yield f"none:{name}", exp.Sub(this=everybody, expression=exp.Count(this=column(name)))
    if reading.dialect == "sqlite":
        yield from _loose(reading)


def _loose(reading: Reading) -> Iterator[tuple[str, Sql]]:
    """SQLite lets each cell have a type of its own: those that are not of their column's."""
    for name in reading.used():
        allowed = ("text",) if reading.columns.kinds[name] == "text" else ("integer", "real")
        type_ = exp.Anonymous(this="TYPEOF", expressions=[f.column(name)])
        known = exp.In(this=type_, expressions=[f.word(one) for one in (*allowed, "null")])
        yield f"loose:{name}", f.counted(f.negated(known))
